// RTTM beside a transcript without speakers, as diarisers and evaluators write it.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct SpeakerTimesTests {
    private let cues = """
        1
        00:00:00,000 --> 00:00:04,000
        selamat pagi dengan siapa

        2
        00:00:04,000 --> 00:00:09,000
        saya hasan dari kandangan jalan kami rusak

        3
        00:00:09,000 --> 00:00:12,000
        baik kami periksa
        """

    private func speakers(_ rttm: String) throws -> [String?] {
        var transcript = try TranscriptReader.read(Data(cues.utf8))
        try SpeakerTimes.read(Data(rttm.utf8), limits: TranscriptLimits()).label(&transcript)
        return transcript.turns.map(\.speaker)
    }

    @Test func theVoiceThatSpeaksLongestHasTheTurn() throws {
        let rttm = """
            ;; made by a diariser
            SPKR-INFO rekaman 1 <NA> <NA> <NA> unknown A <NA>
            SPEAKER rekaman 1 8.5 4.0 <NA> <NA> C <NA> <NA>
            SPEAKER rekaman 1 0.0 4.2 <NA> <NA> A <NA> <NA>
            SPEAKER\trekaman\t1\t4.2\t4.3\t<NA>\t<NA>\tB\t<NA>
            """
        #expect(try speakers(rttm) == ["A", "B", "C"])
    }

    @Test func oddFilesAreRead() throws {
        // Eight fields, an exponent, an id with blanks, overlaps, the same voice twice.
        #expect(
            try speakers("SPEAKER acara pagi 1 0e0 4.0 <NA> <NA> A\nSPEAKER acara pagi 1 3.0 9 <NA> <NA> B\nSPEAKER acara pagi 1 5.0 2 <NA> <NA> B")
                == ["A", "B", "B"])
        // Of two recordings the longer.
        #expect(
            try speakers("SPEAKER a 1 0 1 <NA> <NA> X <NA> <NA>\nSPEAKER b 1 0 12 <NA> <NA> Y <NA> <NA>")
                == ["Y", "Y", "Y"])
        // Two speak for the same time: the earlier line.
        #expect(
            try speakers("SPEAKER a 1 0 2 <NA> <NA> P <NA> <NA>\nSPEAKER a 1 2 2 <NA> <NA> Q <NA> <NA>").first == "P")
    }

    @Test(arguments: [
        "", "halo", "SPEAKER a 1 0 0 <NA> <NA> X", "SPEAKER a 1 nan 3 <NA> <NA> X",
        "SPEAKER a 1 -4 3 <NA> <NA> X", "SPEAKER a 1 inf 1 <NA> <NA> X", "SPEAKER",
    ]) func whatSaysNothingIsRefused(rttm: String) {
        #expect(throws: TranscriptError.self) { try speakers(rttm) }
    }

    @Test func badLinesAreWarningsAndTimesAreNeeded() throws {
        var transcript = try TranscriptReader.read(Data(cues.utf8))
        let rttm = "SPEAKER a 1 x 3 <NA> <NA> X\nSPEAKER a 1 0 12 <NA> <NA> Y"
        try SpeakerTimes.read(Data(rttm.utf8), limits: TranscriptLimits()).label(&transcript)
        #expect(transcript.warnings.map(\.line) == [1])
        var plain = try TranscriptReader.read(Data("A: halo\nB: ya halo\nA: baik\n".utf8))
        let times = try SpeakerTimes.read(Data(rttm.utf8), limits: TranscriptLimits())
        #expect(throws: TranscriptError.self) { try times.label(&plain) }
        let voices = (0...SpeakerTimes.voicesMax).map { "SPEAKER a 1 \($0) 1 <NA> <NA> v\($0)" }
        #expect(throws: TranscriptError.self) {
            try SpeakerTimes.read(Data(voices.joined(separator: "\n").utf8), limits: TranscriptLimits())
        }
    }

    @Test(arguments: 0..<200) func anyBytesAreAnswered(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var bytes = Array("SPEAKER a 1 0.5 2e1 <NA> <NA> A <NA> <NA>\nSPEAKER b 1 3 4 <NA> <NA> B\n".utf8)
        for _ in 0..<(random.next() % 12) {
            let place = Int(random.next() % UInt64(bytes.count))
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = try? SpeakerTimes.read(Data(bytes), limits: TranscriptLimits())
    }
}
