// Our HTTP server on a free port, with the bounds a test wants.
import Hummingbird
import HTTPTypes
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport

/// A running server.
struct LiveServer: Sendable {
    let port: Int
    let metrics: Metrics
    let bodies: BodyBudget
    let gate: HandlerGate

    /// Runs `body` against a server with a few endpoints:
    /// `GET /echo/{name}`, `POST /body` (collects), `POST /deaf` (does not), `GET /wait` (until the gate
    /// opens), `GET /large` (20 MB).
    static func run(
        _ limits: ConnectionLimits = ConnectionLimits(), bodyBytesMax: Int = 1 << 20,
        budgetMiB: Int = 64, _ body: (LiveServer) async throws -> Void
    ) async throws {
        let metrics = Metrics()
        var configured = Configuration.Limits()
        configured.connections = limits
        configured.bodiesInFlightMiB = budgetMiB
        let gate = HandlerGate()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = HTTPServer(
            name: "test", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: endpoints(bodyBytesMax, gate), metrics: metrics, logger: logger,
            readiness: [], limits: configured)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [try server.application(onListening: { port.yield($0) })], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            // Whatever becomes of the test, nobody waits for ever.
            let outcome: Result<Void, any Error>
            do {
                var numbers = ports.makeAsyncIterator()
                let number = await numbers.next() ?? 0
                try await body(
                    LiveServer(port: number, metrics: metrics, bodies: server.bodies, gate: gate))
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            gate.open()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    static func endpoints(_ bodyBytesMax: Int, _ gate: HandlerGate) -> [Endpoint] {
        [
            Endpoint(.get, "/echo/{name}", "echo") { request, context in
                .text(
                    (context.parameters.get("name") ?? "")
                        + " \(request.uri.query?.utf8.count ?? 0)")
            },
            Endpoint(.post, "/body", "body") { request, context in
                .text("\(try await context.body(of: request, upTo: bodyBytesMax).count)")
            },
            Endpoint(.post, "/held", "body, then wait") { request, context in
                let body = try await context.body(of: request, upTo: bodyBytesMax)
                await gate.wait()
                return .text("\(body.count)")
            },
            Endpoint(.post, "/deaf", "not reading") { _, _ in .text("no") },
            Endpoint(.get, "/who", "who calls") { request, context in
                .text(context.sender(of: request)?.description ?? "nobody")
            },
            Endpoint(.get, "/wait", "wait") { _, _ in
                await gate.wait()
                return .text("done")
            },
            Endpoint(.get, "/large", "large") { _, _ in
                .text(String(repeating: "x", count: 20 << 20))
            },
        ]
    }

    /// How often clients did this wrong.
    func faults(_ kind: String) async -> Int {
        let mark = "mendengar_http_faults_total{kind=\"\(kind)\"} "
        let line = await metrics.text().split(separator: "\n").first { $0.hasPrefix(mark) }
        return line.flatMap { Int($0.dropFirst(mark.count)) } ?? 0
    }

    func connect() throws -> RawConnection { try RawConnection(port: port) }
}

/// Handlers wait here until a test lets them go.
final class HandlerGate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    var waiting: Int { state.withLock { $0.waiting.count } }

    func wait() async {
        await withCheckedContinuation { caller in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(caller) }
                return state.isOpen
            }
            if isOpen { caller.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for caller in waiting { caller.resume() }
    }
}
