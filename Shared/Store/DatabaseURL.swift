// Where a database is: `sqlite:var/routing.sqlite`.

/// The address of a database as the configuration gives it.
package enum DatabaseURL: Sendable, Hashable {
    /// A file, relative to the working directory or absolute.
    case sqlite(path: String)

    /// - Throws: ``StoreError/Code/invalid`` with what is allowed.
    package init(_ text: String) throws(StoreError) {
        guard text.hasPrefix("sqlite:"), text.count > "sqlite:".count else {
            throw StoreError(
                .invalid, "'\(text)' is not a database address; write sqlite:PATH")
        }
        self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
    }
}
