// An administrator looks for what became of a message, beside the running service, on either database.
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Admin {
        @Test("a message is found by its number, and read again without a secret", arguments: [false, true])
        func findsAMessage(onPostgres: Bool) async throws {
            let server = onPostgres ? try PostgreSQL() : nil
            defer { server?.stop() }
            var databases: [House.Service: String] = [:]
            if let server { databases[.sms] = server.url(try server.makeDatabase(), "?schema=sms") }
            let house = try House("admin", services: [.sms], databases: databases)
            let sms = try await house.start(.sms)
            let provider = SMSProvider(house: house)
            for _ in 0..<2 {
                try await provider.kannel(id: "k-1", from: "081250000002", text: "Lampu jalan padam")
            }
            let missing = try await provider.client.get(
                house.url(.sms) + "/sms/modem?from=1", token: "nobody")
            #expect(missing.status == 403)
            let config = ["--config", house.config]
            // The log is written a moment later.
            let all = ["sms", "log", "--json"] + config
            _ = try await eventually("three requests in the log") { () -> Bool? in
                try await json(house, all).count == 3 ? true : nil
            }
            let last = try await json(house, all)
            #expect(last.map { $0["result"] as? String } == ["accepted", "redelivered", "refused"])
            let messages = try #require(last.first?["messages"] as? [[String: Any]])
            let tracking = try #require(messages.first?["tracking"] as? String)
            let brought = try await json(house, ["sms", "log", tracking.lowercased(), "--json"] + config)
            #expect(brought.count == 2)
            let replayed = try await house.mendengar(["sms", "replay", tracking] + config)
            #expect(replayed.end == .done)
            #expect(replayed.output.contains("> 1/1  from +6281250000002"))
            #expect(replayed.output.contains("today: is complaint"))
            let raw = try await house.mendengar(["sms", "replay", tracking, "--raw"] + config)
            #expect(raw.output.hasPrefix("GET /sms/kannel-1708?from=081250000002&"))
            for command in ["log", "replay"] {
                let none = try await house.mendengar(["sms", command, "HSS-26-1999999-0"] + config)
                #expect(none.end.status == 1)
            }
            #expect(try await sms.stop() == .done)
        }

        private func json(_ house: House, _ arguments: [String]) async throws -> [[String: Any]] {
            let ran = try await house.mendengar(arguments)
            return try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [[String: Any]] ?? []
        }
    }
}
