// What no rule could decide, page by page, and the links a person is asked about.
import Complaints
import Foundation
import Hummingbird
import ServiceKit
import Store

struct TriageEndpoint: Sendable {
    let store: Store

    static let limitDefault = 100
    static let limitMax = 500

    private struct Answer: Codable {
        /// The longest waiting first.
        var items: [Assignment]
        /// The parameter `after` of the next page; null on the last.
        @ExplicitNull var next: String?
        /// Likely links: `split` and `merge` answer them.
        var questions: [CaseTable.Shown]
    }

    var endpoint: Endpoint {
        Endpoint(
            .get, "/v1/triage", "what no rule could decide", roles: [.admin],
            .gives(
                Answer.self,
                [
                    .query(
                        "after", .string(like: "^([0-9]{1,18}\\.[0-9a-fA-F-]{36})?$"),
                        "`next` of the page before"),
                    .number("limit", 1...Self.limitMax, default: Self.limitDefault),
                ])
        ) { request, _ in
            let query = request.uri.queryParameters
            let limit = try Feed.number(
                query["limit"], "limit", Self.limitDefault, 1...Self.limitMax)
            let mark = try query["after"].flatMap { try Self.mark(String($0)) }
            let answer = try await store.read { transaction in
                let (page, next) = try AssignmentTable.standing(
                    .triage, after: mark, limit: limit, bytesMax: Feed.pageBytesMax,
                    in: transaction)
                return Answer(
                    items: page, next: next.map { "\($0.changedAt).\($0.id)" },
                    questions: try CaseTable.questions(
                        limit: CaseEndpoints.questionsMax, in: transaction))
            }
            return Response.json(try Wire.encode(answer))
        }
    }

    /// "1764398400000000.6f1c…": the time of its last change and the id of the last one seen.
    private static func mark(_ text: String) throws -> AssignmentTable.Mark? {
        if text.isEmpty { return nil }
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let changedAt = Int64(parts[0]), let id = UUID(uuidString: parts[1])
        else {
            throw Problem(
                .badRequest, "bad-parameter", "after must be the `next` of the page before")
        }
        return AssignmentTable.Mark(changedAt: changedAt, id: id.text)
    }
}
