// Spreadsheets and CSV files as people hand them over: read as they were meant, refused with the row.
import Documents
import Foundation
import Testing
import TestSupport

@Suite struct SheetTests {
    private func written(_ bytes: Data, _ name: String = "file.csv") throws -> (TemporaryFolder, String) {
        let folder = try TemporaryFolder("sheet")
        let path = folder.file(name)
        try bytes.write(to: URL(filePath: path))
        return (folder, path)
    }

    private func rows(
        _ path: String, sheet: String? = nil, limits: SheetLimits = SheetLimits()
    ) throws -> [[String]] {
        var found: [[String]] = []
        try SheetFile(path: path, sheet: sheet, limits: limits).rows { row in
            found.append(row.cells.map(\.text))
            return true
        }
        return found
    }

    private let wanted = [["Tracking ID", "Isi"], ["1", "Jalan rusak, parah; \"lubang\"\nsedalam 30 cm"], ["2", "café"]]

    @Test("`;`, comma and tab, UTF-8, UTF-16 and windows-1252, with and without a mark", arguments: [
        ";", ",", "\t",
    ])
    func separators(_ separator: String) throws {
        let quoted = "\"Jalan rusak, parah; \"\"lubang\"\"\nsedalam 30 cm\""
        let text = "Tracking ID\(separator)Isi\r\n1\(separator)\(quoted)\r\n2\(separator)café\r\n\r\n"
        let latin = Data(text.unicodeScalars.map { UInt8($0.value) })
        let utf16 = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [
            Data(text.utf8), Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8), latin, Data([0xFF, 0xFE] + utf16),
            Data([0xFE, 0xFF] + big), Data(utf16), Data("sep=\(separator)\r\n".utf8) + Data(text.utf8),
        ] {
            let (folder, path) = try written(bytes)
            let found = try rows(path)
            #expect(found == wanted, "\(folder.path): \(bytes.prefix(8).map { $0 })")
        }
    }

    @Test("an open quotation mark, a field without end and too many columns are named by their line")
    func badCSV() throws {
        var limits = SheetLimits()
        limits.cellBytes = 100
        limits.columns = 4
        for (text, words) in [
            ("a;b\n1;\"x\n2;y\n", "row 2: a quotation mark"), ("a;b\n1;\(String(repeating: "x", count: 101))\n", "row 2: a field"),
            ("a;b\n1;2\n1;2;3;4;5;6\n", "row 3: there are more than 4 columns"),
        ] {
            let (folder, path) = try written(Data(text.utf8))
            let error = #expect(throws: SheetError.self) { try rows(path, limits: limits) }
            #expect(error?.description.hasPrefix(words) == true, "\(folder.path) \(error?.description ?? "")")
        }
    }

    @Test("each bound of a file holds, and says what was too much")
    func bounds() throws {
        let (folder, csv) = try written(Data("a;b\n1;2\n3;4\n".utf8))
        let book = try TestWorkbook(sheets: [("Data", "visible", TestWorkbook.rows)])
        for path in [csv, book.path] {
            #expect(try rows(path).count >= 2, "\(folder.path)")
            for (change, words) in [
                ({ $0.fileBytes = 10 }, "is larger than 10 bytes"), ({ $0.rows = 1 }, "more than 1 rows"),
                ({ $0.columns = 1 }, "more than 1 columns"),
            ] as [((inout SheetLimits) -> Void, String)] {
                var limits = SheetLimits()
                change(&limits)
                let error = #expect(throws: SheetError.self) { try rows(path, limits: limits) }
                #expect(error?.description.contains(words) == true, "\(words): \(error?.description ?? "none")")
            }
        }
        for (change, words) in [
            ({ $0.sharedTexts = 1 }, "more than 1 different texts"), ({ $0.cellBytes = 5 }, "longer than 5 bytes"),
            ({ $0.unpackedBytes = 100 }, "zip bomb"),
        ] as [((inout SheetLimits) -> Void, String)] {
            var limits = SheetLimits()
            change(&limits)
            let error = #expect(throws: SheetError.self) { try rows(book.path, limits: limits) }
            #expect(error?.description.contains(words) == true, "\(words): \(error?.description ?? "none")")
        }
    }

    @Test("what is no table says what to do")
    func others() throws {
        for (bytes, words) in [
            (Data(), "is empty"), (Data([0xD0, 0xCF, 0x11, 0xE0, 1, 2]), "old .xls"),
            (Data([0x89, 0x50, 0, 0, 1, 2, 0, 7]), "neither a spreadsheet"),
        ] {
            let (folder, path) = try written(bytes)
            let error = #expect(throws: SheetError.self) { try rows(path) }
            #expect(error?.description.contains(words) == true, "\(folder.path)")
        }
        #expect(throws: SheetError.self) { try rows("/nowhere.csv") }
    }

    @Test("a workbook that we write is read back, whatever its texts hold")
    func roundTrip() throws {
        let folder = try TemporaryFolder("sheet")
        let texts = [["Tracking ID", "Isi"], ["00123", "<b>&amp; \"kutip\" \u{1} tab\t baris\nbaru"], ["", "=1+1"]]
        let writer = try XLSXWriter(sheet: "Laporan")
        for row in texts { try writer.add(row) }
        try writer.finish(to: folder.file("a.xlsx"))
        var wanted = texts
        wanted[1][1] = wanted[1][1].replacing("\u{1}", with: "\u{FFFD}")
        #expect(try rows(folder.file("a.xlsx")) == wanted)
        let lines = texts.map { CSVWriter().line($0) }.reduce(CSVWriter().head, +)
        try lines.write(to: URL(filePath: folder.file("a.csv")))
        #expect(try rows(folder.file("a.csv")) == texts)
        #expect(String(decoding: lines, as: UTF8.self).contains("\"'=1+1\""))
    }

    @Test("shared texts, dates, formulas, hidden sheets, gaps and long numbers are read as Excel shows them")
    func excel() throws {
        let book = try TestWorkbook(
            sheets: [("Sembunyi", "hidden", "<row r=\"1\"><c r=\"A1\"><v>9</v></c></row>"), ("Data", "visible", TestWorkbook.rows)])
        var found: [SheetRow] = []
        try SheetFile(path: book.path).rows { row in
            found.append(row)
            return true
        }
        #expect(found.map(\.number) == [3, 5])
        #expect(found[0].cells.map(\.text) == ["Tracking ID", "", "Jalan rusak"])
        let row = found[1]
        #expect(row[0].text == "7654321" && row[0].number == 7_654_321 && !row[0].isDate)
        #expect(row[1].isDate && row[1].number == 45_296.5)
        #expect(row[2].isFormula && row[2].text == "Kandangan")
        #expect(row[3].isFormula && row[3].isEmpty)
        #expect(try rows(book.path, sheet: "Sembunyi") == [["9"]])
        let error = #expect(throws: SheetError.self) { try rows(book.path, sheet: "Lain") }
        #expect(error?.description.contains("Sembunyi, Data") == true)
    }

    @Test("an error is one, whether the cell is marked so, a formula came to it, or only its word was left")
    func errors() throws {
        let book = try TestWorkbook(sheets: [(
            "A", "visible",
            "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#REF!</v></c><c r=\"B1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"C1\" t=\"e\"><v>#BEZUG!</v></c>"
                + "<c r=\"D1\" t=\"inlineStr\"><is><t>#N/A</t></is></c><c r=\"E1\" t=\"inlineStr\"><is><t>#1</t></is></c><c r=\"F1\"><v>7</v></c></row>"
        )])
        let (folder, csv) = try written(Data("#REF!;#N/A;Err:502;#SPILL!;#jalanrusak;Err: apa\n".utf8))
        for path in [book.path, csv] {
            var found: [Bool] = []
            try SheetFile(path: path).rows { row in
                found = row.cells.map(\.isError)
                return true
            }
            #expect(found == [true, true, true, true, false, false], "\(folder.path)")
        }
    }

    @Test("a table far below other rows is parted by its own separator, whatever stands in its texts", arguments: [";", ",", "\t"])
    func farBelow(_ separator: String) throws {
        let titles = (1...900).map { "Rekapitulasi \($0)" }
        let table = (1...30).map { ["\($0)", "\"Jalan, gang; dan trotoar\($0 % 3 == 0 ? ", parit" : "")\"", "x"].joined(separator: separator) }
        let (folder, path) = try written(Data((titles + table).joined(separator: "\n").utf8))
        let last = try #require(try rows(path).last)
        #expect(last.count == 3 && last[0] == "30", "\(folder.path)")
    }

    @Test("a bomb, a document type, a damaged sheet and a text that is not there are refused")
    func hostile() throws {
        let zeros = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>" + String(repeating: "0", count: 8 << 20) + "</t></is></c></row>"
        let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]>"
        for (book, words) in [
            (try TestWorkbook(sheets: [("A", "visible", zeros)]), "zip bomb"),
            (try TestWorkbook(sheets: [("A", "visible", TestWorkbook.rows)], before: entities), "damaged"),
            (try TestWorkbook(sheets: [("A", "visible", "<row r=\"4\"><c r=\"A4\"></row>")]), "damaged"),
            (
                try TestWorkbook(sheets: [("A", "visible", "<row r=\"9223372036854775807\"/><row><c t=\"s\"><v>77</v></c></row>")]),
                "row 2: A2 names a text"
            ),
            (
                try TestWorkbook(sheets: [("A", "visible", "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>77</v></c></row>")]),
                "row 2: B2 names a text"
            ),
        ] {
            let error = #expect(throws: SheetError.self) { try rows(book.path) }
            #expect(error?.description.contains(words) == true, "\(words): \(error?.description ?? "none")")
        }
    }
}
