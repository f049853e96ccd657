// Two peers of the benchmarks that need our own HTTP server: a bare echo, and an intake in which every
// message is a transaction of its own. Not installed; `ops/bench` builds and starts it.
import Complaints
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import Store
import UnixSignals

/// `bench-server echo PORT` or `bench-server single PORT FOLDER`; the HMAC key is in BENCH_SECRET.
@main
enum BenchServer {
    static func main() async throws {
        prepareProcess()
        let words = CommandLine.arguments.dropFirst()
        let port = words.dropFirst().first.flatMap { Int($0) } ?? 0
        switch (words.first, words.dropFirst(2).first) {
        case ("echo", nil):
            try await serve(echo, port: port)
        case ("single", let folder?):
            let intake = try await single(folder)
            let key = ProcessInfo.processInfo.environment["BENCH_SECRET"] ?? ""
            try await serve(journal(intake, key: SymmetricKey(data: Data(key.utf8))), port: port)
            intake.close()
        default:
            printError("usage: bench-server echo PORT | bench-server single PORT FOLDER")
            exit(ExitStatus.usage)
        }
    }

    /// The same server and middleware as every service, around one endpoint.
    private static func serve(_ endpoint: Endpoint, port: Int) async throws {
        var logger = Logger(label: "bench-server")
        logger.logLevel = .warning
        let server = HTTPServer(
            name: "bench-server", listen: ListenAddress(host: "127.0.0.1", port: port),
            gate: TokenGate([]), endpoints: [endpoint], metrics: Metrics(), logger: logger,
            readiness: [])
        try await ServiceGroup(
            configuration: .init(
                services: [try server.application()], gracefulShutdownSignals: [.sigterm],
                logger: logger)
        ).run()
    }

    /// Reads the body and answers; checks and stores nothing.
    private static var echo: Endpoint {
        Endpoint(.post, "/echo", "reads the body") { request, _ in
            var request = request
            _ = try await request.collectBody(upTo: 256 * 1024)
            return .text("OK")
        }
    }

    /// The journal, with batches of one.
    private static func single(_ folder: String) async throws -> Intake {
        var limits = StoreLimits()
        limits.batchRowsMax = 1
        let store = try await Store.open(
            try DatabaseURL("sqlite:\(folder)/single.sqlite"), schemas: [Intake.schema],
            limits: limits)
        return try Intake(
            store: store, region: .init(prefix: "HSS", timeZone: .gmt),
            reserve: Reserve(path: folder, mebibytes: 64))
    }

    private struct Message: Decodable {
        var id: String
    }

    /// Checks the signature, reads the id, journals: what the provider `generic` does.
    private static func journal(_ intake: Intake, key: SymmetricKey) -> Endpoint {
        Endpoint(.post, "/sms/bench", "journals one message") { request, _ in
            var request = request
            let body = Array(buffer: try await request.collectBody(upTo: 256 * 1024))
            let signature = request.headers[.init("X-Signature") ?? .authorization] ?? ""
            guard
                HMAC<SHA256>.isValidAuthenticationCode(
                    bytes(hex: signature), authenticating: body, using: key),
                let message = try? JSONDecoder().decode(Message.self, from: Data(body))
            else { throw Problem(.forbidden, "not-authentic", "the signature does not match") }
            _ = try await intake.receive(
                Arrival(
                    channel: .sms, account: "bench", externalID: message.id, receivedAt: .now,
                    body: body))
            return .text("OK")
        }
    }

    private static func bytes(hex: String) -> Data {
        let digits = Array(hex.utf8)
        return Data(
            stride(from: 0, to: digits.count - 1, by: 2).map { start in
                UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16) ?? 0
            })
    }
}
