// Paths and methods: what is decoded, what HEAD gives, what is not allowed.
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceKit
import Testing

@Suite struct RouteTests {
    private func withClient(
        _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            name: "test", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: LiveServer.endpoints(1000, HandlerGate()), metrics: Metrics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, readiness: [])
        let application = Application(router: try server.router())
        try await application.test(.router) { client in try await body(client) }
    }

    @Test func parametersOfThePathAreDecoded() async throws {
        try await withClient { client in
            for (sent, meant) in [
                ("a%2Fb%20c", "a/b c"), ("caf%C3%A9", "café"), ("a+b", "a+b"), ("100%", "100%"),
                ("%FF", "%FF"),
            ] {
                let answer = try await client.execute(uri: "/echo/\(sent)", method: .get)
                #expect(String(buffer: answer.body) == "\(meant) 0", "\(sent)")
            }
        }
    }

    @Test func headIsGetWithoutTheBody() async throws {
        try await withClient { client in
            let answer = try await client.execute(uri: "/echo/abc", method: .head)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentLength] == "5")
            #expect(answer.body.readableBytes == 0)
        }
    }

    @Test func anotherMethodIsAnswered405() async throws {
        try await withClient { client in
            for (path, method, allowed) in [
                ("/echo/a", HTTPRequest.Method.post, "GET, HEAD"), ("/body", .get, "POST"),
                ("/body", .head, "POST"), ("/healthz", .delete, "GET, HEAD"),
            ] {
                let answer = try await client.execute(uri: path, method: method)
                #expect(answer.status == .methodNotAllowed)
                #expect(answer.headers[.allow] == allowed)
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
            #expect(try await client.execute(uri: "/echo", method: .get).status == .notFound)
            #expect(try await client.execute(uri: "/echo/a/b", method: .put).status == .notFound)
        }
    }

    @Test func downloadsAreNamedSafely() {
        #expect(
            AttachmentEndpoint.disposition("foto \"jalan\" é.jpg")
                == "attachment; filename=\"foto _jalan_ _.jpg\"; "
                + "filename*=UTF-8''foto%20%22jalan%22%20%C3%A9.jpg")
    }
}
