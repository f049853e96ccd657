// The promise: acknowledged means it survives. Services are killed by SIGKILL at seeded moments while
// messages come in on every channel, and each message is found exactly once in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Kill {
        static let programmeCount = 4
        static let callsPerProgramme = 5
        static let mailCount = 60
        static let clients = 6

        @Test("every service killed at random: each message exactly once, no number twice")
        func exactlyOnce() async throws {
            let kills = Proof.size("MENDENGAR_KILLS", short: 60)
            let smsCount = Proof.size("MENDENGAR_MESSAGES", short: kills * 30)
            let all = smsCount + Self.mailCount + Self.programmeCount * Self.callsPerProgramme
            let house = try House(
                "kill", services: House.Service.allCases,
                settings: [.routing: "lease_seconds: 1"])
            let progress = KillProgress(try await house.start(House.Service.allCases))
            let seed = Proof.seed
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask {
                        try await Self.sendSMS(house, client: client, count: smsCount, progress)
                    }
                }
                group.addTask { try await Self.sendMails(house, from: smsCount, progress) }
                group.addTask {
                    try await Self.uploadProgrammes(
                        house, from: smsCount + Self.mailCount, of: all, progress)
                }
                group.addTask {
                    try await Self.killAtRandom(
                        house, kills, of: smsCount, seed: seed, progress)
                }
                try await group.waitForAll()
            }
            #expect(await progress.accepted == all)
            #expect(await progress.kills == kills)
            // A kill of an idle process proves nothing.
            let hit = await progress.interrupted
            #expect(hit >= kills / 3, "only \(hit) requests were cut off by \(kills) kills")

            let feed = FeedCount(house, number: Numbered.number)
            do {
                try await feed.read(all, within: .seconds(90 + smsCount / 200))
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
            let missing = await feed.missing(of: 0..<all)
            if !missing.isEmpty {
                let held = try await house.mendengar(["quarantine", "list", "--config", house.config])
                Issue.record("held: \(held.output)")
            }
            #expect(missing == [], "lost; seed \(seed)")
            let doubled = await feed.doubled
            #expect(doubled == [], "more than once in the feed; seed \(seed)")
            #expect(await feed.sharedNumbers == 0)
            #expect(await feed.gaps == 0)
            // Nothing waits any more, so nothing can follow.
            _ = try await eventually("nothing waiting") { () -> String? in
                let verify = try await house.mendengar(
                    ["verify", "--config", house.config, "--json"])
                #expect(verify.end == .done, "\(verify.output)")
                let waits = verify.output.matches(of: /"waiting" : (\d+)/).map(\.1)
                return waits.count == 4 && waits.allSatisfy { $0 == "0" } ? verify.output : nil
            }
            for program in await progress.running.values {
                #expect(try await program.stop() == .done)
            }
            print("PROOF kills \(kills), requests cut off \(hit), messages \(all), lost "
                + "\(missing.count), doubled \(doubled.count), seed \(seed)")
        }

        private static func sendSMS(
            _ house: House, client: Int, count: Int, _ progress: KillProgress
        ) async throws {
            let provider = SMSProvider(house: house)
            for number in stride(from: client, to: count, by: clients) {
                let from = "+62812500\(10_000 + number)"
                try await progress.send("SMS \(number)") {
                    number.isMultiple(of: 2)
                        ? try await provider.kannel(
                            id: "kill-\(number)", from: from, text: Numbered.text(number))
                        : try await provider.twilio(
                            id: "SMkill\(number)", from: from, text: Numbered.text(number))
                }
            }
        }

        private static func sendMails(
            _ house: House, from first: Int, _ progress: KillProgress
        ) async throws {
            let client = MailClient(port: house.lmtpPort)
            for number in first..<(first + mailCount) {
                try await client.untilAccepted(
                    MailClient.mail(
                        id: "kill-\(number)@warga.example", from: "warga\(number)@warga.example",
                        subject: "Jalan rusak", text: Numbered.text(number)))
                await progress.accept()
            }
        }

        private static func uploadProgrammes(
            _ house: House, from first: Int, of all: Int, _ progress: KillProgress
        ) async throws {
            let recorder = Recorder(house: house)
            for programme in 0..<programmeCount {
                let begin = first + programme * callsPerProgramme
                let texts = (begin..<(begin + callsPerProgramme)).map(Numbered.text)
                // Spread over the flow, so that the kills meet them.
                _ = try await eventually("its turn", within: .seconds(600)) { () -> Bool? in
                    await progress.accepted >= programme * all / programmeCount / 2 ? true : nil
                }
                try await recorder.untilAccepted(
                    Recorder.transcript("Siaran ke-\(programme)", texts))
                await progress.accept(callsPerProgramme)
            }
        }

        /// Kills and restarts one service after the other, at seeded points of the flow.
        private static func killAtRandom(
            _ house: House, _ kills: Int, of count: Int, seed: UInt64, _ progress: KillProgress
        ) async throws {
            var random = SeededRandom(seed: seed)
            // The one that acknowledges is killed most.
            let targets: [House.Service] = [.sms, .sms, .sms, .sms, .routing, .routing, .email, .radio]
            for turn in 0..<kills {
                let due = turn * count / (kills + 1) + Int.random(in: 0..<20, using: &random)
                _ = try await eventually("\(due) accepted", within: .seconds(600)) { () -> Bool? in
                    await progress.accepted >= due ? true : nil
                }
                guard let service = targets.randomElement(using: &random) else { return }
                try await progress.running[service]?.killNow()
                await progress.replace(service, by: try await house.start(service))
            }
        }
    }
}

/// Texts that carry a number through every channel.
enum Numbered {
    static func text(_ number: Int) -> String {
        "Jalan di Desa Hamalau berlubang parah, perkara \(number). Mohon diperbaiki."
    }

    @Sendable static func number(in text: String) -> Int? {
        guard let place = text.range(of: "perkara ") else { return nil }
        return Int(text[place.upperBound...].prefix { $0.isNumber })
    }
}

/// How far the flow is, and the programs of the moment.
actor KillProgress {
    private(set) var accepted = 0
    private(set) var kills = 0
    /// Requests that got no answer.
    private(set) var interrupted = 0
    private(set) var running: [House.Service: RunningProgram]

    init(_ running: [House.Service: RunningProgram] = [:]) { self.running = running }

    func accept(_ count: Int = 1) { accepted += count }

    func interrupt() { interrupted += 1 }

    func kill() { kills += 1 }

    func replace(_ service: House.Service, by program: RunningProgram) {
        running[service] = program
        kills += 1
    }

    /// Sends until there is a 2xx, as a provider does.
    nonisolated func send(
        _ what: String, _ request: () async throws -> HTTPAnswer
    ) async throws {
        _ = try await eventually("\(what) acknowledged", within: .seconds(120)) { () -> Bool? in
            do {
                return (200..<300).contains(try await request().status) ? true : nil
            } catch {
                await interrupt()
                return nil
            }
        }
        await accept()
    }
}
