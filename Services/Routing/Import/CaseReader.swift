// Makes a case of each row of a file, or says which column of which row is wrong. Pure.
import Complaints
import Documents
import Foundation
import Language
import Region
import Rules

/// What one source of cases is like.
struct CaseSource: Sendable {
    /// Names it: with the id of a case the key under which it is known for good.
    var account: String
    /// The headings of each field, the surest first.
    var headings: [CaseField: [String]]
    var unread: Set<String> = []
    /// Fields whose columns must be there.
    var needs: [CaseField]
    var words: CaseWords
    var monthFirst = false
    /// Ids are digits, or tracking numbers of ours.
    var hasNumericIDs = false
    /// Of a workbook; `nil` for the first.
    var sheet: String?

    /// SP4N-LAPOR!'s export.
    static let sp4n = CaseSource(
        account: "sp4n",
        headings: Sp4nColumns.all.reduce(into: [:]) { headings, column in
            headings[column.field] = [column.name] + (Sp4nColumns.synonyms[column.field] ?? [])
        },
        unread: Sp4nColumns.unread, needs: ColumnMap.required, words: .sp4n, hasNumericIDs: true)
}

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
        var problems: [RowNote] = []
        func wrong(_ field: CaseField, _ message: String) {
            problems.append(
                RowNote(
                    row: row.number, column: map.names[field] ?? field.rawValue, message: message))
        }
        if id.isEmpty, source.needs.contains(.id) {
            wrong(.id, "is empty")
        } else if source.hasNumericIDs, !isOurs, !Self.isNumber(id) {
            wrong(.id, "'\(id.prefix(40))' is neither all digits nor one of our tracking numbers")
        } else if id.utf8.count > Self.idBytesMax {
            wrong(.id, "is longer than \(Self.idBytesMax) bytes")
        }
        let receivedAt = moment(of: row, wrong)
        let text = [field(.text, row), field(.finalText, row)].first { !$0.isEmpty } ?? ""
        if text.isEmpty { wrong(.text, "is empty") }
        let kind = word(.kind, row, source.words.kinds, wrong) ?? .complaint
        let standing = word(.status, row, source.words.statuses, wrong) ?? .open
        let protection = CaseWords.protection(field(.protection, row))
        if protection == nil {
            wrong(
                .protection,
                "'\(field(.protection, row).prefix(40))' is not known: Anonim, Rahasia, Anonim|Rahasia"
            )
        }
        var warnings: [RowNote] = []
        for (field, column) in map.columns where row[column].isFormula {
            let name = map.names[field] ?? field.rawValue
            if row[column].isEmpty {
                wrong(
                    field,
                    "is a formula whose result the file does not hold; replace it by its value")
            } else {
                warnings.append(
                    RowNote(
                        row: row.number, column: name,
                        message: "is a formula; the result the file holds is taken"))
            }
        }
        guard problems.isEmpty, let receivedAt, let protection else { return .wrong(problems) }
        let reporter = reporter(of: row, protection)
        let external = id.isEmpty ? fingerprint(row) : id
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .import, account: source.account, externalID: external),
            tracking: "", channel: .import, account: source.account, externalId: external,
            receivedAt: receivedAt, reporter: reporter,
            subject: field(.title, row).isEmpty ? nil : field(.title, row), text: text, kind: kind,
            places: [], flags: standing == .closed ? [FlagName.closedThere] : [])
        let kept = map.columns.reduce(into: [String: String]()) { kept, column in
            let text = row[column.value].text.trimmed
            if !text.isEmpty { kept[column.key.rawValue] = text }
        }
        return .found(
            OldCase(
                row: row.number, externalID: external, isOurs: isOurs, complaint: complaint,
                standing: standing, kept: kept),
            warnings: warnings.sorted { ($0.column ?? "") < ($1.column ?? "") })
    }

    /// Cells that a line below the cases has at most.
    private static let footerCells = 2
    static let idBytesMax = 128

    private func field(_ field: CaseField, _ row: SheetRow) -> String {
        map.cell(field, of: row)?.text.trimmed ?? ""
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

    private func moment(of row: SheetRow, _ wrong: (CaseField, String) -> Void) -> Date? {
        let day = map.cell(.date, of: row) ?? SheetCell("")
        guard !day.isEmpty else {
            wrong(.date, "is empty")
            return nil
        }
        do throws(LocalMoment.Unreadable) {
            let reader = LocalMoment(offset: region.calendar.offset, monthFirst: source.monthFirst)
            let moment = try reader.read(day, map.cell(.time, of: row))
            guard moment.timeIntervalSince(now) < Self.futureSeconds else {
                wrong(.date, "'\(day.text.prefix(40))' lies in the future")
                return nil
            }
            guard moment.timeIntervalSince1970 >= Self.earliest else {
                wrong(.date, "'\(day.text.prefix(40))' lies before the year 2000")
                return nil
            }
            return moment
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
        let text = self.field(field, row)
        guard !text.isEmpty else { return nil }
        if let value = known[text] { return value }
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

    /// A key for a file without ids: the same row is the same case.
    private func fingerprint(_ row: SheetRow) -> String {
        let parts = [CaseField.date, .time, .name, .text].map { field($0, row) }
        return ComplaintID.fingerprint(
            sender: parts[2], receiver: source.account, time: parts[0] + " " + parts[1],
            bytes: parts[3].utf8)
    }
}

/// The places that a file's columns name, each pair looked up once.
struct NamedPlaces {
    private let region: RegionPack
    private var known: [String: [Place]] = [:]
    /// Different names remembered; a file of nonsense must not fill the memory.
    private static let knownMax = 20_000

    init(_ region: RegionPack) { self.region = region }

    mutating func places(of kept: [String: String]) -> [Place] {
        let village = kept[CaseField.village.rawValue].map { "desa \($0)" }
        let kecamatan = kept[CaseField.kecamatan.rawValue].map { "kecamatan \($0)" }
        let text = [village, kecamatan].compactMap(\.self).joined(separator: ", ")
        guard !text.isEmpty else { return [] }
        if let places = known[text] { return places }
        let places = Array(region.gazetteer.places(in: region.tokenizer.tokens(text)).prefix(1))
        if known.count < Self.knownMax { known[text] = places }
        return places
    }
}
