// Writes rows as a workbook of one sheet (ECMA-376): to a file first, since an archive ends with its list.
import CZip
import Foundation

/// Collects rows in a file and packs them at the end: any number, in little memory.
package final class XLSXWriter {
    private let folder: URL
    private let handle: FileHandle
    private var row = 0
    private var buffer = Data()

    private static let bufferBytes = 256 * 1024

    /// - Parameter sheet: the name of the sheet, of plain letters.
    package init(sheet: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "mendengar-xlsx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let parts = Self.parts(sheet: sheet)
        for (name, text) in parts {
            try text.write(
                to: folder.appending(path: Self.file(of: name)), atomically: false, encoding: .utf8)
        }
        let rows = folder.appending(path: Self.file(of: Self.sheetPart))
        try Data().write(to: rows)
        handle = try FileHandle(forWritingTo: rows)
        buffer.append(contentsOf: Self.sheetHead.utf8)
    }

    deinit {
        try? handle.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Adds a row of texts; empty ones make no cell.
    package func add(_ cells: [String]) throws {
        row += 1
        var text = "<row r=\"\(row)\">"
        for (column, cell) in cells.enumerated() where !cell.isEmpty {
            text +=
                "<c r=\"\(ColumnName.text(column))\(row)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                + Self.escaped(cell) + "</t></is></c>"
        }
        text += "</row>"
        buffer.append(contentsOf: text.utf8)
        if buffer.count > Self.bufferBytes {
            try handle.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// Packs what was added.
    ///
    /// - Parameter path: the file, which must not exist.
    package func finish(to path: String) throws {
        buffer.append(contentsOf: "</sheetData></worksheet>".utf8)
        try handle.write(contentsOf: buffer)
        try handle.close()
        var code: CInt = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
            throw SheetError("\(path) cannot be written (libzip \(code))")
        }
        for name in Self.order {
            let file = folder.appending(path: Self.file(of: name)).path
            guard let source = zip_source_file(archive, file, 0, 0),
                zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0
            else {
                zip_discard(archive)
                throw SheetError("\(path) cannot be written: no room?")
            }
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw SheetError("\(path) cannot be written: no room?")
        }
    }

    /// Letters that XML 1.0 cannot carry become U+FFFD; a cell holds no more than Excel allows.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars.prefix(cellLettersMax) {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            // As a character a line end of Windows would be read as another.
            case "\r": out += "&#13;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            default:
                let isAllowed =
                    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                out.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return out
    }

    /// Of Excel.
    static let cellLettersMax = 32_767

    private static func file(of part: String) -> String { part.replacing("/", with: "~") }
    private static let sheetPart = "xl/worksheets/sheet1.xml"
    private static let order = [
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        sheetPart,
    ]
    private static let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let container = "http://schemas.openxmlformats.org/package/2006"
    private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    private static let sheetHead = xml + "<worksheet xmlns=\"\(main)\"><sheetData>"

    private static func parts(sheet: String) -> [String: String] {
        [
            "[Content_Types].xml": xml + """
                <Types xmlns="\(container)/content-types"><Default Extension="rels" \
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="\(kind).sheet.main+xml"/>\
                <Override PartName="/\(sheetPart)" ContentType="\(kind).worksheet+xml"/></Types>
                """,
            "_rels/.rels": xml + """
                <Relationships xmlns="\(container)/relationships"><Relationship Id="rId1" \
                Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """,
            "xl/workbook.xml": xml + """
                <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets>\
                <sheet name="\(escaped(sheet))" sheetId="1" r:id="rId1"/></sheets></workbook>
                """,
            "xl/_rels/workbook.xml.rels": xml + """
                <Relationships xmlns="\(container)/relationships"><Relationship Id="rId1" \
                Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
                """,
        ]
    }
}
