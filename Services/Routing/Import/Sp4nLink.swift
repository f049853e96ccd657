// A complaint of ours that somebody has entered into SP4N-LAPOR!, by its id there.
import Complaints
import Foundation
import Store

enum Sp4nLink {
    /// Why a link cannot be made.
    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    /// - Returns: our tracking number, well written.
    static func make(
        _ tracking: String, _ id: String, at now: Date, in transaction: any Transaction
    ) throws -> String {
        guard let complaint = try ComplaintTable.find(tracking, in: transaction) else {
            throw Refused(description: "there is no complaint '\(tracking)'; check the number")
        }
        let source = CaseSource.sp4n.account
        if let other = try ImportTable.find([id], of: source, in: transaction)[id] {
            guard other.complaint != complaint.id else { return complaint.tracking }
            let name = try ComplaintTable.tracking(of: [other.complaint], in: transaction)[
                other.complaint]
            throw Refused(
                description: "SP4N-LAPOR!'s \(id) is \(name ?? other.complaint.text) here already")
        }
        if let other = try ImportTable.find(complaints: [complaint.id], in: transaction)[
            complaint.id],
            other.source == source
        {
            throw Refused(
                description: "\(complaint.tracking) is \(other.externalID) in SP4N-LAPOR! already")
        }
        try ImportTable.insert(
            [
                .init(
                    source: source, externalID: id, complaint: complaint.id, standing: nil,
                    kept: [:])
            ], at: now, in: transaction)
        return complaint.tracking
    }
}

/// How well reports were followed up, per office and in all.
struct ProcedureReport: Encodable, Sendable {
    var since: String
    var all = Procedure.Count()
    /// By agency id; `-` for what nobody has.
    var agencies: [String: Procedure.Count] = [:]
    /// Share of those that are decided, in per cent with one decimal; `nil` while there are none.
    @ExplicitNull var percent: Double?

    init(since: String) { self.since = since }

    mutating func add(_ one: ExportedCase, at now: Date) {
        let procedure = Procedure(one.assignment, one.history, at: now)
        all.add(procedure)
        agencies[one.assignment.agency?.id ?? "-", default: .init()].add(procedure)
        percent = all.share.map { ($0 * 1000).rounded() / 10 }
    }

    var text: String {
        func line(_ name: String, _ count: Procedure.Count) -> String {
            let cells = [count.total, count.followed, count.missed, count.running, count.elsewhere]
            return "\(name)\t" + cells.map(String.init).joined(separator: "\t")
                + "\t" + (count.share.map(RoutingService.percent) ?? "-")
        }
        let head = "instansi\tlaporan\tsesuai\ttidak\tberjalan\tselesai di SP4N\tsesuai prosedur"
        return
            ([head] + agencies.sorted { $0.key < $1.key }.map { line($0.key, $0.value) } + [
                line("semua", all)
            ])
            .joined(separator: "\n")
    }
}
