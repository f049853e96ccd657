// Tokens as an administrator handles them: made, exchanged and revoked while Routing runs.
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Token {
        private struct Made: Decodable { var token: String }

        @Test("a token opens the feed as soon as it is made, two hold while they are exchanged, none when revoked")
        func life() async throws {
            let house = try House("token", services: [.routing])
            let config = ["--config", house.config]
            func token(_ words: [String]) async throws -> String {
                let made = try await house.mendengar(["token"] + words + config + ["--json"])
                #expect(made.end == .done, "\(made.output)")
                // Behind it stand words for the person at the terminal.
                let line = made.output.split(separator: "\n").first { $0.hasPrefix("{") } ?? ""
                return try JSONDecoder().decode(Made.self, from: Data(line.utf8)).token
            }
            // Before the service has ever run.
            let first = try await token(["add", "sistem", "--role", "case", "--expires", "90"])
            let routing = try await house.start(.routing)
            let client = HTTPClient()
            func status(_ token: String, _ path: String = "/v1/assignments") async throws -> Int {
                try await client.get(house.url(.routing) + path, token: token).status
            }
            #expect(try await status(first) == 200)
            #expect(try await status(first, "/v1/triage") == 403)
            let second = try await token(["rotate", "sistem"])
            _ = try await eventually("the new one holds", within: .seconds(20)) {
                try await status(second) == 200 ? true : nil
            }
            #expect(try await status(first) == 200)
            for wrong in [
                ["add", "sistem", "--role", "case"], ["add", "case-system", "--role", "case"],
                ["add", "x", "--role", "boss"], ["add", "x", "--role", "case", "--expires", "0"],
            ] {
                let refused = try await house.mendengar(["token"] + wrong + config)
                #expect(refused.end != .done && refused.output.contains("Error: "), "\(wrong)")
            }
            let revoked = try await house.mendengar(["token", "revoke", "sistem"] + config)
            #expect(revoked.end == .done && revoked.output.contains("2 revoked"))
            for gone in [first, second] {
                _ = try await eventually("it is refused", within: .seconds(20)) {
                    try await status(gone) == 401 ? true : nil
                }
            }
            let list = try await house.mendengar(["token", "list"] + config)
            #expect(list.output.contains("revoked") && list.output.contains("last used 20"))
            #expect(!list.output.contains(first) && !list.output.contains(second))
            #expect(try await routing.stop() == .done)
            #expect(!routing.output.contains("mdg_"))
        }
    }
}
