// What must hold for any input: no crash, every turn in exactly one item, linear time.
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct PropertyTests {
    static let samples = [
        "01_labelled.txt", "02_asr.srt", "03_voice.vtt", "04_formal.txt", "05_banjar.txt",
        "06_asr.srt", "12_bars.txt",
    ]
    private let segmenter: Segmenter

    init() throws {
        segmenter = Segmenter(model: try Model.standard(), places: ProgrammeTests.places)
    }

    private func check(_ data: Data) throws {
        let airedOn = try #require(LocalDate("2024-02-29"))
        do {
            let draft = try ProgrammeDraft.make(
                file: data, station: "uji", airedOn: airedOn, segmenter: segmenter)
            try checkPartition(draft)
        } catch is TranscriptError {
            // A refusal with a reason is as good as a reading.
        }
    }

    /// Reading is tried at every byte of the beginning, where the format and the labels are found out,
    /// and at every 13th of the rest; cutting, which is slower, at every 20th of these.
    @Test(arguments: samples)
    func truncation(_ name: String) throws {
        let whole = try fixture(name)
        let beginning = min(600, whole.count)
        let lengths =
            Array(0...beginning) + stride(from: beginning, through: whole.count, by: 13)
        for (number, length) in lengths.enumerated() {
            let part = Data(whole.prefix(length))
            if number % 20 == 0 {
                try check(part)
            } else {
                _ = try? TranscriptReader.read(part)
            }
        }
    }

    @Test(arguments: samples)
    func damagedBytes(_ name: String) throws {
        var random = SeededRandom(seed: 42)
        let whole = try [UInt8](fixture(name))
        let nasty: [UInt8] = [0, 0x0A, 0x0D, 0x22, 0x3A, 0x3C, 0x3E, 0x2D, 0x80, 0xE2, 0xFF, 0x5B]
        for _ in 0..<12 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                bytes[at] = nasty.randomElement(using: &random) ?? 0
            }
            try check(Data(bytes))
        }
    }

    /// A line of blanks, however long, is read in one go.
    @Test(arguments: ["PENYIAR:", "PENYIAR: halo", ""])
    func blanksAreLinear(before: String) throws {
        func seconds(_ blanks: Int) throws -> Double {
            let line = before + String(repeating: " ", count: blanks) + "\nWARGA: jalan rusak\n"
            let start = CPUTime.ofThread
            _ = try? TranscriptReader.read(Data(String(repeating: line, count: 2).utf8))
            return CPUTime.ofThread - start
        }
        let few = try seconds(20_000)
        let many = try seconds(160_000)
        #expect(many < max(few, 0.005) * 8 * 4, "\(few) s for 20,000, \(many) s for 160,000")
    }

    /// Three hours of calls take about three times as long as one.
    @Test func readingAndCuttingAreLinear() throws {
        func programme(hours: Int) throws -> Data {
            let lines = try String(decoding: fixture("01_labelled.txt"), as: UTF8.self)
                .split(separator: "\n").dropFirst(3).joined(separator: "\n")
            return Data(
                Array(repeating: lines, count: hours * 10).joined(separator: "\n").utf8)
        }
        func seconds(_ data: Data) throws -> Double {
            let start = CPUTime.ofThread
            try check(data)
            return CPUTime.ofThread - start
        }
        let small = try programme(hours: 1)
        let large = try programme(hours: 6)
        let one = try (0..<3).map { _ in try seconds(small) }.min() ?? 0
        let six = try seconds(large)
        #expect(six < one * 6 * 4, "1 h took \(one) s, 6 h took \(six) s")
    }
}
