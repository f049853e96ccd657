// What proves that a mail answers one of ours: names and marks that only this office can make.
import Crypto
import Foundation
import Store

/// The key of the office's marks. Whoever has a mark has had a mail of ours.
struct ReplyKey: Sendable {
    private let key: SymmetricKey

    init(_ bytes: some ContiguousBytes) { key = SymmetricKey(data: bytes) }

    // MARK: The mark in an address or a subject

    /// What a mark says about the complaint it names.
    enum Mark: Hashable, Sendable {
        /// Tracking number, upper case.
        case proven(String)
        /// It names a complaint but is not ours.
        case forged(String)
    }

    /// `hss-26-2000123-5-` and 12 characters, for a complaint: 60 bits that nobody guesses by mail.
    func mark(of tracking: String) -> String {
        tracking.lowercased() + "-" + tag("mark", tracking.uppercased(), count: Self.tagCount)
    }

    /// The mark somewhere in `text`: a subject, or what follows the `+` of an address. A proven one
    /// counts before a forged one.
    func mark(in text: String) -> Mark? {
        var forged: Mark?
        for match in text.prefix(Self.textCharactersMax).matches(of: Self.shape) {
            let number = match.1.uppercased()
            let expected = tag("mark", number, count: Self.tagCount)
            if Self.isEqual(match.2.lowercased(), expected) { return .proven(number) }
            forged = .forged(number)
        }
        return forged
    }

    static let tagCount = 12
    /// Of a subject; a mark stands near its start or at the end of an ordinary one.
    static let textCharactersMax = 2_000

    /// Safe because a regular expression that is never changed is only read.
    private nonisolated(unsafe) static let shape =
        /(?i)([a-z]{2,8}-\d{2}-\d{7,13}-\d)-([a-z2-7]{12})(?![a-z0-9])/

    // MARK: The name of a mail

    /// Left part of the Message-ID of a message: 120 bits, so that to name it is to have had it.
    func messageName(_ id: String) -> String { tag("message", id, count: 24) }

    /// First characters of the MAC in base 32 (RFC 4648 section 6, lower case: some systems fold the
    /// case of addresses).
    private func tag(_ use: String, _ text: String, count: Int) -> String {
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(use)\u{1F}\(text)".utf8), using: key)
        var characters = ""
        var bits = 0
        var held = 0
        for byte in mac where characters.utf8.count < count {
            held = (held << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5, characters.utf8.count < count {
                bits -= 5
                characters.unicodeScalars.append(Self.alphabet[held >> bits & 31])
            }
        }
        return characters
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".unicodeScalars)

    /// In constant time.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension ReplyKey {
    /// The key lies in the service's database: replicas share it, and a backup keeps it.
    static let schema = Schema(
        name: "reply-key",
        migrations: [["CREATE TABLE reply_key (id BIGINT PRIMARY KEY, key {blob} NOT NULL)"]])

    /// The key of this database; made when there is none.
    static func load(_ store: Store) async throws -> ReplyKey {
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return try await store.write { transaction in
            try transaction.execute(
                "INSERT INTO reply_key (id, key) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
                [.blob(fresh)])
            let row = try transaction.first("SELECT key FROM reply_key WHERE id = 1")
            return ReplyKey(row?.blob("key") ?? fresh)
        }
    }
}
