// Holds the rows of a file against what is known here: what is new, what is told differently, what differs
// and changes nothing here.
import Complaints
import Language
import Store

struct ImportComparison: Sendable {
    let source: CaseSource
    let map: ColumnMap
    let isDryRun: Bool

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
                compare(
                    one, before, stored[before.complaint] ?? "", statuses[before.complaint],
                    &found.report)
                let after = before.told(one, map)
                if after != before { try write(after) }
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

    private func compare(
        _ one: OldCase, _ before: ImportTable.Known, _ tracking: String, _ here: Status?,
        _ report: inout ImportReport
    ) {
        func differs(_ field: String, _ old: String, _ new: String) {
            let name = CaseField(rawValue: field).flatMap { map.names[$0] } ?? field
            report.note(
                .init(
                    row: one.row, id: one.externalID, tracking: tracking, column: name,
                    // It is read over shoulders, and kept in logs of terminals.
                    before: PersonalData.mask(old), now: PersonalData.mask(new)))
        }
        // Of a link that a person made nothing was known before.
        if before.standing != nil {
            // A file that lacks a column says nothing of it.
            for field in map.columns.keys.map(\.rawValue).sorted()
            where before.kept[field] != one.kept[field] {
                differs(field, before.kept[field] ?? "", one.kept[field] ?? "")
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
                    row: one.row, column: map.names[.id],
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
    /// What is known when a file has said something anew; columns that it lacks stay as they were.
    fileprivate func told(_ one: OldCase, _ map: ColumnMap) -> ImportTable.Known {
        var after = self
        for field in map.columns.keys { after.kept[field.rawValue] = one.kept[field.rawValue] }
        if map.columns[.status] != nil { after.standing = one.standing }
        return after
    }
}
