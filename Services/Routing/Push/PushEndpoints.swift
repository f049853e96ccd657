// What an administrator sees of the push and does with it.
import Complaints
import Foundation
import Hummingbird
import ServiceKit
import Store

struct PushEndpoints: Sendable {
    let store: Store
    /// Of the receivers in the configuration.
    let names: Set<String>

    static let limitDefault = 100
    static let limitMax = 500
    static let bodyBytesMax = 64 * 1024
    /// Entries in one request to send again.
    static let cursorsMax = 1000

    private struct Receivers: Codable {
        var items: [PushSummary]
    }

    private struct Letters: Codable {
        var items: [PushLetter]
        /// The parameter `after` of the next page; null on the last.
        @ExplicitNull var next: Int64?
    }

    private struct Wanted: Decodable {
        var cursors: [Int64]?
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v1/push", "the receivers of webhooks", roles: [.admin],
                .gives(Receivers.self)
            ) { _, _ in
                let items = try await store.read { try PushTable.summaries(named: names, in: $0) }
                return Response.json(try Wire.encode(Receivers(items: items)))
            },
            Endpoint(
                .get, "/v1/push/{name}", "what a receiver has not taken", roles: [.admin],
                .gives(
                    Letters.self,
                    [
                        .number("after", 0...Int.max, default: 0),
                        .number("limit", 1...Self.limitMax, default: Self.limitDefault),
                    ])
            ) { request, context in
                let name = context.parameters.get("name") ?? ""
                let query = request.uri.queryParameters
                let limit = try Feed.number(
                    query["limit"], "limit", Self.limitDefault, 1...Self.limitMax)
                let after = try Feed.number(query["after"], "after", 0, 0...Int.max)
                let found = try await store.read {
                    try PushTable.letters(name, after: Int64(after), limit: limit + 1, in: $0)
                }
                guard let found else { throw Self.unknown(name) }
                let page = Array(found.prefix(limit))
                return Response.json(
                    try Wire.encode(
                        Letters(items: page, next: found.count > limit ? page.last?.cursor : nil)))
            },
            Endpoint(
                .post, "/v1/push/{name}/enable", "send to it again, what waits at once",
                roles: [.admin], .gives(PushSummary.self)
            ) { _, context in
                let name = context.parameters.get("name") ?? ""
                let own = Date.now.microseconds
                let told = try await store.write { transaction -> PushSummary? in
                    let now = try transaction.now(own)
                    guard try PushTable.enable(name, now: now, in: transaction) else { return nil }
                    return try PushTable.summaries(named: names, in: transaction)
                        .first { $0.name == name }
                }
                guard let told else { throw Self.unknown(name) }
                return Response.json(try Wire.encode(told))
            },
            Endpoint(
                .post, "/v1/push/{name}/resend", "send what is dead, or named, once more",
                roles: [.admin],
                CallShape(
                    takes: [.json(Wanted.self)], isBodyOptional: true,
                    gives: [.ok(.json([String: Int].self))])
            ) { request, context in
                let name = context.parameters.get("name") ?? ""
                let data = Data(try await context.body(of: request, upTo: Self.bodyBytesMax))
                let cursors = try Self.cursors(data)
                let own = Date.now.microseconds
                let count = try await store.write { transaction -> Int? in
                    guard try PushTable.standing(name, in: transaction) != nil else { return nil }
                    return try PushTable.resend(
                        name, cursors, now: try transaction.now(own), in: transaction)
                }
                guard let count else { throw Self.unknown(name) }
                return Response.json(try Wire.encode(["resent": count]))
            },
        ]
    }

    /// `nil`: all that are dead.
    private static func cursors(_ data: Data) throws -> [Int64]? {
        guard !data.isEmpty else { return nil }
        let wanted = try JSONBody.read(Wanted.self, from: data)
        guard wanted.cursors?.count ?? 0 <= cursorsMax else {
            throw Problem(
                .unprocessableContent, "too-many", "at most \(cursorsMax) cursors in one request")
        }
        return wanted.cursors
    }

    private static func unknown(_ name: String) -> Problem {
        Problem.notFound("there is no receiver '\(name)'; GET /v1/push lists them")
    }
}
