// Who is answered, how, and who is not: through the real router, a real database and the real normaliser.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import Region
import ServiceKit
import Store
import TestSupport
import Testing

@testable import SMSService

@Suite struct AnswerTests {
    private static let yaml = """
        - { name: r, provider: kannel, secret: s, number: "1708", receipt: reply }
        - { name: t, provider: generic, secret: s }
        - name: k
          provider: kannel
          secret: s
          number: "+6281100001708"
          send: { url: "http://127.0.0.1:9/", user: u, password: p, from: "1708" }
        """

    private struct Service: Sendable {
        let client: any TestClientProtocol
        let intake: Intake
        let webhook: Webhook
        let normaliser: NormaliseWorker

        /// A message by Kannel; gives the answer's body.
        func send(
            _ text: String, id: String, from: String = "081250001001", to account: String = "k"
        ) async throws -> String {
            let answer = try await client.execute(
                uri: "/sms/\(account)/s?from=\(urlEncoded(from))&id=\(id)&text=\(urlEncoded(text))",
                method: .get)
            #expect(answer.status == .ok)
            while try await normaliser.step() {}
            return String(buffer: answer.body)
        }

        /// What waits to be sent, with its kind.
        func queued() async throws -> [String] {
            try await intake.store.read { transaction in
                try transaction.query(
                    "SELECT kind, recipient FROM message WHERE state = 'queued' ORDER BY seq"
                ).map { "\($0.text("kind")) \($0.text("recipient"))" }
            }
        }
    }

    private func withService(_ body: @Sendable @escaping (Service) async throws -> Void) async throws {
        let folder = try TemporaryFolder("answers")
        let intake = try await Intake.open(
            database: "sqlite:" + folder.file("sms.sqlite"),
            region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path, reserveMiB: 0,
            schemas: [MessageTable.schema])
        defer { intake.close() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let metrics = Metrics()
        var keywords = SMSKeywords()
        keywords.trackingPrefix = "HSS"
        let accounts = try accounts(Self.yaml)
        let answers = Answers(
            messages: Messages(store: intake.store), keywords: keywords, accounts: accounts)
        let webhook = try Webhook(
            accounts, publicURL: nil, intake: intake, answers: answers, metrics: metrics,
            logger: logger)
        let tokens = [
            TokenConfiguration(name: "routing", role: .routing, secret: Secret("routing-uji")),
            TokenConfiguration(name: "case", role: .case, secret: Secret("case-uji")),
        ]
        let messages = MessageEndpoints(
            answers: answers, accounts: accounts.filter { $0.send != nil })
        let server = HTTPServer(
            name: "sms", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate(tokens),
            endpoints: webhook.endpoints + messages.endpoints, metrics: metrics, logger: logger,
            readiness: [])
        let normaliser = NormaliseWorker(intake: intake, logger: logger) {
            await SMSNormaliser.normalise($0, webhook.accounts[$0.account], answers)
        }
        try await Application(router: try server.router()).test(.router) { client in
            try await body(
                Service(client: client, intake: intake, webhook: webhook, normaliser: normaliser))
        }
    }

    @Test func theReplyHoldsTheNumberAndComesAgainWithARedelivery() async throws {
        try await withService { (service) async throws -> Void in
            let first = try await service.send("PJU padam", id: "1", to: "r")
            #expect(first.hasPrefix("Laporan Anda kami terima dengan nomor HSS-"))
            #expect(try await service.send("PJU padam", id: "1", to: "r") == first)
            // No message of its own besides.
            #expect(try await service.queued() == [])
        }
    }

    /// A careless provider gives two citizens' messages one id.
    @Test func aReusedIdTellsNobodyElsesNumber() async throws {
        try await withService { (service) async throws -> Void in
            #expect(try await service.send("PJU padam", id: "1", to: "r") != "")
            let other = try await service.send("air mati", id: "1", from: "081250001009", to: "r")
            #expect(other == "")
        }
    }

    @Test(arguments: [
        ("STOP", "081250001001"), ("CEK HSS-26-1000123-5", "081250001001"),
        ("air mati", "TELKOMSEL"), ("air mati", "1234"), ("air mati", "1708"),
        ("Ini balasan otomatis, saya sedang cuti", "081250001001"), (" ", "081250001001"),
    ])
    func noReply(_ text: String, _ from: String) async throws {
        try await withService { (service) async throws -> Void in
            #expect(try await service.send(text, id: "1", from: from, to: "r") == "")
        }
    }

    @Test func repliesCountAsMessages() async throws {
        try await withService { (service) async throws -> Void in
            for id in 1...3 {
                #expect(try await service.send("aduan \(id)", id: "\(id)", to: "r") != "")
            }
            #expect(try await service.send("aduan 4", id: "4", to: "r") == "")
            _ = try await service.send("aduan 5", id: "5")
            #expect(try await service.queued() == [])
        }
    }

    @Test func aComplaintGetsOneReceiptHoweverOftenItComes() async throws {
        try await withService { (service) async throws -> Void in
            for _ in 0..<3 { #expect(try await service.send("PJU padam", id: "1") == "") }
            #expect(try await service.queued() == ["receipt +6281250001001"])
        }
    }

    @Test(arguments: ["TELKOMSEL", "1234", "+6281100001708"])
    func whoCannotBeAnsweredIsNot(_ from: String) async throws {
        try await withService { (service) async throws -> Void in
            _ = try await service.send("air mati", id: "1", from: from)
            #expect(try await service.queued() == [])
            #expect(try await service.intake.ledger().waiting == 1)
        }
    }

    @Test func partsGetOneReceiptTogether() async throws {
        try await withService { (service) async throws -> Void in
            for (number, text) in [(2, "mati"), (1, "air ")] {
                _ = try await service.client.execute(
                    uri: "/sms/k/s?from=62812345678&to=1708&id=p\(number)"
                        + "&udh=%05%00%03%2A%02%0\(number)&text=\(urlEncoded(text))", method: .get)
            }
            while try await service.normaliser.step() {}
            #expect(try await service.queued() == ["receipt +62812345678"])
        }
    }

    @Test func commandsAreObeyed() async throws {
        try await withService { (service) async throws -> Void in
            _ = try await service.send("cek hss 26 1000123 5", id: "1")
            _ = try await service.send("CEK HSS-26-1000123-4", id: "2", from: "081250001002")
            #expect(
                try await service.queued() == ["status +6281250001001", "status +6281250001002"])
            _ = try await service.send("stop", id: "3")
            #expect(try await service.queued() == ["status +6281250001002"])
            _ = try await service.send("jalan rusak", id: "4")
            #expect(try await service.queued() == ["status +6281250001002"])
            _ = try await service.send("MULAI", id: "5")
            _ = try await service.send("jembatan putus", id: "6")
            #expect(
                try await service.queued()
                    == ["status +6281250001002", "receipt +6281250001001"])
            // An account that sends nothing still obeys.
            let ledger = try await service.intake.ledger()
            #expect(ledger.waiting == 2 && ledger.ignored == 4)
        }
    }

    @Test(arguments: [
        (#"{"id":"a","to":{"phone":"081250001001"},"text":"x","kind":"status"}"#, "queued"),
        (#"{"id":"a","to":{"phone":"1708"},"text":"x","kind":"status"}"#, "refused"),
        (#"{"id":"a","to":{"phone":"DISKOMINFO"},"text":"x","kind":"status"}"#, "refused"),
        (
            #"{"id":"a","account":"t","to":{"phone":"081250001001"},"text":"x","kind":"status"}"#,
            "refused"
        ),
        (
            #"{"id":"a","to":{"phone":"081250001001"},"kind":"status","text":""#
                + String(repeating: "a", count: 460) + #""}"#, "refused"
        ),
    ])
    func messagesAreAskedFor(_ body: String, _ status: String) async throws {
        try await withService { (service) async throws -> Void in
            let answer = try await post(body, "routing-uji", service)
            #expect(answer.status == .accepted)
            #expect(String(buffer: answer.body).contains(#""status":"\#(status)""#))
        }
    }

    @Test(arguments: [
        ("{", 400), (#"{"id":"a","to":{"phone":"0812"},"kind":"status"}"#, 400),
        (#"{"id":"a","to":{},"text":"x","kind":"status"}"#, 400),
        (#"{"id":"a","to":{"phone":"081250001001"},"text":"x","kind":"advert"}"#, 400),
        (#"{"id":" ","to":{"phone":"081250001001"},"text":"x","kind":"status"}"#, 400),
        ("[" + String(repeating: "1,", count: 40_000) + "1]", 413),
    ])
    func brokenRequestsAreToldWhatIsWrong(_ body: String, _ status: Int) async throws {
        try await withService { (service) async throws -> Void in
            #expect(try await post(body, "routing-uji", service).status.code == status)
        }
    }

    @Test func onlyRoutingAsks() async throws {
        try await withService { (service) async throws -> Void in
            #expect(try await post("{}", "case-uji", service).status == .forbidden)
            #expect(try await post("{}", "wrong", service).status == .unauthorized)
        }
    }

    private func post(
        _ body: String, _ token: String, _ service: Service
    ) async throws -> TestResponse {
        try await service.client.execute(
            uri: "/v1/messages", method: .post, headers: [.authorization: "Bearer \(token)"],
            body: ByteBuffer(string: body))
    }
}
