// The promise: acknowledged means it survives. Every service is killed in turn in the middle of 500
// messages, by SIGKILL, and each message is found exactly once in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Kill {
        static let smsCount = 400
        static let mailCount = 80
        static let callsPerProgramme = 5
        static let programmeCount = 4
        static let all = smsCount + mailCount + callsPerProgramme * programmeCount
        /// Each service is killed this often.
        static let rounds = 2

        /// What a message is known by, whichever channel it takes.
        static func text(_ number: Int) -> String {
            "Jalan di Desa Hamalau berlubang parah, perkara \(number). Mohon diperbaiki."
        }

        static func number(in text: String) -> Int? {
            text.firstMatch(of: /perkara (\d+)/).flatMap { Int($0.1) }
        }

        @Test("500 messages, every service killed in turn: each exactly once, no number twice")
        func exactlyOnce() async throws {
            let house = try House("kill", services: House.Service.allCases)
            let progress = Progress(try await house.start(House.Service.allCases))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    group.addTask { try await Self.sendSMS(house, client: client, of: 4, progress) }
                }
                group.addTask { try await Self.sendMails(house, progress) }
                group.addTask { try await Self.uploadProgrammes(house, progress) }
                group.addTask { try await Self.killInTurn(house, progress) }
                try await group.waitForAll()
            }
            #expect(await progress.accepted == Self.all)
            #expect(await progress.kills == House.Service.allCases.count * Self.rounds)

            let read = try await CaseSystem(house).read("all of them", within: .seconds(90)) {
                $0.count >= Self.all
            }
            // Nothing waits any more, so nothing can follow.
            let books = try await eventually("nothing waiting") { () -> String? in
                let verify = try await house.mendengar(
                    ["verify", "--config", house.config, "--json"])
                #expect(verify.end == .done, "\(verify.output)")
                let waits = verify.output.matches(of: /"waiting" : (\d+)/).map(\.1)
                return waits.count == 4 && waits.allSatisfy { $0 == "0" } ? verify.output : nil
            }
            let numbers = read.compactMap { Self.number(in: $0.complaint.text) }
            let again = Dictionary(grouping: numbers) { $0 }.filter { $0.value.count > 1 }.keys
            #expect(again.sorted() == [], "more than once in the feed")
            #expect(Set(0..<Self.all).subtracting(numbers).sorted() == [], "lost; \(books)")
            #expect(read.count == Self.all)
            #expect(Set(read.map(\.complaint.tracking)).count == Self.all)
            #expect(Set(read.map(\.cursor)).count == Self.all)
            for program in await progress.running.values {
                #expect(try await program.stop() == .done)
            }
        }

        /// How far the flow is, and the programs of the moment.
        private actor Progress {
            var accepted = 0
            var kills = 0
            var running: [House.Service: RunningProgram]

            init(_ running: [House.Service: RunningProgram]) { self.running = running }

            func accept(_ count: Int = 1) { accepted += count }

            func replace(_ service: House.Service, by program: RunningProgram) {
                running[service] = program
                kills += 1
            }
        }

        private static func sendSMS(
            _ house: House, client: Int, of clients: Int, _ progress: Progress
        ) async throws {
            let provider = SMSProvider(house: house)
            for number in stride(from: client, to: smsCount, by: clients) {
                let from = "+62812500\(10_000 + number)"
                try await provider.untilAccepted("SMS \(number)") {
                    number.isMultiple(of: 2)
                        ? try await provider.kannel(
                            id: "kill-\(number)", from: from, text: text(number))
                        : try await provider.twilio(
                            id: "SMkill\(number)", from: from, text: text(number))
                }
                await progress.accept()
            }
        }

        private static func sendMails(_ house: House, _ progress: Progress) async throws {
            let client = MailClient(port: house.lmtpPort)
            for number in smsCount..<(smsCount + mailCount) {
                try await client.untilAccepted(
                    MailClient.mail(
                        id: "kill-\(number)@warga.example", from: "warga\(number)@warga.example",
                        subject: "Jalan rusak", text: text(number)))
                await progress.accept()
            }
        }

        private static func uploadProgrammes(_ house: House, _ progress: Progress) async throws {
            let recorder = Recorder(house: house)
            for programme in 0..<programmeCount {
                let first = smsCount + mailCount + programme * callsPerProgramme
                let texts = (first..<(first + callsPerProgramme)).map(text)
                // Spread over the flow, so that the kills meet them.
                _ = try await eventually("its turn", within: .seconds(120)) { () -> Bool? in
                    await progress.accepted >= programme * 100 ? true : nil
                }
                try await recorder.untilAccepted(
                    Recorder.transcript("Siaran ke-\(programme)", texts))
                await progress.accept(callsPerProgramme)
            }
        }

        /// Kills and restarts one service after the other, each in the middle of the flow.
        private static func killInTurn(_ house: House, _ progress: Progress) async throws {
            let turns = (0..<rounds).flatMap { _ in [House.Service.sms, .routing, .email, .radio] }
            for (turn, service) in turns.enumerated() {
                let due = (turn + 1) * (all - 100) / turns.count
                _ = try await eventually("\(due) accepted", within: .seconds(120)) { () -> Bool? in
                    await progress.accepted >= due ? true : nil
                }
                try await progress.running[service]?.killNow()
                await progress.replace(service, by: try await house.start(service))
            }
        }
    }
}
