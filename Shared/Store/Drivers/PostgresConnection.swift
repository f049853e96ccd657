// One connection to PostgreSQL, always in pipeline mode: commands are sent without waiting, and one
// exchange at the end waits for all their answers.
import CPostgres
import Foundation

/// Owns one PGconn. Used by one thread at a time.
final class PostgresConnection {
    private let handle: OpaquePointer
    /// What was sent and is not answered yet, in order.
    private var awaited: [Awaited] = []
    private var statements = PostgresStatementCache()
    /// How long a server may be silent.
    private var patience: Duration
    /// Exchanges so far: how often this side waited for the server.
    private(set) var roundTrips = 0
    /// False as soon as nothing more can be expected of it.
    private(set) var isUsable = true
    /// Where the tables are; also the channel of its notifications.
    private(set) var schema = ""

    private enum Awaited {
        case command(String)
        case synchronisation
    }

    /// Connects, refuses a server that could lose commits, and sets the session's limits.
    init(
        _ address: PostgresAddress, _ times: PostgresTimes, waitsForDisk: Bool = true
    ) throws(StoreError) {
        patience = times.statement + times.silence
        let connected = Self.withParameters(address) { PQconnectdbParams($0, $1, 0) }
        guard let connected else { throw StoreError(.unavailable, "no memory to connect") }
        handle = connected
        guard PQstatus(handle) == CONNECTION_OK else {
            throw StoreError(
                .unavailable, "\(address): \(Self.oneLine(String(cString: PQerrorMessage(handle))))"
            )
        }
        // Notices would go to the standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            throw StoreError(.unavailable, "\(address): the client library refuses pipeline mode")
        }
        schema = try PostgresSetup.run(on: self, address, times)
        if !waitsForDisk {
            try send("SET synchronous_commit = off")
            try exchange()
        }
    }

    deinit { PQfinish(handle) }

    /// Whether no server answers there, or one that is only starting or stopping; `false` for one that
    /// answers and refuses us.
    static func isAway(_ address: PostgresAddress) -> Bool {
        let answer = withParameters(address) { PQpingParams($0, $1, 0) }
        return answer == PQPING_NO_RESPONSE || answer == PQPING_REJECT
    }

    /// Calls `body` with libpq's names and values.
    private static func withParameters<Result>(
        _ address: PostgresAddress,
        _ body: ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let names = Array(address.parameters.keys)
        let keys = names.map { strdup($0) } + [nil]
        let values = names.map { strdup(address.parameters[$0] ?? "") } + [nil]
        defer { for text in keys + values { free(text) } }
        return body(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) })
    }

    var serverVersion: Int { Int(PQserverVersion(handle)) }
    /// For `poll`.
    var socket: CInt { PQsocket(handle) }

    // MARK: Sending

    /// Sends a command that gives no rows and needs no arguments.
    func send(_ sql: String) throws(StoreError) {
        let sent = PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)
        try noteSent(sent, sql)
    }

    /// Sends a statement; prepares it first when it is new here (one exchange more).
    func send(
        _ sql: String, _ arguments: [PostgresArgument]
    ) throws(StoreError) -> PostgresStatement {
        let statement = try prepared(sql)
        let encoded = try PostgresArguments(arguments, types: statement.parameters, sql: sql)
        let sent = encoded.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        try noteSent(sent, sql)
        return statement
    }

    private func noteSent(_ sent: CInt, _ sql: String) throws(StoreError) {
        guard sent == 1 else { throw refusal(sql) }
        awaited.append(.command(sql))
    }

    private func prepared(_ sql: String) throws(StoreError) -> PostgresStatement {
        if let known = statements.find(sql) { return known }
        let name = statements.nextName()
        let numbered = PostgresPlaceholders.number(sql)
        try noteSent(PQsendPrepare(handle, name, numbered, 0, nil), sql)
        try noteSent(PQsendDescribePrepared(handle, name), sql)
        guard let description = try exchange() else { throw refusal(sql) }
        let statement = PostgresStatement(name: name, described: description)
        statements.insert(statement, for: sql)
        return statement
    }

    /// Frees the server's memory of statements no longer used. Only between transactions.
    func sendHousekeeping() throws(StoreError) {
        let surplus = statements.takeEvicted()
        guard !surplus.isEmpty else { return }
        for name in surplus { try send("DEALLOCATE \(name)") }
        try synchronise()
    }

    // MARK: Waiting

    /// Waits for the answers to everything sent.
    ///
    /// - Returns: the last command's answer.
    /// - Throws: the first failure; what was sent after it has not been done.
    @discardableResult
    func exchange() throws(StoreError) -> PostgresResult? {
        try synchronise()
        roundTrips += 1
        return try settle()
    }

    /// Marks the end of what was sent and hands it to the network, without waiting for an answer.
    func synchronise() throws(StoreError) {
        guard PQpipelineSync(handle) == 1 else { throw refusal("a synchronisation") }
        awaited.append(.synchronisation)
        let deadline = newDeadline()
        while true {
            let left = PQflush(handle)
            if left == 0 { return }
            guard left == 1 else { throw lost() }
            // The server may itself wait until we read.
            if try wait(POLLIN | POLLOUT, deadline) & POLLIN != 0 { try consume() }
        }
    }

    /// Reads the answers that are still due.
    @discardableResult
    func settle() throws(StoreError) -> PostgresResult? {
        var last: PostgresResult?
        var failure: StoreError?
        let deadline = newDeadline()
        while let next = awaited.first {
            let result = try answer(deadline)
            awaited.removeFirst()
            guard case .command(let sql) = next else { continue }
            do {
                try check(result, sql)
                last = result
            } catch {
                if failure == nil { failure = error }
                guard isUsable else { throw failure ?? error }
            }
            // A command's answer ends with an empty one.
            while try nextResult(deadline) != nil {}
        }
        if let failure { throw failure }
        return last
    }

    /// Whether the connection is still there, as far as that shows without asking the server.
    func isAlive() -> Bool {
        do {
            try settle()
            // Twice, because a farewell message is followed by the end of the stream.
            for _ in 0..<2 where try wait(POLLIN, .now, throwing: false) != 0 { try consume() }
        } catch {
            return false
        }
        return isUsable && PQstatus(handle) == CONNECTION_OK
    }

    /// Does `body` while the server may be silent for longer.
    func patiently<Value>(
        _ duration: Duration, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let usual = patience
        patience = duration
        defer { patience = usual }
        return try body()
    }

    /// Names of notifications that have arrived.
    func takeNotifications() throws(StoreError) -> [String] {
        try consume()
        var names: [String] = []
        while let notification = PQnotifies(handle) {
            names.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        guard PQstatus(handle) == CONNECTION_OK else { throw lost() }
        return names
    }

    private func answer(_ deadline: ContinuousClock.Instant) throws(StoreError) -> PostgresResult {
        guard let result = try nextResult(deadline) else { throw lost() }
        return result
    }

    private func nextResult(
        _ deadline: ContinuousClock.Instant
    ) throws(StoreError) -> PostgresResult? {
        while PQisBusy(handle) != 0 {
            try wait(POLLIN, deadline)
            try consume()
        }
        return PQgetResult(handle).map(PostgresResult.init)
    }

    private func consume() throws(StoreError) {
        // A server that ends the session says why before it hangs up: that answer is still read.
        guard PQconsumeInput(handle) == 1 || PQisBusy(handle) == 0 else { throw lost() }
    }

    private func newDeadline() -> ContinuousClock.Instant { .now + patience }

    /// Waits on the socket; gives the events that came.
    @discardableResult
    private func wait(
        _ events: Int32, _ deadline: ContinuousClock.Instant, throwing: Bool = true
    ) throws(StoreError) -> Int32 {
        while true {
            var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
            let left = Int32(clamping: max(0, (deadline - .now).wholeMilliseconds + 1))
            let ready = poll(&entry, 1, throwing ? left : 0)
            if ready > 0 { return Int32(entry.revents) }
            if ready < 0, errno == EINTR { continue }
            guard throwing else { return 0 }
            isUsable = false
            throw StoreError(
                .unavailable, "PostgreSQL has not answered for \(patience); disconnected")
        }
    }

    // MARK: Failures

    private func check(_ result: PostgresResult, _ sql: String) throws(StoreError) {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            return
        case PGRES_PIPELINE_ABORTED:
            throw StoreError(.unavailable, "not done, because something before it failed")
        default:
            let failure = PostgresFailure(
                state: result.state, message: Self.oneLine(result.message), sql: sql)
            if failure.endsConnection || PQstatus(handle) != CONNECTION_OK { isUsable = false }
            if failure.isConflict { lostAgainstAnother = true }
            throw failure.error
        }
    }

    /// Set by a deadlock or a serialisation failure; the transaction asks and resets.
    var lostAgainstAnother = false

    private func lost() -> StoreError {
        isUsable = false
        return StoreError(
            .unavailable,
            "the connection to PostgreSQL is lost: "
                + Self.oneLine(String(cString: PQerrorMessage(handle))))
    }

    /// The client library did not even send.
    private func refusal(_ sql: String) -> StoreError {
        guard PQstatus(handle) == CONNECTION_OK, isUsable else { return lost() }
        return StoreError(
            .invalid, "\(Self.oneLine(String(cString: PQerrorMessage(handle)))) in: \(sql)")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "; ")
    }
}
