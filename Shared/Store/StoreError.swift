// What can go wrong with a database, said by what the caller must do.

/// A failure of the store.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is, the same for every database.
    package enum Code: Sendable, Hashable {
        /// Too much is waiting already: answer 503 and let the sender come again.
        case busy
        /// The disk is full.
        case noSpace
        /// The database cannot be reached, read or written.
        case unavailable
        /// A unique index or another constraint of the schema refused the row.
        case constraint
        /// The schema is newer than this program.
        case newerSchema
        /// Another process holds the lease now; nothing of this transaction was written.
        case leaseLost
        /// A statement or a database address is wrong: a defect, or a configuration error.
        case invalid
    }

    package let code: Code
    /// For the log and the administrator; never for the outside.
    package let message: String

    /// Another process holds the file, and will let go of it.
    let isLocked: Bool

    package init(_ code: Code, _ message: String) { self.init(code, message, isLocked: false) }

    init(_ code: Code, _ message: String, isLocked: Bool) {
        self.code = code
        self.message = message
        self.isLocked = isLocked
    }

    /// Whether it may pass by itself: the sender should come again, or the message be kept elsewhere.
    package var isPassing: Bool { code == .busy || code == .noSpace || code == .unavailable }

    package var description: String { message }
}
