// Formats that programs write: JSON, tables, chats, automatic captions, annotation tools; forum minutes.
import Foundation
import Testing

@testable import RadioService

@Suite struct FormatKindsTests {
    private func read(_ text: String) throws -> Transcript {
        try TranscriptReader.read(Data(text.utf8))
    }

    // MARK: Automatic captions

    @Test func rollingCaptionsAreUnrolledAndWhatWasSaidTwiceStaysTwice() throws {
        let transcript = try read(
            """
            WEBVTT
            Kind: captions
            Language: id

            00:00:01.000 --> 00:00:03.000 align:start position:0%
             
            halo<00:00:01.500><c> dengan</c><00:00:02.000><c> siapa</c>

            00:00:03.000 --> 00:00:03.010 align:start position:0%
            halo dengan siapa
             

            00:00:03.010 --> 00:00:05.000 align:start position:0%
            halo dengan siapa
            halo<00:00:03.500><c> dengan</c><00:00:04.000><c> siapa</c>

            00:00:05.000 --> 00:00:05.010 align:start position:0%
            halo dengan siapa
             

            00:00:05.010 --> 00:00:07.000 align:start position:0%
            halo dengan siapa
            inggih

            00:00:07.000 --> 00:00:07.010 align:start position:0%
            inggih
             
            """)
        #expect(
            transcript.turns.map(\.text) == ["halo dengan siapa", "halo dengan siapa", "inggih"])
        #expect(transcript.turns.map(\.start) == [1, 3.01, 5.01])
    }

    @Test func aRefrainInOrdinarySubtitlesIsNoRollUp() throws {
        let cues = (0..<6).map { "00:0\($0).000 --> 00:0\($0).900\nhalo\n" }
        #expect(try read("WEBVTT\n\n" + cues.joined(separator: "\n")).turns.count == 6)
    }

    // MARK: JSON

    @Test func whisperSegmentsWithEmptyOnesAndBareNaN() throws {
        let transcript = try read(
            """
            {"text": " halo", "segments": [
            {"id": 0, "start": 0.0, "end": 2.5, "text": " Halo, siapa?", "tokens": [1, 2]},
            {"id": 1, "start": 2.5, "end": 2.5, "text": " "},
            {"id": 2, "start": 3, "end": 4, "text": "Terima kasih telah menonton", "no_speech_prob": 0.9},
            {"id": 3, "start": NaN, "end": 9, "text": "Ulun \\u0041ni \\ud83d\\ude00"}],
            "language": "id"}
            """)
        #expect(transcript.format == "whisper")
        #expect(
            transcript.turns.map(\.text) == [
                "Halo, siapa?", "Terima kasih telah menonton", "Ulun Ani 😀",
            ])
        #expect(transcript.turns.map(\.start) == [0, 3, nil])
        #expect(transcript.turns.map(\.line) == [2, 4, 5])
        #expect(transcript.warnings.map(\.line) == [4, 5])
    }

    @Test func damageInJSONCostsItsOwnSegmentOnly() throws {
        let transcript = try read(
            """
            {"segments": [
            {"start": 0, "end": 1, "text": "satu"},
            {"start": 1, "end": 2, "text" "dua"},
            {"start": 2, "end": 3, "text": "tiga"},
            {"start": 3, "end": 4, "text": "emp
            """)
        #expect(transcript.turns.map(\.text) == ["satu", "tiga"])
        #expect(transcript.warnings.map(\.line).contains(3))
    }

    @Test func jsonOfBracketsAndOfTooManyValuesIsRefusedNotFatal() throws {
        let deep = "{\"segments\": " + String(repeating: "[", count: 100_000)
        #expect(throws: TranscriptError.self) { try read(deep) }
        #expect(LooseJSON("[" + String(repeating: "{\"a\":", count: 63)).damaged == [1])
        let inside = LooseJSON(
            String(repeating: "[", count: TranscriptLimits.depth) + "1"
                + String(repeating: "]", count: TranscriptLimits.depth))
        #expect(inside.damaged == [1])
        let many = LooseJSON("[" + String(repeating: "1,", count: LooseJSON.mostValues + 10) + "1]")
        #expect(!many.damaged.isEmpty)
    }

    @Test func whisperXSegmentsAreCutWhereTheSentencesChangeTheirSpeaker() throws {
        let transcript = try read(
            """
            {"segments": [{"start": 0, "end": 6, "text": " Siapa ini? Ulun Ani 08.", "speaker": "SPEAKER_00",
            "words": [{"word": "Siapa", "start": 0, "end": 1, "speaker": "SPEAKER_00"},
            {"word": "ini?", "start": 1, "end": 2, "speaker": "SPEAKER_01"},
            {"word": "Ulun", "start": 3, "end": 4, "speaker": "SPEAKER_01"},
            {"word": "Ani", "start": 4, "end": 5}, {"word": "08."}]},
            {"start": 6, "end": 8, "text": "Jalan rusak."}], "word_segments": []}
            """)
        #expect(transcript.turns.map(\.speaker) == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_01"])
        #expect(transcript.turns.map(\.text) == ["Siapa ini?", "Ulun Ani 08.", "Jalan rusak."])
        #expect(transcript.turns.map(\.start) == [0, 3, 6])
        #expect(transcript.turns.map(\.end) == [2, 6, 8])
    }

    @Test func whisperCppOffsetsAreMilliseconds() throws {
        let transcript = try read(
            #"{"params": {"model": "x"}, "transcription": [{"offsets": {"from": 1500, "to": 2500}, "#
                + #""text": " halo [SPEAKER_TURN]", "speaker": "0"}, "#
                + #"{"offsets": {"from": 2500, "to": 3000}, "text": "ya", "speaker": "?"}]}"#)
        #expect(transcript.turns.map(\.start) == [1.5, 2.5])
        #expect(transcript.turns.map(\.text) == ["halo", "ya"])
    }

    @Test func voskObjectsFollowOneAnotherAndPausesEndTurns() throws {
        let transcript = try read(
            """
            {"result": [{"conf": 1, "start": 0.0, "end": 0.5, "word": "halo"},
            {"conf": 1, "start": 0.6, "end": 1.0, "word": "siapa"},
            {"conf": 1, "start": 2.0, "end": 2.4, "word": "ulun"}], "text": "halo siapa ulun"}
            {"text": ""}
            {"result": [{"start": 5, "end": 6, "word": "inggih"}], "text": "inggih"}
            """)
        #expect(transcript.format == "vosk")
        #expect(transcript.turns.map(\.text) == ["halo siapa", "ulun", "inggih"])
        #expect(transcript.turns.map(\.start) == [0, 2, 5])
    }

    @Test func podcastWordsBecomeSentencesAndSpeakersAreCarriedOn() throws {
        let transcript = try read(
            """
            {"version": "1.0.0", "segments": [
            {"speaker": "Penyiar", "startTime": 0.5, "endTime": 1, "body": "Halo,"},
            {"startTime": 1, "endTime": 2, "body": "siapa?"},
            {"startTime": 3, "body": "Silakan."},
            {"speaker": "Ani", "startTime": 4, "endTime": 5, "body": "Ulun\\nAni"}]}
            """)
        #expect(transcript.format == "podcast")
        #expect(transcript.turns.map(\.text) == ["Halo, siapa?", "Silakan.", "Ulun Ani"])
        #expect(transcript.turns.map(\.speaker) == ["Penyiar", "Penyiar", "Ani"])
        #expect(transcript.turns.map(\.start) == [0.5, 3, 4])
    }

    @Test func oTranscribeMarksAreTimesAndScriptsVanish() throws {
        let transcript = try read(
            #"{"text": "<p><span class=\"timestamp\" data-timestamp=\"5.2\">0:05</span> "#
                + #"<b>Penyiar:</b> Halo&nbsp;siapa?<br>"#
                + #"<span class=\"timestamp\" data-timestamp=\"0:09\">0:09</span> Warga: "#
                + #"Ulun<script>alert(1)</script> Ani</p>", "media": "a.mp3", "media-time": 9}"#)
        #expect(transcript.format == "otranscribe")
        #expect(transcript.turns.map(\.text) == ["Halo siapa?", "Ulun Ani"])
        #expect(transcript.turns.map(\.speaker) == ["Penyiar", "Warga"])
        #expect(transcript.turns.map(\.start) == [5, 9])
    }

    // MARK: Tables

    @Test(arguments: [
        (
            "Mulai;Selesai;Pembicara;Teks\n0:05;0:07;PENYIAR;\"Halo; siapa?\"\n0:07;0:09;WARGA;Ani\n",
            5.0
        ),
        (
            "start\tend\tspeaker\ttext\n5000\t7000\tPENYIAR\tHalo; siapa?\n7000\t9000\tWARGA\tAni\n",
            5
        ),
        ("waktu,pembicara,isi\n0.5,PENYIAR,\"Halo; siapa?\"\n7,WARGA,Ani\n", 0.5),
        (
            "waktu,pembicara,isi\n0.00,PENYIAR,\"Halo; siapa?\"\n0.001,WARGA,Ani\n0.002,PENYIAR,ya\n",
            0
        ),
        ("0:05,PENYIAR,Halo; siapa?\n0:07,WARGA,Ani\n0:09,PENYIAR,ya\n", 5),
    ])
    func tables(_ text: String, _ start: Double) throws {
        let transcript = try read(text)
        #expect(transcript.format == "csv")
        #expect(transcript.turns.prefix(2).map(\.text) == ["Halo; siapa?", "Ani"])
        #expect(transcript.turns.prefix(2).map(\.speaker) == ["PENYIAR", "WARGA"])
        #expect(transcript.turns[0].start == start)
    }

    @Test func aDayFractionIsATime() throws {
        let transcript = try read("Waktu;Nama;Teks\n0,25;A;x\n0,5;B;y\n0,75;A;z\n")
        #expect(transcript.turns.map(\.start) == [21_600, 43_200, 64_800])
    }

    @Test func quotedFieldsHoldLinesAndAnOpenQuoteCostsNoRow() throws {
        let transcript = try read(
            "speaker,text\nA,\"satu \"\"dua\"\"\ntiga\"\nB,\"terbuka\nA,empat\nB,lima\n")
        #expect(transcript.turns.map(\.text) == ["satu \"dua\" tiga", "terbuka", "empat", "lima"])
        #expect(transcript.turns.map(\.line) == [2, 4, 5, 6])
        #expect(transcript.warnings.map(\.line) == [4])
    }

    // MARK: WhatsApp

    @Test(arguments: [
        "13/03/24 09.12 - Ibu Siti: Jalan rusak\n13/03/24 09.13 - +62 812-0000-1111: Lampu: padam\nsudah lama\n",
        "[13/03/24, 09.12.00] Ibu Siti: Jalan rusak\n[13/03/24, 09.13.00] +62 812-0000-1111: Lampu: padam\nsudah lama\n",
        "3/13/24, 11:59\u{202F}PM - Ibu Siti: Jalan rusak\n3/14/24, 12:00\u{202F}AM - +62 812-0000-1111: Lampu: padam\nsudah lama\n",
        "28/02/2024 pukul 23.59 - Ibu Siti: Jalan rusak\n29/02/2024 pukul 00.00 - +62 812-0000-1111: Lampu: padam\nsudah lama\n",
    ])
    func chats(_ text: String) throws {
        let transcript = try read(text)
        #expect(transcript.format == "whatsapp")
        #expect(transcript.turns.map(\.speaker) == ["Ibu Siti", "+62 812-0000-1111"])
        #expect(transcript.turns.map(\.text) == ["Jalan rusak", "Lampu: padam sudah lama"])
        #expect(transcript.turns.map(\.start) == [0, 60])
        #expect(transcript.warnings.isEmpty)
    }

    @Test func messagesWithoutWordsAreReportedAndNoticesAreNot() throws {
        let transcript = try read(
            """
            12/03/24 09.10 - Pesan dan panggilan terenkripsi secara end-to-end.
            12/03/24 09.12 - Siti: <Media tidak disertakan>
            12/03/24 09.13 - Siti: Pesan ini telah dihapus
            99/99/24 09.14 - Siti: Lampu padam
            """)
        #expect(transcript.turns.map(\.text) == ["Lampu padam"])
        #expect(transcript.warnings.map(\.line) == [2, 3, 4])
    }

    // MARK: Minutes and annotation tools

    @Test func pointsOfMinutesAreTurns() throws {
        let transcript = try read(
            """
            NOTULEN FORUM KONSULTASI PUBLIK
            Tempat: Aula Kecamatan

            1. Usulan (Ibu Siti, Kandangan): Jalan rusak
               di muka pasar.
               Tanggapan: Akan ditinjau.
               Batas waktu: 12 Maret
            2. Lampu jalan padam pukul 12.30 setiap hari.
            - Disepakati: diganti bulan ini.
            """)
        #expect(transcript.format == "minutes")
        #expect(
            transcript.turns.map(\.speaker) == [
                nil, nil, "Usulan (Ibu Siti, Kandangan)", "Tanggapan", "Batas waktu", nil, "Disepakati",
            ])
        #expect(transcript.turns.map(\.line) == [1, 2, 4, 6, 7, 8, 9])
        #expect(transcript.turns[2].text == "Jalan rusak di muka pasar.")
        #expect(transcript.turns.map(\.form?.sign) == [.capital, .capital, .number, .capital, .capital, .number, .bullet])
    }

    @Test func elanTiersAreOneConversation() throws {
        let transcript = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/>
            <TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="2000"/><TIME_SLOT TIME_SLOT_ID="c" TIME_VALUE="3000"/></TIME_ORDER>
            <TIER TIER_ID="t1" PARTICIPANT="Warga"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x"
            TIME_SLOT_REF1="b" TIME_SLOT_REF2="c"><ANNOTATION_VALUE>Ulun Ani</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
            <TIER TIER_ID="Penyiar"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="y" TIME_SLOT_REF1="a"
            TIME_SLOT_REF2="b"><ANNOTATION_VALUE>Halo &amp; siapa</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
            </ANNOTATION_DOCUMENT>
            """)
        #expect(transcript.format == "elan")
        #expect(transcript.turns.map(\.speaker) == ["Penyiar", "Warga"])
        #expect(transcript.turns.map(\.text) == ["Halo & siapa", "Ulun Ani"])
        #expect(transcript.turns.map(\.start) == [1, 2])
    }

    @Test func transcriberTurnsInLatin1WithADoctypeThatNobodyFetches() throws {
        let text = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE Trans SYSTEM "trans-14.dtd">
            <Trans audio_filename="a"><Speakers><Speaker id="spk1" name="Penyiar"/><Speaker id="spk2" name="Ren\u{E9}"/></Speakers>
            <Episode><Section type="report" startTime="0" endTime="9"><Turn speaker="spk1" startTime="0" endTime="4">
            <Sync time="0"/>Halo<Sync time="2.5"/>siapa
            </Turn><Turn speaker="spk1 spk2" startTime="4" endTime="9"><Sync time="4"/><Who nb="1"/>ya<Who nb="2"/>ulun</Turn>
            </Section></Episode></Trans>
            """
        let data = try #require(text.data(using: .isoLatin1))
        let transcript = try TranscriptReader.read(data)
        #expect(transcript.format == "transcriber")
        #expect(transcript.turns.map(\.speaker) == ["Penyiar", "Penyiar", "Penyiar", "Ren\u{E9}"])
        #expect(transcript.turns.map(\.text) == ["Halo", "siapa", "ya", "ulun"])
        #expect(transcript.turns.map(\.start) == [0, 2.5, 4, 4])
    }

    // MARK: Limits

    @Test func aVeryLongTurnGoesOnInAnother() throws {
        var limits = TranscriptLimits()
        limits.turnBytes = 100
        let words = Array(repeating: "jalan", count: 50).joined(separator: " ")
        let data = Data("PENYIAR: \(words)\nWARGA: \(String(repeating: "é", count: 120))\n".utf8)
        let transcript = try TranscriptReader.read(data, limits: limits)
        #expect(transcript.turns.allSatisfy { $0.text.utf8.count <= 100 })
        let host = transcript.turns.filter { $0.speaker == "PENYIAR" }
        #expect(host.map(\.text).joined(separator: " ") == words)
        #expect(transcript.warnings.map(\.line) == [1, 2])
    }
}
