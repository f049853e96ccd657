// Two SMS and two Routing processes on one PostgreSQL. Any of them, and the server itself, may die or sleep
// at any moment: nothing acknowledged is lost, nothing is assigned twice, and the feed has no gap.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Replicas {
        static let clients = 6

        /// Two installations that share their databases.
        private struct Pair {
            let server: PostgreSQL
            let houses: [House]

            init(_ name: String) throws {
                let server = try PostgreSQL()
                self.server = server
                let database = try server.makeDatabase()
                houses = try ["a", "b"].map { letter in
                    try House(
                        "\(name)-\(letter)", services: [.routing, .sms],
                        databases: [
                            .routing: server.url(database, "?schema=routing"),
                            .sms: server.url(database, "?schema=sms"),
                        ], settings: [.routing: "lease_seconds: 2"])
                }
            }
        }

        /// The processes of both.
        private actor Processes {
            private var running: [String: RunningProgram] = [:]

            func start(_ house: House, _ service: House.Service) async throws {
                running[key(house, service)] = try await house.start(service)
            }

            /// Returns when it listens; what it needs may be away.
            func startUnready(_ house: House, _ service: House.Service) async throws {
                let program = try await house.start(service, waits: false)
                running[key(house, service)] = program
                try await program.writes(#""message":"listening""#)
            }

            func program(_ house: House, _ service: House.Service) -> RunningProgram? {
                running[key(house, service)]
            }

            func stopAll() async throws {
                for program in running.values {
                    program.signal(SIGCONT)
                    #expect(try await program.stop() == .done)
                }
            }

            private func key(_ house: House, _ service: House.Service) -> String {
                house.folder.path + service.rawValue
            }
        }

        @Test("two replicas of each on one PostgreSQL, all of them and the server killed")
        func exactlyOnce() async throws {
            let kills = Proof.size("MENDENGAR_KILLS", short: 40)
            let count = Proof.size("MENDENGAR_MESSAGES", short: kills * 20)
            let seed = Proof.seed
            let pair = try Pair("replicas")
            defer { pair.server.stop() }
            let processes = Processes()
            for house in pair.houses {
                for service in [House.Service.routing, .sms] {
                    try await processes.start(house, service)
                }
            }
            let progress = KillProgress()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask {
                        try await Self.send(pair.houses, client: client, count: count, progress)
                    }
                }
                group.addTask {
                    try await Self.disturb(
                        pair, processes, kills: kills, count: count, seed: seed, progress)
                }
                try await group.waitForAll()
            }
            #expect(await progress.kills == kills)
            let hit = await progress.interrupted
            #expect(hit >= kills / 4, "only \(hit) requests were cut off by \(kills) kills")
            for house in pair.houses {
                // Either replica serves the same feed.
                let feed = FeedCount(house, number: Numbered.number)
                do {
                    try await feed.read(count, within: .seconds(90 + count / 100))
                } catch {
                    Issue.record("seed \(seed): \(error)")
                }
                #expect(await feed.missing(of: 0..<count) == [], "lost; seed \(seed)")
                #expect(await feed.doubled == [], "more than once; seed \(seed)")
                #expect(await feed.sharedNumbers == 0)
                #expect(await feed.gaps == 0, "seed \(seed)")
                #expect(await feed.count == count)
            }
            let house = pair.houses[0]
            let books = try await eventually("balanced books") { () -> String? in
                let verify = try await house.mendengar(
                    ["verify", "--config", house.config, "--json"])
                return verify.end == .done ? verify.output : nil
            }
            #expect(books.contains("\"balanced\" : true"))
            try await processes.stopAll()
            print("PROOF replicas: kills \(kills), requests cut off \(hit), messages \(count), "
                + "seed \(seed)")
        }

        /// A client's messages go to either replica; a retry may meet the other one.
        private static func send(
            _ houses: [House], client: Int, count: Int, _ progress: KillProgress
        ) async throws {
            let providers = houses.map { SMSProvider(house: $0) }
            for number in stride(from: client, to: count, by: clients) {
                var tries = number
                try await progress.send("SMS \(number)") {
                    tries += 1
                    return try await providers[tries % providers.count].kannel(
                        id: "r-\(number)", from: "+62812500\(10_000 + number)",
                        text: Numbered.text(number))
                }
            }
        }

        private static func disturb(
            _ pair: Pair, _ processes: Processes, kills: Int, count: Int, seed: UInt64,
            _ progress: KillProgress
        ) async throws {
            var random = SeededRandom(seed: seed)
            for turn in 0..<kills {
                let due = turn * count / (kills + 1) + Int.random(in: 0..<15, using: &random)
                _ = try await eventually("\(due) accepted", within: .seconds(600)) { () -> Bool? in
                    await progress.accepted >= due ? true : nil
                }
                let house = pair.houses[Int.random(in: 0..<2, using: &random)]
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1:
                    pair.server.crash(Bool.random(using: &random) ? SIGQUIT : SIGKILL)
                    try pair.server.start()
                case 2..<5:
                    try await processes.program(house, .routing)?.killNow()
                    try await processes.start(house, .routing)
                default:
                    try await processes.program(house, .sms)?.killNow()
                    try await processes.start(house, .sms)
                }
                await progress.kill()
            }
        }

        @Test("PostgreSQL away: Twilio, who never retries, is answered the same, and nothing is lost")
        func databaseAway() async throws {
            let pair = try Pair("away")
            defer { pair.server.stop() }
            let house = pair.houses[0]
            let processes = Processes()
            for service in [House.Service.routing, .sms] {
                try await processes.start(house, service)
            }
            let provider = SMSProvider(house: house)
            func twilio(_ number: Int) async throws -> HTTPAnswer {
                try await provider.twilio(
                    id: "SMaway\(number)", from: "+62812500\(10_000 + number)",
                    text: Numbered.text(number))
            }
            let usual = try await twilio(0)
            #expect(usual.status == 200)
            pair.server.crash(SIGKILL)
            for number in 1...8 {
                let answer = try await twilio(number)
                #expect(answer.status == 200 && answer.body == usual.body)
            }
            // One who does come again is told to.
            let kannel = try await provider.kannel(
                id: "away", from: "+6281250019999", text: Numbered.text(9))
            #expect(kannel.status == 503)
            #expect(kannel.headers["retry-after"] != nil)
            // Killed meanwhile: what was answered is on the disk. Started again while the database is
            // still away, it takes messages as before.
            try await processes.program(house, .sms)?.killNow()
            try await processes.startUnready(house, .sms)
            for number in 10...12 {
                let answer = try await twilio(number)
                #expect(answer.status == 200 && answer.body == usual.body)
            }
            try pair.server.start()
            let feed = FeedCount(house, number: Numbered.number)
            try await feed.read(12, within: .seconds(60))
            #expect(await feed.missing(of: 0...8) == [])
            #expect(await feed.missing(of: 10...12) == [])
            #expect(await feed.doubled == [])
            try await processes.stopAll()
        }

        @Test("the decider stopped and woken: another takes over in seconds, the sleeper writes nothing")
        func deciderSleeps() async throws {
            let turns = Proof.size("MENDENGAR_TAKEOVERS", short: 5)
            let pair = try Pair("decider")
            defer { pair.server.stop() }
            let processes = Processes()
            for house in pair.houses { try await processes.start(house, .routing) }
            let perTurn = 40
            var sent = 0
            var slowest = Duration.zero
            var epoch = 0
            for turn in 0..<turns {
                let last = epoch
                // The newest holder sleeps in the middle of its work.
                let (sleeping, current) = try await eventually("a decider") {
                    () -> (Int, Int)? in
                    var newest: (Int, Int)?
                    for (place, house) in pair.houses.enumerated() {
                        let own = await processes.program(house, .routing)?.newestEpoch ?? 0
                        if own > newest?.1 ?? 0 { newest = (place, own) }
                    }
                    return newest.flatMap { $0.1 > last ? $0 : nil }
                }
                epoch = current
                let (sleeper, awake) = (pair.houses[sleeping], pair.houses[1 - sleeping])
                try await Self.post(sent..<(sent + perTurn), to: sleeper)
                await processes.program(sleeper, .routing)?.signal(SIGSTOP)
                let began = ContinuousClock.now
                try await Self.post((sent + perTurn)..<(sent + 2 * perTurn), to: awake)
                sent += 2 * perTurn
                let feed = FeedCount(awake, number: Numbered.number)
                try await feed.read(sent, within: .seconds(60))
                slowest = max(slowest, ContinuousClock.now - began)
                await processes.program(sleeper, .routing)?.signal(SIGCONT)
                #expect(await feed.gaps == 0, "turn \(turn)")
                #expect(await feed.doubled == [], "turn \(turn)")
            }
            #expect(slowest < .seconds(30), "a take-over took \(slowest)")
            for house in pair.houses {
                let feed = FeedCount(house, number: Numbered.number)
                try await feed.read(sent, within: .seconds(60))
                #expect(await feed.count == sent)
                #expect(await feed.gaps == 0)
            }
            try await processes.stopAll()
            print("PROOF take-overs \(turns), the slowest with its backlog \(slowest)")
        }

        /// Hands complaints to Routing as a channel does.
        private static func post(_ numbers: Range<Int>, to house: House) async throws {
            let complaints = numbers.map { number in
                let id = ComplaintID.derive(channel: .sms, account: "k", externalID: "d-\(number)")
                return Complaint(
                    id: id,
                    tracking: TrackingNumber(
                        region: "HSS", year: 2026, channelDigit: 1, serial: number + 1
                    ).description, channel: .sms, account: "k", externalId: "d-\(number)",
                    receivedAt: Date(timeIntervalSince1970: 1_795_303_964),
                    reporter: Reporter(phone: "+62812500\(10_000 + number)"),
                    text: Numbered.text(number))
            }
            let answer = try await HTTPClient().send(
                "POST", house.url(.routing) + "/v1/complaints",
                token: house.secrets["INTAKE_TOKEN"],
                headers: ["Content-Type": "application/json"], body: try Wire.encode(complaints))
            #expect(answer.status == 200, "\(answer.text)")
        }
    }
}

extension RunningProgram {
    /// The epoch of the last lease it says it has taken.
    fileprivate var newestEpoch: Int {
        output.matches(of: /"epoch":"(\d+)"/).compactMap { Int($0.1) }.max() ?? 0
    }
}
