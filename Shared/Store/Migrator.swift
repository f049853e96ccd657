// Forward-only numbered migrations: each module names its schema, Store brings it up to date.

/// A module's tables: its name and every migration since the first release, in order.
package struct Schema: Sendable {
    package let name: String
    /// Migration n is at index n - 1. Never change a released one; append.
    package let migrations: [[String]]

    package init(name: String, migrations: [[String]]) {
        self.name = name
        self.migrations = migrations
    }
}

enum Migrator {
    static func migrate(_ schemas: [Schema], _ transaction: any Transaction) throws(StoreError) {
        try transaction.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY, version BIGINT NOT NULL)")
        for schema in [Lease.schema] + schemas {
            let version = try transaction.first(
                "SELECT version FROM schema_version WHERE name = ?", [.text(schema.name)])
            let current = Int(version?.int("version") ?? 0)
            guard current <= schema.migrations.count else {
                throw StoreError(
                    .newerSchema,
                    "the schema '\(schema.name)' is version \(current), but this program knows only "
                        + "version \(schema.migrations.count): install the newer program again")
            }
            for migration in schema.migrations.dropFirst(current) {
                for statement in migration {
                    try transaction.execute(transaction.dialect.render(statement))
                }
            }
            try transaction.execute(
                "INSERT INTO schema_version (name, version) VALUES (?, ?) "
                    + "ON CONFLICT (name) DO UPDATE SET version = excluded.version",
                [.text(schema.name), SQLValue(schema.migrations.count)])
        }
    }
}
