// Signs outgoing webhooks as Standard Webhooks 1.0 asks (standardwebhooks.com).
import Crypto
package import Foundation

/// The keys of one receiver of webhooks.
package struct WebhookSigner: Sendable {
    /// Bytes of a key, as the specification asks.
    package static let keyBytes = 24...64

    /// The newest first.
    private let keys: [SymmetricKey]

    /// - Parameter keys: each of ``keyBytes`` bytes; two while one is exchanged for the other.
    package init(keys: [[UInt8]]) {
        self.keys = keys.map { SymmetricKey(data: $0) }
    }

    /// The key in `whsec_` and its base64, or in the base64 alone; `nil` when it is none.
    package static func key(_ secret: String) -> [UInt8]? {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst("whsec_".count)) : secret
        guard let key = Data(base64Encoded: text), keyBytes.contains(key.count) else { return nil }
        return Array(key)
    }

    /// The headers of one try.
    ///
    /// - Parameters:
    ///   - id: the same for every try of a message: the receiver knows it by that.
    ///   - moment: of this try; receivers refuse one that is minutes away.
    package func headers(
        id: String, at moment: Date, body: Data
    ) -> [(name: String, value: String)] {
        let seconds = Int64(moment.timeIntervalSince1970)
        let signed = Data("\(id).\(seconds).".utf8) + body
        let signatures = keys.map { key in
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
            return "v1," + Data(code).base64EncodedString()
        }
        return [
            ("webhook-id", id), ("webhook-timestamp", "\(seconds)"),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }
}
