// Who works on which rows, so that any number of processes can share one journal and each may die or sleep
// at any moment: a claim ends by itself, and what a sleeper brings back after that is not written.
package import Store

/// The right to handle some rows until a moment. Pure but for the transaction: time and token come in.
package struct Claim: Sendable, Hashable {
    /// Names a worker, drawn at random when it starts; another worker's claim of a row replaces it.
    package let token: Int64
    /// Microseconds since 1970.
    package let now: Int64

    package init(token: Int64, now: Int64) {
        self.token = token
        self.now = now
    }

    /// The same claim by the clock that all processes of the database share.
    package func onSharedClock(_ transaction: any Transaction) throws(StoreError) -> Claim {
        Claim(token: token, now: try transaction.now(now))
    }

    /// How long a claim holds without being renewed; a dead process's rows wait no longer than this.
    package static let seconds = 30

    /// Nobody waits for this work: it may go along with the next message's commit.
    package static let grace = Duration.milliseconds(20)

    /// When it ends, in microseconds since 1970.
    package var until: Int64 { now + Int64(Self.seconds) * 1_000_000 }

    /// The condition that a row is free, or ours from a try that failed; takes ``freeArguments``.
    ///
    /// A claim that ends later than any could was made by a clock that has been set back since.
    package static let isFree = "(claim_until <= ? OR claim_until > ? OR claim = ?)"

    /// The arguments of ``isFree``, in order.
    package var freeArguments: [SQLValue] {
        [.integer(now), .integer(now + 2 * Int64(Self.seconds) * 1_000_000), .integer(token)]
    }

    /// Takes the rows, or holds on to them for longer.
    ///
    /// - Parameter change: what else becomes of them, e.g. `, attempts = attempts + 1`.
    package func hold(
        _ rows: [Int64], of table: String, _ change: String = "", in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE \(table) SET claim = ?, claim_until = ?\(change) WHERE",
            [.integer(token), .integer(until)], where: "seq", in: rows)
    }

    /// Which of the rows are still ours; they are locked until the commit.
    package func held(
        _ rows: [Int64], of table: String, in transaction: any Transaction
    ) throws(StoreError) -> Set<Int64> {
        let found = try transaction.find(
            "SELECT seq, claim FROM \(table)", ["seq"], in: rows.map { [.integer($0)] },
            transaction.dialect.forUpdate)
        return Set(found.filter { $0.int("claim") == token }.map { $0.int("seq") })
    }

    /// Gives the rows back.
    package func release(
        _ rows: [Int64], of table: String, in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE \(table) SET claim_until = 0 WHERE claim = ? AND", [.integer(token)],
            where: "seq", in: rows)
    }

    /// Frees what an earlier process of this database left claimed. Only where there is but one process.
    ///
    /// - Parameter waiting: the condition of rows that wait, where most are settled and an index knows
    ///   the few.
    package static func releaseAll(
        of table: String, where waiting: String = "TRUE", in transaction: any Transaction
    ) throws(StoreError) {
        try transaction.execute(
            "UPDATE \(table) SET claim_until = 0 WHERE \(waiting) AND claim_until > 0")
    }
}
