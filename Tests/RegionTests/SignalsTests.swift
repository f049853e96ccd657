// What a message is, with the table and the phrases of the repository: kinds, nuisances, flags, classification.
import Complaints
import Foundation
import Language
import ServiceKit
import Testing
import TestSupport

@testable import Region

@Suite struct PackSignalsTests {
    private func ruling(
        _ text: String, _ change: (inout Complaint) -> Void = { _ in }
    ) throws -> Ruling {
        var complaint = Complaint.example(text, at: RegionPack.anyTime)
        change(&complaint)
        return try #require(hss).rule(on: complaint, at: RegionPack.anyTime)
    }

    @Test(arguments: [
        ("Lampu jalan di depan pasar sudah dua minggu mati, mohon diperbaiki", Kind.complaint),
        ("kapan jalan ke sawah kami diperbaiki? sudah setahun rusak", .complaint),
        ("Apa saja syarat membuat kartu keluarga baru?", .question),
        ("mau tanya jam berapa loket ktp buka hari sabtu", .question),
        ("Kami mengusulkan dibangun taman bermain untuk anak-anak di alun-alun", .aspiration),
        ("Terima kasih pak, jalan kami sekarang sudah mulus", .praise),
        ("petugas puskesmas ramah dan cepat, salut", .praise),
        ("sekadar memberi tahu, lampu yang kami laporkan kemarin sudah menyala", .info),
    ])
    func kinds(text: String, kind: Kind) throws {
        let ruling = try ruling(text)
        #expect(ruling.kind == kind)
        #expect(!ruling.flags.contains(FlagName.spam))
    }

    private static let spam = [
        "PROMO slot gacor bonus new member 100%, daftar di bit.ly/gacor77 sekarang juga",
        "Selamat! Nomor Anda terpilih sebagai pemenang undian Rp50 juta, klik http://hadiah-bri.xyz",
        "Dana tunai cair 5 menit tanpa jaminan, bunga ringan, hub 081234567890",
    ]

    @Test(arguments: spam)
    func nuisances(text: String) throws {
        let ruling = try ruling(text)
        #expect(ruling.flags.contains(FlagName.spam))
        let reason = try #require(ruling.nuisance)
        #expect(reason.rule == RegionPack.spamReason && !reason.matched.isEmpty)
        let scalars = Array(text.unicodeScalars)
        for part in reason.matched {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[part.start..<part.end])
            #expect(String(view) == part.text)
        }
    }

    @Test("a few polite words are no ground to put a message aside", arguments: [
        "mohon perhatiannya pak", "tolong dibantu pak", "mohon ditindaklanjuti",
    ])
    func polite(text: String) throws {
        #expect(try !ruling(text).flags.contains(FlagName.spam))
    }

    @Test("what an operator looked at, an answer, and what a person released are no nuisance")
    func neverAside() throws {
        let text = Self.spam[0]
        for channel in [Channel.radio, .forum, .counter, .import, .open311] {
            #expect(try !ruling(text) { $0.channel = channel }.flags.contains(FlagName.spam))
        }
        #expect(try !ruling(text) { $0.inReplyTo = "HSS-26-1000123-5" }.flags.contains(FlagName.spam))
        let released = try ruling(text) { $0.flags = [FlagName.notSpam] }
        #expect(!released.flags.contains(FlagName.spam))
        #expect(released.decision.because.first?.rule != RegionPack.spamReason)
    }

    @Test("an emergency is never put aside, whatever else is said")
    func emergencyComesFirst() throws {
        let text = Self.spam[0] + " tolong ada orang di dalam, rumah terbakar"
        let flags = try ruling(text).flags
        #expect(flags.contains(FlagName.emergency) && !flags.contains(FlagName.spam))
    }

    @Test("the channel's word that it is spam holds without words, but not for an emergency or an answer")
    func channelsWord() throws {
        let ruling = try ruling("jalan rusak di Hamalau") { $0.flags = [FlagName.spam] }
        #expect(ruling.nuisance == Reason(rule: RegionPack.spamReason, matched: []))
        #expect(ruling.flags.contains(FlagName.spam))
        let emergency = try self.ruling("rumah terbakar di Hamalau, tolong") {
            $0.flags = [FlagName.spam]
        }
        #expect(emergency.nuisance == nil && !emergency.flags.contains(FlagName.spam))
        let answer = try self.ruling("ya benar") {
            $0.flags = [FlagName.spam]
            $0.inReplyTo = "HSS-26-1000123-5"
        }
        #expect(answer.nuisance == nil)
    }

    @Test("an emergency that only a rule knows is not put aside either")
    func emergencyByRule() throws {
        let pack = try #require(hss)
        var found = 0
        for source in pack.sources where source.file.hasSuffix("00-darurat.yaml") {
            for example in source.examples where example.agency != nil {
                var complaint = Complaint.example(example.text, at: RegionPack.anyTime)
                let flags = pack.rule(on: complaint, at: RegionPack.anyTime).flags
                guard flags.contains(FlagName.emergency) else { continue }
                complaint.flags = [FlagName.spam]
                #expect(pack.rule(on: complaint, at: RegionPack.anyTime).nuisance == nil)
                found += 1
            }
        }
        #expect(found > 3)
    }

    @Test(arguments: [
        ("petugas loket minta uang rokok lima puluh ribu supaya surat cepat jadi", "permintaan_imbalan"),
        ("berkas sertifikat saya sudah dua tahun belum selesai juga di kantor pertanahan", "penundaan_berlarut"),
        ("anggota keluarga kepala desa semua dapat proyek, cv milik iparnya selalu menang", "konflik_kepentingan"),
    ])
    func maladministration(text: String, kind: String) throws {
        #expect(try ruling(text).flags.contains("mal_" + kind))
    }

    @Test("only a complaint can be about maladministration")
    func noMaladministrationInAQuestion() throws {
        let ruling = try ruling("Apa saja syarat membuat kartu keluarga baru, apakah dipungut biaya?")
        #expect(ruling.kind == .question)
        #expect(Set(ruling.flags).isDisjoint(with: FlagName.maladministration))
    }

    @Test("decided cases that would be put aside are counted apart")
    func evaluated() throws {
        let rows = [Self.spam[0], "lampu jalan desa Habirau mati"].map {
            LabelledRow(text: $0, agency: "PUPR", line: 2)
        }
        let decided = try #require(hss?.evaluate(rows, at: RegionPack.anyTime)).decided
        #expect(decided.spam == 1)
        #expect(decided.rule.n + decided.evidence.n + decided.triage == 1)
    }

    @Test("the classification of SP4N-LAPOR! follows kind and clock")
    func classification() throws {
        #expect(try ruling("jalan rusak di Simpur").classification == .complaint)
        #expect(try ruling("pungli, diminta uang pelicin").classification == .inspection)
        #expect(
            try ruling("Apa saja syarat membuat kartu keluarga baru?").classification == .information)
        #expect(
            try ruling("Kami mengusulkan dibangun taman bermain untuk anak-anak").classification
                == .aspiration)
        #expect(Classification(.other, isInspected: false) == nil)
        #expect(Classification.inspection.rawValue == "Pengaduan Berkadar Pengawasan")
    }

    // MARK: The file

    @Test(arguments: [
        ("complaint mal_imbalan", "there is no label 'mal_imbalan'"),
        ("complaint question", "needs exactly one of: complaint"),
        ("emergency", "needs exactly one of: complaint"),
        ("", "needs exactly one of: complaint"),
    ])
    func wrongLabels(labels: String, message: String) throws {
        let hand = RegionPack.LabelledHand(
            file: "b.csv", rows: [LabelledRow(text: "jalan rusak", agency: labels, line: 7)])
        let error = #expect(throws: ConfigurationError.self) {
            try #require(hss).learnSignals(from: [hand], digest: "sha256:0")
        }
        let problem = try #require(error?.problems.first)
        #expect(problem.file == "b.csv" && problem.line == 7)
        #expect(problem.message.hasPrefix(message))
    }

    @Test("a learned table is written, read again and says the same; what was settled stays")
    func roundTrip() throws {
        let pack = try #require(hss)
        let texts = [
            "complaint": ["jalan rusak berlubang", "lampu mati gelap", "got mampet bau", "banjir lagi"],
            "spam": ["promo hadiah klik", "slot gacor bonus", "dana cair cepat", "undian menang"],
            "question": ["apa syarat ktp", "berapa biaya kk", "jam buka loket", "cara daftar bpjs"],
        ]
        let hands = (0..<3).map { hand in
            RegionPack.LabelledHand(
                file: "\(hand).csv",
                rows: texts.sorted { $0.key < $1.key }.flatMap { label, own in
                    own.map {
                        LabelledRow(text: "\($0) \(["pak", "bu", "min"][hand])", agency: label, line: 2)
                    }
                })
        }
        let term = try #require(EvidenceTerm("jembatan"))
        let locked = SettledWeight(term: term, agency: "complaint", weight: 2.5)
        let learned = try pack.learnSignals(from: hands, locked: [locked], digest: "sha256:0")
        let folder = try TemporaryFolder("signals")
        let path = folder.file("learned.yaml")
        try learned.text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try pack.settledSignals(in: path).locked == [locked])
        let again = try pack.learnSignals(from: hands, locked: [locked], digest: "sha256:0")
        #expect(again.text == learned.text)
    }
}
