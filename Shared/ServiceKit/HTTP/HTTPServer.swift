// The HTTP side of every service: its endpoints, health, metrics, limits and errors, the same everywhere.
package import Foundation
package import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
package import ServiceLifecycle

/// Bounds of a connection.
package enum ConnectionLimits {
    package static let headerBytesMax = 16 * 1024
    package static let headersMax = 100
    package static let idleSeconds: Int64 = 30
}

/// Assembles a Hummingbird application from endpoints.
package struct HTTPServer: Sendable {
    package var name: String
    package var listen: ListenAddress
    package var gate: TokenGate
    package var endpoints: [Endpoint]
    package var metrics: Metrics
    package var logger: Logger
    /// What must answer before the service counts as ready: a name and a check that throws.
    package var readiness: [(name: String, check: @Sendable () async throws -> Void)]

    package init(
        name: String, listen: ListenAddress, gate: TokenGate, endpoints: [Endpoint],
        metrics: Metrics, logger: Logger,
        readiness: [(name: String, check: @Sendable () async throws -> Void)]
    ) {
        self.name = name
        self.listen = listen
        self.gate = gate
        self.endpoints = endpoints
        self.metrics = metrics
        self.logger = logger
        self.readiness = readiness
    }

    /// The router with all endpoints; tests call it without sockets.
    package func router() throws -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: Errors(logger: logger, metrics: metrics, service: name))
        let all = endpoints + standardEndpoints()
        let openAPI = try JSONSerialization.data(
            withJSONObject: OpenAPI.document(
                title: name, version: Version.current, endpoints: all),
            options: [.sortedKeys, .withoutEscapingSlashes])
        router.get("/openapi.json") { _, _ in
            Response.bytes(openAPI, type: "application/json")
        }
        for endpoint in all { add(endpoint, to: router) }
        return router
    }

    private func add(_ endpoint: Endpoint, to router: Router<ServiceContext>) {
        let gate = gate
        router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
            var context = context
            context.principal = gate.principal(of: request)
            if !endpoint.roles.isEmpty {
                guard let principal = context.principal else {
                    throw Problem(
                        .unauthorized, "unauthorized", "a valid bearer token is needed")
                }
                guard endpoint.roles.contains(principal.role) else {
                    throw Problem(
                        .forbidden, "forbidden",
                        "the role \(principal.role.rawValue) may not do this; needed: "
                            + endpoint.roles.map(\.rawValue).joined(separator: " or "))
                }
            }
            return try await endpoint.handler(request, context)
        }
    }

    private func standardEndpoints() -> [Endpoint] {
        [
            Endpoint(.get, "/healthz", "the process lives") { _, _ in
                Response.text("ok\n")
            },
            Endpoint(.get, "/readyz", "the database and what the service needs answer") { _, _ in
                for (name, check) in readiness {
                    do {
                        try await check()
                    } catch {
                        logger.warning("not ready", metadata: ["needs": "\(name)", "why": "\(error)"])
                        throw Problem(
                            .serviceUnavailable, "not-ready", "\(name) does not answer",
                            retryAfter: 5)
                    }
                }
                return Response.text("ready\n")
            },
            Endpoint(.get, "/metrics", "Prometheus text") { _, _ in
                Response.bytes(
                    Data(await metrics.text().utf8), type: "text/plain; version=0.0.4")
            },
        ]
    }

    /// The listening application, to be run in the process's service group.
    package func application(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some Service {
        let listen = listen
        let logger = logger
        var quiet = logger
        quiet.logLevel = .warning
        return Application(
            router: try router(),
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(ConnectionLimits.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: ConnectionLimits.headerBytesMax,
                        maxHeaderListSize: ConnectionLimits.headerBytesMax,
                        maxHeaderFieldCount: ConnectionLimits.headersMax))),
            configuration: .init(
                address: .hostname(listen.host, port: listen.port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? listen.port
                logger.notice("listening", metadata: ["port": "\(port)"])
                await onListening(port)
            },
            logger: quiet)
    }
}

/// Turns every error into its problem document and counts the answers.
private struct Errors: RouterMiddleware {
    let logger: Logger
    let metrics: Metrics
    let service: String

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request)
        }
        let path = context.endpointPath ?? "(none)"
        let labels = ["path": path, "status": "\(response.status.code)"]
        metrics.count("mendengar_http_requests_total", labels)
        metrics.observe("mendengar_http_seconds", ["path": path], ContinuousClock.now - started)
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    private func answer(to error: any Error, _ request: Request) -> Response {
        switch error {
        case let problem as Problem:
            return problem.response
        case is NIOTooManyBytesError:
            return Problem(.contentTooLarge, "body-too-large", "the body is too large").response
        case let error as HTTPError:
            let detail = error.body ?? (error.status == .notFound ? "no such path" : "refused")
            return Problem(error.status, "http", detail).response
        default:
            if let known = storeProblem(error) {
                logger.error("cannot store", metadata: ["why": "\(error)"])
                return known.response
            }
            logger.error("request failed", metadata: ["error": "\(error)"])
            return Problem(.internalServerError, "internal", "the error has been logged").response
        }
    }
}

extension Response {
    /// A body of known type.
    package static func bytes(
        _ data: Data, type: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// A body of plain text in UTF-8.
    package static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        .bytes(Data(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// JSON that is already encoded.
    package static func json(_ data: Data, status: HTTPResponse.Status = .ok) -> Response {
        .bytes(data, type: "application/json", status: status)
    }
}
