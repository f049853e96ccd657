// A stored request read again: what the administrator is shown, and a batch that is taken up again whole.
import Complaints
import Delivery
import Foundation
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import ServiceKit
import Store
import Testing

@testable import SMSService

@Suite struct ReplayTests {
    private static let yaml = """
        - { name: k, provider: kannel, secret: s }
        - { name: g, provider: generic, secret: s }
        - { name: i, provider: infobip, secret: s }
        """

    private func replay(_ gateway: TestGateway, _ number: Int) async throws -> Replay {
        let stored = try await Intake.stored(
            tracking: try await gateway.tracking(number), in: try DatabaseURL(gateway.database))
        let known = try #require(stored)
        return Replay(known, gateway.webhook.accounts[known.entry.account])
    }

    private func send(_ gateway: TestGateway, _ uri: String, json: String? = nil) async throws {
        _ = try await gateway.client.execute(
            uri: uri, method: json == nil ? .get : .post,
            headers: json == nil ? [:] : [.contentType: "application/json"],
            body: json.map { ByteBuffer(string: $0) })
    }

    @Test func anAcceptedMessage() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            try await send(gateway, "/sms/k/s?from=0812345678&to=1708&id=7&text=RAHASIA+pungli+di+pasar")
            let ledger = try await gateway.intake.ledger()
            let replay = try await replay(gateway, 1)
            let json = replay.json
            #expect(json.text(at: "state") == "received" && json.text(at: "messages.0.id") == "7")
            #expect(json.text(at: "messages.0.from") == "+62812345678")
            #expect(json.text(at: "messages.0.text") == "RAHASIA pungli di pasar")
            #expect(json.text(at: "verdict.is") == "complaint")
            #expect(json.text(at: "verdict.text") == "RAHASIA pungli di pasar")
            #expect(json.text(at: "verdict.flags.0") == "confidential")
            #expect(replay.text.contains("> 1/1  from +62812345678  to 1708  id 7  text RAHASIA"))
            #expect(replay.text.contains("today: is complaint  sender +62812345678  text RAHASIA"))
            // Nothing is stored, and it can be read as often as one likes.
            let again = try await self.replay(gateway, 1)
            let after = try await gateway.intake.ledger()
            #expect(again.json == json && after == ledger)
            let request = RawRequest(meta: replay.stored.entry.meta, body: replay.stored.entry.body)
            #expect(String(decoding: Replay.bytes(request), as: UTF8.self).hasPrefix(
                "GET /sms/k?from=0812345678&to=1708&id=7&text=RAHASIA+pungli+di+pasar\n"))
        }
    }

    @Test func noTextSteersTheTerminal() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            try await send(gateway, "/sms/k/s?from=0812345678&id=7&text=%1B%5B2Jair%0D%0Amati%7F%C2%9B")
            let text = try await replay(gateway, 1).text
            #expect(text.contains("text ␣[2Jair␣␣mati␣␣"))
        }
    }

    @Test func partsAndTheirMessage() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            for (part, text) in [(2, "mati"), (1, "air+")] {
                try await send(
                    gateway, "/sms/k/s?from=62812345678&id=p\(part)&udh=%05%00%03%2A%02%0\(part)&text=\(text)")
            }
            let part = try await replay(gateway, 1).json
            #expect(part.text(at: "messages.0.part.number") == "2")
            #expect(part.text(at: "verdict.why") == "2 of 2; waits for the others")
            let worker = NormaliseWorker(intake: gateway.intake, logger: silent) {
                await SMSNormaliser.normalise(
                    $0, gateway.webhook.accounts[$0.account], gateway.webhook.answers)
            }
            while try await worker.step() {}
            let whole = try await replay(gateway, 1).json
            #expect(whole.text(at: "verdict.text") == "air mati")
        }
    }

    @Test func whatIsQuarantinedAndWhy() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            try await send(gateway, "/sms/g/s", json: #"{"from":"0812345678","isi":"air"}"#)
            let replay = try await replay(gateway, 1)
            #expect(replay.json.text(at: "state") == "quarantined")
            #expect(replay.json.text(at: "unreadable") == "the field text (text) is missing")
            #expect(replay.json.text(at: "verdict.is") == "quarantined")
            // With the field's name put right it would be read.
            let mended = try #require(
                try accounts("- { name: g, provider: generic, secret: s, fields: { text: isi } }").first)
            let door = Webhook.Door(
                mended, try Providers.make(mended, publicURL: nil), Metrics(), .init())
            #expect(Replay(replay.stored, door).json.text(at: "verdict.text") == "air")
            #expect(Replay(replay.stored, nil).json.text(at: "unreadable")
                == "the account 'g' is no longer configured")
            let request = RawRequest(meta: replay.stored.entry.meta, body: replay.stored.entry.body)
            #expect(Replay.json(request).text(at: "body") == #"{"from":"0812345678","isi":"air"}"#)
            #expect(Replay.json(request).text(at: "path") == "/sms/g")
        }
    }

    @Test func oneOfABatch() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            try await send(gateway, "/sms/i/s", json: Self.batch)
            let items = try await (1...3).asyncMap { try await replay(gateway, $0) }
            #expect(items.map(\.item).sorted() == [0, 1, 2])
            let second = try #require(items.first { $0.item == 1 })
            #expect(second.json.text(at: "item") == "2" && second.json.list("messages").count == 3)
            #expect(second.json.text(at: "verdict.text") == "aduan 2")
            #expect(second.text.contains("\n> 2/3  from +62812345672"))
            #expect(second.text.contains("\n  3/3  unreadable the field results.text is missing"))
        }
    }

    @Test func anUnknownNumber() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            let none = try await Intake.stored(
                tracking: "HSS-26-1999999-0", in: try DatabaseURL(gateway.database))
            #expect(none == nil)
            #expect(throws: (any Error).self) {
                try Configuration.parse("data: /nowhere", file: "m", for: []).existingDatabase(nil, for: .sms)
            }
        }
    }

    /// Secrets stay where they are: nothing is looked up.
    @Test func noSecretIsNeeded() throws {
        for provider in ["standard", "kannel", "twilio", "whatsapp, verify_token: env:NONE"] {
            let configuration = try Configuration.parse(
                """
                sms:
                  routing_token: env:NONE
                  accounts: [{ name: a, secret: env:NONE, provider: \(provider) }]
                """, file: "m", for: [])
            let account = try #require(configuration.sms?.accounts.first)
            #expect(throws: Never.self) { try Providers.make(account, publicURL: nil) }
        }
    }

    private static let batch = """
        {"results":[{"messageId":"1","from":"62812345671","text":"aduan 1"},
         {"messageId":"2","from":"62812345672","text":"aduan 2"},{"messageId":"3","from":"62812345673"}]}
        """

    /// A whole request that could not be read comes back as all of its messages, once.
    @Test func aQuarantinedRequestIsTakenUpWhole() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            let account = try #require(gateway.webhook.accounts["i"])
            let raw = RawRequest(
                method: "POST", path: "/sms/i", query: "", headers: ["content-type": "application/json"],
                body: Array(Self.batch.utf8))
            let arrival = SMSArrival.other(
                raw, raw.meta(without: []), account.account, .quarantine("an older adapter"))
            let receipt = try await gateway.intake.receive(arrival)
            let worker = NormaliseWorker(intake: gateway.intake, logger: silent) { entry in
                await SMSArrival.normaliseAll(
                    entry, gateway.webhook.accounts[entry.account], into: gateway.intake
                ) { await SMSNormaliser.normalise($0, $1, gateway.webhook.answers) }
            }
            let retried = try await gateway.intake.retry(tracking: receipt.tracking)
            #expect(retried)
            while try await worker.step() {}
            let texts = try await gateway.intake.claim(limit: 100).map {
                try Wire.decode(Complaint.self, from: $0.body).text
            }
            #expect(texts.sorted() == ["aduan 1", "aduan 2"])
            let ledger = try await gateway.intake.ledger()
            #expect(ledger.stored == 3 && ledger.quarantined == 1 && ledger.isBalanced)
            // The one that still cannot be read stays alone, and brings nobody with it.
            let held = try await gateway.intake.held()
            #expect(held.map(\.why) == ["the field results.text is missing"])
            let once = try await gateway.intake.retry(tracking: held.first?.tracking ?? "")
            #expect(once)
            while try await worker.step() {}
            let after = try await gateway.intake.ledger()
            #expect(after.received == 3 && after.quarantined == 1)
        }
    }

    /// The first of a batch that alone could not be read is no whole request.
    @Test func theFirstOfABatchBringsNobodyWithIt() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            try await send(
                gateway, "/sms/i/s",
                json: #"{"results":[{"from":"62812345671"},{"from":"62812345672","text":"air"}]}"#)
            let stored = try await Intake.stored(
                tracking: try #require(try await gateway.intake.held().first).tracking,
                in: try DatabaseURL(gateway.database))
            let entry = try #require(stored).entry
            #expect(entry.meta["item"] == "0")
            #expect(SMSArrival.others(entry, gateway.webhook.accounts["i"]).isEmpty)
        }
    }

    private let silent = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
