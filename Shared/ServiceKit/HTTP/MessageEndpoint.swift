// `POST /v1/messages` and `GET /v1/messages/{id}`, the same for every channel that answers citizens.
package import Foundation
import Hummingbird

/// Serves the contract's section Messages out; what a message is, the channel says.
package enum MessageEndpoint {
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
            Endpoint(.post, "/v1/messages", "a message to a citizen", roles: [.routing]) {
                request, context in
                let body = try await context.body(of: request, upTo: bodyBytesMax)
                do {
                    return Response.json(
                        try await submit(try read(Data(body))), status: .accepted)
                } catch let flaw as Flaw {
                    throw Problem(.badRequest, "unreadable-body", flaw.description)
                }
            },
            Endpoint(
                .get, "/v1/messages/{id}", "how a message fared", roles: [.routing, .admin]
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
