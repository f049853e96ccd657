// What an administrator sees of the push and does with it, over HTTP.
import Complaints
import Foundation
import HTTPTypes
import Store
import Testing

@testable import RoutingService

@Suite struct PushEndpointTests {
    private let rooms = RoutingTests()

    private struct Receivers: Decodable { var items: [PushSummary] }
    private struct Letters: Decodable {
        var items: [PushLetter]
        var next: Int64?
    }

    /// A receiver that has taken one entry of five, and is off.
    private func withLetters(
        _ body: @Sendable @escaping (RoutingTests.House) async throws -> Void
    ) async throws {
        try await rooms.withRouting { house in
            let receiver = try PushTests.receiver()
            try await house.store.write {
                try PushTable.register([receiver], now: Date.now.microseconds, in: $0)
            }
            try await PushTests.feed(0..<5, house.store)
            let script = ScriptedReceiver { got, _ in .status(got.cursor == 1 ? 200 : 500) }
            let sender = try PushTests.sender(receiver, .fresh, house.store, script)
            try await PushTests.drain(sender)
            try await house.store.write {
                try $0.execute(
                    "UPDATE push_letter SET state = 'dead' WHERE cursor > 2")
                try $0.execute("UPDATE push_receiver SET disabled_at = 1, why = 'answered 410'")
            }
            try await body(house)
        }
    }

    @Test func whatAnAdministratorSees() async throws {
        try await withLetters { house in
            let answer = try await house.call(.get, "/v1/push", token: "admin")
            let one = try #require(
                try Wire.decode(Receivers.self, from: Data(answer.text.utf8)).items.first)
            #expect(one.name == "case" && one.state == .disabled && one.why == "answered 410")
            #expect(one.cursor == 5 && one.waiting == 1 && one.dead == 3 && one.delivered == 1)
            #expect(one.url == "https://case.hss.example:443", "the path may be a secret")
            var seen: [Int64] = []
            var after: Int64? = 0
            while let cursor = after {
                let page = try await house.call(
                    .get, "/v1/push/case?limit=3&after=\(cursor)", token: "admin")
                let letters = try Wire.decode(Letters.self, from: Data(page.text.utf8))
                seen += letters.items.map(\.cursor)
                #expect(letters.items.allSatisfy { ($0.due_at == nil) == ($0.state == "dead") })
                after = letters.next
            }
            #expect(seen == [2, 3, 4, 5])
        }
    }

    @Test func whatHeDoes() async throws {
        try await withLetters { house in
            let on = try await house.call(.post, "/v1/push/case/enable", token: "admin")
            #expect(on.status == .ok && on.text.contains("\"active\""))
            func resend(_ body: String?) async throws -> String {
                try await house.call(.post, "/v1/push/case/resend", token: "admin", body: body).text
            }
            #expect(try await resend(#"{"cursors":[1,3,99]}"#) == #"{"resent":2}"#)
            #expect(try await resend(nil) == #"{"resent":2}"#, "the dead that are left")
            #expect(try await resend("{}") == #"{"resent":0}"#)
            #expect(try await resend("[").contains("unreadable-body"))
            let many = Array(repeating: "1", count: PushEndpoints.cursorsMax + 1).joined(separator: ",")
            #expect(try await resend("{\"cursors\":[\(many)]}").contains("too-many"))
        }
    }

    @Test func onlyAnAdministratorAndOnlyWhatIsThere() async throws {
        try await withLetters { house in
            let calls: [(HTTPRequest.Method, String)] = [
                (.get, "/v1/push"), (.get, "/v1/push/case"), (.post, "/v1/push/case/enable"),
                (.post, "/v1/push/case/resend"),
            ]
            for (method, path) in calls {
                #expect(try await house.call(method, path, token: "case").status == .forbidden)
                #expect(try await house.call(method, path, token: "x").status == .unauthorized)
                guard path != "/v1/push" else { continue }
                let unknown = path.replacing("/case", with: "/nobody")
                #expect(try await house.call(method, unknown, token: "admin").status == .notFound)
            }
            let limit = try await house.call(.get, "/v1/push/case?limit=501", token: "admin")
            #expect(limit.status == .badRequest)
        }
    }
}
