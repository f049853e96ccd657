// Complaints as rows of SP4N-LAPOR!'s own file: its columns, its words, its id where it has one.
import Complaints
import Foundation
import Language
import Region
import Rules
import Store

/// A complaint with what an export says of it.
struct ExportedCase: Sendable {
    var complaint: Complaint
    var assignment: Assignment
    var history: [HistoryEntry]
    var there: ImportTable.Known?
}

struct Exporter: Sendable {
    let region: RegionPack
    let now: Date
    /// One column more than SP4N-LAPOR! has.
    var tellsProcedure = false

    /// Complaints read at once.
    static let pageMax = 200

    /// Hands over all complaints received since a moment, in the order of acceptance.
    func each(
        since moment: Date, in store: Store, _ body: (ExportedCase) throws -> Void
    ) async throws {
        var after: Int64 = 0
        while true {
            let last = after
            let (page, end) = try await store.read { transaction in
                try Self.page(after: last, since: moment, in: transaction)
            }
            for one in page where one.complaint.receivedAt >= moment { try body(one) }
            guard let end else { return }
            after = end
        }
    }

    private static func page(
        after seq: Int64, since moment: Date, in transaction: any Transaction
    ) throws -> (page: [ExportedCase], end: Int64?) {
        let rows = try ComplaintTable.page(
            after: seq, since: moment, limit: pageMax, in: transaction)
        let found = try cases(rows.map(\.complaint), in: transaction)
        let page = rows.compactMap { found[$0.complaint.id] }
        return (page, rows.count == pageMax ? rows.last?.seq : nil)
    }

    /// With all that an export says of them, those that are decided.
    static func cases(
        _ ids: [UUID], in transaction: any Transaction
    ) throws -> [UUID: ExportedCase] {
        try cases(ComplaintTable.find(ids, in: transaction), in: transaction)
    }

    private static func cases(
        _ complaints: [Complaint], in transaction: any Transaction
    ) throws -> [UUID: ExportedCase] {
        let ids = complaints.map(\.id)
        let assignments = try AssignmentTable.find(complaints: ids, in: transaction)
        let histories = try AssignmentTable.histories(
            of: assignments.values.map(\.id), in: transaction)
        let there = try ImportTable.find(complaints: ids, in: transaction)
        return complaints.reduce(into: [:]) { found, complaint in
            guard let assignment = assignments[complaint.id] else { return }
            found[complaint.id] = ExportedCase(
                complaint: complaint, assignment: assignment,
                history: histories[assignment.id] ?? [], there: there[complaint.id])
        }
    }

    // MARK: Rows

    var headings: [String] {
        Sp4nColumns.all.map(\.name) + (tellsProcedure ? [Sp4nColumns.procedure] : [])
    }

    func row(_ one: ExportedCase) -> [String] {
        let cells = Sp4nColumns.all.map { cell($0.field, one) }
        guard tellsProcedure else { return cells }
        return cells + [Procedure(one.assignment, one.history, at: now).text]
    }

    /// The same as a row that is read: what an export of ours says of a case.
    func said(_ one: ExportedCase) -> [String: String] {
        Sp4nColumns.all.reduce(into: [:]) { $0[$1.field.rawValue] = cell($1.field, one) }
    }

    /// Sources that SP4N-LAPOR! names: what an office enters for a citizen is "Website - <instansi>".
    private func source(_ channel: Channel) -> String {
        channel == .chat ? "Whatsapp" : "Website - \(region.name)"
    }

    private func cell(_ field: CaseField, _ one: ExportedCase) -> String {
        let (complaint, assignment) = (one.assignment.complaint, one.assignment)
        let isThere = one.there?.source == CaseSource.sp4n.account
        // What is theirs stays as they said it; how it stands and who has it is ours to say.
        func theirs(_ otherwise: @autoclosure () -> String) -> String {
            (isThere ? one.there?.kept[field.rawValue] : nil)
                .map { Sp4nWords.exact(field, $0, assignment) } ?? otherwise()
        }
        // Of both texts, as they came: where they have only one, the other is empty.
        func text() -> String {
            let isTold = isThere && one.there?.standing != nil
            return covered(isTold ? theirs("") : complaint.text, one)
        }
        switch field {
        case .id: return isThere ? one.there?.externalID ?? "" : complaint.tracking
        case .date: return region.calendar.day(of: complaint.receivedAt).shortText
        case .time: return time(complaint.receivedAt)
        case .name: return complaint.reporter?.name ?? ""
        case .kind: return theirs(assignment.classification?.rawValue ?? "")
        case .category:
            return theirs(
                complaint.topics.first.flatMap { Sp4nCategory.ofTopic[$0.id] } ?? Sp4nCategory.other
            )
        case .title:
            // What is cut through may not look like a number any more.
            return complaint.subject.map { covered($0, one) } ?? Self.title(covered(complaint.text, one))
        case .text, .finalText: return text()
        case .protection: return Self.protection(one)
        case .source: return theirs(source(complaint.channel))
        case .parent: return theirs("Pemerintah \(region.name)")
        case .categoryID, .agencyID: return theirs("")
        case .agency: return assignment.agency?.name ?? theirs("")
        case .status:
            // Over there, and over here: in their own words for how it ended.
            if assignment.status == .closed, isThere, one.there?.standing == .closed {
                return theirs(Sp4nStatus.closedBySystem.rawValue)
            }
            let isWithdrawn = one.history.last { $0.action == Passed.Action.withdrawn } != nil
            return Sp4nStatus(assignment, isWithdrawn: isWithdrawn).rawValue
        case .reason: return covered(theirs(""), one)
        case .province, .city, .kecamatan, .village: return theirs(place(field, complaint))
        case .phone, .email, .address: return ""
        }
    }

    /// Without the numbers of persons, as in public (``CivicView``); without names where the reporter is not
    /// to be known, who may have given his own.
    private func covered(_ text: String, _ one: ExportedCase) -> String {
        let isProtected = one.assignment.complaint.reporter == nil
        let kinds = PersonalData.unspoken
        return PersonalData.mask(text, isProtected ? kinds.union([.name]) : kinds)
    }

    private func time(_ moment: Date) -> String {
        let seconds = Int(moment.timeIntervalSince1970) + region.calendar.offset
        let minutes = (seconds / 60) % 1440
        return String(format: "%02d:%02d", minutes / 60, minutes % 60)
    }

    /// Letters of a title made of the text.
    private static let titleMax = 70

    private static func title(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > titleMax else { return line }
        let cut = line.prefix(titleMax)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + " ..."
    }

    private static func protection(_ one: ExportedCase) -> String {
        let reporter = one.complaint.reporter
        // A rule or the words of the text may protect who has not asked for it.
        let isHidden = one.assignment.complaint.reporter == nil
        let isAnonymous = reporter?.anonymous == true
        let words = [
            isAnonymous ? "Anonim" : nil,
            reporter?.confidential == true || isHidden && !isAnonymous ? "Rahasia" : nil,
        ]
        return words.compactMap(\.self).joined(separator: "|")
    }

    private func place(_ field: CaseField, _ complaint: Complaint) -> String {
        guard let place = complaint.places.first else {
            return field == .city ? region.name : ""
        }
        let parts = place.code.split(separator: ".")
        func name(_ depth: Int) -> String {
            guard parts.count >= depth else { return "" }
            return region.gazetteer[parts.prefix(depth).joined(separator: ".")]?.name ?? ""
        }
        switch field {
        case .province: return name(1)
        case .city: return place.code.hasPrefix(region.code) ? region.name : name(2)
        case .kecamatan: return name(3)
        default: return name(4)
        }
    }
}
