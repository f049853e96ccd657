// Evidence learned from decided cases: what it knows, when it decides, and what it leaves to others.
import Complaints
import Foundation
import Language
import Region
import ServiceKit
import Testing

@Suite struct EvidenceTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)
    /// Learned once for the suite.
    private static let learned: EvidenceFile? = try? learn(InventedHistory.rows(600, seed: 1))

    private static func learn(
        _ rows: [LabelledRow], vetoes: [SettledWeight] = [], locked: [SettledWeight] = []
    ) throws -> EvidenceFile {
        let lesson = try #require(hss).learn(from: rows)
        return EvidenceFile(
            source: .init(
                history: "sha256:0", cases: lesson.cases,
                skipped: lesson.skipped.values.reduce(0, +), date: nil),
            quality: lesson.quality, evidence: lesson.evidence, vetoes: vetoes, locked: locked)
    }

    private func pack() throws -> RegionPack {
        var pack = try #require(hss)
        pack.evidence = try #require(Self.learned).evidence
        return pack
    }

    private func ruling(_ text: String) throws -> Ruling {
        try pack().rule(on: .example(text, at: Self.moment), at: Self.moment)
    }

    private func judged(_ pack: RegionPack, _ rows: [LabelledRow]) throws -> Evaluation {
        try #require(pack.evaluate(rows, at: Self.moment))
    }

    @Test("it knows what no keyword knows, on cases it has not seen")
    func better() throws {
        let unseen = InventedHistory.rows(300, seed: 2)
        let cold = try judged(try #require(hss), unseen)
        let warm = try judged(try pack(), unseen)
        #expect(warm.top1 > 0.9)
        #expect(cold.top1 < 0.75)
        #expect(warm.top3 >= warm.top1)
        #expect(try #require(warm.coverage["0.90"]) > 0.9)
        // What is believed is what happens.
        for step in warm.calibration where step.n >= 50 {
            #expect(abs(step.confidence - step.right) < 0.08, "\(step)")
        }
    }

    @Test("equal histories give equal files, and a file read again says the same")
    func deterministic() throws {
        let file = try #require(Self.learned)
        #expect(try Self.learn(InventedHistory.rows(600, seed: 1)).text == file.text)
        let path = FileManager.default.temporaryDirectory
            .appending(path: "evidence-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        let again = try EvidenceFile.load(path: path, for: try #require(hss))
        #expect(again.text == file.text)
    }

    @Test("a sure decision names its words, their weights, and the two agencies behind the first")
    func decides() throws {
        let text = "mohon bantuannya, kartu merah putih kosong, terima kasih"
        let ruling = try ruling(text)
        #expect(ruling.decision.mode == .evidence)
        #expect(ruling.decision.rule == nil)
        #expect(ruling.agency?.id == "DINSOS")
        #expect(ruling.decision.confidence > 0.6)
        let reason = try #require(ruling.decision.because.first)
        #expect(reason.rule == "evidence")
        let heaviest = try #require(reason.matched.first)
        #expect(try #require(heaviest.weight) > 0)
        #expect(reason.matched.contains { $0.text.contains("merah") })
        for matched in reason.matched {
            let scalars = text.unicodeScalars.dropFirst(matched.start).prefix(
                matched.end - matched.start)
            #expect(String(String.UnicodeScalarView(scalars)) == matched.text)
        }
        let candidates = try #require(ruling.decision.candidates)
        #expect(candidates.count == RegionPack.maximumCandidates)
        #expect(candidates.first?.agency == "DINSOS")
        #expect(candidates[0].score > candidates[1].score)
    }

    @Test("past decisions that point outside of the region refer there, and the citizen is told so")
    func refers() throws {
        var pack = try self.pack()
        let text = "mohon bantuannya, kartu merah putih kosong, terima kasih"
        let within = pack.rule(on: .example(text, at: Self.moment), at: Self.moment)
        #expect(within.decision.mode == .evidence && within.decision.referred == nil)
        let index = try #require(pack.agencies.firstIndex { $0.id == "DINSOS" })
        pack.agencies[index].kind = .vertikal
        let decision = pack.rule(on: .example(text, at: Self.moment), at: Self.moment).decision
        #expect(decision.mode == .evidence && decision.referred == true)
        #expect(decision.reason?.contains("Dinas Sosial") == true)
    }

    @Test("a hard rule comes first, whatever the evidence says")
    func rulesFirst() throws {
        let sure = "saldo kartu merah putih nol, beras jatah telat, kartu merah putih kosong"
        #expect(try self.ruling(sure).decision.mode == .evidence)
        let ruling = try ruling(sure + ". pohon rabah menimpa rumah")
        #expect(ruling.decision.mode == .rule)
        #expect(ruling.agency?.id == "BPBD")
        #expect(ruling.decision.candidates == nil)
    }

    @Test("what it is not sure of waits in triage with three candidates")
    func unsure() throws {
        let ruling = try ruling("mohon bantuannya, ada masalah di balai, terima kasih")
        #expect(ruling.decision.mode == .triage)
        #expect(ruling.agency == nil)
        #expect(ruling.decision.candidates?.count == RegionPack.maximumCandidates)
    }

    @Test("keywords speak for agencies that no decided case went to")
    func beyond() throws {
        let ruling = try ruling("Sertifikat tanah program PTSL dari tahun lalu belum jadi")
        #expect(ruling.decision.mode == .rule)
        #expect(ruling.agency?.id == "BPN")
    }

    @Test("evidence alone never overrules keywords of a matter it hardly knows: a person decides")
    func hardlyKnown() throws {
        let rows =
            InventedHistory.rows(200, seed: 8) + [
                LabelledRow(text: "batas kebun kakek saya dipindah orang", agency: "BPN", line: 0)
            ]
        var pack = try #require(hss)
        pack.evidence = try Self.learn(rows).evidence
        let ruling = pack.rule(
            on: .example("sengketa tanah dengan tetangga", at: Self.moment), at: Self.moment)
        #expect(ruling.decision.mode == .triage)
        #expect(ruling.agency == nil)
        #expect(ruling.decision.rejected.contains { $0.rule == "pertanahan" })
    }

    @Test("a guess by keywords that the evidence contradicts loses, and the trace says so")
    func contradicted() throws {
        // The pack thinks of the trees; this office's citizens call its lamps so.
        let rows =
            InventedHistory.rows(300, seed: 3)
            + (0..<60).map { number in
                LabelledRow(
                    text: "lampu taman nomor \(number % 7) di gang \(number % 5) padam lagi",
                    agency: "PERKIM",
                    line: 0)
            }
        var pack = try #require(hss)
        pack.evidence = try Self.learn(rows).evidence
        let ruling = pack.rule(
            on: .example("lampu taman di gang delima padam lagi", at: Self.moment), at: Self.moment)
        #expect(ruling.agency?.id == "PERKIM")
        #expect(ruling.decision.mode == .evidence)
        #expect(ruling.decision.rejected.first?.why.contains("PERKIM") == true)
    }

    @Test("an office of a place is not named while the place is not known")
    func placeUnknown() throws {
        let rows =
            InventedHistory.rows(200, seed: 4)
            + (0..<60).map {
                LabelledRow(
                    text: "iuran kas kampung nomor \($0 % 9) tidak transparan", agency: "KELURAHAN",
                    line: 0)
            }
        var pack = try #require(hss)
        pack.evidence = try Self.learn(rows).evidence
        func ruling(_ text: String) -> Ruling {
            pack.rule(on: .example(text, at: Self.moment), at: Self.moment)
        }
        let nowhere = ruling("iuran kas kampung tidak transparan")
        #expect(nowhere.agency == nil)
        #expect(nowhere.decision.candidates?.first?.agency == "KELURAHAN")
        #expect(nowhere.decision.rejected.first?.why.contains("tempatnya belum diketahui") == true)
        let somewhere = ruling("iuran kas kampung tidak transparan di kelurahan Jambu Hilir")
        #expect(somewhere.agency?.place == "63.06.05.1004")
        #expect(somewhere.decision.mode == .evidence)
    }

    @Test("vetoes and locked weights hold when it is learned again")
    func settled() throws {
        let veto = SettledWeight(term: .stem("koral"), agency: "PUPR", weight: 0)
        let lock = SettledWeight(term: .word("bronjong"), agency: "BPBD", weight: 40)
        let file = try Self.learn(
            InventedHistory.rows(600, seed: 1), vetoes: [veto], locked: [lock])
        func weight(_ file: EvidenceFile, _ term: EvidenceTerm, _ agency: String) -> Double? {
            let number = file.evidence.agencies.firstIndex { $0.id == agency }
            return file.evidence.entries.first { $0.term == term }?.weights
                .first { $0.agency == number }?.weight
        }
        #expect(weight(try #require(Self.learned), veto.term, "PUPR") != nil)
        #expect(weight(file, veto.term, "PUPR") == nil)
        #expect(weight(file, lock.term, "BPBD") == 40)
        #expect(file.text.contains("veto:\n  - { term: \"~koral\", agency: PUPR }"))
        var pack = try #require(hss)
        pack.evidence = file.evidence
        let opinion = pack.ranking(of: .example("bronjong", at: Self.moment))
        #expect(opinion.agencies.first?.agency == "BPBD")
    }

    @Test("numbers and addresses of persons never come into a file")
    func personalData() throws {
        let rows =
            InventedHistory.rows(200, seed: 5)
            + (0..<40).map { _ in
                LabelledRow(
                    text:
                        "nik saya 6306051203800001 hp 081250001234 surel siti.rahmah@warga.example, data salah",
                    agency: "DISDUKCAPIL", line: 0)
            }
        let text = try Self.learn(rows).text
        for part in ["6306", "0812", "1234", "rahmah", "siti"] {
            #expect(!text.contains(part), "\(part)")
        }
    }

    @Test("rows of agencies the pack does not know are counted and left out")
    func unknownAgencies() throws {
        let rows =
            InventedHistory.rows(100, seed: 6)
            + [LabelledRow(text: "apa saja", agency: "DINAS AJAIB", line: 102)]
        let lesson = try #require(hss).learn(from: rows)
        #expect(lesson.skipped == ["DINAS AJAIB": 1])
        #expect(lesson.cases == 100)
        let evaluation = try judged(try pack(), rows)
        #expect(evaluation.n == 100)
        #expect(evaluation.skipped == ["DINAS AJAIB": 1])
        #expect(hss?.evaluate([rows[100]], at: Self.moment) == nil)
    }

    @Test("too few cases and a single agency teach nothing, and that is said")
    func nothingToLearn() throws {
        let pack = try #require(hss)
        #expect(throws: EvidenceProblem.tooFewCases(5)) {
            try pack.learn(from: InventedHistory.rows(5, seed: 1))
        }
        let one = (0..<50).map { LabelledRow(text: "jalan rusak \($0)", agency: "PUPR", line: $0) }
        #expect(throws: EvidenceProblem.oneAgency("PUPR")) { try pack.learn(from: one) }
    }

    @Test("a rule that the office's decisions contradict is named")
    func contradictedRules() throws {
        let rows =
            InventedHistory.rows(100, seed: 6)
            + (0..<8).map {
                LabelledRow(
                    text: "pungutan di SMAN \($0) memberatkan wali murid", agency: "DISDIK", line: 0
                )
            }
        let lesson = try #require(hss).learn(from: rows)
        #expect(lesson.contradicted.map(\.rule).contains("sma-smk"))
    }
}
