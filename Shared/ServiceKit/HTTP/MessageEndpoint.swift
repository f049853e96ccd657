// `POST /v1/messages` and `GET /v1/messages/{id}`, the same for every channel that answers citizens.
package import Foundation
import Hummingbird

/// Serves the contract's section Messages out; what a message is, the channel says.
package enum MessageEndpoint {
    private typealias Answer = CallShape.Answer

    private static let wanted = JSONSchema.object(
        [
            "id": .word, "to": .object(["phone": .string.orNull, "email": .string.orNull]),
            "account": .string.orNull, "subject": .string.orNull, "text": .word,
            "kind": .oneOf(["receipt", "status", "question", "reminder"]), "complaint": .string.orNull,
        ], required: ["id", "to", "text", "kind"])
    private static let answer = JSONSchema.object(
        ["id": .string, "status": .string, "why": .string.orNull], required: ["id", "status"])

    /// - Parameters:
    ///   - bodyBytesMax: a larger body is 413.
    ///   - read: the body as a request; what is wrong with it is answered 400 with its description.
    ///   - submit: takes a request and gives the JSON of the answer; may throw a flaw of the request too.
    ///   - find: the JSON of how a message fared, by its id; `nil` for an unknown one.
    package static func endpoints<Wanted, Flaw: Error & CustomStringConvertible>(
        bodyBytesMax: Int, read: @escaping @Sendable (Data) throws(Flaw) -> Wanted,
        submit: @escaping @Sendable (Wanted) async throws -> Data,
        find: @escaping @Sendable (_ id: String) async throws -> Data?
    ) -> [Endpoint] {
        [
            Endpoint(
                .post, "/v1/messages", "a message to a citizen", roles: [.routing],
                CallShape(
                    takes: [.json(wanted)],
                    gives: [Answer(202, [.json(answer)], "taken, known or refused")])
            ) { request, context in
                let body = try await context.body(of: request, upTo: bodyBytesMax)
                do {
                    return Response.json(
                        try await submit(try read(Data(body))), status: .accepted)
                } catch let flaw as Flaw {
                    throw Problem(.badRequest, "unreadable-body", flaw.description)
                }
            },
            Endpoint(
                .get, "/v1/messages/{id}", "how a message fared", roles: [.routing, .admin],
                CallShape(gives: [.ok(.json(answer))])
            ) { _, context in
                let id = context.parameters.get("id") ?? ""
                guard let found = try await find(id) else {
                    throw Problem.notFound("there is no message '\(id)'")
                }
                return Response.json(found)
            },
        ]
    }
}
