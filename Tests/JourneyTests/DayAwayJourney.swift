// Routing hangs for a day while messages come in: what was queued arrives in order, at a measured pace, under
// bounded memory, and one that can never be delivered holds up nobody. And the wall clock jumps.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct DayAway {
        static let clients = 8
        /// What a queue of any length may add to a process, in MiB.
        static let growthMax = 64
        /// Connections that the channel opens to a Routing that has come back, at most.
        static let connectionsMax = 2

        @Test("a day without Routing: all that was queued arrives in order, none twice, one bad apart")
        func drained() async throws {
            let count = Proof.size("MENDENGAR_QUEUED", short: 1200)
            let house = try House("day-away", services: [.routing, .sms])
            let clock = try FakeClock(house.folder)
            let routing = try await house.start(.routing, environment: clock.environment)
            let sms = try await house.start(.sms, environment: clock.environment)
            try await Self.send(house, 0..<64)
            let feed = FeedCount(house, number: Numbered.number)
            try await feed.read(64, within: .seconds(60))
            let before = try [sms, routing].map { try Self.peakMiB($0) }

            // It hangs: connections are accepted by the system and nothing answers.
            routing.signal(SIGSTOP)
            try await Self.send(house, 64..<count)
            // One of them can never be read by Routing.
            let bad = try await Self.spoilOne(house)
            try clock.set(hours: 24)
            routing.signal(SIGCONT)

            let sampler = Task { try await Self.mostConnections(house) }
            try await feed.read(count - 1, within: .seconds(120 + count / 50))
            sampler.cancel()
            let connections = try await sampler.value
            #expect(await feed.missing(of: 0..<count) == [bad])
            #expect(await feed.doubled == [])
            #expect(await feed.overtaken == 0, "not in the order of arrival")
            #expect(await feed.gaps == 0)
            // The reader of the feed and of the metrics are two more.
            #expect(connections <= Self.connectionsMax + 2, "a stampede of \(connections) connections")
            let held = try await house.mendengar(["quarantine", "list", "--config", house.config])
            #expect(held.output.contains("refused"), "\(held.output)")
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            #expect(books.end == .done, "\(books.output)")
            let growth = try zip([sms, routing], before).map { try Self.peakMiB($0) - $1 }
            #expect(growth.allSatisfy { $0 <= Self.growthMax }, "MiB more: \(growth)")
            for program in [sms, routing] { #expect(try await program.stop() == .done) }
            print("PROOF day away: queued \(count), connections \(connections), MiB more \(growth)")
        }

        @Test("the wall clock jumps a day forth and back while messages flow: none lost, doubled or stuck")
        func clockJumps() async throws {
            let house = try House(
                "clock-jumps", services: [.routing, .sms], settings: [.routing: "lease_seconds: 2"])
            let clock = try FakeClock(house.folder)
            let routing = try await house.start(.routing, environment: clock.environment)
            let sms = try await house.start(.sms, environment: clock.environment)
            let feed = FeedCount(house, number: Numbered.number)
            let jumps = [0, 24, -24, 1, 0], each = 80
            for (turn, hours) in jumps.enumerated() {
                async let sent: Void = Self.send(house, turn * each..<(turn + 1) * each)
                // In the middle of them.
                try clock.set(hours: hours)
                try await sent
                // A stuck lease or claim would hold them up for as long as the clock jumped.
                try await feed.read((turn + 1) * each, within: .seconds(45))
            }
            let count = jumps.count * each
            // The jumps were seen: yesterday's and tomorrow's messages stand in the books.
            let days = await feed.days
            #expect(days.count >= 3, "\(days)")
            // An hour of traffic is sent again, as by a provider whose clock is wrong.
            try await Self.send(house, 0..<count)
            try await Self.send(house, count..<count + 1)
            try await feed.read(count + 1, within: .seconds(45))
            #expect(await feed.missing(of: 0...count) == [])
            #expect(await feed.doubled == [])
            #expect(await feed.gaps == 0)
            #expect(await feed.count == count + 1)
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            #expect(books.end == .done, "\(books.output)")
            for program in [sms, routing] { #expect(try await program.stop() == .done) }
        }

        private static func send(_ house: House, _ numbers: Range<Int>) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<clients {
                    group.addTask {
                        let provider = SMSProvider(house: house)
                        for number in numbers where number % clients == client {
                            try await provider.untilAccepted("SMS \(number)") {
                                try await provider.kannel(
                                    id: "day-\(number)", from: "+62812500\(10_000 + number)",
                                    text: Numbered.text(number))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        /// Makes one waiting complaint into something that no Routing can read.
        ///
        /// - Returns: its number.
        private static func spoilOne(_ house: House) async throws -> Int {
            let script = """
                import sqlite3, json, sys, time
                for _ in range(200):
                    base = sqlite3.connect(sys.argv[1], timeout=30)
                    rows = base.execute("SELECT seq, complaint FROM outbox WHERE claim = 0 ORDER BY seq").fetchall()
                    if len(rows) > 50: break
                    time.sleep(0.1)
                seq, text = rows[len(rows) // 2]
                base.execute("UPDATE outbox SET complaint = ? WHERE seq = ?", ('{"id": "no complaint"}', seq))
                base.commit()
                print(json.loads(text)["text"])
                """
            let (end, output) = try await RunningProgram.run(
                ["/usr/bin/python3", "-c", script, house.database(.sms)], in: house.folder)
            #expect(end == .done, "\(output)")
            return try #require(Numbered.number(in: output), "\(output)")
        }

        /// The most connections Routing had at once, until it is cancelled.
        private static func mostConnections(_ house: House) async throws -> Int {
            let client = HTTPClient()
            var most = 0
            while !Task.isCancelled {
                let text = try? await client.get(house.url(.routing) + "/metrics").text
                let line = text?.split(separator: "\n").first { $0.hasPrefix("mendengar_http_connections") }
                let now = line?.split(separator: " ").last.flatMap { Double($0) }
                most = max(most, Int(now ?? 0))
                try? await Task.sleep(for: .milliseconds(20))
            }
            return most
        }

        /// The most memory it has had resident so far.
        private static func peakMiB(_ program: RunningProgram) throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            let kib = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
            return try #require(kib) / 1024
        }
    }
}
