// The signatures providers use, each compared in constant time with every active secret.
import Complaints
import Crypto
import Foundation
import ServiceKit

/// HMACs as providers name and write them.
enum Signature {
    enum Hash: String, Sendable, CaseIterable { case md5, sha1, sha256, sha384, sha512 }

    /// Whether `code` is the HMAC of `bytes` under one of the secrets.
    static func isValid(
        _ code: some ContiguousBytes, _ hash: Hash, of bytes: some DataProtocol,
        secrets: [[UInt8]]
    ) -> Bool {
        // Every secret is tried, whichever matches.
        let code = code.withUnsafeBytes { [UInt8]($0) }
        return secrets.reduce(false) { found, secret in
            constantTimeEqual(hmac(hash, bytes, secret), code) || found
        }
    }

    static func hmac(_ hash: Hash, _ bytes: some DataProtocol, _ secret: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: secret)
        return switch hash {
        case .md5: Array(HMAC<Insecure.MD5>.authenticationCode(for: bytes, using: key))
        case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: key))
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
        case .sha384: Array(HMAC<SHA384>.authenticationCode(for: bytes, using: key))
        case .sha512: Array(HMAC<SHA512>.authenticationCode(for: bytes, using: key))
        }
    }

    static func sha256(_ bytes: some DataProtocol) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Bytes written in hexadecimal digits of either case; `nil` for anything else.
    static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Hex.value(digits[start]), let low = Hex.value(digits[start + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func bytes(base64 text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}

/// A JSON Web Token signed with a shared secret (RFC 7519; HS256, HS384 and HS512 of RFC 7518).
struct SignedToken: Sendable {
    private let claims: JSONText

    /// Verifies the signature, and that now lies within `nbf` and `exp` where they are given.
    ///
    /// - Parameter leewaySeconds: between the provider's clock and ours.
    init?(_ text: String, secrets: [[UInt8]], at now: Date, leewaySeconds: Double) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Self.decoded(parts[0]), let body = Self.decoded(parts[1]),
            let code = Self.decoded(parts[2]), let header = JSONText(head),
            // The token must not choose to be unsigned.
            case .string(let algorithm)? = header["alg"], let hash = Self.hashes[algorithm],
            Signature.isValid(
                code, hash, of: Array("\(parts[0]).\(parts[1])".utf8), secrets: secrets),
            let claims = JSONText(body), case .object = claims
        else { return nil }
        self.claims = claims
        if let begins = number("nbf"), now.timeIntervalSince1970 < begins - leewaySeconds { return nil }
        if let ends = number("exp"), now.timeIntervalSince1970 > ends + leewaySeconds { return nil }
    }

    private static let hashes = ["HS256": Signature.Hash.sha256, "HS384": .sha384, "HS512": .sha512]

    func text(_ claim: String) -> String? {
        if case .string(let text)? = claims[claim] { text } else { nil }
    }

    func number(_ claim: String) -> Double? {
        if case .number(let text)? = claims[claim] { Double(text) } else { nil }
    }

    /// Whether a claim holds the hash of these bytes, in hexadecimal digits.
    func holds(_ claim: String, sha256 bytes: some DataProtocol) -> Bool {
        guard let wanted = text(claim).flatMap({ Signature.bytes(hex: $0) }) else { return false }
        return constantTimeEqual(wanted, Array(SHA256.hash(data: bytes)))
    }

    /// Base64 for URLs, without padding (RFC 4648, section 5).
    private static func decoded(_ part: Substring) -> [UInt8]? {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Signature.bytes(base64: String(text))
    }
}
