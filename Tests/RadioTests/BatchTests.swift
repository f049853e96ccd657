// Several messages read in one go, and answered one after the other: each answer goes to its own matter.
import Complaints
import Testing

@testable import RadioService

@Suite struct BatchTests {
    /// A turn with the item it is cut into and the part it is taken for.
    private struct Line {
        var speaker: String
        var text: String
        var part: Part
        var owner: Int
    }

    private func settled(_ lines: [Line]) -> [[Int]] {
        let matcher = PhraseMatcher(Phrases())
        let readings = lines.enumerated().map { index, line in
            var reading = Reading(Turn(n: index, line: index, text: line.text), matcher: matcher)
            reading.role = SpeakerLabel(line.speaker).role
            return reading
        }
        let count = (lines.map(\.owner).max() ?? 0) + 1
        let stretches = (0..<count).map { owner in
            let own = lines.indices.filter { lines[$0].owner == owner }
            return Stretch(
                sort: lines[own[0]].part == .general ? .other : .message,
                ranges: [own[0]...own[own.count - 1]])
        }
        return Batches.settle(stretches, readings, lines.map(\.part)).map { Array($0.indices) }
    }

    private static let messages = [
        Line(speaker: "PENYIAR", text: "\"Lampu simpang empat mati. Agus\"", part: .reads, owner: 0),
        Line(speaker: "PENYIAR", text: "\"Trotoar dipakai parkir. Marwan\"", part: .reads, owner: 1),
        Line(speaker: "PENYIAR", text: "\"Kapan pendaftaran beasiswa dibuka?\"", part: .reads, owner: 2),
    ]

    @Test func answersGoToTheMessagesTheySpeakOf() {
        let found = settled(
            Self.messages + [
                Line(speaker: "KADIS", text: "Lampu simpang itu diganti Senin.", part: .answer, owner: 2),
                Line(speaker: "BUPATI", text: "Siap.", part: .answer, owner: 2),
                Line(speaker: "BUPATI", text: "Parkir di trotoar ditertibkan.", part: .answer, owner: 2),
                Line(speaker: "PENYIAR", text: "Dicatat ya Pak.", part: .hostAfter, owner: 2),
                Line(speaker: "BUPATI", text: "Beasiswa bulan depan.", part: .answer, owner: 2),
            ])
        #expect(found == [[0, 3, 4], [1, 5, 6], [2, 7]])
    }

    @Test func withoutSharedWordsTheLastIsAnswered() {
        let found = settled(
            Self.messages + [
                Line(speaker: "BUPATI", text: "Baik, nanti dicek dahulu.", part: .answer, owner: 2),
                Line(speaker: "BUPATI", text: "Sabar ya.", part: .answer, owner: 2),
            ])
        #expect(found == [[0], [1], [2, 3, 4]])
    }

    @Test func anAnswerTakenForANewMatterIsSharedOutAllTheSame() {
        let found = settled(
            Self.messages + [
                Line(speaker: "BUPATI", text: "Lampu simpang itu diganti Senin.", part: .takes, owner: 2),
                Line(speaker: "BUPATI", text: "Parkir di trotoar ditertibkan.", part: .answer, owner: 2),
            ])
        #expect(found.flatMap { $0 }.sorted() == Array(0..<5))
    }

    @Test func whatWasAnsweredWaitsNoLonger() {
        let found = settled([
            Self.messages[0],
            Line(speaker: "BUPATI", text: "Lampu diganti Senin.", part: .answer, owner: 0),
            Line(speaker: "PENYIAR", text: "\"Trotoar dipakai parkir. Marwan\"", part: .reads, owner: 1),
            Line(speaker: "BUPATI", text: "Lampu di trotoar simpang empat juga.", part: .answer, owner: 1),
        ])
        #expect(found == [[0, 1], [2, 3]])
    }

    @Test func quotedMessagesInARowAreCutApart() {
        let matcher = PhraseMatcher(Phrases())
        func cut(_ texts: [String], before count: Int = 6) -> [[Int]] {
            let texts = texts + Array(repeating: "Nanti kita teruskan ke dinas.", count: count)
            let readings = texts.enumerated().map { index, text in
                var reading = Reading(
                    Turn(n: index, speaker: "PENYIAR", line: index, text: text), matcher: matcher)
                reading.role = .host
                return reading
            }
            let parts = texts.indices.map {
                $0 == 0 ? Part.reads : $0 < texts.count - count ? .message : .general
            }
            return Stretches.find(readings, parts).dropLast(count > 0 ? 1 : 0).map { Array($0.indices) }
        }
        #expect(
            cut([
                "(membaca) \"Usul, Pak, penerangan di jalan ke langgar. Bainah\"",
                "(surat) \"Kami mohon mesin jahit dua buah untuk kelompok.\" Tawia",
            ]) == [[0], [1]])
        #expect(
            cut([
                ">> Akta kelahiran cucu ulun salah ketik, Siti jadi Sitti.",
                ">> Toilet di pemandian pintunya kadada. Reza",
            ]) == [[0], [1]])
        // Where whoever speaks is quoted, that tells nothing.
        #expect(
            cut(["\"Lampu di simpang kami mati, Pak.\"", "\"Sudah berapa lama matinya itu, Bu?\""], before: 0)
                == [[0, 1]])
        // A letter that goes on.
        #expect(
            cut([
                "\"Dengan hormat, kami warga Tawia memohon mesin jahit",
                "untuk kelompok dasawisma kami yang baru.\" Begitu suratnya, Pak.",
            ]) == [[0, 1]])
    }
}
