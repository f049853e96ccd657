// One transaction on one SQLite connection.

/// What a closure of Store works with.
struct SQLiteTransaction: BatchTransaction {
    let session: SQLiteSession
    let notices: Notices

    /// The names given to `notify`, until the commit.
    final class Notices {
        var names: [String] = []
    }

    var dialect: Dialect { .sqlite }

    init(_ session: SQLiteSession, _ notices: Notices = Notices()) {
        self.session = session
        self.notices = notices
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        try session.changes { () throws(StoreError) in try session.run(sql, arguments) }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row] {
        var columns: [String: Int]?
        var rows: [Row] = []
        try session.run(sql, arguments) { statement in
            let names = columns ?? statement.columns
            columns = names
            rows.append(Row(columns: names, values: statement.values()))
        }
        return rows
    }

    func notify(_ name: String) throws(StoreError) {
        if !notices.names.contains(name) { notices.names.append(name) }
    }

    func savepoint(_ body: () throws -> Void) throws {
        let noticed = notices.names.count
        try session.run("SAVEPOINT one_write")
        do {
            try body()
        } catch {
            notices.names.removeSubrange(noticed...)
            // A full disk may have ended the whole transaction already.
            guard session.isInTransaction else {
                throw (error as? StoreError).flatMap { $0.isFatal ? $0 : nil }
                    ?? StoreError(.unavailable, "the transaction was lost: \(error)")
            }
            try session.run("ROLLBACK TO one_write")
            try session.run("RELEASE one_write")
            throw error
        }
        try session.run("RELEASE one_write")
    }
}
