// Takes the cases of a file in, all of them or none: first every row is read and judged, then they are
// written where nobody sees them, and shown at once. The file is read twice, so that its size is no matter of
// memory.
import Complaints
import Documents
import Foundation
import Region
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

    /// Rows looked up and written at once: so long do others wait who write.
    static let batchMax = 100
    var batchRows = Importer.batchMax
    /// Between two batches, in seconds.
    var rest: @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }

    /// A file that cannot be taken as it is.
    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    func run(on store: Store) async throws -> ImportReport {
        let map = try header()
        let checked = try check(map)
        guard checked.report.bad == 0 || skipsBad || isDryRun else { return checked.report }
        if !isDryRun { try await ImportQueue.clearLeftovers(in: store, at: .now) }
        let (importer, passed) = (self, checked)
        return try await OwnThread.run { try importer.fill(store, map, passed) }
    }

    // MARK: The headings

    func header() throws -> ColumnMap {
        var found: ColumnMap?
        var nearest: (row: Int, missing: [CaseField])?
        var seen = 0
        try file.rows { row in
            let (map, missing) = ColumnMap.read(
                row, source.headings, needs: source.needs, unread: source.unread,
                takesAll: source.takesAll)
            found = map
            if missing.count < nearest?.missing.count ?? source.needs.count {
                nearest = (row.number, missing)
            }
            seen += 1
            return map == nil && seen < ColumnMap.searchedRows
        }
        if let found { return try agreeing(found) }
        func names(_ fields: [CaseField]) -> String {
            fields.map { "'\(source.headings[$0]?.first ?? $0.rawValue)'" }.joined(separator: ", ")
        }
        let hint =
            nearest.map { near in
                let stated = near.missing.compactMap { Self.statements[$0] }
                return "; row \(near.row) comes near, and lacks \(names(near.missing))"
                    + (source.hasNumericIDs && !stated.isEmpty
                        ? "; where the file has no such column, say what all its rows are: "
                            + stated.joined(separator: ", ") : "")
            } ?? ""
        throw Refused(
            description:
                "\(path): none of the first \(ColumnMap.searchedRows) rows has the headings "
                + names(source.needs) + hint)
    }

    /// What may be said for a column that is not there.
    private static let statements: [CaseField: String] = [
        .protection: "--type normal|anonim|rahasia", .status: "--status closed|open",
    ]

    /// - Throws: ``Refused`` where a person says of all rows what the file says of each.
    private func agreeing(_ map: ColumnMap) throws -> ColumnMap {
        for (field, isStated) in [
            (CaseField.protection, source.statedProtection != nil), (.status, source.statedStanding != nil),
        ] where isStated && map.columns[field] != nil {
            throw Refused(
                description: "\(path): has the column '\(map.name(field))', which says it of each row; "
                    + "leave out \((Self.statements[field] ?? "").prefix { $0 != " " })")
        }
        return map
    }

    private func reader(_ map: ColumnMap) -> CaseReader {
        CaseReader(
            source: source, map: map, region: region, now: now, hasWholeRows: file.format == .csv)
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
        let reader = reader(map)
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
                                    row: row.number, column: map.name(.id),
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

    // MARK: Then they are written

    private func fill(_ store: Store, _ map: ColumnMap, _ checked: Checked) throws -> ImportReport {
        var filling = ImportFilling(store, rest)
        var report = checked.report
        do {
            let comparison = ImportComparison(
                source: source, map: map, region: region, now: now, isDryRun: isDryRun)
            var isNews = false
            try batches(map, checked) { batch in
                let before = report
                let found = try OwnThread.wait {
                    try await store.read { try comparison.compared(batch, before, in: $0) }
                }
                report = found.report
                isNews = isNews || !found.entries.isEmpty
                try filling.add(found.entries)
            }
            // Only the database could tell that rows are wrong.
            let isWhole = report.bad == checked.report.bad || skipsBad
            if !isDryRun { try isWhole ? filling.finish() : filling.drop() }
            report.stored = isNews && isWhole
            return report
        } catch {
            // What is left if this fails too is cleared by the next import.
            try? filling.drop()
            throw error
        }
    }

    /// The good rows, some at a time.
    private func batches(
        _ map: ColumnMap, _ checked: Checked, _ body: ([OldCase]) throws -> Void
    ) throws {
        let reader = reader(map)
        var places = NamedPlaces(region)
        var batch: [OldCase] = []
        try file.rows { row in
            guard row.number > map.row, !checked.left.contains(row.number),
                case .found(var found, _) = reader.read(row)
            else { return true }
            found.complaint.places = places.places(of: found.kept)
            batch.append(found)
            if batch.count == batchRows {
                try body(batch)
                batch.removeAll(keepingCapacity: true)
            }
            return true
        }
        if !batch.isEmpty { try body(batch) }
    }
}
