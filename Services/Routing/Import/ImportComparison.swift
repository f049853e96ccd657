// Holds the rows of a file against what is known here: what is new, what is told differently, what differs
// and changes nothing here.
import Complaints
import Foundation
import Region
import Store

struct ImportComparison: Sendable {
    let source: CaseSource
    let map: ColumnMap
    let region: RegionPack
    let now: Date
    let isDryRun: Bool
    private var values: CaseValues { CaseValues(source, region) }

    /// What rows add.
    struct Found: Sendable {
        var report: ImportReport
        /// To be written; empty in a dry run.
        var entries: [ImportQueue.SealedEntry] = []
    }

    /// - Parameter report: of the rows before.
    func compared(
        _ batch: [OldCase], _ report: ImportReport, in transaction: any Transaction
    ) throws -> Found {
        var found = Found(report: report)
        let known = try ImportTable.find(
            batch.map(\.externalID), of: source.account, in: transaction)
        let complaints = batch.map(\.complaint.id) + known.values.map(\.complaint)
        let stored = try ComplaintTable.tracking(of: complaints, in: transaction)
        let statuses = try AssignmentTable.standing(of: complaints, in: transaction)
        let news = try news(in: batch, known, in: transaction)
        func write(_ known: ImportTable.Known, _ complaint: Complaint? = nil) throws {
            guard !isDryRun else { return }
            found.entries.append(
                try ImportQueue.seal(.init(known: known, complaint: complaint), in: transaction))
        }
        for one in batch {
            if one.isOurs {
                try compareOurs(one, &found.report, in: transaction)
            } else if let before = known[one.externalID] {
                found.report.known += 1
                let fields = news[one.externalID] ?? []
                compare(
                    one, before, fields, stored[before.complaint] ?? "", statuses[before.complaint],
                    &found.report)
                if !fields.isEmpty { try write(before.told(one, fields, map)) }
            } else if stored[one.complaint.id] != nil {
                // Taken in by another way under the same key; its link is all that was missing.
                found.report.known += 1
                try write(told(one))
            } else {
                found.report.new += 1
                if one.standing == .closed { found.report.new_closed += 1 }
                try write(told(one), one.complaint)
            }
        }
        return found
    }

    private func told(_ one: OldCase) -> ImportTable.Known {
        ImportTable.Known(
            source: source.account, externalID: one.externalID, complaint: one.complaint.id,
            standing: one.standing, kept: one.kept)
    }

    /// The fields in which known cases say something new, by their id: neither what they said before, nor
    /// what an export of ours says of them, which may have come back.
    private func news(
        in batch: [OldCase], _ known: [String: ImportTable.Known], in transaction: any Transaction
    ) throws -> [String: [CaseField]] {
        var news: [String: [CaseField]] = [:]
        for one in batch {
            guard !one.isOurs, let before = known[one.externalID] else { continue }
            let fields = values.differing(before.kept, one.kept, in: map)
            if !fields.isEmpty { news[one.externalID] = fields }
        }
        guard source.account == CaseSource.sp4n.account, !news.isEmpty else { return news }
        let exporter = Exporter(region: region, now: now)
        let here = try Exporter.cases(
            news.keys.compactMap { known[$0]?.complaint }, in: transaction)
        for one in batch {
            guard let fields = news[one.externalID], let before = known[one.externalID],
                var exported = here[before.complaint]
            else { continue }
            exported.there = before
            let said = exporter.said(exported)
            news[one.externalID] = fields.filter { !values.isSame($0, said, one.kept) }
        }
        return news
    }

    private func compare(
        _ one: OldCase, _ before: ImportTable.Known, _ fields: [CaseField], _ tracking: String,
        _ here: Status?, _ report: inout ImportReport
    ) {
        func differs(_ name: String, _ old: String, _ new: String) {
            report.note(
                .init(
                    row: one.row, id: one.externalID, tracking: tracking, column: name, before: old,
                    now: new))
        }
        // Of a link that a person made nothing was known before.
        if before.standing != nil {
            for field in fields {
                differs(
                    map.name(field), values.shown(field, before.kept), values.shown(field, one.kept))
            }
        }
        guard let here, map.columns[.status] != nil, (here == .closed) != (one.standing == .closed)
        else { return }
        differs(
            "status here", here.rawValue,
            one.kept[CaseField.status.rawValue] ?? one.standing.rawValue)
    }

    /// A row that we have exported ourselves, or that bears our number.
    private func compareOurs(
        _ one: OldCase, _ report: inout ImportReport, in transaction: any Transaction
    ) throws {
        guard let complaint = try ComplaintTable.find(one.externalID, in: transaction) else {
            report.bad += 1
            report.problems.append(
                RowNote(
                    row: one.row, column: map.name(.id),
                    message:
                        "\(one.externalID) looks like a number of ours, and no complaint here has it"
                ))
            return
        }
        report.known += 1
        let here = try AssignmentTable.standing(of: [complaint.id], in: transaction)[complaint.id]
        guard let here, (here == .closed) != (one.standing == .closed) else { return }
        report.note(
            .init(
                row: one.row, id: one.externalID, tracking: complaint.tracking,
                column: "status here",
                before: here.rawValue,
                now: one.kept[CaseField.status.rawValue] ?? one.standing.rawValue))
    }
}

extension ImportTable.Known {
    /// What is known when a file has said something anew; what it does not say stays as it was.
    fileprivate func told(
        _ one: OldCase, _ news: [CaseField], _ map: ColumnMap
    ) -> ImportTable.Known {
        var after = self
        // Of a link that a person made nothing is known yet.
        let isFirst = standing == nil
        let fields = isFirst ? Array(map.columns.keys) + news : news
        for field in fields { after.kept[field.rawValue] = one.kept[field.rawValue] }
        if isFirst || news.contains(.status) { after.standing = one.standing }
        return after
    }
}
