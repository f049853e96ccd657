// Bearer tokens of the configuration and the roles they carry.
import Crypto
import Foundation

/// What the bearer of a token may do.
package enum Role: String, Sendable, CaseIterable, Hashable {
    /// Bring complaints in.
    case intake
    /// Read the feed and report progress.
    case `case`
    /// Coordinate: triage, links, reveal.
    case admin
    /// Routing itself, towards the channels.
    case routing
}

/// A configured token.
package struct TokenConfiguration: Sendable {
    package var name: String
    package var role: Role
    /// The token, or `sha256:` and the hash of it in hexadecimal digits.
    package var secret: Secret

    package init(name: String, role: Role, secret: Secret) {
        self.name = name
        self.role = role
        self.secret = secret
    }

    static let hashMark = "sha256:"

    /// SHA-256 of the token.
    var hash: [UInt8] { Self.hash(written: secret.value) ?? Self.hash(of: secret.value) }

    static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// `nil` for what is no `sha256:` and 64 digits.
    static func hash(written text: String) -> [UInt8]? {
        guard text.hasPrefix(hashMark), let hash = bytes(hex: text.dropFirst(hashMark.count)),
            hash.count == SHA256.byteCount
        else { return nil }
        return hash
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bytes(hex text: some StringProtocol) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension YAMLMap {
    func tokens(_ reader: SecretReader) -> [TokenConfiguration] {
        optionalList("tokens").compactMap { element in
            let map = element.map()
            let name = map.string("name")
            let role = map.choice("role", Role.self)
            let secret = map.tokenSecret(reader)
            map.finish()
            return role.map { TokenConfiguration(name: name, role: $0, secret: secret) }
        }
    }

    /// A hash is no secret: it may stand in the file.
    private func tokenSecret(_ reader: SecretReader) -> Secret {
        let mark = TokenConfiguration.hashMark
        if let text = value("secret")?.string(), text.hasPrefix(mark) {
            if TokenConfiguration.hash(written: text) == nil {
                fail(
                    "a secret that begins with \(mark) needs the 64 hexadecimal digits of the token's hash: "
                        + "printf %s TOKEN | sha256sum", at: "secret")
            }
            return Secret(text)
        }
        let secret = requiredSecret("secret", reader)
        if secret.value.hasPrefix(mark), TokenConfiguration.hash(written: secret.value) == nil {
            fail("the secret begins with \(mark) and is no hash of 64 hexadecimal digits", at: "secret")
        }
        return secret
    }
}
