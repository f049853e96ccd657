// PostgreSQL's error codes (its manual, appendix A) by what the caller must do.

/// What one SQLSTATE means for us.
struct PostgresFailure {
    let error: StoreError
    /// The transaction lost against another one (deadlock, serialisation): repeating it helps.
    var isConflict = false
    /// The connection must not be used again.
    var endsConnection = false

    /// Characters of a statement that an error shows.
    static let shownMax = 400

    /// - Parameters:
    ///   - state: five characters, empty when the client library itself gave up.
    ///   - message: the server's primary message. Its detail is never taken: that shows values.
    ///   - sql: the statement; without its arguments, which may be a citizen's words.
    init(state: String, message: String, sql: String) {
        // A statement of many rows repeats itself.
        let sql = sql.count > Self.shownMax ? sql.prefix(Self.shownMax) + "…" : sql
        switch (state.prefix(2), state) {
        case ("23", _):
            error = StoreError(.constraint, message)
        case (_, "53100"):
            error = StoreError(.noSpace, "PostgreSQL: \(message)")
        case ("40", _):
            error = StoreError(.unavailable, "PostgreSQL: \(message)")
            isConflict = true
        case (_, "0A000") where message.contains("cached plan"), (_, "26000"):
            // The schema changed under a prepared statement: a new connection prepares it again.
            error = StoreError(.unavailable, "PostgreSQL: \(message)")
            endsConnection = true
        case ("", _), ("08", _), ("57", _), (_, "25P03"):
            error = StoreError(.unavailable, "PostgreSQL: \(message)")
            // A statement that took too long (57014) leaves the connection as it was.
            endsConnection = state != "57014"
        case ("53", _), ("55", _), ("58", _), ("XX", _), (_, "25006"), (_, "42501"):
            error = StoreError(.unavailable, "PostgreSQL: \(message)")
        case ("22", _):
            // Its message quotes the value.
            error = StoreError(
                .invalid, "a value does not fit its column (SQLSTATE \(state)) in: \(sql)")
        case (_, "42P18"), (_, "42804"), (_, "42883"), (_, "42P08"), (_, "42725"):
            error = StoreError(
                .invalid,
                "\(message) in: \(sql) (where PostgreSQL cannot know the type of a '?', "
                    + "write CAST(? AS BIGINT))")
        default:
            error = StoreError(.invalid, "\(message) (SQLSTATE \(state)) in: \(sql)")
        }
    }
}
