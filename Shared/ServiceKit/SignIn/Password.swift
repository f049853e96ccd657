// Operators' passwords: scrypt (RFC 7914), parameters stored beside the hash.
import Crypto
import CryptoExtras
import Foundation

/// A hashed password as stored: `scrypt$N$r$p$salt$hash`, the last two in base64.
struct PasswordHash: Sendable, Hashable {
    let text: String

    /// RFC 7914 parameters: 16 MiB of memory, about 50 ms.
    static let rounds = 16_384
    static let blockSize = 8
    static let parallelism = 1
    private static let bytes = 32

    init(stored: String) { text = stored }

    init(hashing password: String) throws {
        let salt = Self.random(16)
        let hash = try Self.derive(
            password, salt: salt, rounds: Self.rounds, blockSize: Self.blockSize,
            parallelism: Self.parallelism)
        text = [
            "scrypt", "\(Self.rounds)", "\(Self.blockSize)", "\(Self.parallelism)",
            salt.base64EncodedString(), hash.base64EncodedString(),
        ].joined(separator: "$")
    }

    func matches(_ password: String) -> Bool {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
            let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: parts[4]), let hash = Data(base64Encoded: parts[5]),
            let derived = try? Self.derive(
                password, salt: salt, rounds: rounds, blockSize: blockSize,
                parallelism: parallelism)
        else { return false }
        return constantTimeEqual(Array(derived), Array(hash))
    }

    private static func derive(
        _ password: String, salt: Data, rounds: Int, blockSize: Int, parallelism: Int
    ) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: bytes, rounds: rounds,
            blockSize: blockSize, parallelism: parallelism)
        return key.withUnsafeBytes { Data($0) }
    }

    static func random(_ count: Int) -> Data {
        SymmetricKey(size: .init(bitCount: count * 8)).withUnsafeBytes { Data($0) }
    }
}

/// Passwords a person can read from a screen and type: five groups of four, without look-alikes.
enum PasswordMaker {
    private static let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// About 99 bits.
    static func make() -> String {
        (0..<5).map { _ in
            String((0..<4).map { _ in letters.randomElement() ?? "x" })
        }.joined(separator: "-")
    }
}
