// What the sweep tells officers: reminders up the ladder of their office, and the coordinating office that an
// SK has expired.
import Complaints
import Delivery
import Foundation
import Region
import Rules
import Store

extension Sweeper {
    /// Reminds who is next on the ladder, and notes whom.
    func remind(
        _ course: Course, _ clock: OpenClock, _ step: Int, _ now: Date,
        _ transaction: any Transaction
    ) throws {
        let assignment = course.assignment
        let today = calendar.day(of: now)
        let people = Reminders.recipients(of: step, assignment.agency, region, on: today)
        let text = Reminders.text(assignment, clock, step, calendar)
        let by = calendar.day(of: clock.by).number
        var told: [String] = []
        for contact in people {
            let isSent = try send(
                to: contact, cause: "\(assignment.id.text)/\(clock.kind)/\(by)/\(step)",
                subject: "Pengingat laporan \(assignment.complaint.tracking)", text, assignment, now,
                transaction)
            if isSent { told.append(contact.office) }
        }
        var fields = [
            "clock": clock.kind.rawValue, "step": "\(step)", "by": Timestamp.format(clock.by),
            "to": told.isEmpty ? "nobody can be reached: see contacts.yaml and routing.channels"
                : told.joined(separator: "; "),
        ]
        let lapsed = assignment.agency.map { region.lapsed(at: $0.id, place: $0.place, on: today) } ?? []
        for contact in lapsed {
            try alarm(contact, assignment, now, transaction)
        }
        if !lapsed.isEmpty { fields["expired"] = lapsed.map(\.office).joined(separator: "; ") }
        try note(course, Passed.Action.reminder, JSONLine.text(fields), now, transaction)
    }

    /// Tells whose turn it is that a report is new to the office.
    func announce(_ course: inout Course, _ now: Date, _ transaction: any Transaction) throws {
        let ladder = Announcing.ladder(course.assignment, region, on: calendar.day(of: now))
        guard let contact = course.announce(to: ladder, at: now, calendar) else { return }
        let assignment = course.assignment
        let office = assignment.agency?.office ?? ""
        let isSent = try send(
            to: contact, cause: "\(assignment.id.text)/new/\(office)/\(course.record.version)",
            subject: "Laporan baru \(assignment.complaint.tracking)", Announcing.text(assignment, calendar),
            assignment, now, transaction)
        guard isSent else { return }
        try note(
            course, Passed.Action.announced, JSONLine.text(["to": contact.office, "of": contact.of]), now,
            transaction)
    }

    /// Tells the coordinating office once of each SK that has ended while something waits for its holder.
    private func alarm(
        _ contact: Contact, _ assignment: Assignment, _ now: Date, _ transaction: any Transaction
    ) throws {
        let today = calendar.day(of: now)
        let desk = region.triageDesk.map { region.reachable(at: $0, place: nil, on: today) } ?? []
        let heir = region.reachable(at: contact.of, place: contact.place, on: today).first
        guard let officer = desk.first(where: { way(to: $0) != nil }) else { return }
        let end = contact.validTo
        let paper = contact.decree.map { "SK \($0)" } ?? "Penunjukan"
        let office = region.agency(contact.of)?.name ?? contact.of
        let falls = heir.map { "Pengingat kini disampaikan kepada \($0.office)." } ?? ""
        _ = try send(
            to: officer,
            cause: "sk/\(contact.of)/\(contact.place ?? "")/\(contact.office)/\(end?.number ?? 0)",
            subject: "SK narahubung berakhir",
            "\(paper) untuk \(contact.office) (\(office)) berakhir \(end?.shortText ?? ""). \(falls) "
                + "Mohon perbarui data narahubung.",
            assignment, now, transaction)
    }

    /// - Parameter cause: what it is for; the same again to the same person is the same message.
    /// - Returns: whether there is a way to reach him.
    private func send(
        to contact: Contact, cause: String, subject: String, _ text: String, _ assignment: Assignment,
        _ now: Date, _ transaction: any Transaction
    ) throws -> Bool {
        guard let way = way(to: contact) else { return false }
        try NoticeTable.insert(
            Notice(
                id: Notice.id("\(cause)/\(way.recipient)"),
                to: .init(
                    phone: way.channel == "sms" ? way.recipient : nil,
                    email: way.channel == "email" ? way.recipient : nil),
                subject: subject, text: text, kind: .reminder, complaint: assignment.complaint.tracking),
            channel: way.channel, assignment: assignment.id, citizen: nil, at: now, in: transaction)
        return true
    }

    /// By telephone where there is a number and a channel for it, else by mail.
    private func way(to contact: Contact) -> CitizenAddress? {
        if let phone = contact.phone.flatMap({ Sender($0).e164 }), channels.contains("sms") {
            return CitizenAddress(channel: "sms", recipient: phone)
        }
        guard let email = contact.email, channels.contains("email") else { return nil }
        return CitizenAddress(channel: "email", recipient: email.lowercased())
    }
}
