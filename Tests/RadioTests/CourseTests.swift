// The chain, its file of weights, and what is told in minutes and chats.
import Complaints
import Foundation
import ServiceKit
import TestSupport
import Testing

@testable import RadioService

@Suite struct CourseTests {
    private static func chain(_ random: inout SeededRandom) -> (Chain, [Evidence]) {
        var chain = Chain(states: 3, traits: 4, bridges: 2)
        for index in chain.weights.indices {
            chain.weights[index] = .random(in: -2...2, using: &random)
        }
        for index in chain.steps.indices {
            chain.steps[index] = .random(in: -2...2, using: &random)
        }
        for index in chain.starts.indices {
            chain.starts[index] = .random(in: -1...1, using: &random)
        }
        let sequence = (0..<5).map { _ in
            Evidence(
                traits: [.random(in: 0...3, using: &random)],
                bridge: .random(in: 0...1, using: &random))
        }
        return (chain, sequence)
    }

    /// The score of a course, step by step.
    private static func score(_ chain: Chain, _ sequence: [Evidence], _ path: [Int]) -> Double {
        let scores = chain.scores(sequence)
        var total = chain.starts[path[0]]
        for place in path.indices {
            total += scores[place * 3 + path[place]]
            if place > 0 {
                total +=
                    chain.steps[(sequence[place].bridge * 3 + path[place - 1]) * 3 + path[place]]
            }
        }
        return total
    }

    @Test func theLikeliestCourseIsTheBestOfAll() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20 {
            let (chain, sequence) = Self.chain(&random)
            var all = [[Int]()]
            for _ in sequence { all = all.flatMap { path in (0..<3).map { path + [$0] } } }
            let best = all.map { Self.score(chain, sequence, $0) }.max() ?? 0
            #expect(abs(Self.score(chain, sequence, chain.path(sequence)) - best) < 1e-9)
            let sums = chain.sums(sequence)
            let total = log(all.reduce(0) { $0 + exp(Self.score(chain, sequence, $1)) })
            #expect(abs(sums.total - total) < 1e-6)
            for place in sequence.indices {
                #expect(abs(sums.shares[place * 3..<place * 3 + 3].reduce(0, +) - 1) < 1e-9)
            }
        }
    }

    @Test func whatIsTaughtIsFollowed() {
        let sequence = (0..<12).map { Evidence(traits: [Int32($0 % 4 == 0 ? 1 : 0)]) }
        let states = (0..<12).map { $0 % 4 == 0 ? 1 : 0 }
        var chain = Chain(states: 2, traits: 2, bridges: 1)
        ChainTraining().teach(&chain, [Lesson(sequence: sequence, states: states)])
        #expect(chain.path(sequence) == states)
    }

    @Test func theFileOfWeightsIsReadAsItWasWritten() throws {
        let model = try Model.standard()
        let path = FileManager.default.temporaryDirectory.path + "/weights-\(UUID()).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(model.text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try Model.read(path).text == model.text)
        let broken = model.text.replacing("'speaks host'", with: "'speeks host'")
        try Data(broken.utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: ConfigurationError.self) { try Model.read(path) }
    }

    private func cut(_ text: String) throws -> ProgrammeDraft {
        let segmenter = Segmenter(
            model: try Model.standard(), places: PlaceNames(["Angkinang", "Bangkau", "Simpur"]))
        let draft = try ProgrammeDraft.make(
            file: Data(text.utf8), station: "uji", airedOn: #require(LocalDate("2026-06-18")),
            segmenter: segmenter)
        try checkPartition(draft)
        return draft
    }

    @Test func whatAMeetingAgreedOnBelongsToThePointThatWasRaised() throws {
        let draft = try cut(
            """
            NOTULEN FORUM KONSULTASI PUBLIK

            A. TANGGAPAN PESERTA
            1. Suriani (Bangkau): air ledeng sudah sebulan keruh dan berbau.
            2. Kepala Perumda menjelaskan pipa ledeng akan dikuras.
            3. Darmawan (Simpur) mengusulkan taman baca di balai desa.

            B. KESEPAKATAN
            4. Pipa ledeng Bangkau dikuras. PJ: Perumda, paling lambat 30 Juni 2026.
            """)
        let items = draft.items.filter { $0.kind != .other }
        #expect(items.map(\.caller.name) == ["Suriani", "Darmawan"])
        #expect(items.first?.agreed?.by == "Perumda")
        #expect(items.first?.agreed?.due == "2026-06-30")
        #expect(items.last?.agreed == nil)
    }

    @Test func messagesOfAChatBelongToTheirSendersMatter() throws {
        let draft = try cut(
            """
            04/06/26 19.05 - Radio Admin: Malam semua, silakan kirim aduan
            04/06/26 19.11 - Nurul: min lampu jalan di Simpur mati semua, gelap sekali
            04/06/26 19.12 - Bahran: min mau tanya jadwal vaksin sapi di Angkinang kapan ya
            04/06/26 19.14 - Radio Admin: @Nurul lampu Simpur besok diperbaiki Dishub
            04/06/26 19.15 - Bahran: soalnya sapi saya sudah batuk
            """)
        let items = draft.items.filter { $0.kind != .other }
        #expect(items.map(\.caller.name) == ["Nurul", "Bahran"])
        #expect(items.map(\.turns) == [[[2, 2], [4, 4]], [[3, 3], [5, 5]]])
    }

    /// Chats open with small talk, but not with a complaint: it is one whoever writes it and however short.
    @Test(arguments: [
        "Sampah menumpuk di pasar Loksado, bau sekali", "Air PDAM mati sudah tiga hari",
        "Jalan di desa kami rusak parah sejak banjir",
    ])
    func firstMessagesOfAChatAreMatters(_ said: String) async throws {
        try await StationHouse.open { _, client in
            let chat = """
                [18/11/26, 09.01.10] Warga Loksado: \(said)
                [18/11/26, 09.04.00] Nurul: Selamat pagi semua
                [18/11/26, 09.10.00] Admin Radio: Pagi. Terima kasih laporannya.
                [18/11/26, 09.12.00] Marwan: Bagaimana cara mengurus KTP hilang?
                """
            let answer = try await TestForm(file: Data(chat.utf8)).post(client, "/v1/programmes")
            let items = try #require(answer.json["items"] as? [[String: Any]])
            func item(of turn: Int) -> [String: Any]? {
                items.first { ($0["turns"] as? [[Int]])?.contains { $0[0] <= turn && turn <= $0[1] } == true }
            }
            #expect(item(of: 1)?["kind"] as? String == "complaint")
            #expect((item(of: 1)?["text"] as? String)?.hasPrefix(said.prefix(8)) == true)
        }
    }

    @Test func whereMessagesBelongIsLearned() throws {
        // In these chats a second voice always speaks of its own matter, whatever was written before.
        func chat(_ first: String, _ second: String) throws -> TaughtProgramme {
            let text = """
                04/06/26 19.05 - \(first): got kami mampet sudah sebulan dan airnya naik ke dapur
                04/06/26 19.06 - \(second): lampu pasar mati semua sejak hari senin kemarin
                04/06/26 19.07 - \(first): tolong diperiksa
                04/06/26 19.08 - \(second): gelap sekali
                """
            let items = ["a", "b", "a", "b"]
            let truth = """
                {"aired_on": "2026-06-04", "kinds": {"a": "complaint", "b": "complaint"}, "units": [\(
                    items.enumerated().map {
                        "{\"line\": \($0 + 1), \"item\": \"\($1)\", \"who\": \"caller\"}"
                    }.joined(separator: ","))]}
                """
            return TaughtProgramme(
                try TranscriptReader.read(Data(text.utf8)),
                try JSONDecoder().decode(KnownProgramme.self, from: Data(truth.utf8)))
        }
        let matcher = PhraseMatcher(Phrases())
        let taught = ThreadTeaching.taught(
            try [chat("Marwan", "Salmah"), chat("Arbain", "Nurul"), chat("Idah", "Bahran")], matcher)
        var readings = try chat("Hairul", "Masnah").turns.map { Reading($0, matcher: matcher) }
        let found = Threads.find(&readings, taught, raises: { _ in false }).stretches
            .filter { $0.sort == .call }
        #expect(found.map(\.indices) == [[0, 2], [1, 3]])
        // Who was taught nothing tells nothing apart.
        var again = try chat("Hairul", "Masnah").turns.map { Reading($0, matcher: matcher) }
        let untaught = Threads.find(&again, ThreadTraits.course(), raises: { _ in false })
        #expect(untaught.stretches.map(\.indices) != found.map(\.indices))
    }

    @Test func whatTheProgramOfAChatWritesIsNobodysMatter() throws {
        let draft = try cut(
            """
            [04/06/26, 19.05.00] Nurul: min lampu jalan di Simpur mati semua, gelap sekali
            [04/06/26, 19.06.00] Grup Warga: \u{200E}Marwan joined using this group's link
            [04/06/26, 19.07.00] Nurul: tolong diperbaiki
            """)
        #expect(draft.turns.map(\.speaker) == ["Nurul", nil, "Nurul"])
        #expect(draft.items.filter { $0.kind != .other }.map(\.turns) == [[[1, 1], [3, 3]]])
    }

    @Test func aLineThatWasNotBrokenByItsWidthIsATurn() throws {
        let transcript = try TranscriptReader.read(
            Data(
                """
                PENYIAR: Ada beberapa pesan yang masuk malam ini dan akan saya bacakan semuanya satu per satu.
                Kedua, dari warga Simpur.
                (lagu)
                BUPATI: Silakan dibacakan semuanya, nanti saya jawab satu per satu menurut urutannya supaya tidak ada yang tertinggal. / PENYIAR: Baik.
                """.utf8))
        #expect(
            transcript.turns.map(\.speaker) == ["PENYIAR", "PENYIAR", nil, "BUPATI", "PENYIAR"])
    }
}
