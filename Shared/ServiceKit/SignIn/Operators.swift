// People who sign in to the pages: operators of a station, kept in the service's own database.
import Foundation
package import Store

/// Somebody who may use the pages.
package struct Operator: Sendable, Hashable, Codable {
    package var name: String
    package var station: String
    package var isDisabled: Bool
}

/// Adds, checks and disables operators, and keeps their sessions.
package struct Operators: Sendable {
    let store: Store
    let throttle = SignInThrottle()

    package static let schema = Schema(
        name: "sign_in",
        migrations: [
            [
                """
                CREATE TABLE operator (name TEXT PRIMARY KEY, station TEXT NOT NULL,
                    password TEXT NOT NULL, disabled BIGINT NOT NULL DEFAULT 0)
                """,
                """
                CREATE TABLE session (token_hash TEXT PRIMARY KEY, operator TEXT NOT NULL,
                    csrf TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL)
                """,
            ]
        ])

    /// Why a change of the operators was refused.
    package enum Failure: Error, CustomStringConvertible {
        case exists(String)
        case unknown(String)
        case badName

        package var description: String {
            switch self {
            case .exists(let name): "an operator '\(name)' exists already"
            case .unknown(let name): "there is no operator '\(name)'"
            case .badName: "a name has 1 to 40 letters, digits, '.', '-' or '_'"
            }
        }
    }

    /// - Parameter store: opened with ``schema`` among its schemas.
    package init(store: Store) { self.store = store }

    /// Adds an operator.
    /// - Returns: the first password, shown once.
    package func add(_ name: String, station: String) async throws -> String {
        guard (1...40).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else { throw Failure.badName }
        let password = PasswordMaker.make()
        let hash = try PasswordHash(hashing: password).text
        let added = try await store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO operator (name, station, password) VALUES (?, ?, ?)
                ON CONFLICT (name) DO NOTHING
                """, [.text(name), .text(station), .text(hash)])
        }
        guard added == 1 else { throw Failure.exists(name) }
        return password
    }

    /// Gives a new password and ends the operator's sessions.
    package func renewPassword(_ name: String) async throws -> String {
        let password = PasswordMaker.make()
        let hash = try PasswordHash(hashing: password).text
        try await change(name, "UPDATE operator SET password = ? WHERE name = ?", [.text(hash)])
        return password
    }

    /// Shuts an operator out at once.
    package func disable(_ name: String) async throws {
        try await change(name, "UPDATE operator SET disabled = 1 WHERE name = ?", [])
    }

    private func change(_ name: String, _ sql: String, _ arguments: [SQLValue]) async throws {
        let changed = try await store.write { transaction in
            try transaction.execute(
                "DELETE FROM session WHERE operator = ?", [.text(name)])
            return try transaction.execute(sql, arguments + [.text(name)])
        }
        guard changed == 1 else { throw Failure.unknown(name) }
    }

    /// Everyone, also the disabled, by name.
    package func list() async throws -> [Operator] {
        try await store.read { transaction in
            try transaction.query("SELECT name, station, disabled FROM operator ORDER BY name").map {
                Operator(
                    name: $0.text("name"), station: $0.text("station"),
                    isDisabled: $0.int("disabled") != 0)
            }
        }
    }

    /// The operator, if name and password are right; takes the same time for an unknown name.
    package func check(_ name: String, password: String) async throws -> Operator? {
        let row = try await store.read { transaction in
            try transaction.first("SELECT * FROM operator WHERE name = ?", [.text(name)])
        }
        let stored = row?.text("password") ?? Self.nobody
        let matches = try await HashDesk.shared.run { PasswordHash(stored: stored).matches(password) }
        guard let row, matches, row.int("disabled") == 0 else { return nil }
        return Operator(name: name, station: row.text("station"), isDisabled: false)
    }

    private static let nobody: String =
        (try? PasswordHash(hashing: UUID().uuidString).text) ?? ""
}
