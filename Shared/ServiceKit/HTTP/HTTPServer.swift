// The HTTP side of every service: its endpoints, health, metrics, limits and errors, the same everywhere.
import Crypto
package import Foundation
package import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceLifecycle

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
    package var limits: ConnectionLimits
    /// The page of an error, of a service with pages; `nil` gives the problem document.
    package var errorPage: @Sendable (Problem, Request) -> Response? = { _, _ in nil }
    /// Whether pages and JSON go out compressed to who takes it: for those on slow lines.
    package var compresses = false
    /// What all bodies together may hold.
    package let bodies: BodyBudget
    /// How many calls a token may make.
    private let rate: RateGate?

    /// - Parameters:
    ///   - limits: those of the configuration.
    ///   - bodiesMiB: for all bodies together, where the configuration does not say.
    package init(
        name: String, listen: ListenAddress, gate: TokenGate, endpoints: [Endpoint],
        metrics: Metrics, logger: Logger,
        readiness: [(name: String, check: @Sendable () async throws -> Void)],
        limits: Configuration.Limits = Configuration.Limits(),
        bodiesMiB: Int = Configuration.Limits.bodiesInFlightMiB
    ) {
        self.name = name
        self.listen = listen
        self.gate = gate
        self.endpoints = endpoints
        self.metrics = metrics
        self.logger = logger
        self.readiness = readiness
        self.limits = limits.connections
        bodies = BodyBudget(mib: limits.bodiesInFlightMiB ?? bodiesMiB)
        rate = RateGate(perMinute: limits.perTokenPerMinute)
    }

    /// The router with all endpoints; tests call it without sockets.
    package func router() throws -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        let all = try withDocument(endpoints + standardEndpoints())
        if compresses { router.add(middleware: Compression()) }
        router.add(
            middleware: Errors(
                logger: logger, books: AnswerBooks(metrics), routes: KnownRoutes(all), page: errorPage))
        for endpoint in all { add(endpoint, to: router) }
        return router
    }

    private func add(_ endpoint: Endpoint, to router: Router<ServiceContext>) {
        let (gate, bodies, proxies, rate) = (gate, bodies, limits.trustedProxies, rate)
        router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
            var context = context
            context.decodeParameters()
            context.trustedProxies = proxies
            let share = BodyShare(of: bodies)
            defer { share.giveBack() }
            context.bodyShare = share
            // What is open to all must not fail because nobody can say whose a token is.
            context.principal =
                endpoint.roles.isEmpty
                ? try? await gate.principal(of: request) : try await gate.principal(of: request)
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
            if let principal = context.principal, let wait = rate?.secondsToWait(principal.name) {
                throw Problem.tooManyCalls(retryAfter: wait)
            }
            return try await endpoint.handler(request, context)
        }
    }

    private static let plain = CallShape(gives: [.ok(.plain)])

    /// The document names itself.
    private func withDocument(_ endpoints: [Endpoint]) throws -> [Endpoint] {
        let shape = CallShape(
            gives: [.ok(.json(.object([:]))), .init(304, "as `If-None-Match` has it")])
        func document(_ body: Data) -> Endpoint {
            Endpoint(.get, "/openapi.json", "this document", shape) { request, _ in
                .cached(body, type: "application/json", for: request)
            }
        }
        let all = endpoints + [document(Data())]
        let body = try JSONSerialization.data(
            withJSONObject: OpenAPI.document(title: name, version: Version.current, endpoints: all),
            options: [.sortedKeys, .withoutEscapingSlashes])
        return endpoints + [document(body)]
    }

    private func standardEndpoints() -> [Endpoint] {
        [
            Endpoint(.get, "/healthz", "the process lives", Self.plain) { _, _ in
                Response.text("ok\n")
            },
            Endpoint(.get, "/readyz", "the database and what the service needs answer", Self.plain) { _, _ in
                for (name, check) in readiness {
                    do {
                        try await check()
                    } catch {
                        logger.warning("not ready", metadata: ["needs": "\(name)", "why": "\(error)"])
                        throw Problem(
                            .serviceUnavailable, "not-ready", "waits for \(name)",
                            retryAfter: 5)
                    }
                }
                return Response.text("ready\n")
            },
            Endpoint(.get, "/metrics", "Prometheus text", Self.plain) { _, _ in
                Response.bytes(
                    Data(await metrics.text().utf8), type: "text/plain; version=0.0.4")
            },
        ]
    }

    /// The listening application, to be run in the process's service group.
    package func application(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some Service {
        let (listen, logger, limits) = (listen, logger, limits)
        var quiet = logger
        quiet.logLevel = .warning
        let ledger = ConnectionLedger(limits, metrics)
        metrics.refresh { [metrics, bodies] in
            metrics.gauge("mendengar_http_connections", [:], Double(ledger.count))
            metrics.gauge("mendengar_http_body_bytes", [:], Double(bodies.bytes))
        }
        return Application(
            router: try router(),
            server: HTTPServerBuilder { responder in
                BoundedChannel(responder: responder, limits: limits, ledger: ledger)
            },
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

    /// A body that is asked for again and again: 304 for who has it (RFC 9110 section 13.1.2).
    package static func cached(
        _ data: Data, type: String, for request: Request, status: HTTPResponse.Status = .ok
    ) -> Response {
        let hash = SHA256.hash(data: data).prefix(16)
        let tag = "\"" + TokenConfiguration.hex(Array(hash)) + "\""
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces).replacing("W/", with: "") }
        if status == .ok, known.contains(tag) || known == ["*"] {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        var response = Response.bytes(data, type: type, status: status)
        response.headers[.eTag] = tag
        return response
    }

    /// JSON that is already encoded.
    package static func json(_ data: Data, status: HTTPResponse.Status = .ok) -> Response {
        .bytes(data, type: "application/json", status: status)
    }
}
