// Only a backup that has been restored is a backup: taken under load, put in place elsewhere, run and counted.
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Backup {
        static let before = 150

        @Test("a backup under load, restored elsewhere, has every message acknowledged before it began")
        func restored() async throws {
            let services: [House.Service] = [.routing, .sms]
            let house = try House("backup", services: services)
            let running = try await house.start(services)
            let progress = KillProgress()
            try await Self.send(house, 0..<Self.before, progress)
            let saved = house.folder.file("saved")
            let (end, output) = try await Self.underLoad(house, progress) {
                try await house.mendengar(["backup", "--config", house.config, "--to", saved])
            }
            #expect(end == .done, "\(output)")
            for program in running.values { #expect(try await program.stop() == .done) }
            let names = try FileManager.default.contentsOfDirectory(atPath: saved)
            let backup = saved + "/" + (try #require(names.first))

            let other = try House("restored", services: services)
            let arguments = ["restore", "--config", other.config, "--from", backup]
            let restored = try await other.mendengar(arguments)
            #expect(restored.end == .done, "\(restored.output)")
            // What is there is not overwritten unasked.
            let again = try await other.mendengar(arguments)
            #expect(again.end.status == 1 && again.output.contains("replac"), "\(again.output)")

            let programs = try await other.start(services)
            let feed = FeedCount(other, number: Numbered.number)
            try await feed.read(Self.before, within: .seconds(60))
            #expect(await feed.missing(of: 0..<Self.before) == [])
            #expect(await feed.doubled == [])
            // It goes on from there: a redelivery is known, a new message gets the next number.
            try await Self.send(other, 0..<20, progress)
            try await Self.send(other, 100_000..<100_010, progress)
            try await feed.read(Self.before + 10, within: .seconds(60))
            #expect(await feed.doubled == [])
            #expect(await feed.sharedNumbers == 0)
            let books = try await other.mendengar(["verify", "--config", other.config])
            #expect(books.end == .done, "\(books.output)")
            for program in programs.values { #expect(try await program.stop() == .done) }
        }

        @Test("mails that were answered 250 and that nobody has read yet are in a backup")
        func unread() async throws {
            let count = 200
            let house = try House("belum-dibaca", services: [.email])
            let email = try await house.start(.email)
            let client = MailClient(port: house.lmtpPort)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in 0..<20 {
                    group.addTask {
                        for number in stride(from: part, to: count, by: 20) {
                            try await client.deliver(
                                MailClient.mail(
                                    id: "m\(number)@warga.example", from: "warga@warga.example",
                                    subject: "Jalan rusak", text: Numbered.text(number)))
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await email.killNow()
            let waiting = try FileManager.default.contentsOfDirectory(
                atPath: house.folder.file("data/email-tray"))
            #expect(!waiting.isEmpty, "all had been read: this proves nothing")
            let saved = house.folder.file("saved")
            let made = try await house.mendengar(["backup", "--config", house.config, "--to", saved])
            #expect(made.end == .done, "\(made.output)")
            let backup = saved + "/" + (try #require(FileManager.default.contentsOfDirectory(atPath: saved).first))

            let other = try House("dibaca", services: [.email])
            // One that is there already, and not whole, is none that stays.
            let name = try #require(waiting.sorted().first)
            let there = URL(filePath: other.folder.file("data/email-tray"))
            try FileManager.default.createDirectory(at: there, withIntermediateDirectories: true)
            let whole = try Data(contentsOf: URL(filePath: backup + "/email-tray/" + name))
            try whole.prefix(20).write(to: there.appending(path: name))
            let restored = try await other.mendengar(["restore", "--config", other.config, "--from", backup])
            #expect(restored.end == .done, "\(restored.output)")
            let reader = try await other.start(.email)
            _ = try await eventually("\(count) mails in the journal", within: .seconds(60)) { () -> Bool? in
                let books = try await other.mendengar(["verify", "--config", other.config, "--json"])
                return books.output.contains("\"stored\" : \(count),") ? true : nil
            }
            #expect(try await reader.stop() == .done)
        }

        @Test("a folder that cannot be made is told in our words, and nothing is left behind")
        func badPlace() async throws {
            let house = try House("badplace", services: [.sms])
            let file = house.folder.file("file")
            try Data().write(to: URL(filePath: file))
            for (place, status, words) in [
                (file, 1, "cannot be made:"), ("/proc/backup", 1, "cannot be made:"),
                ("", 2, "--to needs the name of a folder"),
                (house.folder.file("empty"), 2, "nothing to back up"),
            ] as [(String, Int32, String)] {
                let made = try await house.mendengar(["backup", "--config", house.config, "--to", place])
                #expect(made.end.status == status && made.output.contains(words), "\(made.output)")
                #expect(!made.output.contains("NSCocoa") && !made.output.contains("NSPOSIX"))
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: house.folder.file("empty"))
            #expect(left == [])
        }

        @Test("a restore refuses a running service's database and a damaged file")
        func refused() async throws {
            let house = try House("refused", services: [.sms])
            let sms = try await house.start(.sms)
            try await Self.send(house, 0..<5, KillProgress())
            let saved = house.folder.file("saved")
            let made = try await house.mendengar(
                ["backup", "--config", house.config, "--to", saved])
            #expect(made.end == .done, "\(made.output)")
            let names = try FileManager.default.contentsOfDirectory(atPath: saved)
            let backup = saved + "/" + (try #require(names.first))
            let arguments = [
                "restore", "--config", house.config, "--from", backup, "--replace",
            ]
            let busy = try await house.mendengar(arguments)
            #expect(busy.end.status == 1 && busy.output.contains("sms.sqlite"), "\(busy.output)")
            #expect(try await sms.stop() == .done)
            let file = URL(filePath: backup + "/sms.backup")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            let damaged = try await house.mendengar(arguments)
            #expect(damaged.end.status == 1, "\(damaged.output)")
            #expect(damaged.output.contains("sms.backup"), "\(damaged.output)")
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            #expect(try await house.mendengar(arguments).end == .done)
        }

        @Test("pg_dump of running services, restored into a new database, is balanced and whole")
        func postgres() async throws {
            let server = try PostgreSQL()
            defer { server.stop() }
            let (old, new) = (try server.makeDatabase(), try server.makeDatabase())
            func house(_ name: String, _ database: String) throws -> House {
                try House(
                    name, services: [.routing, .sms],
                    databases: [
                        .routing: server.url(database, "?schema=routing"),
                        .sms: server.url(database, "?schema=sms"),
                    ])
            }
            let first = try house("dumped", old)
            let running = try await first.start([.routing, .sms])
            let progress = KillProgress()
            try await Self.send(first, 0..<Self.before, progress)
            let dump = first.folder.file("dump")
            let (end, output) = try await Self.underLoad(first, progress) {
                // Both schemas in one dump are one consistent state.
                try await RunningProgram.run(
                    ["pg_dump", "--format=custom", "--file=\(dump)", server.url(old)],
                    in: first.folder)
            }
            #expect(end == .done, "\(output)")
            for program in running.values { #expect(try await program.stop() == .done) }
            let restored = try await RunningProgram.run(
                ["pg_restore", "--dbname=\(server.url(new))", "--exit-on-error", dump],
                in: first.folder)
            #expect(restored.end == .done, "\(restored.output)")
            let second = try house("undumped", new)
            let books = try await second.mendengar(["verify", "--config", second.config])
            #expect(books.end == .done, "\(books.output)")
            let programs = try await second.start([.routing, .sms])
            let feed = FeedCount(second, number: Numbered.number)
            try await feed.read(Self.before, within: .seconds(60))
            #expect(await feed.missing(of: 0..<Self.before) == [])
            #expect(await feed.doubled == [])
            for program in programs.values { #expect(try await program.stop() == .done) }
        }

        private static func send(
            _ house: House, _ numbers: Range<Int>, _ progress: KillProgress
        ) async throws {
            let provider = SMSProvider(house: house)
            for number in numbers {
                try await progress.send("SMS \(number)") {
                    try await provider.kannel(
                        id: "b-\(number)", from: "+62812500\(10_000 + number)",
                        text: Numbered.text(number))
                }
            }
        }

        /// Runs `work` while messages come in; they came in throughout.
        private static func underLoad<Value: Sendable>(
            _ house: House, _ progress: KillProgress, _ work: @Sendable () async throws -> Value
        ) async throws -> Value {
            let sender = Task {
                var number = 1_000_000
                while !Task.isCancelled {
                    try await send(house, number..<(number + 1), progress)
                    number += 1
                }
            }
            defer { sender.cancel() }
            let began = await progress.accepted
            _ = try await eventually("the load") { () -> Bool? in
                await progress.accepted > began ? true : nil
            }
            let value = try await work()
            let ended = await progress.accepted
            #expect(ended > began + 1, "nothing came in during the backup")
            return value
        }
    }
}
