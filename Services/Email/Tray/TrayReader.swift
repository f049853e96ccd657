// Reads the files of the tray, the oldest first, and knows how far each is journalled.
import Foundation
import Store

/// Owns the file that is being read.
actor TrayReader {
    private struct Open {
        let file: TrayFile
        let length: Int
        /// Up to here all is journalled.
        var position: Int
        /// Of the mail there, by earlier processes.
        var attempts: Int
        /// An earlier process ended over one of its mails: each is handled alone.
        let isCareful: Bool
        /// Where this process has said that it begins.
        var begun: Int?
    }

    static let schema = [
        """
        CREATE TABLE mail_tray_file (name TEXT PRIMARY KEY, position BIGINT NOT NULL,
            attempts BIGINT NOT NULL)
        """
    ]

    private let store: Store
    private let folder: URL
    private let writer: TrayWriter
    private var open: Open?

    init(_ store: Store, _ folder: URL, _ writer: TrayWriter) {
        self.store = store
        self.folder = folder
        self.writer = writer
    }

    /// The next mails of the oldest file; none when nothing waits here or another process has it.
    ///
    /// Says in the database where it begins before it gives them, so that a process that ends over one of
    /// them is known to have done so.
    func next() async throws -> [TrayMail] {
        if open == nil { open = try await oldest() }
        guard var open else { return [] }
        let mails = try read(open)
        if open.begun != open.position {
            try await note(open.file.name, open.position, attempts: open.attempts + 1)
            open.begun = open.position
            self.open = open
        }
        return mails
    }

    /// What to write beside the journal's rows of mails that were read: how far the file is done.
    func step(to mails: [TrayMail]) -> @Sendable (any Transaction) throws -> Void {
        guard let open, let end = mails.last?.end else { return { _ in } }
        let (name, isLast) = (open.file.name, end == open.length)
        return { transaction in
            if isLast {
                try transaction.execute("DELETE FROM mail_tray_file WHERE name = ?", [.text(name)])
            } else {
                try Self.note(name, end, attempts: 0, in: transaction)
            }
        }
    }

    /// After that: a file whose mails are all in the journal is taken away.
    ///
    /// - Returns: the bytes of it.
    func done(_ mails: [TrayMail]) -> Int {
        guard var open, let end = mails.last?.end else { return 0 }
        guard end == open.length else {
            open.position = end
            open.attempts = 0
            open.begun = nil
            self.open = open
            return 0
        }
        open.file.remove()
        self.open = nil
        return open.length
    }

    /// Lets go of the file.
    func close() { open = nil }

    private func note(_ name: String, _ position: Int, attempts: Int) async throws {
        try await store.write(grace: MailTray.grace) { transaction in
            try Self.note(name, position, attempts: attempts, in: transaction)
        }
    }

    private static func note(
        _ name: String, _ position: Int, attempts: Int, in transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO mail_tray_file (name, position, attempts) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET position = excluded.position, attempts = excluded.attempts
            """, [.text(name), SQLValue(position), SQLValue(attempts)])
    }

    /// The oldest file that nobody holds; the one that is written to when there is no other.
    private func oldest() async throws -> Open? {
        if let open = try await take() { return open }
        guard !TrayFile.list(folder).isEmpty else { return nil }
        await writer.release()
        return try await take()
    }

    private func take() async throws -> Open? {
        for url in TrayFile.list(folder) {
            guard let file = try TrayFile.take(url) else { continue }
            let length = try file.length()
            let name = file.name
            let row = try await store.read {
                try $0.first("SELECT position, attempts FROM mail_tray_file WHERE name = ?", [.text(name)])
            }
            let (position, attempts) = (Int(row?.int("position") ?? 0), Int(row?.int("attempts") ?? 0))
            guard position < length else {
                // Nothing was acknowledged of it, or all is journalled.
                file.remove()
                continue
            }
            return Open(
                file: file, length: length, position: position, attempts: attempts,
                isCareful: attempts > 0)
        }
        return nil
    }

    private func read(_ open: Open) throws -> [TrayMail] {
        var mails: [TrayMail] = []
        var end = open.position
        while end < open.length, mails.count < (open.isCareful ? 1 : MailTray.batchMax),
            end - open.position < MailTray.batchBytesMax
        {
            let lengths = try open.file.read(end..<end + TrayRecord.lengthsBytes)
            let record = try TrayRecord.length(lengths).map { try open.file.read(end..<end + $0) }
            guard var mail = record.flatMap(TrayRecord.mail) else {
                mails.append(try damaged(open, from: end))
                break
            }
            end += record?.count ?? 0
            mail.end = end
            if mails.isEmpty { mail.attempts = open.attempts }
            mails.append(mail)
        }
        return mails
    }

    /// What a power cut, or a disk, has left of the rest of a file.
    private func damaged(_ open: Open, from start: Int) throws -> TrayMail {
        TrayMail(
            receivedAt: .now, envelope: Envelope(via: "lmtp"),
            body: try open.file.read(start..<open.length),
            damage: "the tray's file \(open.file.name) cannot be read from byte \(start) on",
            end: open.length)
    }
}
