// Layouts of typed programmes: a sheet with its title above the heads, a log with two times, letters made bold,
// numbers for who speaks, names above their words; and what only looks like minutes.
import Foundation
import Testing

@testable import RadioService

@Suite struct TypedLayoutTests {
    private func read(_ text: String) throws -> Transcript { try TranscriptReader.read(Data(text.utf8)) }

    private let voices = ["Penyiar", "Bupati", "Marwan", "Penyiar"]
    private let words = [
        "Halo, silakan pagi ini.", "Selamat pagi semua.", "Got kami mampet, Pak.", "Terima kasih Pak Marwan.",
    ]

    @Test(arguments: ["\t", ";"])
    func aSheetHasItsTitleAboveTheHeads(separator: String) throws {
        var rows = [["REKAP DIALOG", "", "", "", ""], ["Tgl", "16/07/2025", "", "", ""], ["", "", "", "", ""]]
        rows.append(["NO", "JAM", "SUMBER", "ISI PEMBICARAAN", "KET"])
        for (index, voice) in voices.enumerated() {
            rows.append(["\(index + 1)", index == 0 ? "09.02" : "", voice, words[index], index == 2 ? "line 1" : ""])
        }
        let transcript = try read(rows.map { $0.joined(separator: separator) }.joined(separator: "\n"))
        #expect(transcript.format == "csv")
        #expect(transcript.turns.map(\.speaker) == voices)
        #expect(transcript.turns.map(\.text) == words)
        #expect(transcript.turns.first?.line == 5)
    }

    @Test func aLogHasTwoTimesBeforeTheVoice() throws {
        let lines = zip(voices, words).enumerated().map { index, turn in
            "0\(index):00-0\(index):30  <\(turn.0)>  \(turn.1)"
        }
        let transcript = try read("BAR / AS-RUN LOG\n\n=== SEGMEN 1 ===\n" + lines.joined(separator: "\n"))
        #expect(transcript.turns.map(\.speaker) == voices)
        #expect(transcript.turns.map(\.start) == [0, 60, 120, 180])
        #expect(transcript.turns.map(\.end) == [30, 90, 150, 210])
    }

    @Test func aTimeOfTheClockIsNoRange() throws {
        let transcript = try read("Siaran 20:00-21:00 WITA\n\nPENYIAR: Halo.\nBUPATI: Pagi.\nPENYIAR: Silakan.")
        #expect(transcript.turns.allSatisfy { $0.start == nil })
    }

    @Test func boldNamesAreNames() throws {
        let text = zip(voices, words).map { "*\($0)*: \"\($1)\"" }.joined(separator: "\n")
        #expect(try read("Dari: Redaksi\n\n" + text).turns.suffix(4).map(\.speaker) == voices)
        // What is starred within a sentence stays.
        let plain = try read("PENYIAR: *penting* sekali: hadir\nBUPATI: Baik.\nPENYIAR: Ya.")
        #expect(plain.turns.first?.text == "*penting* sekali: hadir")
    }

    @Test func numbersStandForWhoSpeaks() throws {
        let transcript = try read(
            """
            RADIO PURNAMA
            kode:  1 = Iwan (penyiar)   2 = Bupati    a b c = penelepon

            1/Salam, kita buka.
            2/Naik mobil tadi.
            #/bel studio
            1/Halo, siapa di sana?
            a/Marwan, Kampung Lama. Got mampet.
            2/Besok orang PU datang.
            a/Inggih.
            1/Lanjut, halo?
            b/Salmah, titian lapuk.
            2/Ditampung.
            b/Inggih.
            1/Sampai jumpa.
            """)
        #expect(transcript.turns.map(\.speaker) == [
            "Iwan (penyiar)", "Bupati", nil, "Iwan (penyiar)", "Penelepon a", "Bupati", "Penelepon a",
            "Iwan (penyiar)", "Penelepon b", "Bupati", "Penelepon b", "Iwan (penyiar)",
        ])
        #expect(transcript.turns[2].text == "(bel studio)")
        // "1/2 sak" is no voice.
        let plain = try read("PENYIAR: Berapa?\nMARWAN: 1/2 sak saja.\nPENYIAR: Baik.")
        #expect(plain.turns[1].text == "1/2 sak saja.")
    }

    @Test func namesStandAboveWordsWithADash() throws {
        let names = ["Lila (Penyiar)", "Bupati", "Pendengar: Bpk. Marwan", "Lila (Penyiar)", "Pendengar: Bpk. Marwan",
            "Bupati", "Lila (Penyiar)", "Bupati", "Lila (Penyiar)"]
        let blocks = names.enumerated().map { "\($1)\n   - Kalimat yang ke \($0), itu saja dahulu.\n" }
        let transcript = try read("NOTULASI SIARAN\nAcara : Bupati Mendengar\n\n\n" + blocks.joined(separator: "\n"))
        #expect(transcript.told == .spoken)
        #expect(transcript.turns.map(\.speaker) == names.map {
            $0.hasPrefix("Pendengar") ? "Pendengar (Bpk. Marwan)" : $0
        })
    }

    /// A row that speaks of a "musrenbang" makes no minutes of a programme, nor does the word for who typed it.
    @Test func aProgrammeIsNoMinutes() throws {
        let rows = [
            ("Nisa (pembawa acara)", "Halo, silakan."), ("Marwan (warga)", "Got mampet."),
            ("Camat", "Saya catat untuk musrenbang."), ("Nisa (pembawa acara)", "Baik."), ("Bupati", "Besok."),
            ("Nisa (pembawa acara)", "Lanjut."), ("Marwan (warga)", "Inggih."), ("Nisa (pembawa acara)", "Dah."),
        ]
        let text = rows.enumerated().map { "\($0 + 1) | \($1.0) | \($1.1)" }.joined(separator: "\n")
        let transcript = try read("NOTASI SIARAN\nKamis, 6 November 2025\n\nNo | Pembicara | Isi\n" + text)
        #expect(transcript.told == .spoken)
        #expect(transcript.turns.map(\.speaker) == rows.map(\.0))
    }

    @Test func timesStandInTheBracketsOfNames() throws {
        let blocks = (0..<8).map { index in
            "[\(["Penyiar", "Penelepon"][index % 2])\(index == 5 ? "" : " - 08:3\(index)")]\nKalimat \(index) begitu."
        }
        let transcript = try read("# BUPATI MENDENGAR #\n\n" + blocks.joined(separator: "\n\n"))
        #expect(transcript.turns.map(\.speaker) == (0..<8).map { ["Penyiar", "Penelepon"][$0 % 2] })
        #expect(transcript.turns.first?.start != nil)
    }

    @Test func aStopBehindAShortNameIsNoMark() throws {
        let names = ["Peny.", "Bpt", "Peny.", "Penelp. I", "Peny.", "Bpt", "Peny.", "Penelp. I", "Peny."]
        let text = names.map { "• \($0) > Halo, ini dia." }.joined(separator: "\n")
        #expect(try read("BUPATI MENDENGAR\n\n" + text).turns.map(\.speaker) == names)
    }

    @Test func aNumberInALabelIsMaskedBeforeItIsShown() {
        let labels = ["Aliansyah, Samuda (085248017726)", "SPEAKER_03", "+62 813-5190-7762", "Penelepon 12"]
        let turns = labels.enumerated().map { Turn(n: $0 + 1, speaker: $1, line: $0 + 1, text: "Halo.") }
        let shown = ShownTurns.turns(turns).map(\.speaker)
        #expect(shown[0]?.contains("0852") == false && shown[0]?.hasPrefix("Aliansyah") == true)
        // A chat's senders are told apart by nothing else.
        #expect(Array(shown.dropFirst()) == Array(labels.dropFirst()))
    }

    @Test func namesStandAboveWordsThatAreSetIn() throws {
        let names = ["Kak Rina", "Bapak Bupati", "Bapak Marwan (Simpur)", "Kak Rina"]
        var text = "Notulasi Siaran Interaktif\nBupati Mendengar edisi 4\n\n"
        for round in 0..<2 {
            text += "** SEGMEN \(round + 1) - TELEPON **\n"
            for (name, said) in zip(names, words) { text += "\(name)\n    \(said)\n" }
            text += "\n"
        }
        let transcript = try read(text)
        #expect(transcript.told != .minutes)
        #expect(transcript.turns.compactMap(\.speaker) == names + names)
        #expect(transcript.turns.filter { $0.speaker != nil }.map(\.text) == words + words)
    }

    @Test func aLegendOfSeveralLinesSaysWhoIsWho() throws {
        let transcript = try read(
            """
            BM-37/2025    11.9.2025

            Keterangan kode:
            PN  = penyiar (Arbain)
            PU  = Kadis PUPR          SO = Kadis Sosial
            T1, T2 dst = penelepon menurut urutan masuk
            X   = selain orang (lagu, iklan)

            PN> Gema Meratus, kita mulai.
            PN> Telepon satu, silakan.
            T1> Jalan poros kami berlubang, Pak.
            PU> Sabtu ini kami turun ke sana.
            PN> Ini telepon kedua.
            T2> Bantuan belum cair, Bu.
            SO> Kami cek datanya.
            """)
        #expect(transcript.turns.map(\.speaker) == ["PN", "PN", "T1", "PU", "PN", "T2", "SO"])
        #expect(transcript.turns.map(\.role) == [.host, .host, .caller, .official, .host, .caller, .official])
    }

    @Test func aTitleMakesNoMessageOfTheRegent() throws {
        let transcript = try read(
            "kotak pesan bupati, kamis 7 mei\n\nmimi: pagi semua.\nbupati: siap.\nmimi: ini pesannya.\nbupati: baik.")
        #expect(!transcript.turns.contains { $0.role == .message })
    }

    @Test func headingsAndAdvertsAreNoPartOfTheWordsAbove() throws {
        let transcript = try read(
            """
            A : Halo, silakan Ibu.
            M : Air kami keruh, sudah
                tiga tahun.
            B : Kami periksa.
            M : Terima kasih.

            TELEPON 2 - Bpk Kurniawan, Amawang Kiri
            A : Dengan Bapak siapa?
            KW: Kurniawan, Pak. Parkir mahal.
            (iklan) Toko Emas Sinar
            A : Terima kasih.
            """)
        let texts = transcript.turns.map(\.text)
        #expect(texts.contains("Terima kasih.") && texts.contains("Kurniawan, Pak. Parkir mahal."))
        #expect(texts.contains("Air kami keruh, sudah tiga tahun."))
    }

    @Test(arguments: [
        ("Kadistan", Role.official), ("Bpk Kadisdag", .official), ("DPUPR Piket", .official),
        ("J (Pertanian)", .official), ("KD (Kesra)", .official), ("Penelepon IV", .caller),
    ])
    func labelsOfOffices(_ label: String, _ role: Role) {
        let said = SpeakerLabel(label)
        #expect(said.role == role)
        #expect(said.name == nil)
    }

    @Test(arguments: ["Pak Umar (Lingkungan III)", "Ibu Ani (Perumahan Citra)"])
    func addressesAreNoOffices(_ label: String) {
        #expect(SpeakerLabel(label).role == .caller)
    }

    @Test(arguments: ["Bang Udin (di pendopo)", "Penelp. IV"])
    func whatIsNobodysName(_ label: String) {
        let name = SpeakerLabel(label).name
        #expect(name == nil || name == "Bang Udin" || name == "Udin")
    }

    /// What only looks like the new layouts is read as before.
    @Test func ordinaryFilesAreReadAsBefore() throws {
        // Commas in what is said are no columns.
        let talk = try read("PENYIAR: Halo.\nPENYIAR: Ketik BM, nama, pesan\nBUDI: Jalan, Pak, rusak\nPENYIAR: Ya.")
        #expect(talk.turns.map(\.speaker) == ["PENYIAR", "PENYIAR", "BUDI", "PENYIAR"])
        // The channel is nobody's name.
        let sheet = try read("Jam;Sumber;Pihak;Isi\n09.00;Studio;Penyiar;Halo\n09.01;Telepon;Budi;Jalan rusak")
        #expect(sheet.turns.map(\.speaker) == ["Penyiar", "Budi"])
        // Dates and counts are no voices.
        let dated = (1...8).map { "\($0)/06 Penyiar: Halo \($0)." }.joined(separator: "\n")
        #expect((try? read(dated))?.turns.contains { $0.speaker?.hasPrefix("Suara") == true } != true)
        // A sentence ends, and the next begins.
        let wrapped = try read(
            "PENELEPON: Jalan rusak.\nJadi. Pak Bupati: kapan?\nBUPATI: Besok.\nPENELEPON: Ya.\nBUPATI: Baik.")
        #expect(!wrapped.turns.contains { $0.speaker == "Jadi. Pak Bupati" })
        // A remark among names with times stays one.
        let remark = try read(
            (0..<7).map { "[Penyiar 20:0\($0)] Kalimat \($0)." }.joined(separator: "\n") + "\n[Musik penutup]")
        #expect(remark.turns.last?.text == "[Musik penutup]")
    }
}
