// The webhook through the real router and a real database file: what is answered, what is kept.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import ServiceKit
import Store
import Testing

@testable import SMSService

@Suite struct WebhookTests {
    private func withService(
        _ body: @Sendable @escaping (any TestClientProtocol, Intake, Webhook) async throws -> Void
    ) async throws {
        let yaml = """
            - { name: k, provider: kannel, secret: s, content_window: 1h }
            - { name: g, provider: generic, secret: s }
            - { name: t, provider: twilio, secret: s }
            - { name: i, provider: infobip, secret: s }
            - { name: e, provider: external, secret: s }
            - { name: w, provider: wablas, secret: s }
            - { name: d, provider: dart, user: u, password: rahasia }
            """
        try await TestGateway.run(yaml) { try await body($0.client, $0.intake, $0.webhook) }
    }

    @Test func acceptedOnceThenAnsweredTheSame() async throws {
        try await withService { client, intake, _ in
            for _ in 0..<3 {
                let answer = try await client.execute(
                    uri: "/sms/k/s?from=0812345678&id=1&to=1708&text=Jalan+rusak", method: .get)
                #expect(answer.status == .ok)
                #expect(answer.body.readableBytes == 0)
                #expect(answer.headers[.contentType] == "text/plain")
            }
            let ledger = try await intake.ledger()
            #expect(ledger.received == 3 && ledger.stored == 1 && ledger.redelivered == 2)
            #expect(ledger.isBalanced)
        }
    }

    /// All of a batch is on the disk before the answer; when it comes again, each is known.
    @Test func batchesAreTakenWholeAndOnce() async throws {
        try await withService { client, intake, webhook in
            let results = (1...5).map {
                #"{"messageId":"m\#($0)","from":"62812345678","to":"1708","text":"aduan \#($0)"}"#
            }
            for count in [3, 5] {
                let body = #"{"results":[\#(results.prefix(count).joined(separator: ","))]}"#
                let answer = try await client.execute(
                    uri: "/sms/i/s", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: body))
                #expect(answer.status == .ok)
            }
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 5 && ledger.redelivered == 3 && ledger.isBalanced)
            #expect(try await complaints(intake, webhook).map(\.text) == (1...5).map { "aduan \($0)" })
        }
    }

    /// Kannel with an emoji split between its parts, the last part first; Vonage with its own fields.
    @Test func partsBecomeOneComplaint() async throws {
        try await withService { client, intake, webhook in
            let second = "%DE%37%00+%00b", first = "%00a%00i%00r%00+%D8%3D"
            for (number, text) in [(2, second), (1, first)] {
                let answer = try await client.execute(
                    uri: "/sms/k/s?from=62812345678&to=1708&id=p\(number)&charset=UTF-16BE&coding=2"
                        + "&udh=%05%00%03%2A%02%0\(number)&text=\(text)", method: .get)
                #expect(answer.status == .ok)
            }
            let complaints = try await complaints(intake, webhook)
            #expect(complaints.map(\.text) == ["air 😷 b"])
            #expect(complaints.first?.flags == [])
            #expect(try await intake.ledger().isBalanced)
        }
    }

    /// The same id for both parts, and a NUL in it.
    @Test func idsThatAreNoKeys() async throws {
        try await withService { client, intake, webhook in
            for (number, text) in [(1, "air+"), (2, "mati")] {
                _ = try await client.execute(
                    uri: "/sms/k/s?from=62812345678&id=same&udh=%05%00%03%2A%02%0\(number)&text=\(text)",
                    method: .get)
            }
            #expect(try await complaints(intake, webhook).map(\.text) == ["air mati"])
            for _ in 0..<2 {
                let answer = try await client.execute(
                    uri: "/sms/k/s?from=62812345678&id=%00a&text=PJU+padam", method: .get)
                #expect(answer.status == .ok)
            }
            let ledger = try await intake.ledger()
            #expect(ledger.stored == 3 && ledger.redelivered == 1)
        }
    }

    @Test func eventsAreKeptAndNotForwarded() async throws {
        try await withService { client, intake, webhook in
            for uri in ["/sms/e/s/delivered?id=1", "/sms/e/s/receive?from=0812345678&text=air+mati"] {
                #expect(try await client.execute(uri: uri, method: .get).status == .ok)
            }
            let ledger = try await intake.ledger()
            #expect(ledger.ignored == 1 && ledger.received == 2 && ledger.isBalanced)
            #expect(try await complaints(intake, webhook).map(\.text) == ["air mati"])
        }
    }

    @Test func chatsHaveTheirChannelAndName() async throws {
        try await withService { client, intake, webhook in
            let body = #"{"id":"w1","phone":"62812345678","message":"pohon tumbang","pushName":"Siti"}"#
            _ = try await client.execute(
                uri: "/sms/w/s", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: body))
            let complaint = try #require(try await complaints(intake, webhook).first)
            #expect(complaint.channel == .chat && complaint.reporter?.name == "Siti")
            #expect(complaint.reporter?.phone == "+62812345678")
        }
    }

    @Test func credentialsAreNotKept() async throws {
        try await withService { client, intake, _ in
            let answer = try await client.execute(
                uri: "/sms/d?userid=u&password=rahasia&original=62812345678&message=air&messageid=1",
                method: .get)
            #expect(String(buffer: answer.body) == "000")
            let kept = try await intake.store.read { try $0.first("SELECT meta FROM journal") }
            #expect(kept?.text("meta").contains("rahasia") == false)
            #expect(kept?.text("meta").contains("original=62812345678") == true)
        }
    }

    /// What becomes of the journal's messages.
    private func complaints(_ intake: Intake, _ webhook: Webhook) async throws -> [Complaint] {
        let worker = NormaliseWorker(
            intake: intake, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        ) { await SMSNormaliser.normalise($0, webhook.accounts[$0.account], webhook.answers) }
        while try await worker.step() {}
        return try await intake.claim(limit: 100).map {
            try Wire.decode(Complaint.self, from: $0.body)
        }
    }

    @Test func citizensRepetitionIsANewMessage() async throws {
        try await withService { client, intake, _ in
            for id in ["1", "2"] {
                _ = try await client.execute(
                    uri: "/sms/k/s?from=0812345678&id=\(id)&text=PJU+padam", method: .get)
            }
            #expect(try await intake.ledger().stored == 2)
        }
    }

    @Test func withoutIdTheSameWordsAtOnceAreARetry() async throws {
        try await withService { client, intake, _ in
            for _ in 0..<2 {
                _ = try await client.execute(
                    uri: "/sms/k/s?from=0812345678&id=null&text=PJU+padam", method: .get)
            }
            _ = try await client.execute(
                uri: "/sms/k/s?from=0812345679&id=null&text=PJU+padam", method: .get)
            #expect(try await intake.ledger().stored == 2)
        }
    }

    @Test func strangersAreRefusedAndNothingIsKept() async throws {
        try await withService { client, intake, _ in
            for uri in ["/sms/k/wrong?from=1&text=x", "/sms/k?from=1&text=x", "/sms/t?From=1&Body=x"] {
                let answer = try await client.execute(uri: uri, method: .get)
                #expect(answer.status == .forbidden)
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
            #expect(try await client.execute(uri: "/sms/none/s", method: .get).status == .notFound)
            #expect(try await intake.ledger().received == 0)
        }
    }

    @Test func unreadableIsQuarantinedAndAcknowledgedAsTheProviderExpects() async throws {
        try await withService { client, intake, _ in
            let kannel = try await client.execute(uri: "/sms/k/s?text=x", method: .get)
            #expect(kannel.status == .ok && kannel.body.readableBytes == 0)
            let generic = try await client.execute(uri: "/sms/g/s?from=0812", method: .get)
            #expect(generic.status == .badRequest)
            #expect(String(buffer: generic.body).contains("the field text"))
            let empty = try await client.execute(
                uri: "/sms/k/s?from=0812345678&id=9&text=+%00", method: .get)
            #expect(empty.status == .ok)
            #expect(try await intake.held().map(\.why) == [
                "the parameter from (%p) is missing", "the field text (text) is missing",
                "the text is empty",
            ])
        }
    }

    /// NULs, control characters and marks without width say nothing.
    @Test func textsThatShowNothingAreEmpty() async throws {
        try await withService { client, intake, _ in
            let texts = ["%00%00%00", "%00%07+%1B", "%E2%80%8B%E2%80%8E", "%EF%BB%BF+%0A%0D"]
            for (number, text) in texts.enumerated() {
                let answer = try await client.execute(
                    uri: "/sms/k/s?from=0812345678&id=\(number + 1)&text=\(text)", method: .get)
                #expect(answer.status == .ok)
            }
            #expect(try await intake.held().map(\.why)
                == Array(repeating: "the text is empty", count: texts.count))
        }
    }

    @Test func largeBodiesByTheProvidersRow() async throws {
        try await withService { client, intake, _ in
            let body = ByteBuffer(string: "from=0812345678&id=5&text=" + String(repeating: "a", count: 1_000_000))
            let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let refused = try await client.execute(
                uri: "/sms/g/s", method: .post, headers: headers, body: body)
            #expect(refused.status == .contentTooLarge)
            let kept = try await client.execute(
                uri: "/sms/k/s", method: .post, headers: headers, body: body)
            #expect(kept.status == .ok)
            let held = try await intake.held()
            #expect(held.map(\.why) == ["the body is larger than 4096 bytes"])
        }
    }

    @Test func normalisedToACleanComplaint() async throws {
        try await withService { client, intake, webhook in
            _ = try await client.execute(
                uri: "/sms/k/s?from=0812-345-678&id=1&text=+Jalan%07rusak%0A", method: .get)
            let worker = NormaliseWorker(
                intake: intake, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
            ) { await SMSNormaliser.normalise($0, webhook.accounts[$0.account], webhook.answers) }
            #expect(try await worker.step())
            let parcel = try #require(try await intake.claim(limit: 100).first)
            let complaint = try Wire.decode(Complaint.self, from: parcel.body)
            #expect(complaint.text == "Jalan rusak")
            #expect(complaint.reporter?.phone == "+62812345678")
            #expect(complaint.tracking == TrackingNumber(complaint.tracking)?.description)
            #expect(complaint.id == ComplaintID.derive(channel: .sms, account: "k", externalID: "1"))
        }
    }
}
