// What the coordinating officer does with cases: look at one, part a complaint from it, bring two
// together, answer
// the questions about likely links.
import Complaints
import Duplicates
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit
import Store

struct CaseEndpoints: Sendable {
    let store: Store
    var weights = LinkWeights.standard

    static let bodyBytesMax = 64 * 1024
    static let questionsMax = 200

    private struct Request: Decodable {
        var complaint: String?
        var with: String?
        var reason: String?
    }

    /// A case on the wire: who complained is not in it.
    struct Answer: Codable {
        struct Member: Codable {
            var id: String
            var tracking: String
        }
        @ExplicitNull var id: String?
        var complaints: [Member]

        init(_ members: [CaseMember]) {
            id = members.first?.id.text
            complaints = members.map { Member(id: $0.id.text, tracking: $0.tracking) }
        }
    }

    private struct Questions: Codable {
        var items: [CaseTable.Shown]
        /// The parameter `after` of the next page; null on the last.
        @ExplicitNull var next: Int64?
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v1/clusters/{id}", "the complaints of a case", roles: [.case, .admin],
                .gives(Answer.self)
            ) { _, context in
                let key = context.parameters.get("id") ?? ""
                let members = try await store.read { transaction in
                    try CaseTable.find(key, in: transaction).map {
                        try CaseTable.members(of: $0.head, in: transaction)
                    }
                }
                guard let members else { throw Problem.notFound("there is no case '\(key)'") }
                return Response.json(try Wire.encode(Answer(members)))
            },
            Endpoint(
                .get, "/v1/links/questions", "likely links to be settled", roles: [.admin],
                .gives(
                    Questions.self,
                    [
                        .number("after", 0...Int.max, default: 0),
                        .number("limit", 1...Self.questionsMax, default: Self.questionsMax),
                    ])
            ) { request, _ in
                let query = request.uri.queryParameters
                let after = try Feed.number(query["after"], "after", 0, 0...Int.max)
                let limit = try Feed.number(
                    query["limit"], "limit", Self.questionsMax, 1...Self.questionsMax)
                let found = try await store.read {
                    try CaseTable.numberedQuestions(after: Int64(after), limit: limit + 1, in: $0)
                }
                let page = found.prefix(limit)
                return Response.json(
                    try Wire.encode(
                        Questions(
                            items: page.map(\.shown), next: found.count > limit ? page.last?.id : nil)))
            },
            step(
                "/v1/clusters/{id}/split", "part a complaint and what is linked to it from its case for good",
                "complaint"
            ) {
                body, key, actor, transaction in
                try body.complaint.map {
                    try Cases.split(
                        $0, from: key, actor: actor, reason: body.reason ?? "", at: .now,
                        weights: weights, in: transaction)
                }
            },
            step("/v1/clusters/{id}/merge", "bring two cases together", "with") {
                body, key, actor, transaction in
                try body.with.map {
                    try Cases.merge(
                        key, with: $0, actor: actor, reason: body.reason ?? "", at: .now,
                        in: transaction)
                }
            },
        ]
    }

    private func step(
        _ path: String, _ summary: String, _ needs: String,
        _ body: @escaping @Sendable (Request, String, String, any Transaction) throws -> [CaseMember]?
    ) -> Endpoint {
        let members: [String: JSONSchema] = [needs: .string, "reason": .string.orNull]
        let shape = CallShape(
            takes: [.json(.object(members, required: [needs]))], gives: [.ok(.json(Answer.self))])
        return Endpoint(.post, path, summary, roles: [.admin], shape) { request, context in
            let data = Data(try await context.body(of: request, upTo: Self.bodyBytesMax))
            let read = try JSONBody.read(Request.self, from: data)
            let key = context.parameters.get("id") ?? ""
            let actor = context.principal?.name ?? ""
            let members = try await store.write { try body(read, key, actor, $0) }
            guard let members else {
                throw Problem(.unprocessableContent, "incomplete-body", "the body needs: \(needs)")
            }
            return Response.json(try Wire.encode(Answer(members)))
        }
    }
}
