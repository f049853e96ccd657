// Where typists put who speaks, besides before a colon: in a frame above the words, behind strokes after them, in
// a spreadsheet's column; and what such a label says of the turn.
import Complaints
import Foundation
import Testing

@testable import RadioService

@Suite struct VoiceHabitsTests {
    private func read(_ text: String) throws -> Transcript { try TranscriptReader.read(Data(text.utf8)) }

    private func speakers(_ transcript: Transcript) -> [String?] { transcript.turns.map(\.speaker) }

    @Test func aVoiceInAFrameStandsAboveItsWords() throws {
        let transcript = try read(
            """
            siaran percobaan, diketik malamnya

            = mbak lila =
            halo, siapa di sana

            = marwan, kampung lama =
            got kami mampet
            sudah sebulan
            = bupati =
            besok orang PU datang
            = marwan =
            baik pak
            = mbak lila =
            lanjut
            = bupati =
            silakan
            """)
        #expect(
            speakers(transcript) == [
                "Mbak Lila", "Marwan (kampung lama)", "Bupati", "Marwan", "Mbak Lila", "Bupati",
            ])
        #expect(transcript.turns[1].text == "got kami mampet sudah sebulan" && transcript.turns[1].line == 6)
        let place = SpeakerLabel(transcript.turns[1].speaker ?? "")
        #expect(place.name == "Marwan" && place.place == "kampung lama")
    }

    @Test func aVoiceBehindStrokesGoesToTheFrontOfItsLines() throws {
        let transcript = try read(
            """
            siaran banjir, ketik cepat

            halo siapa di sana -- Lila
            ini Marwan, airnya sudah
            sampai lutut --Marwan, Kampung Lama
            perahu kami dekat, tunggu di teras ---BPBD
            masih di sana? pak?
                 -Lila
            masih -- Marwan
            lekas ya - bpk bupati
            siap pak --- BPBD
            laporan masuk - bpk bupati
            """)
        #expect(
            speakers(transcript) == [
                "Lila", "Marwan (Kampung Lama)", "BPBD", "Lila", "Marwan", "bpk bupati", "BPBD", "bpk bupati",
            ])
        #expect(transcript.turns[1].text == "ini Marwan, airnya sudah sampai lutut")
        let slashes = try read(
            """
            003  Selamat pagi, saudara
                 pendengar. /Pny.
            012  Silakan masuk. /Pny.
            013  Ulun Marwan, got mampet. /Pngl. I
            014  Sejak kapan? /Bpt.
                 Sebulan, Pak. /Pngl. I    ((tertawa))
            020  Besok dikirim orang. /Bpt.
            """)
        #expect(speakers(slashes) == ["Pny", "Pny", "Pngl I", "Bpt", "Pngl I", "Bpt"])
    }

    @Test func aTableWithDittoMarksAndANumberForEachCall() throws {
        let transcript = try read(
            """
            No|Jam|Oleh|Isi|Ket
            |08.00||lagu pembuka, iklan sabun dan iklan bank lalu sapaan|
            |08.01|LL|selamat pagi|
            1|08.02|"|halo siapa di sana|
            |08.02|PNL|Marwan, got kami mampet|pelan
            |"|BUP|besok orang PU datang|
            |"|"|saya tunggu kabarnya|
            2|08.05|LL|telepon berikut|
            |08.06|PNL|lampu jalan mati|
            """)
        #expect(transcript.format == "csv")
        #expect(speakers(transcript) == [nil, "LL", "LL", "PNL", "BUP", "BUP", "LL", "PNL"])
        #expect(Reading(transcript.turns[0], matcher: PhraseMatcher(Phrases())).isBreak)
        #expect(transcript.turns.map { $0.apart == true } == [false, false, true, false, false, false, true, false])
        #expect(transcript.turns[4].start == transcript.turns[3].start)
    }

    @Test func tapeCountersAndLineCountsAreNoWords() throws {
        let transcript = try read(
            """
            KASET UJI, diketik dari pita
            tanda: # Kak Lila (penyiar), > orang yg nelpon, * Pak Wabup, % orang dinas

            [000] # halo siapa di sana
            [031] > ini Marwan, got kami mampet
            [044] * sejak kapan
            [052] > sebulan pak
            * baik
            [060] % besok kami kirim orang
            [071] # lanjut, halo
            [075] > lampu jalan mati
            [080] % minggu ini dipasang
            """)
        #expect(speakers(transcript) == ["#", ">", "*", ">", "*", "%", "#", ">", "%"])
        #expect(transcript.turns[0].text == "halo siapa di sana")
        #expect(transcript.turns.map(\.role) == [
            .host, .caller, .regent, .caller, .regent, .official, .host, .caller, .official,
        ])
        let numbered = try read(
            """
            SIARAN UJI
            1. USTAZ LILA
                 Halo, siapa di sana?
            2. MARWAN
                 Got kami mampet sudah
                 sebulan.
            3. BUPATI
                 Besok orang PU datang.
            4. MARWAN
                 Baik, Pak.
            5. USTAZ LILA
                 Terima kasih.
            6. BUPATI
                 Lanjut.
            """)
        #expect(speakers(numbered) == ["USTAZ LILA", "MARWAN", "BUPATI", "MARWAN", "USTAZ LILA", "BUPATI"])
        #expect(numbered.turns[1].text == "Got kami mampet sudah sebulan.")
    }

    @Test func theSameVoiceUnderMisspelledLabels() throws {
        #expect(SpeakerLabel("pnyiar").shortens == [.host])
        #expect(SpeakerLabel("penelpn").shortens == [.caller])
        #expect(SpeakerLabel("pangeran").shortens.isEmpty)
        let transcript = try read(
            """
            penyiar : halo siapa di sana
            ibu2 : ini Salmah, got kami mampet
            bupati: sejak kapan bu
            salmah: sebulan pak
            bupati: besok orang PU datang
            penyiar : lanjut, silakan
            cowok: lampu jalan mati kak
            bupati: di mana
            """)
        #expect(
            speakers(transcript) == [
                "penyiar", "ibu2", "bupati", "salmah", "bupati", "penyiar", "cowok", "bupati",
            ])
    }

    @Test func whoReadsAMessageAloudIsNotTheSenderBefore() throws {
        #expect(SpeakerLabel("PENYIAR (MEMBACA WA)").role == .message)
        #expect(SpeakerLabel("PENYIAR (tertawa)").role == .host)
    }

    @Test func whatInterruptsTheProgrammeIsNobodys() {
        func isBreak(_ text: String, _ speaker: String? = nil) -> Bool {
            Reading(Turn(n: 0, speaker: speaker, line: 0, text: text), matcher: PhraseMatcher(Phrases())).isBreak
        }
        #expect(isBreak("#lagu daerah") && isBreak("JEDA IKLAN: VAKSIN, DUA MENIT") && isBreak("== PITA 7 SISI B =="))
        #expect(isBreak("[musik pembuka]", "op"))
        #expect(!isBreak("Lagu itu bagus, jeda dulu") && !isBreak("# lagu lama"))
        #expect(!isBreak("iklan kami belum dibayar", "Marwan"))
    }

    /// What looks like these habits and is none.
    @Test func ordinaryFilesAreReadAsBefore() throws {
        // Places behind dashes, where labels stand in front.
        let places = try read(
            """
            PENYIAR: halo, selamat pagi pendengar, silakan langsung bicara saja.
            WARGA: lampu mati - Simpur
            PENYIAR: ya - Simpur
            WARGA: jalan rusak - Kandangan
            PENYIAR: lagi - Kandangan
            WARGA: got mampet - Simpur
            PENYIAR: baik - Kandangan
            """)
        #expect(Set(speakers(places)) == ["PENYIAR", "WARGA"])
        #expect(places.turns[1].text == "lampu mati - Simpur")
        // Words that only look like labels where nothing is written with capitals.
        let small = try read(
            """
            penyiar: halo siapa di sana
            ibu2: ini salmah, mau lapor
            masalahnya: got kami mampet
            bupati: sejak kapan
            ibu2: sebulan
            bupati: besok dikirim
            """)
        #expect(!speakers(small).contains("masalahnya"))
        #expect(small.turns[1].text.contains("masalahnya: got kami mampet"))
        // Headlines and remarks in frames; the first stands above all speech and is the file's.
        let headlines = (1...4).map {
            "--- Penelepon \($0) ---\nPENYIAR: halo\nWARGA: got kami mampet\n_katawaan_"
        }
        let framed = try read(headlines.joined(separator: "\n"))
        #expect(Set(speakers(framed)) == ["PENYIAR", "WARGA", nil])
        #expect(framed.turns.count { Reading($0, matcher: PhraseMatcher(Phrases())).isHeadline } == 3)
        // Numbered headings above labelled lines.
        let numbered = try read(
            (1...5).map { "\($0). IBU SITI\nPENYIAR: halo\nWARGA: got mampet" }.joined(separator: "\n"))
        #expect(numbered.turns.count { $0.text.hasSuffix("IBU SITI") && $0.speaker == nil } == 4)
        #expect(SpeakerLabel("Penelepon 3 (via WA)").role == .caller)
        #expect(SpeakerLabel("Pak Pandu (Kandangan)").name == "Pandu")
        // The column of the name, not that of his part.
        let table = try read("Waktu;Pihak;Nama;Ucapan\n0:01;Warga;Marwan;got mampet\n0:05;Bupati;Pak Ali;ya\n")
        #expect(speakers(table) == ["Marwan", "Pak Ali"])
        let advert = try read(
            "Jam;Nama;Isi\n0:01;;iklan rokok di depan sekolah kami mohon ditertibkan karena anak-anak "
                + "melihat\n0:05;Ali;ya\n")
        #expect(advert.turns[0].text.hasPrefix("iklan"))
    }

    @Test func whomATurnCallsByName() {
        let texts = [
            "halo siapa di sana", "ulun Marwan di kampung lama", "baik Pak Marwan silakan",
            "terima kasih Bu Salmah", "siap Pak Bupati",
        ]
        let readings = texts.enumerated().map {
            Reading(Turn(n: $0, line: $0, text: $1), matcher: PhraseMatcher(Phrases()))
        }
        #expect(CalledNames(readings).called == [nil, nil, 0, 2, nil])
    }
}
