// What the coordinating officer does with cases: look at one, part a complaint from it, bring two
// together, answer
// the questions about likely links.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit
import Store

struct CaseEndpoints: Sendable {
    let store: Store

    static let bodyBytesMax = 64 * 1024
    static let questionsMax = 200

    private struct Request: Decodable {
        var complaint: String?
        var with: String?
        var reason: String?
    }

    /// A case on the wire: who complained is not in it.
    struct Answer: Encodable {
        struct Member: Encodable {
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

    private struct Questions: Encodable {
        var items: [CaseTable.Shown]
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/clusters/{id}", "the complaints of a case", roles: [.case, .admin]) {
                _, context in
                let key = context.parameters.get("id") ?? ""
                let members = try await store.read { transaction in
                    try CaseTable.find(key, in: transaction).map {
                        try CaseTable.members(of: $0.head, in: transaction)
                    }
                }
                guard let members else { throw Problem.notFound("there is no case '\(key)'") }
                return Response.json(try Wire.encode(Answer(members)))
            },
            Endpoint(.get, "/v1/links/questions", "likely links to be settled", roles: [.admin]) { _, _ in
                let items = try await store.read {
                    try CaseTable.questions(limit: Self.questionsMax, in: $0)
                }
                return Response.json(try Wire.encode(Questions(items: items)))
            },
            step("/v1/clusters/{id}/split", "part a complaint from its case for good", "complaint") {
                body, key, actor, transaction in
                try body.complaint.map {
                    try Cases.split(
                        $0, from: key, actor: actor, reason: body.reason ?? "", at: .now,
                        in: transaction)
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
        Endpoint(.post, path, summary, roles: [.admin]) { request, context in
            let data = Data(try await context.body(of: request, upTo: Self.bodyBytesMax))
            let read: Request
            do {
                read = try Wire.decode(Request.self, from: data)
            } catch {
                throw Problem(.badRequest, "unreadable-body", explainDecoding(error))
            }
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
