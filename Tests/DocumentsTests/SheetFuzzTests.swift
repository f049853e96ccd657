// Files that are damaged at random: rows or a clear error, never a crash and never an endless reading.
import Documents
import Foundation
import Testing
import TestSupport

@Suite struct SheetFuzzTests {
    private static let rounds = 300

    private func outcome(_ bytes: Data, _ folder: TemporaryFolder) throws -> Int {
        let path = folder.file("fuzz")
        try bytes.write(to: URL(filePath: path))
        var limits = SheetLimits()
        limits.cellBytes = 4096
        limits.rows = 2000
        var rows = 0
        do {
            try SheetFile(path: path, limits: limits).rows { row in
                rows += 1
                #expect(row.number >= 0 && row.cells.count <= limits.columns + 1)
                return true
            }
        } catch let error as SheetError {
            #expect(!error.description.isEmpty)
            return -1
        }
        return rows
    }

    private func damaged(_ bytes: Data, _ random: inout SeededRandom) -> Data {
        var bytes = [UInt8](bytes)
        for _ in 0..<Int.random(in: 1...12, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert([0x22, 0x3B, 0x0A, 0x3C, 0x26][Int.random(in: 0..<5, using: &random)], at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
            }
        }
        return Data(bytes)
    }

    @Test("a damaged CSV file")
    func csv() throws {
        let folder = try TemporaryFolder("fuzz")
        var random = SeededRandom(seed: 20_261_129)
        let row = "1;\"Jalan \"\"rusak\"\"\nparah\";5 Jan 2024;café\r\n"
        let whole = Data(("Tracking ID;Isi;Tanggal;Kota\r\n" + String(repeating: row, count: 40)).utf8)
        var read = 0
        for _ in 0..<Self.rounds where try outcome(damaged(whole, &random), folder) > 0 { read += 1 }
        // Most of them are readable for the most part.
        #expect(read > Self.rounds / 3)
    }

    @Test("a damaged workbook, packed and as the XML in it")
    func workbook() throws {
        let folder = try TemporaryFolder("fuzz")
        var random = SeededRandom(seed: 20_261_130)
        let book = try TestWorkbook(sheets: [("Data", "visible", TestWorkbook.rows)])
        let whole = try Data(contentsOf: URL(filePath: book.path))
        for _ in 0..<Self.rounds { _ = try outcome(damaged(whole, &random), folder) }
        var refused = 0
        for round in 0..<60 {
            let rows = String(decoding: damaged(Data(TestWorkbook.rows.utf8), &random), as: UTF8.self)
            let other = try TestWorkbook(sheets: [("Data", "visible", rows)])
            if try outcome(try Data(contentsOf: URL(filePath: other.path)), folder) < 0 { refused += 1 }
            #expect(refused <= round + 1)
        }
        #expect(refused > 10)
    }
}
