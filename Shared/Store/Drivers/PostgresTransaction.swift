// One transaction on one connection. BEGIN travels with the first statement, SAVEPOINT and RELEASE
// with the next one, NOTIFY with COMMIT: none of them costs a round trip of its own.

final class PostgresTransaction: BatchTransaction {
    /// Writes see what others have committed before each statement; the schema's unique keys and
    /// row locks do the rest.
    static let writing = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    /// Reads see one consistent state.
    static let reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    let dialect = Dialect.postgres
    private let connection: PostgresConnection
    private let begin: String
    let seal: Seal?
    private var hasBegun = false
    /// PostgreSQL does nothing more in a transaction one of whose statements has failed, so whoever
    /// swallows the error gets it again.
    private var failure: StoreError?
    private var notifications: [String] = []
    /// Those of which only this process is told.
    private(set) var notificationsHere: [String] = []
    /// The transaction lost against another one: repeating it as a whole helps.
    private(set) var isConflict = false

    init(_ connection: PostgresConnection, begin: String, seal: Seal? = nil) {
        self.seal = seal
        self.connection = connection
        self.begin = begin
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        try run(sql, arguments.map { .one($0) }).result?.changed ?? 0
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> [Row] {
        let (result, columns) = try run(sql, arguments.map { .one($0) })
        return try result?.rows(columns) ?? []
    }

    func insert(_ insertion: Insertion, rows: [[SQLValue]]) throws(StoreError) -> Inserted {
        guard !rows.isEmpty else { return Inserted() }
        let (result, columns) = try run(
            insertion.allRows, try Self.arrays(insertion.kinds, rows, insertion.allRows))
        return Inserted(changed: result?.changed ?? 0, returned: try result?.rows(columns) ?? [])
    }

    func execute(
        _ sql: String, _ arguments: [SQLValue], where column: String, in numbers: [Int64]
    ) throws(StoreError) -> Int {
        guard !numbers.isEmpty else { return 0 }
        return try run(
            "\(sql) \(column) = ANY (CAST(? AS BIGINT[]))",
            arguments.map { .one($0) } + [.array(.integer, numbers.map { .integer($0) })]
        ).result?.changed ?? 0
    }

    func find(
        _ select: String, _ columns: [String], in keys: [[SQLValue]], _ suffix: String
    ) throws(StoreError) -> [Row] {
        guard let first = keys.first else { return [] }
        let kinds = first.map { key -> Insertion.Kind in
            switch key {
            case .integer: .integer
            case .real: .real
            case .blob: .blob
            case .text, .null: .text
            }
        }
        let arrays = kinds.map { "CAST(? AS \($0.arrayType))" }.joined(separator: ", ")
        let sql =
            "\(select) WHERE (\(columns.joined(separator: ", "))) IN "
            + "(SELECT * FROM UNNEST(\(arrays))) \(suffix)"
        let (result, names) = try run(sql, try Self.arrays(kinds, keys, sql))
        return try result?.rows(names) ?? []
    }

    /// The columns of some rows.
    private static func arrays(
        _ kinds: [Insertion.Kind], _ rows: [[SQLValue]], _ sql: String
    ) throws(StoreError) -> [PostgresArgument] {
        guard rows.allSatisfy({ $0.count == kinds.count }) else {
            throw StoreError(.invalid, "a row has not \(kinds.count) values in: \(sql)")
        }
        return kinds.enumerated().map { column, kind in
            .array(kind, rows.map { $0[column] })
        }
    }

    func notify(_ name: String) throws(StoreError) {
        if !notifications.contains(name) { notifications.append(name) }
    }

    func notifyHere(_ name: String) throws(StoreError) {
        if !notificationsHere.contains(name) { notificationsHere.append(name) }
    }

    private func run(
        _ sql: String, _ arguments: [PostgresArgument]
    ) throws(StoreError) -> (result: PostgresResult?, columns: [String: Int]) {
        try attempt { () throws(StoreError) in
            try beginOnce()
            let statement = try connection.send(sql, arguments)
            return (try connection.exchange(), statement.columns)
        }
    }

    /// Remembers the first failure, which every later statement meets again.
    private func attempt<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value
    {
        if let failure { throw failure }
        do {
            return try body()
        } catch {
            failure = error
            isConflict = isConflict || connection.lostAgainstAnother
            connection.lostAgainstAnother = false
            throw error
        }
    }

    private func beginOnce() throws(StoreError) {
        guard !hasBegun else { return }
        try connection.sendHousekeeping()
        _ = try connection.send(begin, [])
        hasBegun = true
    }

    func savepoint(_ body: () throws -> Void) throws {
        try attempt { () throws(StoreError) in
            try beginOnce()
            try connection.send("SAVEPOINT one")
        }
        let (mark, markHere) = (notifications.count, notificationsHere.count)
        do {
            try body()
            try attempt { () throws(StoreError) in try connection.send("RELEASE SAVEPOINT one") }
        } catch {
            notifications.removeLast(notifications.count - mark)
            notificationsHere.removeLast(notificationsHere.count - markHere)
            guard connection.isUsable, failure?.isFatal != true else { throw failure ?? error }
            failure = nil
            try attempt { () throws(StoreError) in
                try connection.send("ROLLBACK TO SAVEPOINT one")
                try connection.send("RELEASE SAVEPOINT one")
                try connection.exchange()
            }
            throw error
        }
    }

    /// Ends a writing transaction; when it returns, the server has it on its disk.
    func commit() throws(StoreError) {
        if let failure { throw failure }
        guard hasBegun || !notifications.isEmpty else { return }
        try attempt { () throws(StoreError) in
            try beginOnce()
            for name in notifications {
                _ = try connection.send(
                    "SELECT pg_notify(?, ?)", [.one(.text(connection.schema)), .one(.text(name))])
            }
            _ = try connection.send("COMMIT", [])
            let wasUsable = connection.isUsable
            do throws(StoreError) {
                let result = try connection.exchange()
                // A transaction that had failed answers COMMIT with ROLLBACK.
                guard result?.command == "COMMIT" else {
                    throw StoreError(.unavailable, "PostgreSQL rolled the transaction back")
                }
            } catch {
                guard wasUsable, !connection.isUsable else { throw error }
                throw StoreError(
                    error.code,
                    "\(error.message) (before COMMIT was answered: it may or may not be stored)")
            }
        }
    }

    /// Undoes everything; never fails, a connection that cannot roll back is given up.
    func rollback() {
        guard hasBegun, connection.isUsable else { return }
        try? connection.send("ROLLBACK")
        _ = try? connection.exchange()
    }

    /// Ends a reading transaction without waiting for the answer.
    func end() {
        guard hasBegun, connection.isUsable else { return }
        try? connection.send("COMMIT")
        try? connection.synchronise()
    }
}
