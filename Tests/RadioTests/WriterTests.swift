// Files of the programs that stations use (Fixtures/writers.py): whoever wrote them, the same turns are read.
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct WriterTests {
    private struct Said: Decodable {
        var speaker: String
        var start: Double
        var end: Double
        var text: String
    }

    /// What a file keeps of who spoke and when.
    private enum Keeps { case words, times, speakers, all, labels }

    @Test func filesOfRealProgramsAreRead() throws {
        let python = Places.checkout.appending(path: ".build/writers/bin/python").path
        try #require(
            FileManager.default.fileExists(atPath: python), "ops/test installs the writers")
        let script = Places.checkout.appending(path: "Tests/RadioTests/Fixtures/writers.py").path
        let folder = try TemporaryFolder("writers")
        let utils = try ChildProgram.run([
            "/bin/sh", "-c",
            "echo '\(Places.checkout.path)'/.build/writers/lib/python3*/site-packages/whisper/utils.py",
        ]).foldingWhiteSpace()
        let output = try ChildProgram.run([python, script, folder.path, utils])
        let said = try JSONDecoder().decode([Said].self, from: Data(output.utf8))
        #expect(said.count == 6)
        for (name, format, keeps) in Self.files {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
            let transcript = try TranscriptReader.read(data)
            #expect(transcript.format == format, "\(name)")
            let turns = transcript.turns
            #expect(turns.map(\.text) == said.map(\.text), "\(name)")
            guard turns.count == said.count else { continue }
            if keeps == .all || keeps == .times || keeps == .labels {
                for (turn, one) in zip(turns, said) {
                    // Tables and some writers keep whole seconds.
                    let slack = name.contains("table") ? 1 : 0.02
                    #expect(abs((turn.start ?? -9) - one.start) <= slack, "\(name)")
                    if slack < 1 { #expect(abs((turn.end ?? -9) - one.end) <= slack, "\(name)") }
                }
            }
            if keeps == .all || keeps == .speakers {
                #expect(turns.map(\.speaker) == said.map(\.speaker), "\(name)")
            }
            if keeps == .labels || name == "voices-txt.txt" {
                let labels = [0, 1, 1, 2, 0, 3].map { "SPEAKER_0\($0)" }
                #expect(turns.map(\.speaker) == labels, "\(name)")
            }
            let expected = format == "text/plain" ? 1 : 0
            #expect(transcript.warnings.count == expected, "\(name): \(transcript.warnings)")
        }
        // Lines of 36 letters, two a cue, whatever was said: only the words are left as they were.
        for name in ["whisper-lines-srt.srt", "whisper-lines-vtt.vtt"] {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
            let turns = try TranscriptReader.read(data).turns
            #expect(
                turns.map(\.text).joined(separator: " ")
                    == said.map(\.text).joined(separator: " "), "\(name)")
        }
    }

    private static let files: [(name: String, format: String, keeps: Keeps)] = [
        ("whisper-txt.txt", "text/plain", .words), ("whisper-srt.srt", "srt", .times),
        ("whisper-vtt.vtt", "webvtt", .times), ("whisper-tsv.tsv", "csv", .times),
        ("whisper-json.json", "whisper", .times), ("whisper-words-json.json", "whisper", .labels),
        ("whisper-highlight-srt.srt", "srt", .times),
        ("whisper-highlight-vtt.vtt", "webvtt", .times),
        ("voices-txt.txt", "text/labelled", .words), ("voices-srt.srt", "srt", .labels),
        ("voices-vtt.vtt", "webvtt", .labels), ("voices-tsv.tsv", "csv", .times),
        ("voices-json.json", "whisper", .labels), ("youtube-json.json", "whisper", .times),
        ("youtube-txt.txt", "text/plain", .words), ("youtube-srt.srt", "srt", .times),
        ("youtube-vtt.vtt", "webvtt", .times), ("srt.srt", "srt", .all),
        ("webvtt.vtt", "webvtt", .all), ("word.docx", "docx", .speakers),
        ("word-table.docx", "docx", .all), ("writer.odt", "odt", .speakers),
        ("writer-table.odt", "odt", .all), ("elan.eaf", "elan", .all),
    ]
}
