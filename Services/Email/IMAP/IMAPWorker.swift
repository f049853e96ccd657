// The thread on which one mailbox's blocking IMAP calls run.
import Delivery
import Foundation
import Intake

/// Owns the connection to one mailbox, when there is one.
actor IMAPWorker {
    private let server: IMAPServer
    private let folder: String
    private let limits: IMAPLimits
    /// Where large mails lie while they are read.
    private let files: URL
    private let executor = ThreadExecutor(label: "imap")
    private var mailbox: IMAPMailbox?
    /// Rung when the service stops.
    nonisolated let waker = Waker()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ server: IMAPServer, folder: String, files: URL, limits: IMAPLimits) {
        self.server = server
        self.folder = folder
        self.files = files
        self.limits = limits
    }

    /// What the server says of a mailbox that was opened.
    struct Opened: Sendable {
        var uidValidity: UInt32
        var uidNext: UInt32?
        var exists: Int
        var canIdle: Bool
    }

    /// Connects and selects.
    ///
    /// - Parameter readOnly: nothing can be changed.
    func open(readOnly: Bool = false) throws(IMAPError) -> Opened {
        let connection = try IMAPConnection(server, folder: files, limits: limits, waker: waker)
        let selected = try IMAPMailbox(
            connection, folder: folder, limits: limits, readOnly: readOnly)
        mailbox = selected
        return Opened(
            uidValidity: selected.uidValidity, uidNext: selected.uidNext, exists: selected.exists,
            canIdle: selected.canIdle)
    }

    /// As ``open(readOnly:)`` on the same connection; `nil` when there is no such folder.
    func examine(_ folder: String) throws(IMAPError) -> Opened? {
        do throws(IMAPError) {
            let selected = try IMAPMailbox(
                try opened().connection, folder: folder, limits: limits, readOnly: true)
            mailbox = selected
            return Opened(
                uidValidity: selected.uidValidity, uidNext: selected.uidNext,
                exists: selected.exists, canIdle: selected.canIdle)
        } catch {
            guard error.code == .refused else { throw error }
            return nil
        }
    }

    func uids(from uid: UInt32) throws(IMAPError) -> [UInt32] { try opened().uids(from: uid) }

    func existing(of uids: [UInt32]) throws(IMAPError) -> Set<UInt32> {
        try opened().existing(of: uids)
    }

    func sizes(of uids: [UInt32]) throws(IMAPError) -> [IMAPMailbox.Listing] {
        try opened().sizes(of: uids)
    }

    func contents(
        of uids: [UInt32], section: String = "", firstBytes: Int? = nil
    ) throws(IMAPError) -> [UInt32: Content] {
        try opened().contents(of: uids, section: section, firstBytes: firstBytes)
    }

    func move(_ uids: [UInt32], to folder: String) throws(IMAPError) {
        try opened().move(uids, to: folder)
    }

    /// New messages were told of since the last ``uids(from:)`` began.
    func hasNews() -> Bool { mailbox?.connection.hasNews ?? false }

    /// Waits for new messages, for so long at most.
    func idle(for time: Duration) throws(IMAPError) {
        try opened().connection.idle(until: .after(time))
    }

    /// Lets the server know that we are there; `true` when it tells of new messages.
    func keepAlive() throws(IMAPError) -> Bool {
        let connection = try opened().connection
        try connection.command("NOOP")
        return connection.hasNews
    }

    /// Says goodbye, if the connection still listens.
    func close() {
        mailbox?.logOut()
        mailbox = nil
    }

    /// Lets go of a connection that is of no more use.
    func drop() { mailbox = nil }

    private func opened() throws(IMAPError) -> IMAPMailbox {
        guard let mailbox else { throw IMAPError(code: .closed, description: "not connected") }
        return mailbox
    }
}
