// What an administrator sees of each account in /metrics.
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import Testing

@testable import SMSService

@Suite struct AccountMetricsTests {
    private static let yaml = """
        - { name: k, provider: kannel, secret: s }
        - { name: e, provider: external, secret: s }
        """

    @Test func everyResultIsCounted() async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 2) { gateway in
            for uri in [
                "/sms/k/s?from=0812345678&id=1&text=air", "/sms/k/s?from=0812345678&id=1&text=air",
                "/sms/k/s?from=0812345678&id=2&text=air", "/sms/k/s?text=air", "/sms/k/wrong",
                "/sms/e/s/delivered?id=1",
            ] { _ = try await gateway.client.execute(uri: uri, method: .get) }
            let text = try await gateway.client.execute(uri: "/metrics", method: .get)
            let lines = Set(String(buffer: text.body).split(separator: "\n"))
            for (account, counts) in [
                ("k", ["accepted": 1, "redelivered": 1, "quarantined": 1, "refused": 1, "limited": 1,
                    "ignored": 0]),
                ("e", ["ignored": 1, "accepted": 0]),
            ] {
                for (result, count) in counts {
                    let series = "account=\"\(account)\",result=\"\(result)\""
                    #expect(lines.contains("mendengar_sms_messages_total{\(series)} \(count)"))
                }
            }
            #expect(lines.contains("mendengar_sms_commit_seconds_count{account=\"k\"} 3"))
        }
    }

    @Test func partsThatWait() async throws {
        try await TestGateway.run(Self.yaml) { gateway in
            let worker = NormaliseWorker(
                intake: gateway.intake, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
            ) {
                await SMSNormaliser.normalise(
                    $0, gateway.webhook.accounts[$0.account], gateway.webhook.answers)
            }
            for (part, waiting) in [(1, 1), (3, 2), (2, 0)] {
                _ = try await gateway.client.execute(
                    uri: "/sms/k/s?from=62812345678&id=p\(part)&udh=%05%00%03%2A%03%0\(part)&text=air",
                    method: .get)
                while try await worker.step() {}
                #expect(await gateway.value("mendengar_sms_waiting_parts{account=\"k\"}") == waiting)
                #expect(await gateway.value("mendengar_sms_waiting_parts{account=\"e\"}") == 0)
            }
        }
    }
}
