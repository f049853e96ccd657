// Bad input from outside: a clear error that names what and where, nothing lost, the service lives on.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct BadInput {
        @Test("what providers should never send is answered, kept where it can be, and survived")
        func messages() async throws {
            let house = try House("bad-sms", services: [.routing, .sms])
            let running = try await house.start([.routing, .sms])
            let provider = SMSProvider(house: house)
            let client = HTTPClient()

            // Malformed HTTP: an answer or a closed connection, then business as usual.
            for bytes in ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
                "POST /sms/modem HTTP/1.1\r\nHost: a\r\nContent-Length: minus one\r\n\r\n",
                "GET /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"]
            {
                let line = try LineClient(port: house.ports[.sms] ?? 0)
                try? line.send(bytes.utf8)
                let answer = try? line.readLine()
                #expect(answer?.contains(" 200 ") != true)
                line.close()
            }

            // Wrong signature, wrong secret.
            let forged = try await provider.twilio(
                id: "SMx", from: "+6281250004000", text: "palsu", key: "not the key")
            #expect(forged.status == 403)
            #expect((forged.json["type"] as? String)?.hasSuffix("/not-authentic") == true)
            let wrong = try await provider.kannel(
                id: "x", from: "081250004000", text: "palsu", secret: "salah")
            #expect(wrong.status == 403)
            #expect(!wrong.text.contains(house.secrets["KANNEL_SECRET"] ?? "?"))

            // A body over the limit from a provider that may be refused.
            let large = try await client.send(
                "POST", house.url(.sms) + "/sms/modem",
                headers: [
                    "Authorization": "Bearer \(house.secrets["GENERIC_SECRET"] ?? "")",
                    "Content-Type": "application/json",
                ], body: Data(repeating: UInt8(ascii: "x"), count: 300 * 1024))
            #expect(large.status == 413)
            #expect((large.json["type"] as? String)?.hasSuffix("/body-too-large") == true)

            // An SMS of one megabyte from one that may not: acknowledged, and in the quarantine.
            let megabyte = try await provider.twilio(
                id: "SMbig", from: "+6281250004001", text: String(repeating: "a", count: 1 << 20))
            #expect(megabyte.status == 200)
            // Without words.
            let empty = try await provider.kannel(id: "k-empty", from: "081250004002", text: "  ")
            #expect(empty.status == 200)

            // It lives, and the good one passes the bad ones.
            try await provider.kannel(
                id: "k-good", from: "081250004003", text: "Jalan berlubang di Desa Hamalau")
            let read = try await CaseSystem(house).read("the good one") { !$0.isEmpty }
            #expect(read.map(\.complaint.externalId) == ["k-good"])
            let (end, output) = try await house.mendengar(
                ["verify", "--config", house.config, "--json"])
            #expect(end.status == 0, "\(output)")
            let books = try JSONDecoder().decode(Books.self, from: Data(output.utf8))
            #expect(books.channels["sms"]?.quarantined == 2)
            #expect(books.channels["sms"]?.received == 3)
            #expect(books.balanced)
            for program in running.values { #expect(try await program.stop().status == 0) }
        }

        /// What `mendengar verify --json` prints.
        private struct Books: Decodable {
            struct Channel: Decodable { var received, quarantined, forwarded: Int }
            var channels: [String: Channel]
            var balanced: Bool
        }

        /// A mistake in a configuration, and what the error must name.
        struct Mistake: Sendable, CustomTestStringConvertible {
            var name: String
            var replacing: String
            var with: String
            var says: [String]
            var testDescription: String { name }
        }

        static let mistakes = [
            Mistake(
                name: "unknown key", replacing: "routing_token: env:INTAKE_TOKEN",
                with: "routing_tokn: env:INTAKE_TOKEN",
                says: ["mendengar.yaml:", "routing_tokn", "routing_token"]),
            Mistake(
                name: "missing secret", replacing: "env:KANNEL_SECRET", with: "env:NOT_SET_ANYWHERE",
                says: ["mendengar.yaml:", "NOT_SET_ANYWHERE"]),
            Mistake(
                name: "no YAML", replacing: "accounts:", with: "accounts: [",
                says: ["mendengar.yaml:"]),
            Mistake(
                name: "unknown provider", replacing: "provider: kannel", with: "provider: kanel",
                says: ["mendengar.yaml:", "kanel", "did you mean 'kannel'"]),
        ]

        @Test("a wrong configuration: exit status 2 and what to mend, with its line", arguments: mistakes)
        func configuration(_ mistake: Mistake) async throws {
            let house = try House("bad-config", services: [.sms])
            let text = try String(contentsOfFile: house.config, encoding: .utf8)
            #expect(text.contains(mistake.replacing))
            let wrong = try house.folder.write(
                text.replacing(mistake.replacing, with: mistake.with, maxReplacements: 1),
                to: "mendengar.yaml")
            let sms = try await house.start(.sms, config: wrong, waits: false)
            #expect(try await sms.ended() == .usage)
            for words in mistake.says {
                #expect(sms.output.contains(words), "\(words): \(sms.output)")
            }
        }

        @Test("a rule file with a typo: exit status 2, the file, its line and the nearest known key")
        func ruleFile() async throws {
            let house = try House("bad-rules", services: [.routing])
            let pack = house.folder.file("regions/hss")
            try FileManager.default.createDirectory(
                atPath: house.folder.file("regions"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Places.region, toPath: pack)
            // The word lists stand beside the regions.
            try FileManager.default.copyItem(
                atPath: Places.region + "/../../language", toPath: house.folder.file("language"))
            let rules = URL(filePath: pack + "/rules/30-jalan-air.yaml")
            let text = try String(contentsOf: rules, encoding: .utf8)
                .replacing("  agency: PUPR", with: "  agenci: PUPR", maxReplacements: 1)
            try Data(text.utf8).write(to: rules)
            let config = try String(contentsOfFile: house.config, encoding: .utf8)
                .replacing("region: \(Places.region)", with: "region: \(pack)")
            let routing = try await house.start(
                .routing, config: try house.folder.write(config, to: "typo.yaml"), waits: false)
            #expect(try await routing.ended() == .usage)
            let check = try await house.mendengar(["check", pack])
            #expect(check.end == .usage)
            for output in [routing.output, check.output] {
                #expect(output.contains("30-jalan-air.yaml:"), "\(output)")
                #expect(output.contains("'agenci'"), "\(output)")
                #expect(output.contains("agency"), "\(output)")
            }
        }

        @Test("a database folder that cannot be: exit status 2 and its path")
        func noFolder() async throws {
            let house = try House("bad-data", services: [.sms])
            try house.folder.write("not a folder", to: "data")
            let sms = try await house.start(.sms, waits: false)
            #expect(try await sms.ended() == .usage)
            #expect(sms.output.contains(house.folder.file("data")), "\(sms.output)")
        }

        @Test("the log of no service holds a secret or a whole state, however much it says")
        func secrets() async throws {
            let services: [House.Service] = [.routing, .sms, .email, .radio]
            let house = try House("secrets", services: services, secrets: ["LOG_LEVEL": "trace"])
            let running = try await house.start(services)
            let answer = try await SMSProvider(house: house).twilio(
                id: "SMr", from: "+6281250006000", text: "lampu jalan padam")
            #expect(answer.status == 200)
            for (service, program) in running {
                #expect(try await program.stop() == .done)
                let log = program.output
                #expect(log.contains("\"level\":\"debug\""), "\(service) says too little")
                let longest = log.split(separator: "\n").map(\.utf8.count).max() ?? 0
                #expect(longest < 8_000, "\(service) wrote a line of \(longest) bytes")
                for secret in house.secrets.values where secret.contains("-") {
                    #expect(!log.contains(secret), "\(service) wrote \(secret)")
                }
            }
        }

        @Test("a disk without room: 503 with Retry-After, and the service lives on")
        func fullDisk() async throws {
            let house = try House("full-disk", services: [.sms])
            let data = house.folder.file("data")
            try FileManager.default.createDirectory(
                atPath: data, withIntermediateDirectories: true)
            let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
            let sms = try await house.start(
                .sms,
                launcher: ["unshare", "--mount"] + user + [
                    "sh", "-c",
                    "mount -t tmpfs -o size=1m tmpfs \(data) && exec \"$0\" \"$@\"",
                ])
            let provider = SMSProvider(house: house)
            var stored = 0
            var refusal: HTTPAnswer?
            for number in 0..<400 where refusal == nil {
                let answer = try await provider.twilio(
                    id: "SM\(number)", from: "+6281250005000",
                    text: String(repeating: "panjang ", count: 400))
                if answer.status == 200 { stored += 1 } else { refusal = answer }
            }
            let full = try #require(refusal)
            #expect(stored > 0)
            #expect(full.status == 503)
            #expect(full.headers["retry-after"] != nil)
            #expect((full.json["type"] as? String)?.hasSuffix("/unavailable") == true)
            #expect(try await HTTPClient().get(house.url(.sms) + "/healthz").status == 200)
            #expect(try await sms.stop().status == 0)
        }
    }
}
