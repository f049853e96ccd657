// Sessions of signed-in operators: a random cookie, kept hashed; idle and absolute time limits.
import Crypto
package import Foundation
import Store
import Synchronization

/// A signed-in operator's session.
package struct Session: Sendable, Hashable {
    package let operatorName: String
    package let station: String
    /// Must come back with every form.
    package let csrf: String
}

extension Operators {
    /// A session ends after this long without a request …
    package static let idleMinutes = 30
    /// … and in any case after this long.
    package static let absoluteHours = 12

    /// What a sign-in gives.
    package enum SignIn: Sendable {
        /// The value for the session cookie.
        case accepted(token: String)
        case refused
        /// Too many failures; try again after so many seconds.
        case wait(seconds: Int)
    }

    /// Checks the password and opens a session.
    package func signIn(_ name: String, password: String, now: Date = .now) async throws -> SignIn {
        if let seconds = throttle.secondsToWait(name, now: now) { return .wait(seconds: seconds) }
        guard let found = try await check(name, password: password) else {
            throttle.failed(name, now: now)
            return .refused
        }
        throttle.succeeded(name)
        let token = Self.randomText()
        let csrf = Self.randomText()
        let time = Int64(now.timeIntervalSince1970)
        try await store.write { transaction in
            try transaction.execute(
                "DELETE FROM session WHERE created_at < ? OR seen_at < ?",
                [
                    .integer(time - Int64(Self.absoluteHours) * 3600),
                    .integer(time - Int64(Self.idleMinutes) * 60),
                ])
            try transaction.execute(
                """
                INSERT INTO session (token_hash, operator, csrf, created_at, seen_at)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    .text(Self.hash(token)), .text(found.name), .text(csrf), .integer(time),
                    .integer(time),
                ])
        }
        return .accepted(token: token)
    }

    /// The session of a cookie value; `nil` when it is unknown, idle too long or too old.
    package func session(token: String, now: Date = .now) async throws -> Session? {
        let time = Int64(now.timeIntervalSince1970)
        return try await store.write { transaction in
            let rows = try transaction.query(
                """
                UPDATE session SET seen_at = ?
                WHERE token_hash = ? AND seen_at >= ? AND created_at >= ?
                RETURNING operator, csrf
                """,
                [
                    .integer(time), .text(Self.hash(token)),
                    .integer(time - Int64(Self.idleMinutes) * 60),
                    .integer(time - Int64(Self.absoluteHours) * 3600),
                ])
            guard let session = rows.first,
                let owner = try transaction.first(
                    "SELECT station FROM operator WHERE name = ? AND disabled = 0",
                    [session["operator"]])
            else { return nil }
            return Session(
                operatorName: session.text("operator"), station: owner.text("station"),
                csrf: session.text("csrf"))
        }
    }

    /// Ends the session; an unknown one is no error.
    package func signOut(token: String) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "DELETE FROM session WHERE token_hash = ?", [.text(Self.hash(token))])
        }
    }

    private static func hash(_ token: String) -> String {
        Data(SHA256.hash(data: Data(token.utf8))).base64EncodedString()
    }

    /// 256 bits, fit for a cookie and a form field.
    private static func randomText() -> String {
        PasswordHash.random(32).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Slows down guessing without ever locking an account for good.
final class SignInThrottle: Sendable {
    /// Failures that cost nothing.
    static let freeFailures = 5
    static let longestSeconds = 300
    static let namesMax = 10_000

    private let failures = Mutex<[String: (count: Int, last: Date)]>([:])

    func secondsToWait(_ name: String, now: Date) -> Int? {
        guard let entry = failures.withLock({ $0[name] }), entry.count >= Self.freeFailures else {
            return nil
        }
        let pause = min(Self.longestSeconds, 5 << min(entry.count - Self.freeFailures, 6))
        let left = Double(pause) - now.timeIntervalSince(entry.last)
        return left > 0 ? Int(left.rounded(.up)) : nil
    }

    func failed(_ name: String, now: Date) {
        failures.withLock { failures in
            if failures.count >= Self.namesMax { failures.removeAll() }
            failures[name] = ((failures[name]?.count ?? 0) + 1, now)
        }
    }

    func succeeded(_ name: String) {
        failures.withLock { $0[name] = nil }
    }
}
