// Who is over a limit waits, and nobody else.
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import NIOCore
import ServiceKit
import TestSupport
import Testing

@testable import SMSService

private let second: Int64 = 1_000_000

@Suite struct RateLimitTests {
    @Test func asManyAtOnceAsInAMinuteThenEvenly() {
        var limits = RateLimits(perSenderPerMinute: 30, perMinute: 0)
        for _ in 0..<30 { #expect(limits.wait(["a"], now: 0) == 0) }
        #expect(limits.wait(["a"], now: 0) == 2 * second)
        #expect(limits.wait(["a"], now: second) == second)
        #expect(limits.wait(["a"], now: 2 * second) == 0)
        #expect(limits.wait(["a"], now: 2 * second) == 2 * second)
        // A pause fills it, and not more than full.
        for _ in 0..<30 { #expect(limits.wait(["a"], now: 3600 * second) == 0) }
        #expect(limits.wait(["a"], now: 3600 * second) == 2 * second)
    }

    /// Over any minute at most twice the limit passes: a full bucket and its refilling.
    @Test func howEverTheyCome() {
        var random = SeededRandom(seed: 7)
        var limits = RateLimits(perSenderPerMinute: 30, perMinute: 0)
        var passed: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<5000 {
            now += Int64(random.next(upperBound: UInt64(second)))
            if limits.wait(["a"], now: now) == 0 { passed.append(now) }
        }
        for (index, start) in passed.enumerated() {
            #expect(passed[index...].prefix { $0 < start + 60 * second }.count <= 60)
        }
        #expect(passed.count >= Int(now / (60 * second)) * 30)
    }

    @Test func oneFloodHoldsUpNobodyElse() {
        var limits = RateLimits(perSenderPerMinute: 2, perMinute: 0)
        for _ in 0..<1000 { _ = limits.wait(["flood"], now: 0) }
        #expect(limits.wait(["other"], now: 0) == 0)
        // Nor in one request with it; only when each is over, the nearest one counts.
        #expect(limits.wait(["flood", "third"], now: 0) == 0)
        #expect(limits.wait(["flood", nil], now: 0) == 0)
        #expect(limits.wait(["flood", "flood"], now: second) == 29 * second)
    }

    @Test func anAccountAsAWhole() {
        var limits = RateLimits(perSenderPerMinute: 0, perMinute: 60)
        #expect(limits.wait((0..<59).map { "\($0)" }, now: 0) == 0)
        // What is begun within the limit is taken whole; then it is empty, not in debt.
        #expect(limits.wait((0..<500).map { "\($0)" }, now: 0) == 0)
        #expect(limits.wait([nil], now: 0) == second)
        #expect(limits.wait(["a"], now: second) == 0)
        #expect(limits.remembered == 0)
    }

    /// What the account has no room for is not charged to the sender.
    @Test func bothAtOnce() {
        var limits = RateLimits(perSenderPerMinute: 2, perMinute: 1)
        #expect(limits.wait(["a"], now: 0) == 0)
        for _ in 0..<10 { #expect(limits.wait(["b"], now: 0) == 60 * second) }
        #expect(limits.wait(["b"], now: 60 * second) == 0)
    }

    @Test func memoryIsBoundedAndAFloodIsRememberedLongest() {
        var limits = RateLimits(perSenderPerMinute: 30, perMinute: 0)
        while limits.wait(["flood"], now: 0) == 0 {}
        for number in 0..<100_000 {
            #expect(limits.wait(["\(number)"], now: 0) == 0)
            #expect(limits.remembered <= RateLimits.sendersMax)
        }
        #expect(limits.wait(["flood"], now: 0) > 0)
        // Nobody who sent nothing for a minute is remembered.
        for number in 0..<100_000 { _ = limits.wait(["\(number)"], now: 61 * second) }
        #expect(limits.wait(["flood"], now: 61 * second) == 0)
    }
}

@Suite struct LimitedWebhookTests {
    private static let yaml = """
        - { name: k, provider: kannel, secret: s }
        - { name: j, provider: jasmin, secret: s }
        - { name: g, provider: generic, secret: s }
        - { name: i, provider: infobip, secret: s }
        - { name: d, provider: dart, user: u, password: p }
        - { name: f, provider: fonnte, secret: s }
        - { name: t, provider: twilio, secret: s }
        - { name: all, provider: generic, secret: s, per_minute: 1 }
        """

    @Test(arguments: [
        ("/sms/k/s?text=air&", "k", 503), ("/sms/j/s?content=air&", "j", 503),
        ("/sms/g/s?text=air&", "g", 429), ("/sms/d?userid=u&password=p&message=air&", "d", 503),
        ("/sms/f/s?message=air&inboxid=", "f", 200),
    ])
    func asTheProviderUnderstands(_ start: String, _ account: String, _ status: Int) async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 2) { gateway in
            func send(_ id: Int, from: String) async throws -> TestResponse {
                let field = ["d": "original", "f": "sender"][account] ?? "from"
                return try await gateway.client.execute(
                    uri: start + (account == "f" ? "\(id)&" : "id=\(id)&messageid=\(id)&")
                        + "\(field)=\(from)", method: .get)
            }
            for id in 1...2 {
                let answer = try await send(id, from: "0812345678")
                #expect(answer.status == .ok)
            }
            // The same sender, however he is written.
            let over = try await send(3, from: "%2B62812345678")
            #expect(over.status.code == status)
            #expect((over.headers[.retryAfter] != nil) == (status != 200))
            let other = try await send(4, from: "0812345679")
            #expect(other.status == .ok)
            let stored = try await gateway.intake.ledger().stored
            #expect(stored == (status == 200 ? 4 : 3))
            #expect(await gateway.count(account, "limited") == (status == 200 ? 0 : 1))
        }
    }

    @Test func twilioIsNeverToldToWait() async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 1) { gateway in
            for id in 1...3 {
                let body = "Body=air&From=%2B62812345678&MessageSid=SM\(id)"
                let signed = "http://localhost/sms/tBodyairFrom+62812345678MessageSidSM\(id)"
                let code = Signature.hmac(.sha1, Array(signed.utf8), Array("s".utf8))
                let answer = try await gateway.client.execute(
                    uri: "/sms/t", method: .post,
                    headers: [
                        .contentType: "application/x-www-form-urlencoded",
                        .init("X-Twilio-Signature") ?? .origin: Data(code).base64EncodedString(),
                    ], body: ByteBuffer(string: body))
                #expect(answer.status == .ok)
            }
            let stored = try await gateway.intake.ledger().stored
            #expect(stored == 3)
        }
    }

    @Test func theInnocentInABatchDoNotWait() async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 1) { gateway in
            func send(_ froms: [String], mark: String) async throws -> HTTPResponse.Status {
                let results = froms.enumerated().map {
                    #"{"messageId":"\#(mark)\#($0)","from":"\#($1)","text":"air"}"#
                }
                return try await gateway.client.execute(
                    uri: "/sms/i/s", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: #"{"results":[\#(results.joined(separator: ","))]}"#)
                ).status
            }
            let first = try await send(["62812345678", "62812345678"], mark: "a")
            let innocent = try await send(["62812345678", "62812345679"], mark: "b")
            let over = try await send(["62812345678", "62812345679"], mark: "c")
            #expect(first == .ok && innocent == .ok && over == .tooManyRequests)
            let ledger = try await gateway.intake.ledger()
            #expect(ledger.stored == 4 && ledger.isBalanced)
            #expect(await gateway.count("i", "limited") == 2)
        }
    }

    @Test func anAccountsOwnLimitAndNone() async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 0) { gateway in
            for (account, statuses) in [("all", [200, 429, 429]), ("k", [200, 200, 200])] {
                for (id, status) in statuses.enumerated() {
                    let answer = try await gateway.client.execute(
                        uri: "/sms/\(account)/s?from=081234567\(id)&text=air&id=\(id)", method: .get)
                    #expect(answer.status.code == status)
                }
            }
            #expect(gateway.webhook.accounts["k"]?.limiter == nil)
        }
    }

    /// Where nobody has decided, nothing is refused that would be lost.
    @Test(arguments: [
        ("provider: kannel, secret: s", false), ("provider: jasmin, secret: s", false),
        ("provider: generic, secret: s", false), ("provider: external, secret: s", false),
        ("provider: twilio, secret: s", false), ("provider: smsgate, secret: s", true),
        ("provider: standard, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true),
    ])
    func onlyThePatientAreLimitedByDefault(_ yaml: String, _ isLimited: Bool) throws {
        let acknowledgements = try provider(yaml).acknowledgements
        func limiter(_ perSender: Int?) -> RateLimiter? {
            RateLimiter(perSenderPerMinute: perSender, perMinute: 0, acknowledgements)
        }
        #expect((limiter(nil) != nil) == isLimited)
        #expect((limiter(30) != nil) == acknowledgements.comesAgain)
        #expect(limiter(0) == nil)
    }
}
