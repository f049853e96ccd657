// Two SMS replicas behind nginx are restarted by turns while providers send: every call is answered 200.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct RollingRestart {
        static let clients = 4

        @Test("two replicas behind nginx restarted by turns under load: nobody is refused, nothing doubled")
        func nobodyRefused() async throws {
            let restarts = Proof.size("MENDENGAR_RESTARTS", short: 6)
            let server = try PostgreSQL()
            defer { server.stop() }
            let database = try server.makeDatabase()
            let houses = try ["a", "b"].map {
                try House(
                    "rolling-\($0)", services: [.routing, .sms],
                    databases: [.sms: server.url(database, "?schema=sms")])
            }
            let routing = try await houses[0].start(.routing)
            var replicas: [RunningProgram] = []
            // Both forward to the one Routing.
            let shared = ["MENDENGAR_ROUTING_URL": houses[0].url(.routing)]
            for house in houses {
                replicas.append(try await house.start(.sms, environment: shared))
            }
            let nginx = try await Nginx(before: houses.map { "127.0.0.1:\($0.ports[.sms] ?? 0)" })
            let load = Load()
            let base = "http://127.0.0.1:\(nginx.port)"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.clients {
                    group.addTask {
                        let provider = SMSProvider(house: houses[0], base: base)
                        while let number = await load.next() {
                            let answer = try? await provider.kannel(
                                id: "roll-\(number)", from: "+62812500\(10_000 + number)",
                                text: Numbered.text(number))
                            await load.note(number, answer?.status)
                        }
                    }
                }
                for turn in 0..<restarts {
                    let now = await load.sent
                    // Restarted under load, not between two messages.
                    _ = try await eventually("more load") { () -> Bool? in
                        await load.sent >= now + 40 ? true : nil
                    }
                    let which = turn % 2
                    #expect(try await replicas[which].stop(within: .seconds(10)) == .done)
                    replicas[which] = try await houses[which].start(.sms, environment: shared)
                }
                await load.end()
                try await group.waitForAll()
            }
            let (sent, refused) = (await load.sent, await load.refused)
            #expect(refused.isEmpty, "of \(sent): \(refused.prefix(5))")
            #expect(sent >= restarts * 40)
            let feed = FeedCount(houses[0], number: Numbered.number)
            // Sooner than a claim ends (30 s): who was stopped has given back what he had in hand.
            try await feed.read(sent, within: .seconds(20 + sent / 100))
            #expect(await feed.missing(of: 0..<sent) == [])
            #expect(await feed.doubled == [])
            #expect(try await nginx.stop() == .done)
            for program in replicas + [routing] { #expect(try await program.stop() == .done) }
            print("PROOF rolling restart: \(restarts) restarts, \(sent) messages, \(refused.count) refused")
        }

        private actor Load {
            private(set) var sent = 0
            /// Number, and the status; 0 without an answer.
            private(set) var refused: [String] = []
            private var isEnding = false

            func next() -> Int? {
                guard !isEnding else { return nil }
                defer { sent += 1 }
                return sent
            }

            func note(_ number: Int, _ status: Int?) {
                if status != 200 { refused.append("\(number): \(status ?? 0)") }
            }

            func end() { isEnding = true }
        }
    }
}
