// Slow, endless and too many clients: each bound holds, is counted, and does not touch the honest.
import NIOCore
import NIOEmbedded
import Testing
import TestSupport

@testable import ServiceKit

@Suite(.timeLimit(.minutes(2))) struct ConnectionTests {
    /// Bounds short enough for a test.
    private static var short: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.headerTime = .milliseconds(300)
        limits.bodyTime = .milliseconds(300)
        limits.idleTime = .milliseconds(300)
        limits.writeTime = .milliseconds(300)
        limits.bytesPerSecond = 1 << 30
        return limits
    }

    @Test func longRequestLinesAreReadAndFloodsAnswered431() async throws {
        try await LiveServer.run { server in
            let long = try server.connect()
            try await long.sendAll(Array(
                ("GET /echo/a?" + String(repeating: "x", count: 60_000)
                    + " HTTP/1.1\r\nHost: a\r\n\r\n").utf8))
            #expect(try await long.answer() == 200)
            #expect(long.text.hasSuffix("a 60000"))

            let endless = try server.connect()
            try await endless.sendAll(Array(
                ("GET /echo/a HTTP/1.1\r\nX: " + String(repeating: "x", count: 500_000)).utf8))
            #expect(try await endless.answer() == 431)
            #expect(endless.text.contains("application/problem+json"))
            #expect(endless.text.contains("65536 bytes"))

            let many = try server.connect()
            many.send(
                "GET /echo/a HTTP/1.1\r\n"
                    + (0..<101).map { "X-\($0): y\r\n" }.joined() + "\r\n")
            #expect(try await many.answer() == 431)
            #expect(await server.faults("header-too-large") == 2)
        }
    }

    @Test func whatIsNoHTTPIsAnswered400() async throws {
        try await LiveServer.run { server in
            let stranger = try server.connect()
            stranger.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
            #expect(try await stranger.answer() == 400)
            #expect(stranger.text.contains("problems/malformed-request"))
            try await stranger.closed()
            #expect(await server.faults("malformed") == 1)
        }
    }

    @Test func slowHeaderAndSlowBodyAreAnswered408() async throws {
        try await LiveServer.run(Self.short) { server in
            let header = try server.connect()
            header.send("GET /echo/a HTTP/1.1\r\nX: ")
            #expect(try await header.answer() == 408)
            try await header.closed()
            let body = try server.connect()
            body.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            #expect(try await body.answer() == 408)
            try await body.closed()
            #expect(await server.faults("header-time") == 1)
            #expect(await server.faults("body-time") == 1)
        }
    }

    @Test func aBodyGetsTimeForItsSize() {
        let limits = ConnectionLimits()
        #expect(limits.allowance(limits.bodyTime, bytes: 0) == .seconds(30))
        #expect(limits.allowance(limits.bodyTime, bytes: 160 * 1024) == .seconds(40))
    }

    /// The waiting answer outlives all bounds: an idle connection that came later is gone before it.
    @Test func idleConnectionsCloseButALongPollIsAnswered() async throws {
        try await LiveServer.run(Self.short) { server in
            let poll = try server.connect()
            poll.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await eventually("the poll waits") { server.gate.waiting == 1 ? true : nil }
            for _ in 0..<3 {
                let idle = try server.connect()
                try await idle.closed()
                #expect(idle.heard.isEmpty)
            }
            #expect(await server.faults("idle") == 3)
            server.gate.open()
            #expect(try await poll.answer() == 200)
            #expect(poll.text.hasSuffix("done"))
        }
    }

    @Test func anAnswerNobodyReadsIsGivenUp() async throws {
        var limits = Self.short
        // Whoever reads must not be late for it, on a busy machine either.
        limits.writeTime = .seconds(3)
        try await LiveServer.run(limits) { server in
            let deaf = try RawConnection(port: server.port, receiveBuffer: 4096)
            deaf.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await eventually("given up") { () -> Bool? in
                await server.faults("write-time") == 1 ? true : nil
            }
            let reader = try server.connect()
            reader.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            try await reader.closed()
            #expect(reader.heard.count > 20 << 20)
        }
    }

    @Test func overTheNumberOfConnectionsThoseThatWaitGiveWay() async throws {
        var limits = ConnectionLimits()
        limits.connections = 4
        try await LiveServer.run(limits) { server in
            let busy = try (0..<3).map { _ in try server.connect() }
            for connection in busy { connection.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n") }
            _ = try await eventually("all busy") { server.gate.waiting == 3 ? true : nil }
            let idle = try server.connect()
            idle.send("GET /echo/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await idle.answer() == 200)
            // It has answered just now, so it stays; after a while it gives way.
            var guest = try server.connect()
            _ = try await eventually("room") { () -> Bool? in
                guest = try server.connect()
                guest.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
                let fate = try await eventually("its fate") { () -> String? in
                    guest.hear()
                    if guest.isClosed || guest.status != nil { return guest.text }
                    return server.gate.waiting == 4 ? "admitted" : nil
                }
                if fate == "admitted" { return true }
                #expect(fate.lowercased().contains("retry-after: 5"))
                return nil
            }
            try await idle.closed()
            #expect(await server.faults("evicted") == 1)
            #expect(await server.faults("connections") >= 1)
            // All four are at work now: nobody gives way.
            let late = try server.connect()
            #expect(try await late.answer() == 503)
            server.gate.open()
            #expect(try await guest.answer() == 200)
            for connection in busy { #expect(try await connection.answer() == 200) }
        }
    }

    @Test func oneAddressHasItsShareButLoopbackIsNotCounted() throws {
        var limits = ConnectionLimits()
        limits.connectionsPerAddress = 2
        let ledger = ConnectionLedger(limits, Metrics())
        func enter(_ address: String) throws -> (EmbeddedChannel, isAdmitted: Bool) {
            let channel = EmbeddedChannel()
            channel.remoteAddress = try SocketAddress(ipAddress: address, port: 1)
            if case .admitted = ledger.enter(channel) { return (channel, true) }
            return (channel, false)
        }
        let first = try enter("203.0.113.7")
        #expect(first.isAdmitted)
        #expect(try enter("203.0.113.7").isAdmitted)
        #expect(try !enter("203.0.113.7").isAdmitted)
        #expect(try enter("203.0.113.8").isAdmitted)
        for _ in 0..<5 {
            #expect(try enter("127.0.0.1").isAdmitted)
            #expect(try enter("::1").isAdmitted)
        }
        _ = try first.0.finish()
        first.0.embeddedEventLoop.run()
        #expect(try enter("203.0.113.7").isAdmitted)
    }

    @Test func bytesBehindAnUpgradeAndEndlessPipelinesEnd() async throws {
        try await LiveServer.run { server in
            let upgrade = try server.connect()
            upgrade.send("GET /wait HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
            _ = try await eventually("it waits") { server.gate.waiting == 1 ? true : nil }
            try await upgrade.sendAll([UInt8](repeating: 0x61, count: 1 << 20))
            #expect(try await upgrade.answer() == 431)
            let pipeline = try server.connect()
            try await pipeline.sendAll(Array(
                String(repeating: "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n", count: 100).utf8))
            try await pipeline.closed()
            #expect(await server.faults("pipelined") == 1)
        }
    }

    @Test func oldClientsAreHungUpOnAfterTheirAnswer() async throws {
        try await LiveServer.run { server in
            let old = try server.connect()
            old.send("GET /echo/a HTTP/1.0\r\n\r\n")
            #expect(try await old.answer() == 200)
            old.finish()
            try await old.closed(within: .seconds(5))
        }
    }
}
