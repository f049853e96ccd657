// Promises made on air: each date of an answer is one of its own, wherever a recogniser broke its lines.
import Complaints
import Testing

@testable import RadioService

@Suite struct PromiseTests {
    /// What an office says in these turns, on a Wednesday.
    private func promises(_ texts: String..., speakers: [String?] = []) throws -> [Response] {
        let aired = try #require(LocalDate("2021-03-10"))
        let readings = texts.enumerated().map { index, text in
            let speaker = index < speakers.count ? speakers[index] : "SPEAKER_03"
            var reading = Reading(
                Turn(n: index + 1, speaker: speaker, line: index + 1, text: text),
                matcher: PhraseMatcher(Phrases()))
            reading.role = .official
            return reading
        }
        return Answers.find(readings, readings.map { _ in .answersLater }, airedOn: aired)
    }

    @Test func aDateBrokenOverTwoCuesIsOne() throws {
        let said = try promises(
            "target kami sebelum tanggal dua puluh delapan", "maret satu jalur sudah bisa lewat", "mobil")
        #expect(said.map(\.due) == ["2021-03-28"])
        #expect(said.first?.text.hasPrefix("target kami sebelum tanggal dua puluh delapan maret") == true)
    }

    @Test func everyDateOfASentenceIsAPromise() throws {
        let said = try promises("Besok kami pasang pembatas, Sabtu kabelnya kami naikkan. Tiangnya tambah satu.")
        #expect(said.map(\.due) == ["2021-03-11", "2021-03-13"])
        #expect(said.map(\.text) == [
            "Besok kami pasang pembatas,", "Sabtu kabelnya kami naikkan. Tiangnya tambah satu.",
        ])
        // Without a comma the next begins where it is joined.
        let joined = try promises("besok solar datang dan kami mulai bekerja hari jumat")
        #expect(joined.map(\.due) == ["2021-03-11", "2021-03-12"])
    }

    @Test func anotherVoiceIsAnotherAnswer() throws {
        let said = try promises(
            "kami ke sana besok", "laporannya lusa di meja saya", speakers: ["Kadis PUPR", "Bupati"])
        #expect(said.map(\.by) == ["Kadis PUPR", "Bupati"])
        #expect(said.map(\.due) == ["2021-03-11", "2021-03-12"])
    }

    @Test func noWordIsLostOrSaidTwice() throws {
        let texts = ["Siap Pak, besok", "kami ke sana, lusa selesai,", "hari Senin", "depan kami lapor."]
        let said = try promises(texts[0], texts[1], texts[2], texts[3])
        #expect(said.map(\.text).joined(separator: " ") == texts.joined(separator: " "))
    }

    @Test(arguments: [
        "", " ", "besok", "besok besok besok", "tanggal tanggal 5", "dua puluh", "24 jam", "sampai sampai besok",
        "sebelum sebelum Juli", "minggu minggu ini", "jam jam 5 nanti", "dari besok dari lusa", "akhir akhir",
    ])
    func oddWordsEndNothing(_ text: String) throws {
        _ = try promises(text, text)
    }
}
