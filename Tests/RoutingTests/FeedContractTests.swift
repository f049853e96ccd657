// The feed to the letter of the contract: where it begins and ends, what comes again and what does not, and no
// gap however many write at once. And acknowledgements that are forged or come twice.
import Complaints
import Foundation
import HTTPTypes
import Store
import Synchronization
import TestSupport
import Testing

@testable import RoutingService

@Suite struct FeedContractTests {
    private let rooms = RoutingTests()

    private func post(
        _ house: RoutingTests.House, _ ids: ClosedRange<Int>, _ text: (Int) -> String
    ) async throws {
        for id in ids {
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("\(id)", text(id)))
            #expect(answer.status == .ok)
        }
        try await house.decide()
    }

    private func page(_ house: RoutingTests.House, _ query: String) async throws -> RoutingTests.Page {
        let answer = try await house.call(.get, "/v1/assignments?\(query)", token: "case")
        #expect(answer.status == .ok, "\(query): \(answer.text)")
        return try Wire.decode(RoutingTests.Page.self, from: Data(answer.text.utf8))
    }

    @Test("pages begin behind their cursor, and the last one repeats it")
    func pages() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, 1...5) { "Jalan di desa Habirau rusak, perkara nomor \($0)" }
            for start in ["", "after=0", "after=", "limit=1000", "wait=60", "after=0&wait=60&limit=5"] {
                #expect(try await page(house, start).items.map(\.cursor) == [1, 2, 3, 4, 5])
            }
            var seen: [Int64] = []
            var next: Int64 = 0
            for _ in 0..<3 {
                let one = try await page(house, "after=\(next)&limit=2")
                #expect(one.next == one.items.last?.cursor)
                seen += one.items.map(\.cursor)
                next = one.next
            }
            #expect(seen == [1, 2, 3, 4, 5])
            let empty = try await page(house, "after=5")
            #expect(empty.items.isEmpty && empty.next == 5)
            for query in ["after=6", "after=6&wait=60", "limit=1001", "limit=-1", "wait=-1", "after=1.5",
                "after=99999999999999999999", "limit=x"]
            {
                let answer = try await house.call(.get, "/v1/assignments?\(query)", token: "case")
                #expect(answer.status == .badRequest && answer.text.contains("problems/"), "\(query)")
            }
        }
    }

    @Test("an empty feed ends at 0, and a wait that nothing ends is as long as it was asked to be")
    func empty() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            #expect(try await page(house, "").next == 0)
            let began = ContinuousClock.now
            let waited = try await page(house, "after=0&wait=1")
            #expect(waited.items.isEmpty && waited.next == 0)
            #expect(ContinuousClock.now - began >= .seconds(1))
            let future = try await house.call(.get, "/v1/assignments?after=1", token: "case")
            #expect(future.status == .badRequest && future.text.contains("cursor-beyond-end"))
        }
    }

    @Test("a later link brings nothing back; what others change comes again, higher and under its id")
    func comesAgain() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, 1...2) { _ in "Jembatan gantung di desa Habirau papannya patah" }
            let first = try await page(house, "")
            #expect(first.items.map(\.cursor) == [1, 2])
            #expect(first.items[0].duplicate == nil && first.items[1].duplicate != nil)
            let id = first.items[0].id.text
            // The reader's own words do not come back to it.
            for (step, body) in [
                ("ack", #"{"case_ref":"K"}"#), ("status", #"{"status":"in_progress"}"#),
                ("status", #"{"status":"answered"}"#), ("status", #"{"status":"in_progress"}"#),
            ] {
                let answer = try await house.call(
                    .post, "/v1/assignments/\(id)/\(step)", token: "case", body: body)
                #expect(answer.status == .ok, "\(step): \(answer.text)")
            }
            #expect(try await page(house, "after=2").items.isEmpty)
            let referred = try await house.call(
                .post, "/v1/assignments/\(id)/refer", token: "admin",
                body: #"{"agency":"PERKIM","reason":"disposisi"}"#)
            #expect(referred.status == .ok)
            let again = try await page(house, "after=2")
            #expect(again.items.map(\.cursor) == [3] && again.items[0].id.text == id)
            #expect(again.items[0].agency?.id == "PERKIM")
            // What stood in the feed stays as it was.
            #expect(try await page(house, "limit=2").items == first.items)
        }
    }

    @Test("what may name a person or his papers is not in it")
    func masked() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let text = "Nomor KK saya 6306051708900001 dan NIK 6306054107900002, jalan rusak di Habirau"
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("1", text, confidential: true))
            try await house.decide()
            let answer = try await house.call(.get, "/v1/assignments", token: "case")
            #expect(answer.text.contains("\"reporter\":null"))
            for secret in ["6306051708900001", "6306054107900002", "81234567890", "Warga"] {
                #expect(!answer.text.contains(secret), "\(secret)")
            }
        }
    }

    @Test("no gap and no step back, however many write", arguments: TestDatabase.allCases)
    func gapless(database: TestDatabase) async throws {
        let folder = try TemporaryFolder("feed")
        let url = try DatabaseURL(database.url(in: folder))
        // Two processes, where there can be two.
        var stores: [Store] = []
        for _ in 0..<(database == .postgres ? 2 : 1) {
            stores.append(try await Store.open(url, schemas: [RoutingTables.schema]))
        }
        defer { for store in stores { store.close() } }
        let (writers, each) = (8, 15)
        let reader = stores[0]
        let writing = stores
        let seen = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    let store = writing[writer % writing.count]
                    for number in 0..<each {
                        // One and several, new and changed.
                        let place = (writer * each + number) * 3
                        try await PushTests.feed(place..<(place + 1 + number % 3), store)
                        try await store.write {
                            _ = try AssignmentTable.enterFeed(
                                PushTests.assignment(place), at: .now, in: $0)
                        }
                    }
                    return []
                }
            }
            let all = Int64(writers * (each / 3 * 6 + each))
            group.addTask {
                var seen: [Int64] = []
                while seen.last ?? 0 < all {
                    let after = seen.last ?? 0
                    let rows = try await reader.read { try Feed.rows(after: after, limit: 7, in: $0) }
                    seen += rows.map(\.cursor)
                    if rows.isEmpty { await Task.yield() }
                }
                return seen
            }
            return try await group.reduce(into: [Int64]()) { $0 += $1 }
        }
        #expect(seen == Array(1...Int64(seen.count)))
        #expect(seen.count == writers * (each / 3 * 6 + each))
    }

    @Test("an acknowledgement that is forged is refused, and one that comes twice changes nothing more")
    func acknowledgements() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await post(house, 1...1) { _ in "Jalan di desa Habirau rusak" }
            let id = try #require(try await page(house, "").items.first).id.text
            func step(_ step: String, _ token: String, _ body: String) async throws -> HTTPResponse.Status {
                try await house.call(.post, "/v1/assignments/\(id)/\(step)", token: token, body: body).status
            }
            let bodies = [
                ("ack", #"{"case_ref":"K"}"#), ("return", #"{"reason":"x"}"#),
                ("refer", #"{"agency":"PERKIM","reason":"x"}"#), ("status", #"{"status":"closed"}"#),
            ]
            for (name, body) in bodies {
                #expect(try await step(name, "forged", body) == .unauthorized, "\(name)")
                #expect(try await step(name, "intake", body) == .forbidden, "\(name)")
                if name != "refer" { #expect(try await step(name, "admin", body) == .forbidden, "\(name)") }
            }
            #expect(try await page(house, "").items.first?.status == .assigned)
            for _ in 0..<3 { #expect(try await step("ack", "case", #"{"case_ref":"K"}"#) == .ok) }
            let lines = try await house.store.read {
                try $0.query("SELECT action FROM history WHERE action = 'acknowledged'").count
            }
            #expect(lines == 1)
            #expect(try await page(house, "").next == 1)
        }
    }
}
