// From where an account may be called.
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import NIOCore
import ServiceKit
import Testing

@testable import SMSService

@Suite struct AllowTests {
    private static let yaml = """
        - { name: near, provider: generic, secret: s, allow: [127.0.0.0/8, "::1"] }
        - { name: far, provider: generic, secret: s, allow: 203.0.113.0/24 }
        """
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .origin

    @Test func onlyFromThere() async throws {
        try await TestGateway.run(Self.yaml, live: true) { gateway in
            // The test's address is a trusted proxy.
            for (account, forwarded, status) in [
                ("near", "", 200), ("far", "", 403), ("far", "203.0.113.9", 200),
                ("far", "203.0.113.9, 198.51.100.1", 403), ("near", "203.0.113.9", 403),
            ] {
                let answer = try await gateway.client.execute(
                    uri: "/sms/\(account)/s?from=0812345678&text=air&id=1", method: .get,
                    headers: [Self.forwardedFor: forwarded])
                #expect(answer.status.code == status, "\(account) \(forwarded)")
            }
            #expect(try await gateway.intake.ledger().received == 2)
            #expect(await gateway.count("far", "refused") == 2)
            #expect(await gateway.count("near", "refused") == 1)
        }
    }

    /// The body of a stranger is not even read: one too large is refused for its sender.
    @Test func beforeTheBodyIsRead() async throws {
        try await TestGateway.run(Self.yaml, live: true) { gateway in
            let answer = try await gateway.client.execute(
                uri: "/sms/far/s", method: .post, body: .init(repeating: 0x61, count: 100_000))
            #expect(answer.status == .forbidden)
            #expect(String(buffer: answer.body).contains("address-not-allowed"))
        }
    }

    @Test func withoutAnAddressNobodyIsAllowed() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            let answer = try await gateway.client.execute(
                uri: "/sms/near/s?from=0812345678&text=air", method: .get)
            #expect(answer.status == .forbidden)
        }
    }

    @Test func aSlipNamesItsLine() throws {
        func problem(_ allow: String) -> String {
            do {
                _ = try accounts("- { name: k, provider: kannel, secret: s,\n    allow: \(allow) }")
                return ""
            } catch { return "\(error)" }
        }
        #expect(problem("[203.0.113.9/24]").hasPrefix("test.yaml:5: sms.accounts.k.allow.0: '203."))
        #expect(problem("[gateway.example]").contains("is no address or network; write"))
        #expect(problem("[]").contains("test.yaml:5: allow names nobody"))
        #expect(problem("[203.0.113.9, \"2001:db8::/32\"]") == "")
    }
}
