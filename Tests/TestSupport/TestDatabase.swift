// Either database, for tests of what must be the same on both.

/// A database of a test's own.
package enum TestDatabase: String, CaseIterable, Sendable {
    case sqlite, postgres

    /// Its address; a file lies in the folder.
    package func url(in folder: TemporaryFolder) throws -> String {
        switch self {
        case .sqlite: "sqlite:" + folder.file("test.sqlite")
        case .postgres:
            try PostgreSQL.shared().url(PostgreSQL.shared().makeDatabase(), "?schema=sms")
        }
    }
}
