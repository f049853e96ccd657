// The quirks of each transcript format, one by one, and damaged files.
import Foundation
import Testing

@testable import RadioService

@Suite struct FormatTests {
    private func read(_ text: String) throws -> Transcript {
        try TranscriptReader.read(Data(text.utf8))
    }

    // MARK: Labelled text

    /// Whoever speaks before the first label is not lost; a title is no speech.
    @Test func wordsBeforeTheFirstLabel() throws {
        let transcript = try read(
            """
            BUPATI MENDENGAR, Rabu 18 November 2026
            Selamat malam pendengar, telepon pertama silakan.
            Halo, saya Rusdi dari Desa Gambah Dalam, jembatan kami
            patah sejak bulan lalu.
            PENYIAR: Telepon kedua, halo?
            PENELEPON: Saya Wati di Angkinang, air mati.
            BUPATI: Besok kami cek.
            """)
        #expect(transcript.turns.map(\.speaker) == [nil, nil, nil, "PENYIAR", "PENELEPON", "BUPATI"])
        #expect(transcript.turns[0].text == "Selamat malam pendengar, telepon pertama silakan.")
        #expect(transcript.turns[2].text == "patah sejak bulan lalu.")
        #expect(transcript.warnings.map(\.line) == [2])
        let plain = try read("Siaran Rabu\nPENYIAR: Halo?\nPENELEPON: Saya Wati.\nPENYIAR: Ya.\n")
        #expect(plain.turns.count == 3 && plain.warnings.isEmpty)
    }

    /// "… SMS dari / warga Simpur: lampu …" is a sentence that a program broke.
    @Test func oneLineThatLooksLabelledIsNotTheHabit() throws {
        let words = ["Selamat malam pendengar.", "Telepon pertama, halo?", "Saya Rusdi, jembatan patah.",
            "Dinas PU turun Rabu depan.", "Kita lanjut. Ini ada SMS dari", "warga Simpur: lampu jalan mati.",
            "Dishub besok cek.", "Penelepon terakhir, halo?", "Terima kasih, sampai jumpa."]
        let plain = try read(words.joined(separator: "\n"))
        #expect(plain.turns.map(\.text).joined(separator: " ") == words.joined(separator: " "))
        // With a time on a line of its own before each, as video players copy it.
        let timed = try read(
            words.enumerated().map { "0:\($0.offset + 10)\n\($0.element)\n" }.joined())
        #expect(timed.turns.map(\.text) == words)
        #expect(timed.turns.map(\.start) == words.indices.map { Double($0 + 10) })
    }

    @Test func theClockWithItsZoneBeforeALabel() throws {
        let transcript = try read(
            "09:05 WITA PENYIAR: Silakan.\n09:06 WITA PENELEPON: Lampu padam.\n09:08 WITA BUPATI: Baik.\n")
        #expect(transcript.turns.map(\.speaker) == ["PENYIAR", "PENELEPON", "BUPATI"])
        #expect(transcript.turns[1].text == "Lampu padam.")
    }

    @Test func timesBehindTheWordsInitialsAndALegend() throws {
        let behind = try read(
            """
            [PENYIAR] Halo, dengan siapa? (17.02)
            [PENELPON] Ibu Ani, jalan kami rusak. (17.04)
            [BUPATI] Besok kami lihat. (17.05)
            [IKLAN] Sirup dan kurma. (17.12)
            """)
        #expect(behind.turns.map(\.speaker) == ["PENYIAR", "PENELPON", "BUPATI", "IKLAN"])
        #expect(behind.turns[1].text == "Ibu Ani, jalan kami rusak.")
        #expect(behind.turns.map(\.start) == [1022, 1024, 1025, 1032])
        let initials = try read(
            """
            HALO BUPATI
            Ket.: D) Dilla (penyiar)  B) Bupati  P#) pesan

            [00.00.40] D) Kita baca pesan dahulu.
            [00.01.02] P1) "Jalan kami rusak parah."
            [00.01.10] B) Besok kami lihat.
            [00.01.20] D) Lanjut pesan kedua.
            [00.01.30] P2) "Lampu padam di pasar."
            """)
        #expect(initials.turns.map(\.speaker) == ["D", "P1", "B", "D", "P2"])
        #expect(initials.turns.map(\.role) == [.host, .message, .regent, .host, .message])
    }

    @Test func rowsOfBarsWithAHead() throws {
        let transcript = try read(
            """
            jam      | suara | isi
            ---------|-------|---------------------
            20:00:10 | ds    | selamat malam pendengar
                     |       |
            20:01:15 | yani  | halo, jalan kami rusak
            """)
        #expect(transcript.turns.map(\.speaker) == ["ds", "yani"])
        #expect(transcript.turns.map(\.text) == ["selamat malam pendengar", "halo, jalan kami rusak"])
    }

    @Test func wordsAloneAreTurnsOfASentenceOrALine() throws {
        let sentence = "Halo, dengan siapa di mana ini? "
        let long = String(repeating: sentence, count: 12)
        #expect(try read(long).turns.count == 12)
        let unpunctuated = Array(repeating: "jalan kami rusak", count: 40).joined(separator: " ")
        let runs = try read(unpunctuated).turns.map { $0.text.split(separator: " ").count }
        #expect(runs == [24, 24, 24, 24, 24])
        // A note, a program and a page are no programme.
        for text in [
            "Beli kopi\nBeli gula\nTelepon bupati", "<html><p>" + long + "</p></html>",
            String(repeating: "== 12 / 44 == 3 + 4 * 7 = 9\n", count: 30),
        ] {
            #expect(throws: TranscriptError.self) { try read(text) }
        }
    }

    @Test func labelsTimesAndWrappedLines() throws {
        let transcript = try read(
            """
            SIARAN UJI, Rabu
            Hadir di studio: Bupati

            [00:12:05] PENYIAR: Halo, siapa ini?
            00.12.09 PENELEPON 3 (Ibu Siti, Kandangan): Jalan rusak
               di muka pasar. Pukul 09.15: macet.
            Catatan: rekaman kurang jelas
            (0:13:00) PENYIAR: Baik.
            """)
        #expect(transcript.format == "text/labelled")
        #expect(transcript.turns.map(\.line) == [4, 5, 8])
        #expect(transcript.turns.map(\.start) == [725, 729, 780])
        #expect(transcript.turns[0].end == 729)
        #expect(
            transcript.turns[1].text
                == "Jalan rusak di muka pasar. Pukul 09.15: macet. Catatan: rekaman kurang jelas")
        let label = SpeakerLabel(transcript.turns[1].speaker ?? "")
        #expect(label == SpeakerLabel("Penelepon 3 (Ibu Siti, Kandangan)"))
        #expect(label.name == "Siti")
        #expect(label.place == "Kandangan")
        #expect(label.role == .caller)
    }

    @Test(arguments: [
        ("[SPEAKER_00]: halo siapa ini\n[SPEAKER_01]: ulun Ani\n", ["SPEAKER_00", "SPEAKER_01"]),
        (
            "Speaker 1  0:05\nhalo siapa ini\n\nSpeaker 2  0:09\nulun Ani\n",
            ["Speaker 1", "Speaker 2"]
        ),
        (
            "- gita/ halo siapa dan dari mana\n- bpt/ baik gita\n- gita/ oke, dan/atau besok\n- bpt/ 12/08 ya",
            ["gita", "bpt", "gita", "bpt"]
        ),
        ("Penyiar — halo siapa ini\nWarga — ulun Ani\n", ["Penyiar", "Warga"]),
        ("P: halo\nT1: ulun Ani\nP: inggih\nT2: ulun Budi\n", ["P", "T1", "P", "T2"]),
    ])
    func labelStyles(_ text: String, _ speakers: [String]) throws {
        #expect(try read(text).turns.map(\.speaker) == speakers)
    }

    @Test func whisperConsoleLines() throws {
        let transcript = try read(
            "[00:00:00.000 --> 00:00:07.000]   selamat malam\n[00:00:07.000 --> 00:00:09.500]  halo\n"
        )
        #expect(transcript.turns.map(\.end) == [7, 9.5])
        #expect(transcript.turns.map(\.text) == ["selamat malam", "halo"])
    }

    // MARK: SubRip

    @Test func aCueWhoseTimeIsTornOrMissing() throws {
        let transcript = try read(
            """
            1
            00:00:00,000 --> 00:00:04,000
            PENYIAR: Halo?

            2
            00:00:4x,000 -> ab
            PENELEPON: Jembatan patah.

            3
            baris rusak
            BUPATI: Besok dicek.

            4
            00:00:12,000 --> 00:00:16,000
            PENYIAR: Terima kasih. Nomornya
            5
            """)
        #expect(transcript.turns.map(\.speaker) == ["PENYIAR", "PENELEPON", "PENELEPON", "BUPATI", "PENYIAR"])
        #expect(transcript.turns.map(\.start) == [0, nil, nil, nil, 12])
        #expect(transcript.turns[1].text == "Jembatan patah.")
        #expect(transcript.turns.last?.text == "Terima kasih. Nomornya 5")
        #expect(transcript.warnings.map(\.line) == [6, 9])
    }

    @Test func subRipQuirks() throws {
        let transcript = try read(
            """
            1
            00:00:01,000 --> 00:00:02,500 X1:40 X2:600
            <i>halo</i> {\\an8}siapa

            ini
            2
            00:00:03.000 -> 00:00:02.000
            3 ekor sapi hilang
            00:00:x4,000 --> 00:00:05,000
            tetap terbaca
            4
            0:00:06 --> 0:00:07
            - Halo?
            - Halo, ulun Ani.
            """)
        #expect(transcript.format == "srt")
        #expect(
            transcript.turns.map(\.text) == [
                "halo siapa ini", "3 ekor sapi hilang", "tetap terbaca", "Halo?", "Halo, ulun Ani.",
            ])
        #expect(transcript.turns.map(\.start) == [1, 3, nil, 6, 6])
        #expect(transcript.turns[1].end == 3)
        #expect(transcript.warnings.map(\.line) == [7, 9])
    }

    @Test func labelsInSubtitlesAreCarriedOn() throws {
        let transcript = try read(
            """
            1
            00:00:01,000 --> 00:00:02,000
            Penyiar: halo

            2
            00:00:02,000 --> 00:00:03,000
            dengan siapa

            3
            00:00:03,000 --> 00:00:04,000
            Penelepon 1: ulun Ani
            """)
        #expect(transcript.turns.map(\.speaker) == ["Penyiar", "Penyiar", "Penelepon 1"])
    }

    // MARK: WebVTT

    /// The worked example measured in Chromium 156, and one cue a player drops and we keep.
    @Test func webVTTQuirks() throws {
        let transcript = try read(
            """
            WEBVTT - uji
            Kind: captions

            STYLE
            ::cue { color: red }

            NOTE
            tanpa arti

            id-1
            00:05.000 --> 00:09.000 align:start
            <v.loud Ibu Siti>Jalan &amp; jembatan</v> <v Penyiar>baik <00:06.000>bu

            00:00:9.000 --> 00:00:10.000
            <c.merah>terima</c> kasih
            lepas
            00:00:11.000 --> 00:00:12.000
            <v Ibu Siti>inggih
            """)
        #expect(transcript.format == "webvtt")
        #expect(
            transcript.turns.map(\.text) == [
                "Jalan & jembatan", "baik bu", "terima kasih lepas", "inggih",
            ])
        #expect(transcript.turns.map(\.speaker) == ["Ibu Siti", "Penyiar", nil, "Ibu Siti"])
        #expect(transcript.turns.map(\.start) == [5, 5, nil, 11])
        #expect(transcript.warnings.map(\.line) == [14])
    }

    // MARK: Encodings and refusals

    @Test func encodings() throws {
        let text = "PENYIAR: \u{201C}Halo\u{201D} – siapa?\r\nWARGA: Ani\r\n"
        var utf16 = Data([0xFF, 0xFE])
        for unit in text.utf16 { utf16.append(contentsOf: [UInt8(unit & 0xFF), UInt8(unit >> 8)]) }
        let bare = utf16.dropFirst(2)
        let windows = Data(
            Array("PENYIAR: ".utf8) + [0x93] + Array("Halo".utf8) + [0x94, 0x20, 0x96]
                + Array(" siapa?\rWARGA: Ani".utf8))
        let bom = Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
        for (data, name) in [
            (Data(text.utf8), "utf-8"), (bom, "utf-8"), (utf16, "utf-16"), (Data(bare), "utf-16"),
            (windows, "windows-1252"),
        ] {
            let transcript = try TranscriptReader.read(data)
            #expect(transcript.encoding == name)
            #expect(transcript.turns.map(\.text) == ["\u{201C}Halo\u{201D} – siapa?", "Ani"])
            #expect(transcript.turns.map(\.line) == [1, 2])
            // Taken for the old code page is said aloud, with its first line.
            #expect(transcript.warnings.map(\.line) == (name == "windows-1252" ? [1] : []))
        }
    }

    /// A byte that no typist wrote costs itself, not the reading of the whole file.
    @Test(arguments: [
        ([0xFF], "rusak \u{FFFD} parah"), ([0x81], "rusak \u{FFFD} parah"),
        ([0xE2, 0x80], "rusak \u{FFFD} parah"), ([0x96], "rusak – parah"), ([0xE9], "rusak é parah"),
    ] as [([UInt8], String)])
    func oneBadByte(_ bytes: [UInt8], _ read: String) throws {
        let data = Data(
            Array("PENYIAR: Halo\r\nWARGA: jalan\r\nrusak ".utf8) + bytes + Array(" parah\r\n".utf8))
        let transcript = try TranscriptReader.read(data)
        #expect(transcript.turns.map(\.text) == ["Halo", "jalan " + read])
        #expect(transcript.encoding == (read.contains("\u{FFFD}") ? "utf-8" : "windows-1252"))
        #expect(transcript.warnings.map(\.line) == [3])
    }

    @Test func doubleEncodingIsRepairedAloud() throws {
        let transcript = try read("PENYIAR: â€œHaloâ€\u{9D}\nWARGA: Ani\n")
        #expect(transcript.turns[0].text == "\u{201C}Halo\u{201D}")
        #expect(transcript.warnings.map(\.line) == [1])
    }

    @Test(arguments: [
        "%PDF-1.7\n", "{\"a\": 1}",
        "<?xml version=\"1.0\"?><a/>",
        "Kemarin kami pergi ke pasar.\nHujan lebat sekali.\n",
    ])
    func unknownFormats(_ text: String) {
        #expect {
            try TranscriptReader.read(Data(text.utf8))
        } throws: { error in
            if case TranscriptError.unknownFormat = error { true } else { false }
        }
    }

    @Test func unusableFilesNameTheLine() {
        #expect(throws: TranscriptError.unreadable(line: 1, message: "berkas ini tidak berisi tulisan.")) {
            try TranscriptReader.read(Data(" \n\n".utf8))
        }
        #expect {
            try TranscriptReader.read(Data("WEBVTT\n\nNOTE\nkosong\n".utf8))
        } throws: { error in
            if case TranscriptError.unreadable(let line, _) = error { line == 4 } else { false }
        }
        var small = TranscriptLimits()
        small.bytes = 10
        #expect(throws: TranscriptError.tooLarge(bytes: 11, limit: 10)) {
            try TranscriptReader.read(Data(count: 11), limits: small)
        }
        small = TranscriptLimits()
        small.turns = 2
        #expect {
            try TranscriptReader.read(
                Data("PENYIAR: a\nWARGA: b\nPENYIAR: c\n".utf8), limits: small)
        } throws: { error in
            error as? TranscriptError == .tooManyTurns(line: 3, limit: 2)
                && "\(error)".contains("limits.transcript_turns")
        }
        // Lines are counted before anything is read.
        #expect(throws: TranscriptError.tooManyTurns(line: 40, limit: 2)) {
            try TranscriptReader.read(Data("a\n".utf8) + Data(repeating: 0x0A, count: 40), limits: small)
        }
    }
}
