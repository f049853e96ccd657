// Typists' odd habits: signs instead of names, voices behind the words, initials with full stops, messages that
// no label introduces, programmes told in the third person.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct TypedHabitsTests {
    private func read(_ text: String) throws -> Transcript {
        let transcript = try TranscriptReader.read(Data(text.utf8))
        #expect(transcript.format == "text/labelled")
        return transcript
    }

    @Test func aLinkIsOneSentence() {
        func ends(_ text: String) -> [String] { Tokens.split(text).filter(\.endsSentence).map(\.word) }
        #expect(ends("Lihat https://lapor.go.id/laporan/123 dan bit.ly/abc. Rusak.") == ["abc", "rusak"])
        #expect(ends("Jalan rusak.Tolong.") == ["rusak", "tolong"])
    }

    @Test func aSignIsALabelWhereEachVoiceHasItsOwn() throws {
        let transcript = try read(
            """
            SUARA WARGA, edisi uji coba
            >> (19.02) selamat malam, halo siapa di sana
            -- ini Marwan di kampung lama, got kami mampet
            dan airnya naik ke dapur
            == besok orang PU datang
            >> terima kasih Marwan
            -- sama-sama
            -- iklan sabun --
            """)
        #expect(transcript.turns.map(\.speaker) == [">>", "--", "==", ">>", "--", nil])
        #expect(transcript.turns.map(\.line) == [2, 3, 5, 6, 7, 8])
        #expect(transcript.turns[0].start != nil)
        #expect(transcript.turns[1].text.hasSuffix("got kami mampet dan airnya naik ke dapur"))
        // Whoever speaks in a part has its sign: that is nobody's own label.
        #expect(!SpeakerLabel("--").isSpecific)
        #expect(SpeakerLabel("--").key != SpeakerLabel(">>").key)
        // One sign alone is a list, not a voice.
        let list = try read(
            "- PENYIAR: halo, siapa di sana?\n- WARGA: jalan rusak.\n- BUPATI: besok.\n- WARGA: baik.\n")
        #expect(list.turns.map(\.speaker) == ["PENYIAR", "WARGA", "BUPATI", "WARGA"])
    }

    @Test func voicesBehindTheWordsGoToTheFront() throws {
        let transcript = try read(
            """
            Bincang sore bersama pak bupati
            - Selamat sore, siapa di sana? (pyr)
            - Marwan, di kampung lama (pen 1)
            - Got kami mampet sudah sebulan (pen 1)
            - Sebulan? (bp)
            - Inggih
            - Besok orang PU datang (bp)
            - Lanjut ke penelepon berikut (pyr)
            """)
        #expect(transcript.turns.map(\.speaker) == ["pyr", "pen 1", "pen 1", "bp", nil, "bp", "pyr"])
        #expect(transcript.turns[1].text == "Marwan, di kampung lama")
        // What stands in brackets at the end of some lines is the typist's.
        let other = try read(
            "PENYIAR: halo, siapa? (tertawa)\nWARGA: ulun Marwan (batuk)\nPENYIAR: silakan\nWARGA: got mampet\n")
        #expect(other.turns.map(\.speaker) == ["PENYIAR", "WARGA", "PENYIAR", "WARGA"])
    }

    @Test func initialsWithAFullStopAndWordsThatOnlyLookSo() throws {
        let transcript = try read(
            """
            Keterangan: H = Penyiar, T = Penanya, J = Bupati

            H. Selamat pagi pendengar, siapa di sana?
            T. Pagi. Got kami mampet sudah sebulan.
            J. Besok orang PU datang.
            T. Ditunggu, Pak.
            J. Inggih.
            H. Terima kasih.
            """)
        #expect(transcript.turns.map(\.speaker) == ["H", "T", "J", "T", "J", "H"])
        #expect(transcript.turns.map(\.role) == [.host, .caller, .regent, .caller, .regent, .host])
        let words = try read(
            """
            PENYIAR: Halo, siapa di sana?
            WARGA: Marwan, di kampung lama.
            PENYIAR: Baik. Silakan.
            WARGA: Got mampet.
            Baik. Kami tunggu.
            """)
        #expect(words.turns.map(\.speaker) == ["PENYIAR", "WARGA", "PENYIAR", "WARGA"])
    }

    @Test func legendsNameRolesOnEitherSide() throws {
        let transcript = try read(
            """
            dialog kamis, penyiar = y bupati = b, pnlp = p
            19.02 y/ halo dengan siapa?
            p/ marwan di kampung lama
            19.03 b/ besok diperiksa
            y/ terima kasih
            p/ inggih
            b/ sama-sama
            """)
        #expect(transcript.turns.map(\.speaker) == ["y", "p", "b", "y", "p", "b"])
        #expect(transcript.turns.map(\.role) == [.host, .caller, .regent, .host, .caller, .regent])
        #expect(transcript.turns[2].text == "besok diperiksa")
    }

    @Test func messagesThatNoLabelIntroduces() throws {
        let transcript = try read(
            """
            p: malam, kita baca pesan dahulu
            > pak got di kampung lama mampet
            b: besok orang PU datang
            p: lanjut
            > lampu pasar mati, marwan
            b: dicatat
            """)
        #expect(transcript.turns.map(\.speaker) == ["p", nil, "b", "p", nil, "b"])
        #expect(transcript.turns.map(\.role) == [nil, .message, nil, nil, .message, nil])
        #expect(transcript.turns[1].text == "pak got di kampung lama mampet")
        let numbered = try read(
            """
            Ff) malam pendengar, kita baca pesan dahulu
            #1 bc) pak got kami mampet
            B1) besok diperiksa
            Ff) dua pesan lagi
            #2 bc) lampu pasar mati
            B1) dicatat
            Ff) dua lagi sekali napas
            #3 jalan sudah mulus, terima kasih
            #4 kapan pasar murah
            B1) sama-sama
            """)
        #expect(
            numbered.turns.map(\.speaker) == ["Ff", "bc", "B1", "Ff", "bc", "B1", "Ff", nil, nil, "B1"])
    }

    @Test func aSecondHabitInTheSameFile() throws {
        let transcript = try read(
            """
            ani: halo, siapa di sana?
            b: sore, siapa?
            ani: ada pesan
            b: dibaca
            ani= ini dibaca dahulu
            wa= got di kampung lama mampet
            b= besok diperiksa
            ani= terima kasih
            kadis pu: siap
            """)
        #expect(
            transcript.turns.map(\.speaker) == ["ani", "b", "ani", "b", "ani", "wa", "b", "ani", "kadis pu"])
    }

    private static let told = """
        LAPORAN SIARAN

        Penyiar membuka acara dan mempersilakan warga menelepon.
        Penelepon Ibu Salmah dari Kampung Lama menyampaikan bahwa got di muka rumahnya mampet.
        Bupati menanyakan sudah berapa lama.
        Ia menjawab sebulan.
        Atas hal itu Bupati menyatakan petugas datang besok.
        Ditambahkan pula bahwa warga diminta tidak membuang sampah ke got.
        Setelah lagu, penyiar membacakan pesan yang tidak bernama.
        Pesan itu berbunyi lampu pasar mati sejak Senin.
        Kepala Dinas Perhubungan menjelaskan lampunya sudah dipesan.
        Penyiar menutup acara.
        """

    @Test func whoSpeaksIsTheSubjectOfAReport() throws {
        let transcript = try read(Self.told)
        #expect(
            transcript.turns.map(\.speaker) == [
                nil, "Penyiar", "Ibu Salmah", "Bupati", "Ibu Salmah", "Bupati", "Bupati", "Penyiar", "Pesan",
                "Kepala Dinas Perhubungan", "Penyiar",
            ])
    }

    @Test func remarksInsideACallDoNotEndIt() {
        func reading(_ text: String) -> Reading {
            Reading(Turn(n: 1, line: 1, text: text), matcher: PhraseMatcher(Phrases()))
        }
        #expect(reading("(tertawa lama)").isAside)
        #expect(reading("_semua terdiam_").isAside)
        #expect(!reading("(iklan sabun)").isAside && reading("~~ lagu banjar ~~").isBreak)
        #expect(!reading("(got kami) mampet").isAside)
    }

    @Test func shortLabelsAreReadAsWhatTheyMayBeShortFor() {
        #expect(SpeakerLabel("PNYR").shortens == [.host])
        #expect(SpeakerLabel("bup").shortens == [.regent])
        #expect(SpeakerLabel("tlp1").shortens == [.caller])
        #expect(SpeakerLabel("kdpu").shortens == [.official])
        #expect(SpeakerLabel("Wati").shortens.isEmpty)
        #expect(SpeakerLabel("wa2").role == .message)
        #expect(SpeakerLabel("Peny").name == nil)
    }

    @Test func aDashBeginsWhoHasNoLabel() throws {
        let transcript = try TranscriptReader.read(
            Data(
                """
                siaran rabu, rekaman agak kresek
                - selamat siang, silakan telepon
                P1: halo, halimah di muara
                - inggih, apa kabar
                P1: titian kami patah dua
                - besok orang pu ke sana
                P1: tarima kasih
                - sabuting lagi
                P2: basran, kampung hulu
                - silakan
                P2: lampu simpang mati seminggu
                - dicatat. pln hari ini
                P2: nah itu pang
                - sampai minggu depan
                P2 baik. tarima kasih
                P1 (halimah) - titian sudah?
                """.utf8))
        #expect(
            transcript.turns.map { $0.speaker.map { SpeakerLabel($0).key } ?? "" }
                == ["-", "p1", "-", "p1", "-", "p1", "-", "p2", "-", "p2", "-", "p2", "-", "p2", "p1"])
        #expect(transcript.turns[9].text == "lampu simpang mati seminggu")
        // Labels whose mark was forgotten.
        #expect(transcript.turns.suffix(2).map(\.text) == ["baik. tarima kasih", "titian sudah?"])
    }

    @Test func whatHasNeitherLabelNorDashIsAThirdVoice() throws {
        let long = String(repeating: "sampah di pinggir jalan dekat pasar belum diangkut, ", count: 4)
        let transcript = try TranscriptReader.read(
            Data(
                """
                selamat pagi pendengar, dari operator, telepon pertama
                - pagi
                P1: assalamualaikum, ini rusmi di muara
                waalaikumsalam bu rusmi
                P1: \(long)
                - besok diangkut
                P1: makasih pak
                makasih bu. dari operator lagi
                P2: pak, air ledeng keruh
                - pdam hari ini
                sampai kapan pak?
                - sampai jernih
                P2: alhamdulillah
                - sama sama
                - satu lagi, cctv dipasang
                """.utf8))
        #expect(transcript.turns.map(\.line) == Array(1...15))
        #expect(transcript.turns[3].speaker == nil)
        #expect(transcript.turns[10].text == "sampai kapan pak?")
    }
}
