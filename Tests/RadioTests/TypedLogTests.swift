// Typed programmes that keep a log: messages with numbers, lines drawn between calls, forms a caller, voices
// left bare, remarks in capitals; and minutes with letters or signs of their own.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct TypedLogTests {
    private func read(_ text: String) throws -> Transcript {
        try TranscriptReader.read(Data(text.utf8))
    }

    @Test func messagesWithNumbersAreNobodysTurnBefore() throws {
        let transcript = try read(
            """
            Siaran Kamis, telepon studio mati
            RIN> Selamat siang, hari ini pesan saja.
            1. Pa, titian di muara sungai patah dua. Marwan
            BPT> Besok dilihat orang PU.
            2. Kapan pembagian bibit? Ibu Lamsiah
            BPT> Minggu depan.
            RIN> Dua sekaligus ya.
            3. Lampu di simpang mati. Tanpa nama
            4. Terima kasih, air sudah mengalir. Idah
            BPT> Sama-sama.
            """)
        #expect(transcript.turns.indices.filter { transcript.turns[$0].role == .message } == [1, 3, 6, 7])
        #expect(transcript.turns[1].text == "Pa, titian di muara sungai patah dua. Marwan")
        // The points of one answer stand together, and are the one's who answers.
        let answer = try read(
            """
            RIN> Selamat siang, siapa di sana?
            WARGA> Marwan, mau tahu syarat akta.
            BPT> Syaratnya begini:
            1. bawa KTP orang tua
            2. bawa surat lahir dari bidan
            3. datang ke loket dua
            RIN> Jelas ya Pak Marwan.
            """)
        #expect(!answer.turns.contains { $0.role == .message })
    }

    @Test func aNumberBeforeANameIsAHeading() throws {
        let transcript = try read(
            """
            Host: Malam, langsung saja.
            1) Hasan - Habirau
            P: Sawah tenggelam, minta bibit.
            B: Bibit dibagikan tanggal 20.
            2) Acil, Sungai Lulut
            P: Trotoar dipakai parkir.
            B: Besok ditertibkan.
            3) Masrani lagi
            P: Kapan tadi, Pak?
            B: Tanggal 20.
            """)
        #expect(!transcript.turns.contains { $0.role == .message })
        let heads = transcript.turns.filter { $0.speaker == nil }
        #expect(heads.map(\.text) == ["1) Hasan - Habirau", "2) Acil, Sungai Lulut", "3) Masrani lagi"])
        #expect(heads.allSatisfy { Reading($0, matcher: PhraseMatcher(Phrases())).isHeadline })
    }

    @Test func anAdvertWithoutBracketsIsNobodys() throws {
        let transcript = try read(
            """
            08.20 R: Halo, siapa di sana?
            08.21 P: Marwan, got mampet.
            08.22 B: Besok diperiksa.
            08.29 iklan (3 spot)
            08.31 R: Halo, siapa lagi?
            08.32 P: Idah, jalan rusak.
            08.33 B: Minggu depan.
            """)
        let turn = try #require(transcript.turns.first { $0.line == 4 })
        #expect(turn.speaker == nil)
        #expect(Reading(turn, matcher: PhraseMatcher(Phrases())).isBreak)
        for remark in ["{lagu: Paris Barantai}", "// iklan 3x: sabun, bimbel"] {
            #expect(Paragraphs.isRemark(remark[...]))
        }
        #expect(!Paragraphs.announcesBreak("lagu itu siapa yang meminta tadi malam di studio kami"))
    }

    @Test func linesDrawnAndBlankLinesSetTurnsApart() throws {
        let transcript = try read(
            """
            PENYIAR: Halo, siapa di sana?
            WARGA: Marwan, got mampet.
            BUPATI: Besok diperiksa.
            ==========
            WARGA: Ulun Idah, lampu mati.
            BUPATI: Dicatat.

            WARGA: Ulun Saleh, titian patah.
            """)
        #expect(transcript.turns.map(\.apart) == [nil, nil, nil, nil, true, nil, true])
        let drawn = Reading(transcript.turns[3], matcher: PhraseMatcher(Phrases()))
        #expect(drawn.isBreak && !drawn.isAside)
        let written = String(decoding: try JSONEncoder().encode(transcript.turns[0]), as: UTF8.self)
        #expect(!written.contains("apart"))
    }

    @Test func aRemarkInCapitalsIsNobodys() throws {
        let transcript = try read(
            """
            PENYIAR: Halo, siapa di sana?
            WARGA: Marwan, got mam
            TELEPON PUTUS
            PENYIAR: Wah, putus. Kita tunggu.
            WARGA: Halo, Marwan lagi, kartunya habis.
            PENYIAR: Silakan.
            WARGA: Got mampet di belakang pasar.
            BUPATI: Besok diperiksa.
            PENYIAR: Baik.
            """)
        #expect(transcript.turns.map(\.speaker)[1...3] == ["WARGA", nil, "PENYIAR"])
        #expect(transcript.turns[2].text == "TELEPON PUTUS")
    }

    @Test func aFormForEachCallerIsSpeech() throws {
        let transcript = try read(
            """
            REKAP SIARAN, RABU
            Penyiar Rin

            Pukul   : 20.06
            Nama    : Marwan, kampung lama
            Isi     : got mampet, banyu masuk ka dapur
            Jawaban : orang PU datang tgl 22

            Pukul   : 20.11
            Nama    : - (seorang ibu)
            Isi     : KTP anak belum jadi
            Jawaban : blangko sudah datang
            Isi lg  : besok jam berapa?
            Ket     : suara kecil

            Pukul   : 20.20
            Nama    : Idah
            Alamat  : Parigi
            Keluhan : lampu mati
            Jawaban : dicatat
            """)
        #expect(
            transcript.turns.compactMap(\.speaker) == [
                "Penelepon 1 (Marwan, kampung lama)", "Narasumber", "Penelepon 2", "Narasumber",
                "Penelepon 2", "Penelepon 3 (Idah, Parigi)", "Narasumber",
            ])
        #expect(transcript.turns.first { $0.speaker == "Penelepon 3 (Idah, Parigi)" }?.line == 19)
        #expect(transcript.turns.contains { $0.text == "(Ket : suara kecil)" && $0.speaker == nil })
    }

    @Test func whoHasNoLabelIsNotTheOneBefore() throws {
        let transcript = try read(
            """
            Kaset A
            09.05 Halo, siapa di sana, silakan bicara.
            09.06 tlp: Marwan, kampung lama. Got mampet.
            09.06 Sudah lama, Pak Marwan?
            09.07 tlp: Sebulan, banyunya masuk dapur.
            09.07 Dicoba dikeruk sendiri?
            09.08 tlp: Sudah, kada mempan.
            09.08 Baik, kita tanya Bapak.
            09.09 tlp: Inggih.
            """)
        #expect(transcript.turns.filter { $0.speaker == nil }.count >= 3)
        #expect(transcript.turns.first { $0.text.hasPrefix("Sudah lama") }?.speaker == nil)
    }

    @Test func aTimeAloneOnItsLineIsTheNextVoices() throws {
        let transcript = try read(
            """
            Rin : Halo, siapa di sana?
            P1 : Marwan, got mampet.
            Bupati : Besok diperiksa.
            09.15
            Rin : Kita dengar lagu dulu.
            """)
        #expect(transcript.turns.map(\.text).contains("Besok diperiksa."))
        #expect(transcript.turns.last?.line == 5)
        #expect(transcript.turns.last?.start != nil)
    }

    @Test func minutesCountByLettersBehindDashesAndByNestedSigns() throws {
        let letters = try read(
            """
            RISALAH TEMU WARGA

            USUL
            A — Pak Marwan, kampung lama: air leding keluar tengah malam saja, kami mandi sebelum ayam.
            B — Bu Idah, Parigi: satu guru untuk tiga kelas, anak-anak belajar sendiri.
            C — Pak Saleh: titian patah dua, anak sekolah lewat sungai.

            JAWABAN
            A — PDAM: pompa ditambah minggu depan.
            C — PU: titian diganti bulan ini.
            B — Disdik: guru dikirim.
            """)
        #expect(letters.told == .minutes)
        #expect(letters.turns.compactMap(\.form?.number) == [1, 2, 3, 1, 3, 2])
        let nested = try read(
            """
            NOTULEN FORUM KONSULTASI PUBLIK

            • Masukan
               o Bu Idah (Parigi): menunggu obat tiga jam
                  = Farmasi: tenaga dua orang
                  = Bu Idah: resepnya cuma puyer
                  => sepakat: loket dipisah
               o Pak Saleh (Kaliring): rujukan ditolak
                  = Kabid: mestinya diperiksa
               o Pak Marwan: parkir semrawut
                  = Direktur: ditata
            """)
        #expect(nested.turns.map(\.form?.indent).filter { $0 == 3 }.count == 3)
    }
}
