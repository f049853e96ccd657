// Hostile crowds before one service: its memory stays bounded, and a good provider is served throughout.
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Flood {
        /// Memory of its own that the service may reach; the text of the program is the system's.
        static let ownMiBMax = 56
        static let bodies = 300
        static let slowHeaders = 500
        static let halfOpen = 200

        @Test("floods of bodies, slow headers, idle connections, long headers, unread answers")
        func floods() async throws {
            let house = try House("flood", services: [.sms])
            let running = try await house.start(.sms)
            let port = house.ports[.sms] ?? 0
            let good = GoodProvider(house)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await good.run() }
                try await Self.flood(port, running)
                await good.stop()
                try await group.waitForAll()
            }
            let (sent, slowest) = await (good.sent, good.slowest)
            #expect(sent >= 20, "the good provider sent \(sent)")
            #expect(slowest < .seconds(5), "the slowest answer took \(slowest)")

            // The faults were real: the service saw each kind.
            let metrics = try await HTTPClient().get(house.url(.sms) + "/metrics").text
            for kind in ["cut-off", "header-too-large"] {
                #expect(metrics.contains("mendengar_http_faults_total{kind=\"\(kind)\"}"), "\(kind)")
            }
            #expect(metrics.contains("mendengar_http_body_bytes 0.0"))
            let path = "/sms/{account}"
            let refused = metrics.split(separator: "\n").first {
                $0.hasPrefix("mendengar_http_requests_total{path=\"\(path)\",status=\"503\"}")
            }.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
            #expect(refused >= Self.bodies / 2, "\(refused) bodies were turned away")
            #expect(try await running.stop() == .done)
        }

        private static func flood(_ port: Int, _ running: RunningProgram) async throws {
            // Connections that say nothing, and headers that never end.
            let idle = try (0..<halfOpen).map { _ in try RawConnection(port: port) }
            let slow = try (0..<slowHeaders).map { _ in try RawConnection(port: port) }
            for connection in slow { connection.send("GET /sms/modem HTTP/1.1\r\nX-A: ") }
            try expectBounded(running, "slow headers")

            // A request that asks a lot and reads nothing: pipelined, as fast as it is taken.
            let deaf = try RawConnection(port: port, receiveBuffer: 4096)
            for _ in 0..<20 { deaf.send("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n") }

            // Bodies nobody signed and nobody ends.
            let head =
                "POST /sms/twilio-main HTTP/1.1\r\nHost: a\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000001\r\n\r\n"
            var floods = try (0..<bodies).map { _ in try RawConnection(port: port) }
            for connection in floods { connection.send(head) }
            let piece = [UInt8](repeating: 0x61, count: 65_536)
            for round in 0..<61 {
                for connection in floods where !connection.isClosed {
                    connection.hear()
                    if connection.sent < 4_000_000 { connection.send(piece) }
                }
                if round % 10 == 0 {
                    try expectBounded(running, "bodies")
                    await Task.yield()
                }
            }
            let taken = floods.reduce(0) { $0 + $1.sent }
            #expect(taken > 16 << 20, "\(taken) bytes were taken from the floods")
            _ = try await eventually("half of them turned away") { () -> Bool? in
                for connection in floods { connection.hear() }
                return floods.count { $0.status == 503 } >= bodies / 2 ? true : nil
            }
            try expectBounded(running, "bodies")
            floods = []

            // A header without end.
            let endless = try RawConnection(port: port)
            endless.send("GET /sms/modem HTTP/1.1\r\nX-A: ")
            try await endless.sendAll([UInt8](repeating: 0x61, count: 2 << 20))
            #expect(try await endless.answer() == 431)

            // In the end the slow and the silent are gone: ten seconds for a header, thirty for none.
            for connection in slow { try await connection.closed(within: .seconds(40)) }
            let timedOut = slow.count { $0.status == 408 }
            #expect(timedOut >= slowHeaders / 2, "\(timedOut) slow headers were answered 408")
            for connection in idle { try await connection.closed(within: .seconds(40)) }
            try expectBounded(running, "all")
        }

        private static func expectBounded(_ running: RunningProgram, _ what: String) throws {
            let status = try String(
                contentsOfFile: "/proc/\(running.pid)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
            let digits = line?.split { !$0.isNumber }.first
            let kib = try #require(digits.flatMap { Int($0) })
            #expect(kib >> 10 < ownMiBMax, "\(kib >> 10) MiB of its own after \(what)")
        }

        /// Sends one message after the other, and fails when one is not accepted.
        private actor GoodProvider {
            let provider: SMSProvider
            private(set) var sent = 0
            private(set) var slowest = Duration.zero
            private var isDone = false

            init(_ house: House) { provider = SMSProvider(house: house) }

            func stop() { isDone = true }

            func run() async throws {
                while !isDone {
                    let start = ContinuousClock.now
                    let answer = try await provider.kannel(
                        id: "good-\(sent)", from: "0812\(50_000_000 + sent)", text: "Lampu jalan padam")
                    #expect(answer.status == 200)
                    slowest = max(slowest, ContinuousClock.now - start)
                    sent += 1
                }
            }
        }
    }
}
