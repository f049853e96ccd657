// Reads the files of the tray, the oldest first, and knows how far each is journalled.
import Foundation
import Intake
import Logging
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
        /// An earlier process ended over one of so many mails: each is handled alone.
        var suspects: Int
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
    private let logger: Logger
    private var open: Open?
    /// Files that are there and cannot be opened, each of which is told once.
    private var complained: Set<String> = []

    init(_ store: Store, _ folder: URL, _ writer: TrayWriter, _ logger: Logger) {
        self.store = store
        self.folder = folder
        self.writer = writer
        self.logger = logger
    }

    /// The next mails of the oldest file; none when nothing waits here or another process has it.
    ///
    /// Says in the database where it begins before it gives them, so that a process that ends over one of
    /// them is known to have done so.
    func next() async throws -> [TrayMail] {
        while true {
            if open == nil { open = try await oldest() }
            guard var open else { return [] }
            guard let mails = readable(open) else {
                self.open = nil
                continue
            }
            if open.begun != open.position {
                try await note(open.file.name, open.position, attempts: open.attempts + 1)
                open.begun = open.position
                self.open = open
            }
            return mails
        }
    }

    /// That it has begun is taken back: it was not the mails' fault that they were not read.
    func postpone() async throws {
        guard var open, open.begun == open.position else { return }
        try await note(open.file.name, open.position, attempts: open.attempts)
        open.begun = nil
        self.open = open
    }

    /// What to write beside the journal's rows of mails that were read: how far the file is done.
    func step(to mails: [TrayMail]) -> @Sendable (any Transaction) throws -> Void {
        guard let open, let end = mails.last?.end else { return { _ in } }
        let name = open.file.name
        return { transaction in try Self.note(name, end, attempts: 0, in: transaction) }
    }

    /// After that: a file whose mails are all in the journal is taken away.
    ///
    /// - Returns: the bytes of it.
    func done(_ mails: [TrayMail]) -> Int {
        guard var open, let end = mails.last?.end else { return 0 }
        guard end == open.length else {
            open.position = end
            open.attempts = 0
            open.suspects = max(0, open.suspects - mails.count)
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
        try await forgetWhatIsGone()
        if let open = try await take() { return open }
        guard !TrayFile.list(folder).isEmpty else { return nil }
        await writer.release()
        return try await take()
    }

    /// The note of a file goes when the file can not come back: without it all of it would be read again.
    private func forgetWhatIsGone() async throws {
        let noted = "SELECT name FROM mail_tray_file"
        let names = try await store.read { try $0.query(noted).map { $0.text("name") } }
        let there = Set(TrayFile.list(folder).map(\.lastPathComponent))
        let gone = names.filter { !there.contains($0) }
        guard !gone.isEmpty else { return }
        try DurableFile.sync(folder)
        try await store.write(grace: MailTray.grace) { transaction in
            for name in gone {
                try transaction.execute("DELETE FROM mail_tray_file WHERE name = ?", [.text(name)])
            }
        }
    }

    private func take() async throws -> Open? {
        for url in TrayFile.list(folder) {
            let file: TrayFile
            let length: Int
            do throws(TrayFile.Failure) {
                guard let free = try TrayFile.take(url) else { continue }
                (file, length) = (free, try free.length())
            } catch {
                // It holds up no other.
                if complained.insert(url.lastPathComponent).inserted {
                    logger.error("a file of the tray is not opened", metadata: ["why": "\(error)"])
                }
                continue
            }
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
                suspects: attempts > 0 ? MailTray.batchMax : 0)
        }
        return nil
    }

    /// The mails of the next batch; `nil` when the disk does not give them, and the file is set aside.
    private func readable(_ open: Open) -> [TrayMail]? {
        do {
            return try read(open)
        } catch {
            open.file.setAside()
            logger.critical(
                "a file of the tray is not read and stays, with mails that were acknowledged",
                metadata: ["file": "\(open.file.path).unreadable", "why": "\(error)"])
            return nil
        }
    }

    private func read(_ open: Open) throws(TrayFile.Failure) -> [TrayMail] {
        var mails: [TrayMail] = []
        var end = open.position
        while end < open.length, mails.count < (open.suspects > 0 ? 1 : MailTray.batchMax),
            end - open.position < MailTray.batchBytesMax
        {
            let lengths = try open.file.read(end..<end + TrayRecord.lengthsBytes)
            var record: [UInt8] = []
            if let length = TrayRecord.length(lengths) { record = try open.file.read(end..<end + length) }
            guard var mail = TrayRecord.mail(record) else {
                mails.append(try damaged(open, from: end))
                break
            }
            end += record.count
            mail.end = end
            if mails.isEmpty { mail.attempts = open.attempts }
            mails.append(mail)
        }
        return mails
    }

    /// What a power cut, or a disk, has left of the rest of a file.
    private func damaged(_ open: Open, from start: Int) throws(TrayFile.Failure) -> TrayMail {
        TrayMail(
            receivedAt: .now, envelope: Envelope(via: "lmtp"),
            body: try open.file.read(start..<open.length),
            damage: "the tray's file \(open.file.name) cannot be read from byte \(start) on",
            end: open.length)
    }
}
