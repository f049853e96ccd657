// Bodies: the limit of one, the budget of all, and what is cut off.
import ServiceKit
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(2))) struct BodyTests {
    private static func post(_ path: String, length: Int) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n"
    }

    @Test func overTheLimitIsAnswered413BeforeItIsRead() async throws {
        try await LiveServer.run(bodyBytesMax: 1000) { server in
            let announced = try server.connect()
            announced.send(Self.post("/body", length: 1001))
            #expect(try await announced.answer() == 413)
            #expect(announced.text.lowercased().contains("connection: close"))
            let chunked = try server.connect()
            chunked.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<3 { chunked.send("200\r\n" + String(repeating: "x", count: 512) + "\r\n") }
            #expect(try await chunked.answer() == 413)
            let exact = try server.connect()
            exact.send(Self.post("/body", length: 1000) + String(repeating: "x", count: 1000))
            #expect(try await exact.answer() == 200)
            #expect(exact.text.hasSuffix("1000"))
            #expect(server.bodies.bytes == 0)
        }
    }

    @Test func cutOffIsAnswered400AndNeverHandled() async throws {
        try await LiveServer.run { server in
            let announced = try server.connect()
            announced.send(Self.post("/body", length: 10) + "abc")
            announced.finish()
            #expect(try await announced.answer() == 400)
            #expect(announced.text.contains("problems/cut-off"))
            let chunked = try server.connect()
            chunked.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            chunked.finish()
            #expect(try await chunked.answer() == 400)
            #expect(await server.faults("cut-off") == 2)
        }
    }

    /// Two bodies fill the budget; a third is turned away; when they are handled there is room again.
    @Test func allBodiesTogetherHaveABudget() async throws {
        let size = 400_000
        try await LiveServer.run(budgetMiB: 1) { server in
            let held = try (0..<2).map { _ in try server.connect() }
            for connection in held {
                connection.send(Self.post("/held", length: size))
                try await connection.sendAll([UInt8](repeating: 0x61, count: size))
            }
            _ = try await eventually("two are held") { server.gate.waiting == 2 ? true : nil }
            #expect(server.bodies.bytes == 2 * size)
            let third = try server.connect()
            third.send(Self.post("/body", length: size))
            try await third.sendAll([UInt8](repeating: 0x61, count: size))
            #expect(try await third.answer() == 503)
            #expect(third.text.lowercased().contains("retry-after: 5"))
            #expect(third.text.contains("problems/too-busy"))
            let small = try server.connect()
            small.send(Self.post("/body", length: 3) + "abc")
            #expect(try await small.answer() == 200)
            server.gate.open()
            for connection in held { #expect(try await connection.answer() == 200) }
            _ = try await eventually("given back") { server.bodies.bytes == 0 ? true : nil }
            let again = try server.connect()
            again.send(Self.post("/body", length: size))
            try await again.sendAll([UInt8](repeating: 0x61, count: size))
            #expect(try await again.answer() == 200)
        }
    }

    @Test func whoHangsUpGivesItsShareBack() async throws {
        try await LiveServer.run { server in
            var client: RawConnection? = try server.connect()
            client?.send(Self.post("/body", length: 100_000) + String(repeating: "x", count: 20_000))
            _ = try await eventually("charged") { server.bodies.bytes > 0 ? true : nil }
            client = nil
            _ = try await eventually("given back") { server.bodies.bytes == 0 ? true : nil }
        }
    }

    /// An answer before the end of the body reaches a client that is still sending.
    @Test func answeredBeforeTheEndOfItsBody() async throws {
        try await LiveServer.run { server in
            let client = try server.connect()
            client.send(Self.post("/deaf", length: 8 << 20))
            try await client.sendAll([UInt8](repeating: 0x61, count: 8 << 20))
            #expect(try await client.answer() == 200)
            #expect(client.text.lowercased().contains("connection: close"))
            try await client.closed()
        }
    }
}
