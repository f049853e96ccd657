// Sessions of signed-in operators: a random cookie, kept hashed; idle and absolute time limits.
import Crypto
package import Foundation
import Store

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
    ///
    /// - Parameter address: of the caller, where known: guesses are slowed down by name and by address.
    /// - Throws: ``Problem`` 503 when too many passwords wait to be checked.
    package func signIn(
        _ name: String, password: String, address: String? = nil, now: Date = .now
    ) async throws -> SignIn {
        let attempt = SignInThrottle.Attempt(name: name, address: address)
        // Counted before the password is checked: many guesses at once are no way around it.
        if let seconds = throttle.begin(attempt, now: now) { return .wait(seconds: seconds) }
        let found: Operator?
        do {
            found = try await check(name, password: password)
        } catch {
            throttle.withdraw(attempt)
            throw error
        }
        guard let found else { return .refused }
        throttle.succeeded(attempt)
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
