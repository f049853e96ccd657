// How and when the complaint of an example came, where a rule looks at that.
package import Complaints
package import Foundation
package import Rules
import ServiceKit

/// `given: { at: "2026-11-28 23:30", channel: radio, account: …, subject: …, flags: [dmarc_fail],
/// sender: anonymous, programme: …, promise: { by: Bupati, due: 2026-12-01 }, followup: true,
/// case: { relation: same_incident, count: 5 }, late_promise: PUPR }`.
package struct ExampleCircumstances: Sendable {
    /// Local day and minute.
    var day: Day?
    var minute = 0
    package var channel = Channel.sms
    package var account = "example"
    package var subject: String?
    package var flags: [String] = []
    package var isAnonymous: Bool?
    package var programme: String?
    package var promise: Response?
    package var isFollowup = false
    package var inCase: CaseFacts?
    /// Who owes a promise about its place that is late.
    package var latePromise: String?

    package init() {}

    /// In a programme of the same name, about the whole region.
    package func late(in region: String) -> [LatePromise] {
        let names = Set([programme, account].compactMap(\.self))
        return latePromise.map { [LatePromise(programme: names, agency: $0, places: [region])] } ?? []
    }

    init(_ map: YAMLMap, _ known: KnownNames) {
        defer { map.finish() }
        readMoment(map)
        channel = map.choice("channel", default: Channel.sms)
        account = map.string("account", default: account)
        subject = map.optionalString("subject")
        flags = map.references("flags", to: known.flags.union(known.channelFlags), "flag")
        if let sender = map.reference("sender", to: ["anonymous", "known"], "sender") {
            isAnonymous = sender == "anonymous"
        }
        programme = map.optionalString("programme")
        if let said = map.optionalMap("promise") {
            promise = Response(by: said.string("by"), text: "", due: said.day("due")?.text)
            said.finish()
        }
        isFollowup = map.bool("followup", default: false)
        latePromise = map.reference("late_promise", to: known.agencies, "agency")
        if let said = map.optionalMap("case") {
            inCase = CaseFacts(
                relation: said.choice("relation", default: Relation.sameIncident),
                count: said.int("count", default: 2, in: 1...ConditionReader.caseMaximum))
            said.finish()
        }
    }

    private mutating func readMoment(_ map: YAMLMap) {
        guard let value = map.value("at"), let text = value.string() else { return }
        let parts = text.split(separator: " ")
        let time = parts.count == 2 ? HourSpan("\(parts[1])-24:00") : nil
        guard let first = parts.first, let day = Day(String(first)), parts.count == 1 || time != nil else {
            value.fail("'\(text)' is no local time like \"2026-11-28 23:30\"")
            return
        }
        self.day = day
        minute = time?.from ?? 12 * 60
    }

    /// Received at the given moment of the region's clock, else at the usual one.
    func moment(in calendar: WorkingCalendar, usual: Date) -> Date {
        guard let day else { return usual }
        return Date(
            timeIntervalSince1970: Double(day.number) * 86_400 + Double(minute * 60 - calendar.offset))
    }

    /// As he really comes where nothing is said of him: an SMS has a number, a letter an address, and who
    /// stands at a counter is asked; a caller in a programme or an app may be anybody.
    private var reporter: Reporter? {
        let phone = "+628110000000"
        if let isAnonymous { return Reporter(phone: phone, anonymous: isAnonymous) }
        return switch channel {
        case .sms, .chat, .counter: Reporter(phone: phone)
        case .email: Reporter(email: "warga@example.invalid")
        case .radio, .forum, .open311, .import: nil
        }
    }

    /// A complaint with these circumstances.
    package func complaint(_ text: String, at moment: Date) -> Complaint {
        var complaint = Complaint.example(text, at: moment, channel: channel)
        complaint.account = account
        complaint.subject = subject
        complaint.flags = flags
        complaint.reporter = reporter
        if programme != nil || promise != nil {
            complaint.programme = Programme(
                id: "example", title: programme ?? "", airedOn: "", start: nil, end: nil,
                responses: [promise].compactMap(\.self))
        }
        complaint.inReplyTo = isFollowup ? "example" : nil
        return complaint
    }
}
