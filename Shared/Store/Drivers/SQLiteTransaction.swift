// One transaction on one SQLite connection.

/// What a closure of Store works with.
struct SQLiteTransaction: BatchTransaction {
    let session: SQLiteSession
    let notices: Notices
    let seal: Seal?

    /// The names given to `notify`, until the commit.
    final class Notices {
        var names: [String] = []
    }

    var dialect: Dialect { .sqlite }

    init(_ session: SQLiteSession, _ notices: Notices = Notices(), _ seal: Seal? = nil) {
        self.session = session
        self.seal = seal
        self.notices = notices
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        try session.changes { () throws(StoreError) in try session.run(sql, arguments) }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row] {
        try collect { add throws(StoreError) in try session.run(sql, arguments, add) }
    }

    private func collect(
        _ run: ((SQLitePrepared) -> Void) throws(StoreError) -> Void
    ) throws(StoreError) -> [Row] {
        var columns: [String: Int]?
        var rows: [Row] = []
        try run { statement in
            let names = columns ?? statement.columns
            columns = names
            rows.append(Row(columns: names, values: statement.values()))
        }
        return rows
    }

    func insert(_ insertion: Insertion, rows: [[SQLValue]]) throws(StoreError) -> Inserted {
        var inserted = Inserted()
        inserted.changed = try session.changes { () throws(StoreError) in
            inserted.returned = try collect { add throws(StoreError) in
                var rest = rows[...]
                for (count, sql) in insertion.someRows {
                    let times = rest.count / count
                    let parts = (0..<times).lazy.map { [rest] part in
                        let first = rest.startIndex + part * count
                        return rest[first..<first + count].flatMap { $0 }
                    }
                    try session.run(sql, each: parts, add)
                    rest = rest.dropFirst(times * count)
                }
            }
        }
        return inserted
    }

    /// Keys in one statement at most: SQLite binds 32,766 values.
    static let keysMax = 256

    func execute(
        _ sql: String, _ arguments: [SQLValue], where column: String, in numbers: [Int64]
    ) throws(StoreError) -> Int {
        var changed = 0
        for part in Self.parts(numbers) {
            let marks = Array(repeating: "?", count: part.count).joined(separator: ", ")
            changed += try execute(
                "\(sql) \(column) IN (\(marks))", arguments + part.map { .integer($0) })
        }
        return changed
    }

    func find(
        _ select: String, _ columns: [String], in keys: [[SQLValue]], _ suffix: String
    ) throws(StoreError) -> [Row] {
        let names = columns.joined(separator: ", ")
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        var found: [Row] = []
        for part in Self.parts(keys) {
            let values = Array(repeating: row, count: part.count).joined(separator: ", ")
            found += try query(
                // SQLite looks into an index for a sub-select, but reads the whole table for a bare VALUES.
                "\(select) WHERE (\(names)) IN (SELECT * FROM (VALUES \(values)) AS key) \(suffix)",
                part.flatMap { $0 })
        }
        return found
    }

    /// The keys in parts of 2^n, the last filled up with repetitions, so that few different statements
    /// have to be prepared.
    private static func parts<Key>(_ keys: [Key]) -> [[Key]] {
        stride(from: 0, to: keys.count, by: keysMax).map { start in
            let part = keys[start..<min(start + keysMax, keys.count)]
            var count = 1
            while count < part.count { count *= 2 }
            return part + part.suffix(1).flatMap { Array(repeating: $0, count: count - part.count) }
        }
    }

    func notify(_ name: String) throws(StoreError) {
        if !notices.names.contains(name) { notices.names.append(name) }
    }

    /// Nobody but this process is told of anything.
    func notifyHere(_ name: String) throws(StoreError) { try notify(name) }

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
