// What a citizen is told of his report, in Bahasa Indonesia. Pure.
import Complaints
import Foundation
import Language
import Rules

enum CitizenTexts {
    /// Characters of a line for a telephone: one message (3GPP TS 23.038, section 4). None of ours is outside
    /// the GSM alphabet.
    static let lineMax = 160
    /// Characters kept of an agency's answer; a telephone gets what fits.
    static let noteMax = 600
    /// Reports told of in one message; more wait for the next day.
    static let joinedMax = 2

    /// An agency's answer as it is kept: without numbers of persons, on one line.
    static func note(_ text: String) -> String {
        let line = PersonalData.mask(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(line.prefix(noteMax))
    }

    /// One line on one report.
    ///
    /// - Parameters:
    ///   - isShort: for a telephone: at most ``lineMax`` characters, but for a question that offers places.
    ///   - isProtected: the report is confidential: who reads over his shoulder learns of no agency.
    static func line(
        _ news: CitizenNews, _ assignment: Assignment, _ calendar: WorkingCalendar,
        isShort: Bool, isProtected: Bool
    ) -> String {
        let begin = "Laporan \(assignment.complaint.tracking)"
        let agency = isProtected ? nil : assignment.agency
        let due = assignment.due.map { " Tenggat \(calendar.day(of: $0.respondBy).shortText)." } ?? ""
        func named(_ before: String, _ after: String) -> String {
            let room = lineMax - before.count - after.count
            return before + office(agency, room: isShort ? room : .max) + after
        }
        switch news.kind {
        case .question:
            return "\(begin): \(assignment.question ?? "")"
        case .forwarded where assignment.agency != nil:
            let plain = named("\(begin) diteruskan ke ", ".\(due)")
            // Why it is not for the regency, where there is room for it.
            guard !isProtected, let reason = assignment.decision.reason, !reason.isEmpty,
                !isShort || plain.count + reason.count < lineMax
            else { return plain }
            return plain + " " + reason
        case .moved where assignment.agency != nil:
            return named("\(begin) kini ditangani ", ".\(due)")
        case .forwarded, .moved:
            return "\(begin) sedang ditelaah petugas koordinator untuk dicarikan instansi yang berwenang."
        case .awaited:
            let head = "\(begin) memerlukan keterangan Anda"
            let end = " Mohon balas pesan ini."
            guard let note = news.note, !note.isEmpty else { return "\(head).\(end)" }
            return told("\(head): ", note, end, isShort)
        case .withdrawn:
            return "\(begin) ditutup: keterangan Anda tidak kami terima dalam \(Life.awaitingDays) hari."
        case .answered:
            let end = " Belum selesai? Balas pesan ini dalam \(Life.closingDays) hari."
            guard let note = news.note, !note.isEmpty else {
                return named("\(begin) sudah ditanggapi ", ".\(end)")
            }
            return told("\(begin) dijawab: ", note, end, isShort)
        case .closed:
            return "\(begin) selesai dan ditutup. Terima kasih atas laporan Anda."
        case .reopened:
            return "\(begin) dibuka kembali.\(due)"
        }
    }

    /// An agency's words as a sentence, as much as fits.
    private static func told(_ head: String, _ note: String, _ end: String, _ isShort: Bool) -> String {
        let stop = note.last.map { ".!?".contains($0) } == true ? "" : "."
        let room = isShort ? lineMax - head.count - stop.count - end.count : noteMax
        return head + cut(note, to: room) + stop + end
    }

    /// The name where it fits, else the short name it goes by.
    private static func office(_ agency: AgencyRef?, room: Int) -> String {
        guard let agency else { return "instansi yang berwenang" }
        return agency.name.count <= room ? agency.name : cut(agency.id, to: room)
    }

    private static func cut(_ text: String, to count: Int) -> String {
        guard text.count > count else { return text }
        return text.prefix(max(0, count - 3)) + "..."
    }

    /// What `GET /v1/complaints/{tracking}/status` says.
    static func status(
        _ tracking: String, _ assignment: Assignment?, _ calendar: WorkingCalendar,
        isProtected: Bool
    ) -> String {
        let begin = "Laporan \(tracking)"
        guard let assignment else { return "\(begin) sedang diperiksa petugas koordinator." }
        let agency = (isProtected ? nil : assignment.agency?.name) ?? "instansi yang berwenang"
        let due = assignment.due.map {
            ", tenggat jawaban \(calendar.day(of: $0.respondBy).shortText)"
        } ?? ""
        return switch assignment.status {
        case .triage: "\(begin) sedang diperiksa petugas koordinator."
        case .assigned, .referred: "\(begin) sudah diteruskan ke \(agency)\(due)."
        case .acknowledged: "\(begin) sudah diterima \(agency)\(due)."
        case .inProgress where assignment.awaiting == Course.citizen:
            "\(begin) menunggu keterangan tambahan dari Anda."
        case .inProgress: "\(begin) sedang ditindaklanjuti \(agency)\(due)."
        case .answered: "\(begin) sudah ditanggapi \(agency)."
        case .closed: "\(begin) sudah selesai."
        case .returned: "\(begin) sedang dicarikan instansi yang berwenang."
        case .reopened: "\(begin) dibuka kembali dan ditindaklanjuti \(agency)\(due)."
        }
    }
}

/// Where a citizen is told: in the channel he wrote in.
struct CitizenAddress: Sendable, Hashable {
    /// `sms` or `email`: the key under `routing.channels`.
    var channel: String
    /// The account he wrote to, where it matters.
    var account: String?
    /// A number in E.164, or an address in lower case.
    var recipient: String

    /// `nil` for who is not to be told, and why not where that is worth a line.
    ///
    /// - Parameter isHeld: a rule says that he is told nothing (``Decision/hold``).
    static func of(
        _ complaint: Complaint, isHeld: Bool = false
    ) -> (address: CitizenAddress?, why: String?) {
        guard let reporter = complaint.reporter else { return (nil, nil) }
        if reporter.anonymous { return (nil, "anonymous") }
        if isHeld { return (nil, "on hold") }
        switch complaint.channel {
        case .sms, .chat:
            guard let number = reporter.phone.flatMap({ Sender($0).e164 }) else {
                return (nil, "no number to answer")
            }
            return (
                CitizenAddress(channel: "sms", account: complaint.account, recipient: number), nil
            )
        case .email:
            guard let email = reporter.email, !email.isEmpty else { return (nil, "no address to answer") }
            return (CitizenAddress(channel: "email", recipient: email.lowercased()), nil)
        case .counter:
            // Who has left his number at the counter is told there.
            let number = reporter.phone.flatMap { Sender($0).e164 }
            return (number.map { CitizenAddress(channel: "sms", recipient: $0) }, nil)
        case .radio, .forum, .open311, .import:
            // Told on air, or by whom he wrote to.
            return (nil, nil)
        }
    }
}
