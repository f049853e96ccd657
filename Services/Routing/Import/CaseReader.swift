// Makes a case of each row of a file, or says which column of which row is wrong. Pure.
import Complaints
import Documents
import Foundation
import Region
import Rules

/// A case as its file has it.
struct OldCase: Sendable, Hashable {
    /// Where it stands in the file.
    var row: Int
    var externalID: String
    /// The id is one of our own tracking numbers.
    var isOurs: Bool
    var complaint: Complaint
    var standing: StandingThere
    /// What the file says, by field.
    var kept: [String: String]
}

/// What is wrong with a row, or worth to know.
struct RowNote: Sendable, Hashable, Encodable {
    var row: Int
    @ExplicitNull var column: String?
    var message: String
}

struct CaseReader: Sendable {
    let source: CaseSource
    let map: ColumnMap
    let region: RegionPack
    let now: Date
    /// A whole row has a cell for each column, if only an empty one, as in CSV.
    var hasWholeRows = false

    /// What a row turned out to be.
    enum Result {
        case found(OldCase, warnings: [RowNote])
        case wrong([RowNote])
        /// A line such as "Total: 240" below the cases.
        case footer(RowNote)
    }

    /// A moment so far in the future is a slip; clocks differ a little.
    static let futureSeconds = 86_400.0

    func read(_ row: SheetRow) -> Result {
        let id = id(of: row)
        let filled = row.cells.count { !$0.isEmpty }
        let isOurs = isOurs(id)
        let isNamed = source.hasNumericIDs ? isOurs || Self.isNumber(id) : !id.isEmpty
        if source.needs.contains(.id), !isNamed, filled <= Self.footerCells {
            return .footer(
                RowNote(
                    row: row.number, column: nil,
                    message: "no case: it has no id and hardly anything else"))
        }
        let computed = computed(row)
        var problems = computed.problems
        let unreadable = Set(problems.map(\.column))
        func wrong(_ field: CaseField, _ message: String) {
            guard !unreadable.contains(map.name(field)) else { return }
            problems.append(RowNote(row: row.number, column: map.name(field), message: message))
        }
        if id.isEmpty, source.needs.contains(.id) {
            wrong(.id, "is empty")
        } else if source.hasNumericIDs, !isOurs, !Self.isNumber(id) {
            wrong(.id, "'\(id.prefix(40))' is neither all digits nor one of our tracking numbers")
        } else if id.utf8.count > Self.idBytesMax {
            wrong(.id, "is longer than \(Self.idBytesMax) bytes")
        }
        let received = moment(of: row, wrong)
        let text = [field(.text, row), field(.finalText, row)].first { !$0.isEmpty } ?? ""
        if text.isEmpty { wrong(.text, "is empty") }
        let kind = word(.kind, row, source.words.kinds, wrong) ?? .complaint
        let standing =
            word(.status, row, source.words.statuses, wrong) ?? source.statedStanding ?? .open
        let asked = map.columns[.protection] == nil ? source.statedProtection ?? "" : field(.protection, row)
        let protection = CaseWords.protection(asked)
        if protection == nil {
            wrong(
                .protection,
                "'\(asked.prefix(40))' is not known: Anonim, Rahasia, Anonim|Rahasia"
            )
        } else if endsBefore(.protection, row) {
            wrong(.protection, "the row ends before this column; it is cut off, or lacks separators")
        }
        guard problems.isEmpty, let received, let protection else { return .wrong(problems) }
        let reporter = reporter(of: row, protection)
        let kept = kept(row, received)
        let external = id.isEmpty ? fingerprint(kept) : id
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .import, account: source.account, externalID: external),
            tracking: "", channel: .import, account: source.account, externalId: external,
            receivedAt: received.moment, reporter: reporter,
            subject: field(.title, row).isEmpty ? nil : field(.title, row), text: text, kind: kind,
            places: [], flags: standing == .closed ? [FlagName.closedThere] : [])
        return .found(
            OldCase(
                row: row.number, externalID: external, isOurs: isOurs, complaint: complaint,
                standing: standing, kept: kept),
            warnings: computed.warnings)
    }

    /// What a spreadsheet could not compute, and what it has.
    private func computed(_ row: SheetRow) -> (problems: [RowNote], warnings: [RowNote]) {
        var (problems, warnings): ([RowNote], [RowNote]) = ([], [])
        for field in CaseField.allCases {
            for cell in map.cells(field, of: row) where cell.isFormula || cell.isError {
                func note(_ message: String) -> RowNote {
                    RowNote(row: row.number, column: map.name(field), message: message)
                }
                if cell.isError {
                    problems.append(
                        note("holds the spreadsheet's error '\(cell.text.prefix(20))'; mend it there"))
                } else if cell.isEmpty {
                    problems.append(
                        note("is a formula whose result the file does not hold; replace it by its value"))
                } else {
                    warnings.append(note("is a formula; the result the file holds is taken"))
                }
            }
        }
        return (problems, warnings)
    }

    /// What the row says, by field; days and times in one way of writing, however the file writes them.
    private func kept(_ row: SheetRow, _ received: (moment: Date, hasTime: Bool)) -> [String: String] {
        var kept: [String: String] = [:]
        for name in map.columns.keys {
            let text = field(name, row)
            if !text.isEmpty { kept[name.rawValue] = text }
        }
        let values = CaseValues(source, region)
        kept[CaseField.date.rawValue] = values.day(of: received.moment)
        kept[CaseField.time.rawValue] = received.hasTime ? values.clock(of: received.moment) : nil
        return kept
    }

    /// Cells that a line below the cases has at most.
    private static let footerCells = 2
    static let idBytesMax = 128

    /// Of several columns what is filled in: all that they say of the text, else the first.
    private func field(_ field: CaseField, _ row: SheetRow) -> String {
        let texts = map.cells(field, of: row).map(\.text.trimmed).filter { !$0.isEmpty }
        guard texts.count > 1, field == .text || field == .finalText else { return texts.first ?? "" }
        var said: Set<String> = []
        return texts.filter { said.insert(CaseValues.folded($0)).inserted }.joined(separator: "\n\n")
    }

    /// Whether the row has no cell for a column, although a whole one has.
    private func endsBefore(_ field: CaseField, _ row: SheetRow) -> Bool {
        hasWholeRows && (map.columns[field]?.first.map { $0 >= row.cells.count } ?? false)
    }

    private func id(of row: SheetRow) -> String {
        var id = field(.id, row)
        // What keeps a spreadsheet from making a number of it.
        if id.hasPrefix("'") { id.removeFirst() }
        if id.hasPrefix("#") { id.removeFirst() }
        return id.trimmed
    }

    private static func isNumber(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private func isOurs(_ id: String) -> Bool {
        source.hasNumericIDs && TrackingNumber(id)?.region == region.trackingPrefix
    }

    private func moment(
        of row: SheetRow, _ wrong: (CaseField, String) -> Void
    ) -> (moment: Date, hasTime: Bool)? {
        guard let day = map.cells(.date, of: row).first(where: { !$0.isEmpty }) else {
            wrong(.date, "is empty")
            return nil
        }
        do throws(LocalMoment.Unreadable) {
            let reader = LocalMoment(offset: region.calendar.offset, monthFirst: source.monthFirst)
            let found = try reader.parse(day, map.cells(.time, of: row).first { !$0.isEmpty })
            guard found.moment.timeIntervalSince(now) < Self.futureSeconds else {
                wrong(.date, "'\(day.text.prefix(40))' lies in the future")
                return nil
            }
            guard found.moment.timeIntervalSince1970 >= Self.earliest else {
                wrong(.date, "'\(day.text.prefix(40))' lies before the year 2000")
                return nil
            }
            return found
        } catch {
            wrong(error.why.contains("time") ? .time : .date, error.why)
            return nil
        }
    }

    /// 2000-01-01 in the easternmost zone.
    private static let earliest = 946_652_400.0

    private func word<Value: Sendable & Hashable>(
        _ field: CaseField, _ row: SheetRow, _ known: WordTable<Value>,
        _ wrong: (CaseField, String) -> Void
    ) -> Value? {
        guard map.columns[field] != nil else { return nil }
        let text = self.field(field, row)
        if let value = known[text] { return value }
        guard !text.isEmpty else {
            // An empty status would open an old case again.
            if field == .status {
                wrong(
                    field,
                    endsBefore(field, row)
                        ? "the row ends before this column; it is cut off"
                        : "is empty; known: \(known.words.joined(separator: ", "))")
            }
            return nil
        }
        wrong(
            field,
            "'\(text.prefix(60))' is not known; known: \(known.words.joined(separator: ", "))")
        return nil
    }

    private func reporter(
        of row: SheetRow, _ protection: (anonymous: Bool, confidential: Bool)
    ) -> Reporter {
        let name = field(.name, row)
        let isNameless = ["", "anonim", "dirahasiakan", "hambaallah", "nn"].contains(
            Heading.normal(name))
        let phone = field(.phone, row)
        let email = field(.email, row)
        let address = field(.address, row)
        return Reporter(
            name: isNameless ? nil : name,
            phone: phone.isEmpty ? nil : Sender(phone).description,
            email: email.isEmpty ? nil : email, address: address.isEmpty ? nil : address,
            anonymous: protection.anonymous || Heading.normal(name) == "anonim",
            confidential: protection.confidential)
    }

    /// A key for a file without ids: the same day, time, name and text is the same case.
    private func fingerprint(_ kept: [String: String]) -> String {
        let parts = [CaseField.date, .time, .name, .text].map { kept[$0.rawValue] ?? "" }
        return ComplaintID.fingerprint(
            sender: parts[2], receiver: source.account, time: parts[0] + " " + parts[1],
            bytes: parts[3].utf8)
    }
}
