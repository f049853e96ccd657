// Files that people wrote: evidence edited wrongly, histories from spreadsheets.
import Foundation
import Language
import Region
import Rules
import ServiceKit
import Testing

@Suite struct EvidenceFileTests {
    private static let good = """
        version: 1
        learned: { history: "sha256:0", cases: 40, skipped: 0 }
        held_out: { cases: 40, top1: 0.9, top3: 1.0, top1_unpruned: 0.9, cost: 0.2 }
        calibration: { slope: 2.0, base: -0.5 }
        thresholds:
          "0.90": { confidence: 0.8, coverage: 0.7 }
        agencies:
          PUPR: { cases: 20, base: -0.8 }
          DLH: { cases: 20, base: -0.8 }
        veto: []
        locked: []
        terms:
          "~lubang": PUPR +1.31, DLH -0.40 (4.2)
          "ratik": DLH +2.00 (5.0)
          "#sampah!": DLH +0.90
        """

    private func problems(_ change: (String) -> String) throws -> [String] {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "edited-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try change(Self.good).write(toFile: path, atomically: true, encoding: .utf8)
        do {
            _ = try EvidenceFile.load(path: path, for: try #require(hss))
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { "\($0.line): \($0.message)" }
        }
    }

    @Test("a right file has no problems")
    func right() throws { #expect(try problems { $0 }.isEmpty) }

    @Test(
        "a wrong edit is named with its line and what to do",
        arguments: [
            ("PUPR +1.31", "PUPR", "13:", "must look like"),
            ("PUPR +1.31", "PUPR viel", "13:", "must look like"),
            ("PUPR +1.31", "PUPRR +1.31", "13:", "did you mean 'PUPR'?"),
            ("PUPR +1.31", "DLH +1.31", "13:", "names an agency twice"),
            ("PUPR +1.31", "PUPR +1e9", "13:", "between -100 and 100"),
            ("PUPR +1.31", "PUPR nan", "13:", "between -100 and 100"),
            ("(4.2)", "(rare)", "13:", "the rarity of '~lubang'"),
            ("(4.2)", "(0)", "13:", "the rarity of '~lubang'"),
            ("\"ratik\"", "\"ratik, sampah\"", "14:", "is no term"),
            ("#sampah!", "#sampha!", "15:", "did you mean 'sampah'?"),
            ("  DLH: {", "  DLHH: {", "9:", "did you mean 'DLH'?"),
            ("veto: []", "veto: [ { term: ratik } ]", "10:", "needs an agency"),
            ("veto: []", "veto: [ { agency: DLH } ]", "10:", "needs a term"),
            ("locked: []", "locked: [ { term: ratik, agency: DLH } ]", "11:", "needs a weight"),
            ("\"0.90\"", "\"very\"", "6:", "is not a precision"),
            ("confidence: 0.8", "confidence: 8", "6:", "from 0 to 1"),
            ("slope: 2.0", "slope: -2.0", "4:", "above 0"),
            ("version: 1", "version: 7", "1:", "learn it again"),
            ("veto: []", "vetoes: []", "10:", "did you mean 'veto'?"),
            ("\"ratik\"", "\"~lubang\"", "1", "twice"),
        ])
    func wrong(_ from: String, _ to: String, _ line: String, _ says: String) throws {
        let found = try problems { $0.replacing(from, with: to) }
        #expect(found.contains { $0.hasPrefix(line) && $0.contains(says) }, "\(found)")
    }

    @Test("all mistakes are told at once")
    func allAtOnce() throws {
        let found = try problems {
            $0.replacing("PUPR +1.31", with: "PUPR").replacing("DLH +2.00", with: "DHL +2.00")
        }
        #expect(found.count == 2)
    }

    @Test("a pack holds evidence.yaml to the precision it asks for")
    func inAPack() throws {
        let files = FileManager.default
        let ops = files.temporaryDirectory.appending(path: "pack-\(UUID().uuidString)")
        let folder = ops.appending(path: "regions/hss")
        defer { try? files.removeItem(at: ops) }
        let pack = URL(filePath: packDirectory)
        try files.createDirectory(
            at: ops.appending(path: "regions"), withIntermediateDirectories: true)
        try files.copyItem(at: pack, to: folder)
        try files.copyItem(
            at: pack.deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "language"), to: ops.appending(path: "language"))
        let path = folder.appending(path: "evidence.yaml")
        try Self.good.write(to: path, atomically: true, encoding: .utf8)
        let loaded = try RegionPack.load(directory: folder.path)
        #expect(loaded.evidence?.entries.count == 3)
        #expect(loaded.ruleBook.id != hss?.ruleBook.id)
        try Self.good.replacing("\"0.90\"", with: "\"0.95\"").write(
            to: path, atomically: true, encoding: .utf8)
        let finding = try #require(RegionPack.check(directory: folder.path).findings.first)
        #expect(finding.message.contains("no threshold for a precision of 0.9"))
        #expect(finding.file.hasSuffix("region.yaml") && finding.line > 0)
    }

    private func rows(_ text: String) throws -> [LabelledRow] {
        try LabelledRows.read(text, file: "history.csv")
    }

    private func problem(_ text: String) -> String {
        do {
            _ = try rows(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "a spreadsheet's CSV is read: quotes, line breaks, semicolons, a byte-order mark, other columns"
    )
    func spreadsheets() throws {
        let expected = [
            LabelledRow(text: "jalan \"poros\", rusak\nparah", agency: "PUPR", line: 2),
            LabelledRow(text: "", agency: "DLH", line: 4),
        ]
        let comma =
            "id,text,agency\r\n1,\"jalan \"\"poros\"\", rusak\nparah\", pupr \r\n2,,DLH\r\n\r\n"
        #expect(try rows(comma) == expected)
        let semicolon = "\u{FEFF}Agency;Text\nPUPR;\"jalan \"\"poros\"\", rusak\nparah\"\nDLH;"
        #expect(try rows(semicolon) == expected)
    }

    @Test("a broken CSV is named with its lines")
    func broken() {
        #expect(problem("").hasPrefix("history.csv:1: is empty"))
        #expect(
            problem("id,teks,agency\n1,a,b\n").contains(
                ":1: lacks the column text; it has: id, teks"))
        #expect(problem("text,agency\n").contains("holds a first line and no rows"))
        #expect(problem("text,agency\na,PUPR\nb,PUPR,x\nc\n").contains(":3: has 3 columns"))
        #expect(problem("text,agency\na,PUPR\nb,PUPR,x\nc\n").contains(":4: has 1 columns"))
        #expect(
            problem("text,agency\na,PUPR\n\"b\n\n,PUPR").contains(":3: a quotation mark is opened"))
    }
}
