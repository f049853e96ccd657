// A workbook put together by hand, as Excel and PHP write them, and as no program should.
import CZip
import Foundation
import TestSupport

/// Lives as long as its folder.
struct TestWorkbook {
    let folder: TemporaryFolder
    let path: String

    /// Row 3 has a header with a gap, row 5 an id, a day at noon, and two formulas.
    static let rows = """
        <row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c></row>
        <row r="4"><c r="A4"/></row>
        <row r="5"><c r="A5"><v>7.654321E6</v></c><c r="B5" s="1"><v>45296.5</v></c>
        <c r="C5" t="str"><f>A1</f><v>Kandangan</v></c><c r="D5"><f>A2</f></c></row>
        """

    init(sheets: [(name: String, state: String, rows: String)], before: String = "") throws {
        folder = try TemporaryFolder("book")
        path = folder.file("book.xlsx")
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        var parts = [
            "xl/workbook.xml": "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
                + sheets.enumerated().map {
                    "<sheet name=\"\($0.element.name)\" state=\"\($0.element.state)\" r:id=\"r\($0.offset)\"/>"
                }.joined() + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships>"
                + sheets.indices.map {
                    "<Relationship Id=\"r\($0)\" Target=\"worksheets/s\($0).xml\"/>"
                }.joined() + "</Relationships>",
            "xl/styles.xml": """
                <styleSheet xmlns="\(main)"><numFmts><numFmt numFmtId="170" formatCode="[$-421]d\\ mmm\\ yyyy"/></numFmts>
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>
                """,
            "xl/sharedStrings.xml": """
                <sst xmlns="\(main)"><si><t>Tracking ID</t></si>
                <si><r><t>Jalan </t></r><r><t>rusak</t></r><rPh><t>x</t></rPh></si></sst>
                """,
        ]
        for (index, sheet) in sheets.enumerated() {
            parts["xl/worksheets/s\(index).xml"] =
                before + "<worksheet xmlns=\"\(main)\"><sheetData>\(sheet.rows)</sheetData></worksheet>"
        }
        try Self.pack(parts, to: path)
    }

    private struct Failure: Error {}

    static func pack(_ parts: [String: String], to path: String) throws {
        var code: CInt = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else { throw Failure() }
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(text.utf8)
            // The archive frees it.
            let copy = malloc(max(1, bytes.count))
            bytes.withUnsafeBytes { copy?.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, byteCount: $0.count) }
            let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1)
            guard zip_file_add(archive, name, source, 0) >= 0 else { throw Failure() }
        }
        guard zip_close(archive) == 0 else { throw Failure() }
    }
}
