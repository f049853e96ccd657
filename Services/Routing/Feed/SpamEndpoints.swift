// The queue of nuisances: what was put aside, why, and the way back for what was no nuisance.
import Complaints
import Foundation
import Hummingbird
import ServiceKit
import Store

struct SpamEndpoints: Sendable {
    let store: Store

    static let limitDefault = 100
    static let limitMax = 500

    private struct Answer: Codable {
        struct Item: Codable {
            var complaint: Complaint
            var because: Reason
            var at: Date
        }
        var items: [Item]
        /// The parameter `before` of the next page; null on the last.
        @ExplicitNull var next: Int64?
    }

    private struct Released: Codable {
        var id: String
        var tracking: String
        var status: String
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v1/spam", "what was taken for a nuisance", roles: [.admin],
                .gives(
                    Answer.self,
                    [
                        .number("before", 1...Int.max, "`next` of the page before"),
                        .number("limit", 1...Self.limitMax, default: Self.limitDefault),
                    ])
            ) { request, _ in
                let query = request.uri.queryParameters
                let limit = try Feed.number(
                    query["limit"], "limit", Self.limitDefault, 1...Self.limitMax)
                let before = try Feed.number(query["before"], "before", Int.max, 1...Int.max)
                let rows = try await store.read {
                    try SpamTable.waiting(
                        before: Int64(before), limit: limit, bytesMax: Feed.pageBytesMax, in: $0)
                }
                let items = rows.map {
                    Answer.Item(
                        complaint: $0.entry.complaint, because: $0.entry.because, at: $0.at)
                }
                let next = try await store.read { transaction in
                    try rows.last.flatMap { last in
                        try SpamTable.waiting(
                            before: last.seq, limit: 1, bytesMax: 0, in: transaction
                        ).isEmpty ? nil : last.seq
                    }
                }
                return Response.json(try Wire.encode(Answer(items: items, next: next)))
            },
            Endpoint(
                .post, "/v1/spam/{key}/release", "it is no nuisance: decide it", roles: [.admin],
                .gives(Released.self)
            ) { _, context in
                let key = context.parameters.get("key") ?? ""
                let actor = context.principal?.name ?? ""
                let now = Date.now
                let found = try await store.write { transaction -> (Complaint, Bool)? in
                    guard let complaint = try ComplaintTable.find(key, in: transaction) else {
                        return nil
                    }
                    let isReleased = try SpamTable.release(
                        complaint, actor: actor, at: now, in: transaction)
                    return (complaint, isReleased)
                }
                guard let (complaint, isReleased) = found else {
                    throw Problem.notFound("there is no complaint '\(key)'")
                }
                guard isReleased else {
                    throw Problem(
                        .conflict, "not-spam",
                        "the complaint '\(complaint.tracking)' was never put aside as spam")
                }
                return Response.json(
                    try Wire.encode(
                        Released(
                            id: complaint.id.text, tracking: complaint.tracking,
                            status: "released")))
            },
        ]
    }
}
