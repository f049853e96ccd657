// A try at a receiver as it goes over the wire: what is called, what is not, and how much is read.
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceKit
import ServiceLifecycle
import Synchronization
import Testing

@testable import RoutingService

@Suite struct PushCallTests {
    private final class Seen: Sendable {
        let paths = Mutex<[String]>([])
        func add(_ path: String) { paths.withLock { $0.append(path) } }
    }

    /// A server of a few bad manners; `body` gets its port.
    private func withServer(_ body: (Int, Seen) async throws -> Void) async throws {
        let seen = Seen()
        let endpoints = [
            Endpoint(.post, "/ok", "") { _, _ in
                seen.add("ok")
                return .text("thanks")
            },
            Endpoint(.post, "/moved", "") { _, _ in
                seen.add("moved")
                return Response(status: .found, headers: [.location: "/ok"])
            },
            Endpoint(.post, "/long", "") { _, _ in .text(String(repeating: "x", count: 5_000_000)) },
        ]
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        let server = HTTPServer(
            name: "t", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: endpoints, metrics: Metrics(), logger: logger, readiness: [])
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [try server.application(onListening: { port.yield($0) })], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var numbers = ports.makeAsyncIterator()
            let outcome: Result<Void, any Error>
            do {
                try await body(await numbers.next() ?? 0, seen)
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    private func call(
        _ url: String, hosts: [String]? = nil
    ) async throws -> (PushOutcome, FetchResponse?) {
        let url = try #require(PushURL(url))
        let receiver = try PushReceiver(
            PushPart(
                name: "a", url: url, secrets: [PushTests.secret], timeout: .seconds(10),
                destinations: try hosts.map { try Destinations($0) }))
        let entry = PushEntry(cursor: 1, assignment: "x", at: .now, isChange: false, body: "{}", tried: nil)
        do throws(FetchError) {
            let response = try await Fetcher().fetch(receiver.request(entry, at: .now))
            return (PushOutcome(response, at: .now), response)
        } catch {
            return (PushOutcome(error, host: url.host), nil)
        }
    }

    @Test func takenRedirectedAndTalkative() async throws {
        try await withServer { port, seen in
            let base = "http://127.0.0.1:\(port)"
            #expect(try await call(base + "/ok").0 == .taken)
            let moved = try await call(base + "/moved").0
            #expect(
                moved == .failed(
                    why: "answered 302; redirects are not followed", status: 302, isAway: false))
            #expect(seen.paths.withLock { $0 } == ["ok", "moved"])
            let long = try await call(base + "/long")
            #expect(long.0 == .taken && long.1?.body.count == PushReceiver.answerBytesMax)
        }
    }

    /// The name resolves to this machine: nothing reaches it.
    @Test func aNameThatLeadsInsideIsNotCalled() async throws {
        try await withServer { port, seen in
            let url = "http://localhost:\(port)/ok"
            #expect(try await call(url).0 == .taken)
            guard case .failed(let why, nil, true, nil) = try await call(url, hosts: ["8.8.8.8"]).0 else {
                Issue.record("it was called")
                return
            }
            #expect(why.contains("localhost is the address") && why.contains("routing.push_hosts"))
            #expect(seen.paths.withLock { $0 } == ["ok"])
        }
    }
}
