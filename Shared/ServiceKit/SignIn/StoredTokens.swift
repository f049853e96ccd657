// Bearer tokens kept in a service's own database, by their hash: made, exchanged and revoked while it runs.
import Crypto
package import Foundation
package import Store
import Synchronization

/// A token as its list shows it; the token itself is shown once, when it is made.
package struct StoredToken: Sendable, Hashable {
    package var name: String
    package var role: Role
    package var madeAt: Date
    package var expiresAt: Date?
    package var revokedAt: Date?
    /// The day it was last used, as midnight UTC: finer would say when somebody works.
    package var usedOn: Date?

    /// Whether it opens anything at a moment.
    package func isValid(at now: Date) -> Bool {
        revokedAt == nil && expiresAt.map { $0 > now } ?? true
    }
}

/// Makes, exchanges, revokes and checks tokens.
package final class StoredTokens: Sendable {
    package static let schema = Schema(
        name: "token",
        migrations: [
            [
                """
                CREATE TABLE token (id {autoid}, name TEXT NOT NULL, role TEXT NOT NULL,
                    hash TEXT NOT NULL UNIQUE, made_at BIGINT NOT NULL, expires_at BIGINT,
                    revoked_at BIGINT, used_on BIGINT)
                """
            ]
        ])

    /// Begins every token, so that a scanner of leaked secrets knows it.
    package static let prefix = "mdg_"
    /// Random bytes of a token.
    static let bytes = 32
    /// How long a revoked token may still be taken by a process that has just read the list.
    package static let cacheTime = Duration.seconds(2)
    /// A token that is not on a list so old may have been made since: so often, at most, is the list read for
    /// tokens that nobody has.
    static let missTime = Duration.milliseconds(100)
    /// How long the old token holds beside the new one.
    package static let rotationDays = 7
    /// Tokens of one name while they are exchanged.
    static let perNameMax = 2

    /// Why a change was refused, and what to do.
    package enum Failure: Error, CustomStringConvertible {
        case exists(String)
        case unknown(String)
        case badName

        package var description: String {
            switch self {
            case .exists(let name):
                "there is a token '\(name)' already; give it a new secret by `mendengar token rotate \(name)`"
            case .unknown(let name):
                "there is no valid token '\(name)'; mendengar token list shows them"
            case .badName: "a name has 1 to 40 letters, digits, '.', '-' or '_'"
            }
        }
    }

    private struct Entry: Sendable {
        let id: Int64
        let hash: [UInt8]
        let token: StoredToken
    }
    private struct Shelf: Sendable {
        var entries: [Entry] = []
        var readAt: ContinuousClock.Instant?
        /// Ids and days whose use is on the disk.
        var noted: Set<[Int64]> = []
    }
    private let store: Store
    private let shelf = Mutex(Shelf())

    /// - Parameter store: opened with ``schema`` among its schemas.
    package init(store: Store) { self.store = store }

    // MARK: Making and revoking

    /// Makes a token.
    ///
    /// - Returns: the token, shown once.
    package func add(
        _ name: String, role: Role, expiresAt: Date? = nil, now: Date = .now
    ) async throws -> String {
        guard (1...40).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else { throw Failure.badName }
        let secret = Self.make()
        try await store.write { transaction in
            try transaction.lock("token")
            guard try Self.entries(name, in: transaction).allSatisfy({ !$0.token.isValid(at: now) })
            else { throw Failure.exists(name) }
            try Self.insert(secret, name, role, expiresAt, now, in: transaction)
        }
        return secret
    }

    /// Makes a second token of a name. The first holds for ``rotationDays`` more, one before it no longer.
    ///
    /// - Parameter expiresAt: of the new one; `nil`: it lives as long as the old one was to live.
    /// - Returns: the token, shown once.
    package func rotate(
        _ name: String, expiresAt: Date? = nil, now: Date = .now
    ) async throws -> String {
        let secret = Self.make()
        try await store.write { transaction in
            try transaction.lock("token")
            let valid = try Self.entries(name, in: transaction).filter { $0.token.isValid(at: now) }
            guard let newest = valid.last?.token else { throw Failure.unknown(name) }
            let end = now.addingTimeInterval(Double(Self.rotationDays) * 86_400)
            for (place, entry) in valid.reversed().enumerated() {
                if place >= Self.perNameMax - 1 {
                    try Self.revoke(entry.id, now, in: transaction)
                } else {
                    try transaction.execute(
                        "UPDATE token SET expires_at = ? WHERE id = ?",
                        [.integer(min(entry.token.expiresAt ?? end, end).wholeSeconds), .integer(entry.id)])
                }
            }
            let life = newest.expiresAt.map { $0.timeIntervalSince(newest.madeAt) }
            try Self.insert(
                secret, name, newest.role, expiresAt ?? life.map(now.addingTimeInterval), now,
                in: transaction)
        }
        return secret
    }

    /// Revokes the tokens of a name.
    ///
    /// - Parameter onlyOld: all but the newest.
    /// - Returns: how many.
    package func revoke(
        _ name: String, onlyOld: Bool = false, now: Date = .now
    ) async throws -> Int {
        try await store.write { transaction in
            let valid = try Self.entries(name, in: transaction).filter { $0.token.isValid(at: now) }
            guard !valid.isEmpty else { throw Failure.unknown(name) }
            let chosen = onlyOld ? valid.dropLast() : valid[...]
            for entry in chosen { try Self.revoke(entry.id, now, in: transaction) }
            return chosen.count
        }
    }

    /// All tokens there ever were, the oldest first.
    package func list() async throws -> [StoredToken] {
        try await store.read { try Self.entries(nil, in: $0).map(\.token) }
    }

    private static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return prefix
            + Data(random).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func insert(
        _ secret: String, _ name: String, _ role: Role, _ expiresAt: Date?, _ now: Date,
        in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "INSERT INTO token (name, role, hash, made_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            [
                .text(name), .text(role.rawValue),
                .text(TokenConfiguration.hex(TokenConfiguration.hash(of: secret))),
                .integer(now.wholeSeconds), SQLValue(expiresAt?.wholeSeconds),
            ])
    }

    private static func revoke(
        _ id: Int64, _ now: Date, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE token SET revoked_at = ? WHERE id = ?", [.integer(now.wholeSeconds), .integer(id)])
    }

    /// - Parameter name: `nil` for all.
    private static func entries(
        _ name: String?, in transaction: any Transaction
    ) throws(StoreError) -> [Entry] {
        try transaction.query(
            """
            SELECT id, name, role, hash, made_at, expires_at, revoked_at, used_on FROM token
            \(name == nil ? "" : "WHERE name = ?") ORDER BY id
            """, name.map { [.text($0)] } ?? []
        ).compactMap { row in
            func date(_ column: String, _ unit: Double = 1) -> Date? {
                row.optionalInt(column).map { Date(timeIntervalSince1970: Double($0) * unit) }
            }
            guard let role = Role(rawValue: row.text("role")),
                let hash = TokenConfiguration.bytes(hex: row.text("hash"))
            else { return nil }
            return Entry(
                id: row.int("id"), hash: hash,
                token: StoredToken(
                    name: row.text("name"), role: role, madeAt: date("made_at") ?? .distantPast,
                    expiresAt: date("expires_at"), revokedAt: date("revoked_at"),
                    usedOn: date("used_on", 86_400)))
        }
    }

    // MARK: Checking

    /// Who has the token of this hash; takes the same time for every one.
    ///
    /// - Throws: ``StoreError`` when the database cannot say whether it is still valid.
    func principal(hash: [UInt8], now: Date = .now) async throws -> Principal? {
        var found = Self.find(hash, in: try await entries(notOlderThan: Self.cacheTime), now)
        if found == nil {
            found = Self.find(hash, in: try await entries(notOlderThan: Self.missTime), now)
        }
        guard let found else { return nil }
        await note(found, on: now.wholeSeconds / 86_400)
        return Principal(name: found.token.name, role: found.token.role)
    }

    private static func find(_ hash: [UInt8], in entries: [Entry], _ now: Date) -> Entry? {
        var found: Entry?
        for entry in entries
        where constantTimeEqual(entry.hash, hash) && entry.token.isValid(at: now) { found = entry }
        return found
    }

    private func entries(notOlderThan age: Duration) async throws -> [Entry] {
        let now = ContinuousClock.now
        let fresh = shelf.withLock { shelf -> [Entry]? in
            guard let readAt = shelf.readAt, now - readAt < age else { return nil }
            return shelf.entries
        }
        if let fresh { return fresh }
        let read = try await store.read { transaction in
            try Self.entries(nil, in: transaction).filter { $0.token.revokedAt == nil }
        }
        shelf.withLock { shelf in
            shelf.entries = read
            // As old as its question: what was revoked since is not in it.
            shelf.readAt = now
        }
        return read
    }

    /// Keeps the day, once for each process; it matters less than the request.
    private func note(_ entry: Entry, on day: Int64) async {
        let isNew = shelf.withLock { $0.noted.insert([entry.id, day]).inserted }
        guard isNew, entry.token.usedOn.map({ $0.wholeSeconds / 86_400 < day }) ?? true else { return }
        let id = entry.id
        _ = try? await store.write { transaction in
            try transaction.execute(
                "UPDATE token SET used_on = ? WHERE id = ? AND (used_on IS NULL OR used_on < ?)",
                [.integer(day), .integer(id), .integer(day)])
        }
    }
}

extension Date {
    fileprivate var wholeSeconds: Int64 { Int64(timeIntervalSince1970) }
}
