// Long messages cut anywhere, in any order, doubled, with parts missing and references used again: no part is
// lost, none is told twice, and half a character is never damaged.
import Complaints
import Delivery
import Foundation
import Intake
import Logging
import Region
import class ServiceKit.Metrics
import Store
import TestSupport
import Testing

@testable import SMSService

@Suite struct JoinerFuzzTests {
    private static let words = [
        "jalan", "rusak", "😷", "–", "air PDAM", "👨‍👩‍👧", "é", "{kotak}", "€", "\u{0}", "ujung", "\u{202E}",
    ]

    /// Long form: `MENDENGAR_FUZZ=100000000`.
    @Test func aTextCutAnywhereIsTheSameAgain() throws {
        var random = SeededRandom(seed: UInt64(Proof.size("MENDENGAR_SEED", short: 20_261_122)))
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 3000) {
            let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                Self.words.randomElement(using: &random) ?? ""
            }.joined(separator: " ")
            let isWide = Bool.random(using: &random)
            let charset = isWide ? Charset.utf16 : .utf8
            let bytes =
                isWide
                ? text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } : Array(text.utf8)
            let total = Int.random(in: 2...6, using: &random)
            let cuts = (1..<total).map { _ in Int.random(in: 0...bytes.count, using: &random) }
            let edges = [0] + cuts.sorted() + [bytes.count]
            let isLong = Bool.random(using: &random)
            var parts: [Part] = []
            for n in 1...total {
                let header: [UInt8] =
                    isLong
                    ? [6, 8, 4, 1, 2, UInt8(total), UInt8(n)] : [5, 0, 3, 42, UInt8(total), UInt8(n)]
                let piece = Array(bytes[edges[n - 1]..<edges[n]])
                parts.append(
                    try #require(Part(userDataHeader: header, bytes: piece, charset: charset)))
            }
            #expect(Part.joined(parts.shuffled(using: &random)) == charset.decode(bytes))
            // Some of them, and headers that are none.
            _ = Part.joined(parts.filter { _ in Bool.random(using: &random) })
            let header = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if let part = Part(userDataHeader: header, bytes: bytes, charset: charset) {
                #expect(part.number >= 1 && part.number <= part.total)
                _ = Part.joined([part])
            }
        }
    }

    /// Through the journal, with two processes that take turns.
    @Test func noPartIsLostOrToldTwice() async throws {
        var random = SeededRandom(seed: UInt64(Proof.size("MENDENGAR_SEED", short: 20_261_122)))
        for world in 0..<Proof.size("MENDENGAR_FUZZ_WORLDS", short: 25) {
            try await run(world, &random)
        }
    }

    private struct Sent {
        var id: String
        var query: String
    }

    private func run(_ world: Int, _ random: inout SeededRandom) async throws {
        let folder = try TemporaryFolder("joiner")
        let intake = try await Intake.open(
            database: "sqlite:" + folder.file("sms.sqlite"),
            region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path, reserveMiB: 0,
            schemas: [MessageTable.schema])
        defer { intake.close() }
        let account = try #require(
            try accounts("- { name: k, provider: kannel, secret: s, content_window: 1h }").first)
        let door = Webhook.Door(
            account, try Providers.make(account, publicURL: nil), Metrics(), .init())
        let answers = Answers(messages: Messages(store: intake.store), keywords: SMSKeywords())
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        let workers = (0..<2).map { _ in
            NormaliseWorker(intake: intake, logger: logger) {
                await SMSNormaliser.normalise($0, door, answers)
            }
        }
        // Each part has a word of its own.
        var sent: [Sent] = []
        var words: [String] = []
        for message in 0..<Int.random(in: 1...4, using: &random) {
            let total = Int.random(in: 2...5, using: &random)
            for n in 1...total where Int.random(in: 0..<8, using: &random) > 0 {
                let word = "w\(message)x\(n)"
                words.append(word)
                let query = "from=62812345678&to=1708&udh=%05%00%03%0\(message)%0\(total)%0\(n)"
                    + "&text=\(word)+"
                for copy in 0...(Int.random(in: 0..<5, using: &random) == 0 ? 1 : 0) {
                    sent.append(Sent(id: "\(word)-\(copy)", query: query))
                }
            }
        }
        for one in sent.shuffled(using: &random) {
            let raw = RawRequest(
                method: "GET", path: "/sms/k", query: "\(one.query)&id=\(one.id)", headers: [:],
                body: [])
            _ = try await intake.receive(SMSArrival.make(raw, account, door.provider))
            if Bool.random(using: &random) {
                _ = try await workers.randomElement(using: &random)?.step()
            }
        }
        for worker in workers { while try await worker.step() {} }
        // What is missing will not come.
        try await intake.store.write {
            try $0.execute("UPDATE long_message SET due = 1 WHERE lead IS NULL")
        }
        // Given up by whoever looks next, at most once a second: anew, at once.
        let late = NormaliseWorker(intake: intake, logger: logger) {
            await SMSNormaliser.normalise($0, door, answers)
        }
        while try await late.step() {}
        let complaints = try await intake.claim(limit: 100).map {
            try Wire.decode(Complaint.self, from: $0.body)
        }
        let told = complaints.flatMap { $0.text.split(separator: " ").map(String.init) }
            .filter { $0.hasPrefix("w") }
        #expect(told.sorted() == words.sorted(), "world \(world)")
        let ledger = try await intake.ledger()
        #expect(ledger.isBalanced && ledger.stored == sent.count, "world \(world)")
        #expect(ledger.waiting == complaints.count, "world \(world): \(ledger)")
    }
}
