// `GET /v1/assignments?after=CURSOR&limit=N&wait=SECONDS`: the log a case system reads.
import Delivery
import Foundation
import Hummingbird
import ServiceKit
import ServiceLifecycle
import Store

/// Reads pages of the feed. Bodies go out as stored, without decoding, but those for agencies outside of the
/// region.
struct Feed: Sendable {
    let store: Store
    let signal: FeedSignal
    let packs: CurrentPack

    static let limitDefault = 100
    static let limitMax = 1000
    static let waitSecondsMax = 60
    /// A page ends here even below its limit; the next begins at its `next`.
    static let pageBytesMax = 8 * 1024 * 1024

    var endpoint: Endpoint {
        Endpoint(
            .get, "/v1/assignments", "the feed of assignments", roles: [.case],
            .gives(
                FeedReader.Page.self,
                [
                    .number("after", 0...Int.max, default: 0, "`next` of the page before"),
                    .number("limit", 1...Self.limitMax, default: Self.limitDefault),
                    .number("wait", 0...Self.waitSecondsMax, default: 0, "seconds"),
                ])
        ) { request, _ in
            let query = request.uri.queryParameters
            let after = try Self.number(query["after"], "after", 0, 0...Int.max)
            let limit = try Self.number(
                query["limit"], "limit", Self.limitDefault, 1...Self.limitMax)
            let wait = try Self.number(query["wait"], "wait", 0, 0...Self.waitSecondsMax)
            return try await page(after: Int64(after), limit: limit, waitSeconds: wait)
        }
    }

    static func number(
        _ text: Substring?, _ name: String, _ fallback: Int, _ range: ClosedRange<Int>
    ) throws -> Int {
        guard let text, !text.isEmpty else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest, "bad-parameter",
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func page(after: Int64, limit: Int, waitSeconds: Int) async throws -> Response {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        return try await signal.listening { bell in
            while true {
                let rows = try await store.read {
                    try Self.rows(after: after, limit: limit, in: $0)
                }
                let left = deadline - .now
                let isOver = Task.isCancelled || Task.isShuttingDownGracefully
                if !rows.isEmpty || left <= .zero || isOver {
                    return try render(rows, after: after)
                }
                // A stop signal ends the wait with an empty page.
                await cancelWhenGracefulShutdown { await bell.wait(atMost: left) }
            }
        }
    }

    /// The next rows of one consistent state.
    static func rows(
        after: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [FeedItem] {
        let head = try transaction.first("SELECT cursor FROM feed_head")?.int("cursor") ?? 0
        guard after <= head else {
            throw Problem(
                .badRequest, "cursor-beyond-end",
                "the cursor \(after) lies beyond the end of the feed (\(head))")
        }
        let sizes = try transaction.query(
            """
            SELECT cursor, LENGTH(body) AS size FROM feed WHERE cursor > ?
            ORDER BY cursor LIMIT ?
            """, [.integer(after), SQLValue(limit)])
        var bytes = 0
        let fitting = sizes.prefix { row in
            bytes += Int(row.int("size"))
            return bytes <= Self.pageBytesMax
        }
        return try transaction.query(
            "SELECT cursor, assignment_id, body FROM feed WHERE cursor > ? ORDER BY cursor LIMIT ?",
            [.integer(after), SQLValue(max(1, fitting.count))]
        ).map { try AssignmentTable.fed($0, in: transaction) }
    }

    private func render(_ rows: [FeedItem], after: Int64) throws -> Response {
        let next = rows.last?.cursor ?? after
        let handover = Handover(packs.pack, at: .now)
        let items = try rows.map { try handover.given(body: $0.body) }.joined(separator: ",")
        return Response.json(Data("{\"items\":[\(items)],\"next\":\(next)}".utf8))
    }
}
