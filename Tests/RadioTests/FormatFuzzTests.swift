// One target for all formats: the first byte chooses a sample, the rest damages it. Nothing crashes, and
// what is read keeps the limits.
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct FormatFuzzTests {
    private static let texts = [
        "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"halo\",\"speaker\":\"A\",\"words\":[{\"word\":\"halo.\",\"start\":0}]}]}",
        "{\"result\":[{\"start\":0,\"end\":1,\"word\":\"halo\"}],\"text\":\"halo\"}{\"text\":\"\"}",
        "{\"version\":\"1.0.0\",\"segments\":[{\"startTime\":1,\"body\":\"halo\",\"speaker\":\"A\"}]}",
        "{\"text\":\"<p><span class='timestamp'>0:05</span>A: b<br>A: c\",\"media\":\"a\"}",
        "Mulai;Pembicara;Teks\n0:05;A;\"x;\n y\"\n0:09;B;z\n",
        "12/03/24 09.12 - Siti: Jalan\n12/03/24 09.13 - Ani: Lampu\nx\n[1/2/24, 9:12 PM] B: c\n",
        "NOTULEN FORUM\n1. Usulan (A): x\n   Tanggapan: y\n2. z\n- a\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhalo<00:01.500><c> ya</c>\n\n00:02.000 --> 00:02.010\nhalo ya\n",
        "<ANNOTATION_DOCUMENT><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"1\"/><TIER TIER_ID=\"x\"><ALIGNABLE_ANNOTATION TIME_SLOT_REF1=\"a\"><ANNOTATION_VALUE>h</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
        "<Trans ><Turn speaker=\"a b\" startTime=\"0\"><Sync time=\"1\"/>x<Who nb=\"2\"/>y</Turn></Trans>",
    ]
    private static let files = [
        "01_labelled.txt", "02_asr.srt", "03_voice.vtt", "23_text.odt", "26_chat.zip",
        "22_table.docx",
    ]
    private static let nasty: [UInt8] =
        Array("\0\n\r\"\t:;,<>-[]{}(&\\|1.PK".utf8) + [0x80, 0xE2, 0xFF]

    /// The target: bytes in, any answer but a crash.
    static func target(_ bytes: [UInt8], _ samples: [[UInt8]]) throws {
        guard let choice = bytes.first else { return }
        var sample = samples[Int(choice) % samples.count]
        // Steps of four bytes: where (two), what, how.
        var at = 1
        while at + 3 < bytes.count, !sample.isEmpty {
            let place = (Int(bytes[at]) << 8 | Int(bytes[at + 1])) % sample.count
            let byte = nasty[Int(bytes[at + 2]) % nasty.count]
            switch bytes[at + 3] % 5 {
            case 0: sample[place] = byte
            case 1: sample.insert(byte, at: place)
            case 2: sample.remove(at: place)
            case 3: sample[place] = bytes[at + 2]
            default:
                let end = min(sample.count, place + Int(bytes[at + 2]))
                sample.insert(contentsOf: Array(sample[place..<end]), at: place)
            }
            at += 4
        }
        if bytes.count % 7 == 0 { sample = Array(sample.prefix(bytes.count * 3)) }
        let limits = TranscriptLimits()
        guard let transcript = try? TranscriptReader.read(Data(sample), limits: limits) else {
            return
        }
        try #require(transcript.turns.map(\.n) == Array(1...transcript.turns.count))
        try #require(transcript.warnings.count <= limits.warnings + 1)
        for turn in transcript.turns {
            try #require(!turn.text.isEmpty && turn.text.utf8.count <= limits.turnBytes)
            try #require(turn.line >= 1 && (turn.start ?? 0).isFinite && (turn.end ?? 0).isFinite)
        }
    }

    /// Long form: `MENDENGAR_FUZZ=10000000`.
    @Test func damagedFilesOfEveryFormat() throws {
        let samples =
            try Self.texts.map { Array($0.utf8) } + Self.files.map { try [UInt8](fixture($0)) }
        for sample in samples { _ = try TranscriptReader.read(Data(sample)) }
        var random = SeededRandom(seed: UInt64(Proof.size("MENDENGAR_SEED", short: 20_261_129)))
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 3000) {
            let count = 1 + 4 * Int.random(in: 0...8, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            try Self.target(bytes, samples)
        }
    }

    /// Eight times the file takes about eight times as long, in each format of text.
    @Test(arguments: 0..<8)
    func readingIsLinear(_ format: Int) throws {
        func data(_ times: Int) -> Data {
            let text = Self.texts[format]
            return Data(Array(repeating: text, count: times).joined(separator: "\n").utf8)
        }
        func seconds(_ data: Data) -> Double {
            let start = CPUTime.ofThread
            _ = try? TranscriptReader.read(data)
            return CPUTime.ofThread - start
        }
        let small = data(100)
        let large = data(800)
        let one = (0..<3).map { _ in seconds(small) }.min() ?? 0
        let eight = seconds(large)
        #expect(eight < one * 8 * 4 + 0.05, "1 took \(one) s, 8 took \(eight) s")
    }
}
