// Webhooks to a case system that fails, hangs, wants no more and comes back, while Routing is killed: each entry
// of the feed reaches it, signed so that the specification's own package takes it.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Push {
        /// What the receiver was sent.
        private struct Call: Decodable {
            var id: String
            var cursor: Int64
            var authentic: Bool
            var mode: String
        }

        private struct Receiver {
            let port: Int
            let folder: TemporaryFolder
            let program: RunningProgram

            static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

            init(_ name: String, port: Int, mode: String) async throws {
                folder = try TemporaryFolder(name)
                self.port = port
                try folder.write(mode, to: "mode")
                try folder.write("", to: "calls")
                let script = Places.checkout.appending(path: "Tests/JourneyTests/Fixtures/receiver.py")
                program = try RunningProgram(
                    [
                        Places.checkout.appending(path: ".build/vendors/bin/python").path, script.path,
                        "\(port)", Self.secret, folder.file("mode"), folder.file("calls"),
                    ], log: folder.file("log"))
                try await program.writes("listening")
            }

            func become(_ mode: String) throws {
                // In one step, so that it is never read half written.
                try Data(mode.utf8).write(to: URL(filePath: folder.file("mode")), options: .atomic)
            }

            func calls() throws -> [Call] {
                try String(contentsOfFile: folder.file("calls"), encoding: .utf8)
                    .split(separator: "\n").map {
                        try JSONDecoder().decode(Call.self, from: Data($0.utf8))
                    }
            }

            func taken() throws -> Set<Int64> {
                Set(try calls().filter { $0.mode == "ok" }.map(\.cursor))
            }
        }

        private static func post(_ numbers: Range<Int>, to house: House) async throws {
            let complaints = numbers.map { number in
                Complaint(
                    id: ComplaintID.derive(channel: .sms, account: "k", externalID: "p-\(number)"),
                    tracking: TrackingNumber(
                        region: "HSS", year: 2026, channelDigit: 1, serial: number + 1
                    ).description, channel: .sms, account: "k", externalId: "p-\(number)",
                    receivedAt: Date(timeIntervalSince1970: 1_795_303_964),
                    reporter: Reporter(phone: "+62812500\(10_000 + number)"),
                    text: Numbered.text(number))
            }
            let answer = try await HTTPClient().send(
                "POST", house.url(.routing) + "/v1/complaints", token: house.secrets["INTAKE_TOKEN"],
                headers: ["Content-Type": "application/json"], body: try Wire.encode(complaints))
            #expect(answer.status == 200, "\(answer.text)")
        }

        @Test("a receiver that fails, hangs, wants no more and comes back gets every entry")
        func everyEntryArrives() async throws {
            let (bad, good) = (try FreePort.find(), try FreePort.find())
            let receiver = try await Receiver("hook", port: bad, mode: "error")
            let other = try await Receiver("other", port: good, mode: "ok")
            func line(_ name: String, _ port: Int) -> String {
                "    - { name: \(name), url: \"http://127.0.0.1:\(port)/hook\", secret: \(Receiver.secret), "
                    + "timeout: 1s, retries: [1s, 1s, 1s, 1h] }"
            }
            let house = try House(
                "push", services: [.routing],
                settings: [
                    .routing: "lease_seconds: 1\n  push:\n" + line("hook", bad) + "\n"
                        + line("other", good)
                ])
            var routing = try await house.start(.routing)
            try await Self.post(0..<4, to: house)
            _ = try await eventually("four failures") { try receiver.calls().count >= 4 ? true : nil }
            // It hangs now, and Routing is killed while it waits.
            try receiver.become("hang")
            _ = try await eventually("a call that hangs") {
                try receiver.calls().contains { $0.mode == "hang" } ? true : nil
            }
            try await routing.killNow()
            routing = try await house.start(.routing)
            try await Self.post(4..<8, to: house)
            _ = try await eventually("the other has all eight") {
                try other.taken() == Set(1...8) ? true : nil
            }
            // 410 switches it off; an administrator switches it on again.
            try receiver.become("gone")
            _ = try await eventually("it is off") { () -> Bool? in
                let told = try await house.mendengar(["push", "list", "--config", house.config, "--json"])
                return told.output.contains("\"disabled\"") ? true : nil
            }
            try receiver.become("ok")
            try await routing.killNow()
            routing = try await house.start(.routing)
            let token = try #require(house.secrets["ADMIN_TOKEN"])
            let enabled = try await HTTPClient().postJSON(
                house.url(.routing) + "/v1/push/hook/enable", token: token, [:])
            #expect(enabled.status == 200 && enabled.text.contains("\"active\""), "\(enabled.text)")
            _ = try await eventually("all eight") { try receiver.taken() == Set(1...8) ? true : nil }

            let calls = try receiver.calls()
            #expect(calls.allSatisfy { $0.authentic })
            for (cursor, tries) in Dictionary(grouping: calls, by: \.cursor) {
                #expect(Set(tries.map(\.id)).count == 1, "entry \(cursor)")
            }
            #expect(Set(calls.map(\.id)).count == 8)
            let others = try other.calls().map(\.id)
            #expect(Set(calls.map(\.id)).isDisjoint(with: others))
            #expect(try await routing.stop() == .done)
        }
    }
}
