// How lines of minutes are set, and which files are minutes when the operator says that they are of a forum.
import Complaints
import Foundation
import Testing

@testable import RadioService

@Suite struct LineFormTests {
    private func read(_ text: String, of gathering: Gathering = .forum) throws -> Transcript {
        try TranscriptReader.read(Data(text.utf8), of: gathering)
    }

    @Test(arguments: [
        ("1. Ibu Ida", LineForm.Sign.number, 1, "Ibu Ida"), ("(2) Ibu Ida", .number, 2, "Ibu Ida"),
        ("3.Ibu Ida", .number, 3, "Ibu Ida"), ("4 ) Ibu Ida", .number, 4, "Ibu Ida"),
        ("5a. Ibu Ida", .number, 5, "Ibu Ida"), ("2.1 Ibu Ida", .number, 2, "Ibu Ida"),
        ("3️⃣ Ibu Ida", .number, 3, "Ibu Ida"), ("P3 Ibu Ida", .named, 3, "Ibu Ida"),
        ("Butir 7. Ibu Ida", .named, 7, "Ibu Ida"), ("IV. PENUTUP", .roman, 4, "PENUTUP"),
        ("B. PENUTUP", .letter, 2, "PENUTUP"), ("A — Ibu Ida", .letter, 1, "Ibu Ida"),
        ("b) Ibu Ida", .detail, 2, "Ibu Ida"),
    ])
    func numbersAreRead(_ line: String, _ sign: LineForm.Sign, _ number: Int, _ words: String) {
        let read = LineForm.read(line[...])
        #expect(read.form == LineForm(sign: sign, number: number) && read.words == words)
    }

    @Test(arguments: [
        ("- Ibu Ida", LineForm.Sign.bullet, "Ibu Ida"), ("=> dicatat", .arrow, "dicatat"),
        ("➡️ dicatat", .arrow, "dicatat"), ("✅ talang diganti", .picture, "talang diganti"),
        ("20.15 Ibu Ida", .time, "Ibu Ida"), ("[09:41] Ibu Ida", .time, "Ibu Ida"),
        ("09.40-09.55 WITA Ibu Ida", .time, "Ibu Ida"), ("(istirahat)", .bracket, "(istirahat)"),
        ("[mati lampu]", .note, "[mati lampu]"), ("“Jalan rusak”", .quote, "“Jalan rusak”"),
        ("*Ibu Ida* (Haratai)", .capital, "Ibu Ida (Haratai)"), ("jalan rusak", .small, "jalan rusak"),
        ("12,5 hektar", .digit, "12,5 hektar"), ("3.500 meter", .digit, "3.500 meter"),
    ])
    func signsAreRead(_ line: String, _ sign: LineForm.Sign, _ words: String) {
        let read = LineForm.read(line[...])
        #expect(read.form == LineForm(sign: sign) && read.words == words)
    }

    @Test func howFarInALineIsSet() {
        #expect(LineForm.read("    a. dua").form == LineForm(indent: 4, sign: .detail, number: 1))
        #expect(LineForm.read("\tdua").form.indent == 4)
    }

    @Test func ofAForumAnyTextIsMinutes() throws {
        let notes = "pasar kandangan senin\n\nacil rusinah: talang bocor\n-> besok diganti\n\nhosnan tanya karcis\n"
        #expect(try read(notes).told == .minutes)
        // But not what has cues, nor a talk that somebody presents.
        let cues = "WEBVTT\n\n00:01.000 --> 00:02.000\nPak Ali: jalan rusak\n"
        #expect(try read(cues).format == "webvtt")
        let talk = String(repeating: "PENYIAR: Halo, siapa?\nWARGA: Ulun Marwan.\n", count: 4)
        #expect(try read(talk).told == .spoken)
    }

    @Test func minutesPostedInAGroupAreWhoPostedThem() throws {
        let lines = (1...9).map { "[07/11/24 09.0\($0).11] Dini: *\($0). Ahyani, Malilingin* longsor menutup jalan" }
        let posted = lines.joined(separator: "\n") + "\n[07/11/24 09.21.15] Camat: siap besok ke sana\n"
        let transcript = try read(posted)
        #expect(transcript.told == .minutes)
        #expect(transcript.turns.first?.text == "Ahyani, Malilingin longsor menutup jalan")
        #expect(transcript.turns.first?.form == LineForm(sign: .number, number: 1))
        #expect(transcript.turns.last?.speaker == "Camat")
        // Where several people write, it is their talk.
        let talk = lines.enumerated().map { $1.replacing("Dini", with: "Warga \($0)") }
        #expect(try read(talk.joined(separator: "\n")).told == .chat)
    }

    @Test func whatStandsBelowALabelAloneIsSaidByIt() throws {
        let transcript = try read("RISALAH RAPAT\n\nSYAHRUJI:\nSawah kami tarandam.\n\nCAMAT:\n")
        #expect(transcript.turns.map(\.text) == ["RISALAH RAPAT", "Sawah kami tarandam.", "CAMAT"])
        #expect(transcript.turns[1].speaker == "SYAHRUJI" && transcript.turns[1].line == 3)
    }

    /// "SPJ nyangkut" names nobody who carries it out.
    @Test func abbreviationsWithinAWordAreNoSign() throws {
        let turn = Turn(n: 1, speaker: "Kesepakatan", line: 1, text: "hadiah: SPJ selesai")
        let readings = Reading.all([turn], matcher: PhraseMatcher(Phrases()))
        let found = Agreements.find(readings, airedOn: LocalDate(days: 20_000))
        #expect(found?.agreement.text == "hadiah: SPJ selesai")
    }
}
