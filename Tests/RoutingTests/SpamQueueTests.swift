// The queue of nuisances: what goes in, why, that nothing in it is lost, and the way out.
import Complaints
import Foundation
import HTTPTypes
import Store
import Testing

@testable import RoutingService

@Suite struct SpamQueueTests {
    private static let nuisance =
        "PROMO slot gacor bonus new member, daftar di bit.ly/gacor77, NIK 6306051708900001"

    private struct Queue: Decodable {
        struct Item: Decodable {
            var complaint: Complaint
            var because: Reason
            var at: Date
        }
        var items: [Item]
        var next: Int64?
    }

    private struct Told: Decodable {
        var history: [HistoryEntry]
    }

    private let rooms = RoutingTests()

    private func post(_ house: RoutingTests.House, _ complaint: String) async throws {
        let answer = try await house.call(
            .post, "/v1/complaints", token: "intake", body: complaint)
        #expect(answer.status == .ok)
        try await house.decide()
    }

    private func queue(_ house: RoutingTests.House, _ query: String = "") async throws -> Queue {
        let answer = try await house.call(.get, "/v1/spam" + query, token: "admin")
        #expect(answer.status == .ok)
        return try Wire.decode(Queue.self, from: Data(answer.text.utf8))
    }

    @Test("a nuisance is kept apart with its words, masked, sealed, and counted")
    func keptApart() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, try rooms.complaint("1", Self.nuisance))
            #expect(try await rooms.feed(house).items.isEmpty)
            let item = try #require(try await queue(house).items.first)
            #expect(item.because.rule == "spam" && !item.because.matched.isEmpty)
            #expect(item.complaint.flags.contains("spam"))
            #expect(!item.complaint.text.contains("6306051708900001"))
            let body = try await house.store.read { try $0.first("SELECT body FROM spam") }
            #expect(body?.text("body").contains("gacor") == false)
            let books = try await RoutingBooks.read(from: house.store)
            #expect(books.spam == 1 && books.isBalanced)
            let refused = try await house.call(.get, "/v1/spam", token: "case")
            #expect(refused.status == .forbidden)
        }
    }

    @Test("the channel's word for spam needs no words of the text")
    func byTheChannel() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(
                house, try rooms.complaint("1", "Jalan di Habirau rusak", flags: ["spam"]))
            #expect(try await rooms.feed(house).items.isEmpty)
            #expect(try await queue(house).items.first?.because.matched == [])
        }
    }

    @Test("what a person releases is decided, once, and links to what came meanwhile")
    func released() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(
                house, try rooms.complaint("1", "Jalan di desa Habirau rusak", flags: ["spam"]))
            try await post(house, try rooms.complaint("2", "Jalan di desa Habirau rusak"))
            let tracking = try #require(try await queue(house).items.first).complaint.tracking
            let hidden = try await house.call(.get, "/v1/complaints/\(tracking)", token: "case")
            #expect(hidden.status == .ok && !hidden.text.contains("81234567890"))
            let path = "/v1/spam/\(tracking)/release"
            let refused = try await house.call(.post, path, token: "case")
            #expect(refused.status == .forbidden)
            for _ in 0..<2 {
                let answer = try await house.call(.post, path, token: "admin")
                #expect(answer.status == .ok && answer.text.contains("\"released\""))
            }
            #expect(try await queue(house).items.isEmpty)
            try await house.decide()
            let items = try await rooms.feed(house).items
            #expect(items.count == 2)
            let late = try #require(items.first { $0.complaint.tracking == tracking })
            #expect(late.complaint.flags == ["not_spam"] && late.agency?.id == "PUPR")
            #expect(late.duplicate?.relation == .resend)
            let books = try await RoutingBooks.read(from: house.store)
            #expect(books.spam == 0 && books.accepted == 2 && books.isBalanced)
            let who = try await house.store.read { try $0.first("SELECT released_by FROM spam") }
            #expect(who?.text("released_by") == "admin")
            let told = try await house.call(.get, "/v1/complaints/\(tracking)", token: "admin")
            let steps = try Wire.decode(Told.self, from: Data(told.text.utf8)).history
            #expect(steps.map(\.action) == ["spam", "release", "assigned"])
            #expect(steps.map(\.actor) == ["routing", "admin", "routing"])
            // A provider that sends it again is told that it is known.
            let again = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("1", "Jalan di desa Habirau rusak", flags: ["spam"]))
            #expect(again.text.contains("\"known\""))
        }
    }

    @Test("a person's word stands against the words of the text")
    func believed() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, try rooms.complaint("1", Self.nuisance))
            let id = try #require(try await queue(house).items.first).complaint.id.text
            let answer = try await house.call(.post, "/v1/spam/\(id)/release", token: "admin")
            #expect(answer.status == .ok)
            try await house.decide()
            #expect(try await queue(house).items.isEmpty)
            #expect(try await rooms.feed(house).items.count == 1)
        }
    }

    @Test("what was never put aside cannot be released")
    func notSpam() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, try rooms.complaint("2", "Jalan di desa Habirau rusak"))
            let known = try #require(try await rooms.feed(house).items.first).complaint.id.text
            let refused = try await house.call(.post, "/v1/spam/\(known)/release", token: "admin")
            #expect(refused.status == .conflict)
            let unknown = try await house.call(.post, "/v1/spam/x/release", token: "admin")
            #expect(unknown.status == .notFound)
        }
    }

    @Test("the queue is read page by page, the newest first")
    func pages() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            for number in 1...5 {
                try await post(
                    house, try rooms.complaint("\(number)", "hadiah", flags: ["spam"]))
            }
            let first = try await queue(house, "?limit=2")
            let next = try #require(first.next)
            let second = try await queue(house, "?limit=2&before=\(next)")
            let third = try await queue(house, "?limit=2&before=\(second.next ?? 0)")
            let seen = (first.items + second.items + third.items).map(\.complaint.externalId)
            #expect(seen == ["5", "4", "3", "2", "1"] && third.next == nil)
            let wrong = try await house.call(.get, "/v1/spam?limit=0", token: "admin")
            #expect(wrong.status == .badRequest)
        }
    }

    @Test("what was put aside before there was a queue is in it after the upgrade")
    func older() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(
                house, try rooms.complaint("1", "hadiah 6306051708900001", flags: ["spam"]))
            // As the migration leaves it.
            try await house.store.write { _ = try $0.execute("UPDATE spam SET body = ''") }
            let item = try #require(try await queue(house).items.first)
            #expect(item.complaint.reporter == nil && item.because.matched.isEmpty)
            #expect(!item.complaint.text.contains("6306051708900001"))
            let tracking = item.complaint.tracking
            let answer = try await house.call(
                .post, "/v1/spam/\(tracking)/release", token: "admin")
            #expect(answer.status == .ok)
            try await house.decide()
            #expect(try await rooms.feed(house).items.count == 1)
        }
    }

    @Test("a page ends at its bytes, with at least one")
    func bytes() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let long = String(repeating: "hadiah ", count: 3_000)
            for number in 1...4 {
                try await post(house, try rooms.complaint("\(number)", long, flags: ["spam"]))
            }
            func page(_ bytes: Int) async throws -> Int {
                try await house.store.read {
                    try SpamTable.waiting(
                        before: .max, limit: 10, bytesMax: bytes, in: $0
                    ).count
                }
            }
            #expect(try await page(1) == 1)
            #expect(try await page(150_000) == 2)
            #expect(try await page(10_000_000) == 4)
        }
    }
}
