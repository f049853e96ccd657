// Seals personal data in a column, and finds a person again without opening anything.
import Crypto
import Foundation

/// AES-256-GCM with the newest key; every key of the file opens.
package struct Seal: Sendable {
    /// Begins whatever is sealed; JSON never does.
    private static let mark = "s1."
    private let keys: SealKeys
    private let byID: [String: SymmetricKey]

    package init(_ keys: SealKeys) {
        self.keys = keys
        byID = Dictionary(
            keys.sealing.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
    }

    /// `s1.KEY.BASE64` of nonce, ciphertext and tag.
    ///
    /// - Parameter row: what the value belongs to, e.g. table and id. It is authenticated: moved to another
    ///   row, the value does not open.
    package func seal(_ text: String, row: String) throws(StoreError) -> String {
        do {
            let box = try AES.GCM.seal(
                Data(text.utf8), using: keys.sealing[0].key, authenticating: Data(row.utf8))
            guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
            return "\(Self.mark)\(keys.current).\(combined.base64EncodedString())"
        } catch {
            throw StoreError(.invalid, "\(row) cannot be sealed: \(error)")
        }
    }

    /// What was sealed. A text that is not sealed is given as it is: rows from before there were keys.
    ///
    /// - Throws: `invalid` when its key is not in the file, or it was changed or moved.
    package func open(_ text: String, row: String) throws(StoreError) -> String {
        guard text.hasPrefix(Self.mark) else { return text }
        let parts = text.dropFirst(Self.mark.count).split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let data = Data(base64Encoded: String(parts[1])) else {
            throw StoreError(.invalid, "\(row) is sealed and damaged; restore it from a backup")
        }
        guard let key = byID[String(parts[0])] else {
            throw StoreError(
                .invalid,
                "\(row) is sealed with the key \(parts[0]), which the key file lacks; restore that file"
            )
        }
        guard let box = try? AES.GCM.SealedBox(combined: data),
            let opened = try? AES.GCM.open(box, using: key, authenticating: Data(row.utf8)),
            let result = String(data: opened, encoding: .utf8)
        else {
            throw StoreError(
                .invalid,
                "\(row) was changed since it was sealed, or belongs elsewhere; restore it from a backup"
            )
        }
        return result
    }

    static func isSealed(_ text: String) -> Bool { text.hasPrefix(mark) }

    /// Whether it is sealed with the newest key: what is not is sealed anew by `mendengar keys reseal`.
    package func isCurrent(_ text: String) -> Bool {
        text.hasPrefix("\(Self.mark)\(keys.current).")
    }

    /// The same for the same value, and of no use without the key: 128 bits of HMAC-SHA256, in hex.
    ///
    /// - Parameter use: what the value is, so that a phone number and an account of the same digits differ.
    package func fingerprint(_ value: String, use: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(use)\u{1F}\(value)".utf8), using: keys.find)
        return code.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }
}
