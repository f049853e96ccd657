// Webhooks as Standard Webhooks signs them.
import Delivery
import Foundation
import Testing

@Suite struct WebhookSignerTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// The specification's own vector.
    @Test func theSpecificationsVector() throws {
        let key = try #require(WebhookSigner.key(Self.secret))
        let headers = WebhookSigner(keys: [key]).headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Date(timeIntervalSince1970: 1_614_265_330),
            body: Data(#"{"test": 2432232314}"#.utf8))
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            headers.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ])
    }

    @Test func twoSecretsSignWhileOneIsExchanged() throws {
        let old = try #require(WebhookSigner.key(Self.secret))
        let new = try #require(WebhookSigner.key("whsec_" + Data(repeating: 7, count: 32).base64EncodedString()))
        func signatures(_ keys: [[UInt8]]) -> String {
            WebhookSigner(keys: keys).headers(
                id: "m", at: Date(timeIntervalSince1970: 1), body: Data("{}".utf8))[2].value
        }
        #expect(signatures([new, old]) == signatures([new]) + " " + signatures([old]))
    }

    @Test(arguments: ["", "whsec_", "whsec_AAAA", "whsec_***", "rahasia"])
    func whatIsNoSecretIsRefused(text: String) {
        #expect(WebhookSigner.key(text) == nil)
    }
}
