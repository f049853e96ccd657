// One answer of the server, and the statements a connection has prepared.
import CPostgres

/// Owns one PGresult.
final class PostgresResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }

    /// SQLSTATE of a failure; empty when the client library itself gave up.
    var state: String {
        PQresultErrorField(handle, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    }

    /// The primary message of a failure, without detail, hint and context.
    var message: String {
        PQresultErrorField(handle, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
            ?? String(cString: PQresultErrorMessage(handle))
    }

    /// What was done, such as `COMMIT`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// Rows changed; 0 for what changes none.
    var changed: Int {
        command.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    /// Types the server inferred for the placeholders of a described statement.
    var parameterTypes: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }

    /// Result columns of a described statement.
    var columnNames: [String] {
        (0..<PQnfields(handle)).map { String(cString: PQfname(handle, $0)) }
    }

    /// - Throws: `invalid` for a type this driver does not read.
    func rows(_ columns: [String: Int]) throws(StoreError) -> [Row] {
        let types = (0..<PQnfields(handle)).map { PQftype(handle, $0) }
        var rows: [Row] = []
        rows.reserveCapacity(Int(PQntuples(handle)))
        for line in 0..<PQntuples(handle) {
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for (index, type) in types.enumerated() {
                values.append(try value(line, CInt(index), type))
            }
            rows.append(Row(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ line: CInt, _ column: CInt, _ type: Oid) throws(StoreError) -> SQLValue {
        guard PQgetisnull(handle, line, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, line, column),
            count: Int(PQgetlength(handle, line, column)))
        guard let value = PostgresDecoding.value(bytes, type: type) else {
            throw StoreError(
                .invalid,
                "the column '\(String(cString: PQfname(handle, column)))' has a type (\(type)) that "
                    + "is not read here; write CAST(… AS TEXT)")
        }
        return value
    }
}

/// A statement the server has prepared for one connection.
struct PostgresStatement {
    let name: String
    let parameters: [Oid]
    /// Shared by the rows of every result.
    let columns: [String: Int]

    init(name: String, described result: PostgresResult) {
        self.name = name
        parameters = result.parameterTypes
        columns = Dictionary(
            result.columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    }
}

/// The statements of one connection by their SQL, the least recently used of which goes first.
struct PostgresStatementCache {
    static let capacity = 256

    private var known: [String: (statement: PostgresStatement, used: Int)] = [:]
    private var evicted: [String] = []
    private var clock = 0
    private var named = 0

    mutating func nextName() -> String {
        named += 1
        return "s\(named)"
    }

    mutating func find(_ sql: String) -> PostgresStatement? {
        clock += 1
        known[sql]?.used = clock
        return known[sql]?.statement
    }

    mutating func insert(_ statement: PostgresStatement, for sql: String) {
        clock += 1
        known[sql] = (statement, clock)
        guard known.count > Self.capacity,
            let oldest = known.min(by: { $0.value.used < $1.value.used })
        else { return }
        known[oldest.key] = nil
        evicted.append(oldest.value.statement.name)
    }

    /// Names of statements that the server may forget.
    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }
}
