// Takes the cases of a file in, all of them or none: first every row is read and judged, then they are stored
// in one transaction. The file is read twice, so that its size is no matter of memory.
import Complaints
import Documents
import Foundation
import Language
import Region
import Rules
import Store

struct Importer: Sendable {
    let file: SheetFile
    let path: String
    let source: CaseSource
    let region: RegionPack
    let now: Date
    var isDryRun = false
    /// Takes the good rows although others are wrong.
    var skipsBad = false

    /// Rows looked up and stored at once.
    static let batchMax = 500

    /// A file that cannot be taken as it is.
    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    func run(on store: Store) async throws -> ImportReport {
        let map = try header()
        let checked = try check(map)
        guard checked.report.bad == 0 || skipsBad || isDryRun else { return checked.report }
        let (importer, passed) = (self, checked)
        do {
            guard isDryRun else {
                return try await store.write { try importer.store(map, passed, in: $0) }
            }
            return try await store.read { try importer.store(map, passed, in: $0) }
        } catch let undone as Undone {
            return undone.report
        }
    }

    /// Only the database could tell that rows are wrong: what was written is undone.
    private struct Undone: Error {
        var report: ImportReport
    }

    // MARK: The headings

    func header() throws -> ColumnMap {
        var found: ColumnMap?
        var nearest: (row: Int, missing: [CaseField])?
        var seen = 0
        try file.rows { row in
            let (map, missing) = ColumnMap.read(
                row, source.headings, needs: source.needs, unread: source.unread)
            found = map
            if missing.count < nearest?.missing.count ?? source.needs.count {
                nearest = (row.number, missing)
            }
            seen += 1
            return map == nil && seen < ColumnMap.searchedRows
        }
        if let found { return found }
        func names(_ fields: [CaseField]) -> String {
            fields.map { "'\(source.headings[$0]?.first ?? $0.rawValue)'" }.joined(separator: ", ")
        }
        let hint =
            nearest.map { "; row \($0.row) comes near, and lacks \(names($0.missing))" } ?? ""
        throw Refused(
            description:
                "\(path): none of the first \(ColumnMap.searchedRows) rows has the headings "
                + names(source.needs) + hint)
    }

    // MARK: First every row is judged

    /// What the first reading has found.
    struct Checked: Sendable {
        var report: ImportReport
        /// Rows that the second reading leaves out.
        var left: Set<Int> = []
    }

    func check(_ map: ColumnMap) throws -> Checked {
        var checked = Checked(
            report: ImportReport(file: path, format: file.format.rawValue, dryRun: isDryRun))
        checked.report.header_row = map.row
        checked.report.notes = file.notes
        if !map.unknown.isEmpty {
            checked.report.notes.append("not read: " + map.unknown.joined(separator: ", "))
        }
        let reader = CaseReader(source: source, map: map, region: region, now: now)
        var seen: [String: (row: Int, digest: Int)] = [:]
        try file.rows { row in
            guard row.number > map.row else { return true }
            switch reader.read(row) {
            case .footer(let note): checked.report.note([note])
            case .wrong(let notes): reject(row, notes, &checked)
            case .found(let found, let warnings):
                checked.report.rows += 1
                checked.report.note(warnings)
                let digest = found.kept.hashValue
                if let first = seen[found.externalID] {
                    if first.digest == digest {
                        checked.report.repeated += 1
                        checked.left.insert(row.number)
                    } else {
                        checked.report.rows -= 1
                        reject(
                            row,
                            [
                                RowNote(
                                    row: row.number, column: map.names[.id],
                                    message:
                                        "'\(found.externalID)' stands in row \(first.row) with other words"
                                )
                            ],
                            &checked)
                    }
                } else {
                    seen[found.externalID] = (row.number, digest)
                }
            }
            return true
        }
        return checked
    }

    private func reject(_ row: SheetRow, _ notes: [RowNote], _ checked: inout Checked) {
        checked.report.rows += 1
        checked.report.bad += 1
        checked.left.insert(row.number)
        let room = ImportReport.shownMax - checked.report.problems.count
        checked.report.problems += notes.prefix(max(0, room))
    }

    // MARK: Then they are stored

    func store(
        _ map: ColumnMap, _ checked: Checked, in transaction: any Transaction
    ) throws -> ImportReport {
        var report = checked.report
        let reader = CaseReader(source: source, map: map, region: region, now: now)
        var places = NamedPlaces(region)
        var batch: [OldCase] = []
        try file.rows { row in
            guard row.number > map.row, !checked.left.contains(row.number),
                case .found(var found, _) = reader.read(row)
            else { return true }
            found.complaint.places = places.places(of: found.kept)
            batch.append(found)
            if batch.count == Self.batchMax {
                try store(batch, map, &report, in: transaction)
                batch.removeAll(keepingCapacity: true)
            }
            return true
        }
        try store(batch, map, &report, in: transaction)
        if report.bad > checked.report.bad, !skipsBad, !isDryRun { throw Undone(report: report) }
        report.stored = !isDryRun && report.rows > report.bad
        return report
    }

    private func store(
        _ batch: [OldCase], _ map: ColumnMap, _ report: inout ImportReport,
        in transaction: any Transaction
    ) throws {
        guard !batch.isEmpty else { return }
        let known = try ImportTable.find(
            batch.map(\.externalID), of: source.account, in: transaction)
        let stored = try ComplaintTable.tracking(
            of: batch.map(\.complaint.id) + known.values.map(\.complaint), in: transaction)
        let statuses = try AssignmentTable.standing(
            of: batch.map(\.complaint.id) + known.values.map(\.complaint), in: transaction)
        var fresh: [OldCase] = []
        for one in batch {
            if one.isOurs {
                try compareOurs(one, map, &report, in: transaction)
            } else if let before = known[one.externalID] {
                report.known += 1
                let tracking = stored[before.complaint] ?? ""
                compare(one, before, tracking, statuses[before.complaint], map, &report)
                let after = before.told(one, map)
                guard !isDryRun, after != before else { continue }
                try ImportTable.update(after, at: now, in: transaction)
            } else if stored[one.complaint.id] != nil {
                // Taken in by another way under the same key; its link is all that was missing.
                report.known += 1
                if !isDryRun { try ImportTable.insert([linked(one)], at: now, in: transaction) }
            } else {
                fresh.append(one)
            }
        }
        report.new += fresh.count
        report.new_closed += fresh.count { $0.standing == .closed }
        guard !isDryRun, !fresh.isEmpty else { return }
        try allot(&fresh, in: transaction)
        try ComplaintTable.insert(fresh.map(\.complaint), at: now, in: transaction)
        try ImportTable.insert(fresh.map(linked), at: now, in: transaction)
    }

    private func linked(_ one: OldCase) -> ImportTable.Known {
        ImportTable.Known(
            source: source.account, externalID: one.externalID, complaint: one.complaint.id,
            standing: one.standing, kept: one.kept)
    }

    /// Numbers of the year in which each came in, as for any other complaint.
    private func allot(_ fresh: inout [OldCase], in transaction: any Transaction) throws {
        let years = fresh.map { region.calendar.day(of: $0.complaint.receivedAt).year }
        let digit = Channel.import.trackingDigit
        for year in Set(years).sorted() {
            let rows = fresh.indices.filter { years[$0] == year }
            var serial = try ComplaintTable.nextSerials(
                "tracking-\(year)-\(digit)", rows.count, in: transaction)
            for row in rows {
                fresh[row].complaint.tracking =
                    TrackingNumber(
                        region: region.trackingPrefix, year: year, channelDigit: digit,
                        serial: serial
                    ).description
                serial += 1
            }
        }
    }

    // MARK: What differs is told, and changes nothing here

    private func compare(
        _ one: OldCase, _ before: ImportTable.Known, _ tracking: String, _ here: Status?,
        _ map: ColumnMap,
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
        _ one: OldCase, _ map: ColumnMap, _ report: inout ImportReport,
        in transaction: any Transaction
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
