// XLSX (ECMA-376): the rows of one sheet, unpacked and parsed as they come. What cells share is kept in a
// file without a name, so that a large sheet needs no more memory than a small one.
import Foundation

struct Workbook: Sendable {
    private let archive: Archive
    private let sheetPart: Archive.Entry
    private let strings: SharedTexts
    private let styles: DateStyles
    private let startsIn1904: Bool
    private let limits: SheetLimits
    let notes: [String]

    init(path: String, sheet: String?, limits: SheetLimits) throws(SheetError) {
        self.limits = limits
        var bounds = ArchiveLimits()
        bounds.unpackedBytes = limits.unpackedBytes
        do throws(ArchiveError) {
            archive = try Archive(path: path, bounds)
        } catch {
            throw Self.explain(error, bounds)
        }
        let main = WorkbookPart()
        let relations = Relations()
        try Self.parse("xl/workbook.xml", of: archive, main)
        try Self.parse("xl/_rels/workbook.xml.rels", of: archive, relations)
        guard !main.sheets.isEmpty else {
            throw SheetError("\(path) is an archive, but no spreadsheet (.xlsx)")
        }
        let names = main.sheets.map(\.name)
        guard
            let chosen = sheet.map({ name in main.sheets.first { $0.name == name } })
                ?? main.sheets.first(where: { !$0.isHidden })
        else {
            throw SheetError(
                "there is no sheet '\(sheet ?? "")' that is not hidden; there are: "
                    + names.prefix(20).joined(separator: ", "))
        }
        notes =
            sheet == nil && names.count > 1
            ? ["of \(names.count) sheets '\(chosen.name)' is read"] : []
        let target = relations.targets[chosen.relation] ?? "worksheets/sheet1.xml"
        let name = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        guard let part = archive.entry(name) else {
            throw SheetError(
                "the sheet '\(chosen.name)' is not in the file (\(name)); save it anew")
        }
        sheetPart = part
        startsIn1904 = main.startsIn1904
        let dates = DateStyles.Part()
        try Self.parse("xl/styles.xml", of: archive, dates, isOptional: true)
        styles = DateStyles(areDates: dates.areDates)
        let texts = try SharedTexts.Part(limits)
        try Self.parse("xl/sharedStrings.xml", of: archive, texts, isOptional: true)
        strings = try texts.finish()
    }

    /// Reads the sheet.
    func rows(_ body: (SheetRow) throws -> Bool) throws {
        let sheet = SheetPart(strings: strings, styles: styles, startsIn1904: startsIn1904, limits)
        var failure: (any Error)?
        var isDone = false
        var count = 0
        let isWhole = try Self.feed(sheetPart, of: archive, sheet) {
            do {
                for row in sheet.take() {
                    count += 1
                    guard count <= limits.rows else {
                        throw SheetError(
                            "there are more than \(limits.rows) rows; split the file",
                            row: row.number)
                    }
                    guard try body(row) else {
                        isDone = true
                        return false
                    }
                }
                if let problem = sheet.problem { throw problem }
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        if !isDone, !isWhole {
            throw SheetError("the sheet is damaged behind row \(sheet.number); save it anew")
        }
    }

    // MARK: Parts

    private static func parse(
        _ name: String, of archive: Archive, _ sink: any XMLSink, isOptional: Bool = false
    ) throws(SheetError) {
        guard let part = archive.entry(name) else {
            if isOptional { return }
            throw SheetError("this is an archive, but no spreadsheet (.xlsx): it lacks \(name)")
        }
        guard try feed(part, of: archive, sink, { true }) else {
            throw SheetError("\(name) in the file is damaged, or no plain XML; save it anew")
        }
    }

    /// - Parameter afterEach: called behind each piece; `false` ends it.
    /// - Returns: whether the part was whole.
    private static func feed(
        _ part: Archive.Entry, of archive: Archive, _ sink: any XMLSink, _ afterEach: () -> Bool
    ) throws(SheetError) -> Bool {
        guard let push = XMLPush(sink) else { throw SheetError("no memory to read the file") }
        var isGood = true
        var isEnded = false
        do throws(ArchiveError) {
            let isWhole = try archive.stream(part) { bytes in
                isGood = push.take(bytes)
                isEnded = !afterEach()
                return isGood && !isEnded
            }
            if isEnded { return true }
            guard isGood, isWhole, push.finish() else { return false }
            _ = afterEach()
            return true
        } catch {
            throw explain(error, nil)
        }
    }

    private static func explain(_ error: ArchiveError, _ bounds: ArchiveLimits?) -> SheetError {
        switch error {
        case .broken:
            SheetError("the archive is damaged, or has too many parts; save it anew as .xlsx")
        case .brokenEntry(let name): SheetError("\(name) in the file is damaged; save it anew")
        case .locked: SheetError("the file has a password; save it without one")
        case .tooLarge(let name):
            SheetError(
                "\(name) unpacks to more than a spreadsheet of people holds (a \"zip bomb\"?); "
                    + "nothing of it is read")
        }
    }
}

/// `xl/workbook.xml`: the sheets.
private final class WorkbookPart: XMLSink {
    var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    var startsIn1904 = false

    func open(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "sheet":
            sheets.append(
                (
                    attributes["name"] ?? "", attributes["id"] ?? "",
                    ["hidden", "veryHidden"].contains(attributes["state"] ?? "")
                ))
        case "workbookPr": startsIn1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
        default: break
        }
    }

    func close(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// `xl/_rels/workbook.xml.rels`: where the parts are.
private final class Relations: XMLSink {
    var targets: [String: String] = [:]

    func open(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", let id = attributes["Id"] else { return }
        targets[id] = attributes["Target"]
    }

    func close(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Which styles show a number as a date.
struct DateStyles: Sendable {
    var areDates: [Bool]

    func isDate(_ style: Int) -> Bool { areDates.indices.contains(style) && areDates[style] }

    /// `xl/styles.xml`.
    final class Part: XMLSink {
        var areDates: [Bool] = []
        private var formats: [Int: String] = [:]
        private var inCells = false

        func open(_ name: XMLName, _ attributes: XMLAttributes) {
            switch name {
            case "numFmt":
                if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
                    formats[id] = attributes["formatCode"]
                }
            case "cellXfs": inCells = true
            case "xf":
                guard inCells else { return }
                let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
                areDates.append(
                    formats[id].map(DateStyles.isDate) ?? DateStyles.builtIn.contains(id))
            default: break
            }
        }

        func close(_ name: XMLName) { if name == "cellXfs" { inCells = false } }
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    /// ECMA-376 part 1, section 18.8.30.
    private static let builtIn: Set<Int> = Set(14...22).union(27...36).union(45...47).union(50...58)

    /// Whether a format such as `dd/mm/yyyy` shows days or times; words in quotes and colours say nothing.
    static func isDate(_ format: String) -> Bool {
        var inQuotes = false
        var inBrackets = false
        var isEscaped = false
        for character in format.lowercased() {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch character {
            case "\\": isEscaped = true
            case "\"": inQuotes.toggle()
            case "[" where !inQuotes: inBrackets = true
            case "]" where !inQuotes: inBrackets = false
            case "y", "d", "h", "m", "s": if !inQuotes, !inBrackets { return true }
            default: break
            }
        }
        return false
    }
}
