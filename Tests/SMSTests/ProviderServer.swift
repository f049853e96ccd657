// A provider's own HTTP server, on a free port of this machine.
import Hummingbird
import HummingbirdTesting
import Testing

/// Runs `body` with the port of a server that answers every GET and POST by `answer`.
func withServer(
    _ answer: @Sendable @escaping (Request) async throws -> Response,
    _ body: @Sendable @escaping (Int) async throws -> Void
) async throws {
    let router = Router()
    for method in [HTTPRequest.Method.get, .post] {
        router.on("**", method: method) { request, _ in try await answer(request) }
    }
    try await Application(router: router).test(.live) { client in
        try await body(try #require(client.port))
    }
}
