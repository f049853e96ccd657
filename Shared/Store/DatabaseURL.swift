// Where a database is: `sqlite:var/routing.sqlite` or
// `postgres://user:password@host/name?schema=routing`.

/// The address of a database as the configuration gives it.
package enum DatabaseURL: Sendable, Hashable, CustomStringConvertible {
    /// A file, relative to the working directory or absolute.
    case sqlite(path: String)
    /// A schema of a PostgreSQL database.
    case postgres(PostgresAddress)

    /// - Throws: ``StoreError/Code/invalid`` with what is allowed; the text itself is shown only
    /// when it can hold no password.
    package init(_ text: String) throws(StoreError) {
        for scheme in ["postgres://", "postgresql://"] where text.hasPrefix(scheme) {
            self = .postgres(try PostgresAddress(text.dropFirst(scheme.count)))
            return
        }
        guard text.hasPrefix("sqlite:"), text.count > "sqlite:".count else {
            let shown = text.contains("@") ? "this" : "'\(text)'"
            throw StoreError(
                .invalid,
                "\(shown) is not a database address; write sqlite:PATH or "
                    + "postgres://USER:PASSWORD@HOST/NAME?schema=SCHEMA")
        }
        self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
    }

    /// For logs: without the password.
    package var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address): address.description
        }
    }
}
