// The thread on which one mailbox's blocking IMAP calls run.
import Delivery

/// Owns the connection to one mailbox, when there is one.
actor IMAPWorker {
    private let server: IMAPServer
    private let folder: String
    private let literalBytesMax: Int
    private let executor = ThreadExecutor(label: "imap")
    private var mailbox: IMAPMailbox?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ server: IMAPServer, folder: String, literalBytesMax: Int) {
        self.server = server
        self.folder = folder
        self.literalBytesMax = literalBytesMax
    }

    /// Connects and selects; gives UIDVALIDITY.
    func open() throws(IMAPError) -> UInt32 {
        let connection = try IMAPConnection(server, literalBytesMax: literalBytesMax)
        let selected = try IMAPMailbox(connection, folder: folder)
        mailbox = selected
        return selected.uidValidity
    }

    func list(from uid: UInt32, limit: Int) throws(IMAPError) -> [IMAPMailbox.Listing] {
        try opened().list(from: uid, limit: limit)
    }

    func content(of uid: UInt32, firstBytes: Int? = nil) throws(IMAPError) -> [UInt8]? {
        try opened().content(of: uid, firstBytes: firstBytes)
    }

    func move(_ uid: UInt32, to folder: String) throws(IMAPError) {
        try opened().move(uid, to: folder)
    }

    /// Says goodbye, if the connection still listens.
    func close() {
        mailbox?.logOut()
        mailbox = nil
    }

    private func opened() throws(IMAPError) -> IMAPMailbox {
        guard let mailbox else { throw IMAPError(code: .closed, description: "not connected") }
        return mailbox
    }
}
