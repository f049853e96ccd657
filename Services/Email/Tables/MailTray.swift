// Mails as they came by LMTP, on disk and answered for, until they are read and in the journal: whoever
// delivers waits for the disk and not for the parser.
import Complaints
import Delivery
import Foundation
import Intake
import Store
import Synchronization

/// The tray of mails that nobody has read yet.
struct MailTray: Sendable {
    /// A mail in it.
    struct Mail: Sendable {
        var seq: Int64 = 0
        var receivedAt: Date
        var envelope: Envelope
        var body: [UInt8]
        /// How often an earlier process has begun with it and not come to its end.
        var attempts = 0
    }

    static let schema = Schema(
        name: "mail_tray",
        migrations: [
            [
                // What is looked at to choose stands before what is long.
                """
                CREATE TABLE mail_tray (seq {autoid}, claim BIGINT NOT NULL DEFAULT 0,
                    claim_until BIGINT NOT NULL DEFAULT 0, attempts BIGINT NOT NULL DEFAULT 0,
                    received_at BIGINT NOT NULL, via TEXT NOT NULL, sender TEXT,
                    recipients TEXT NOT NULL, bytes BIGINT NOT NULL, body {blob} NOT NULL)
                """
            ]
        ])

    /// Read and journalled together; a single larger one goes alone.
    static let batchMax = 128
    static let batchBytesMax = 1 << 20
    /// A mail whose reading has ended the process so often is quarantined.
    static let attemptsMax = 3
    /// What a commit tells whoever reads them, of this and of other processes.
    private static let notice = "mail_tray"

    private let intake: Intake
    private let writer: BatchWriter<Mail, Bool>
    private let waitingBytes = Counted()
    private let waitingBytesMax: Int
    /// Rung when something lies in it.
    let arrivals: Bell
    /// Names this process in its claims.
    private let token = Int64.random(in: 1...Int64.max)

    /// - Parameter waitingBytesMax: when so much waits, who delivers waits for the parser as well.
    init(_ intake: Intake, waitingBytesMax: Int = 256 << 20) throws(StoreError) {
        self.intake = intake
        self.waitingBytesMax = waitingBytesMax
        let arrivals = Bell()
        self.arrivals = arrivals
        writer = intake.store.batchWriter { transaction, mails in
            try transaction.insert(Self.insertion, rows: mails.map(\.row))
            try transaction.notify(Self.notice)
            return mails.map { _ in true }
        }
        try intake.store.listen(Self.notice) { arrivals.ring() }
    }

    /// Whether a mail can be laid here; if not, it is to be read at once.
    func takes(_ mail: Content) -> Bool {
        mail.memoryCount > 0 && mail.memoryCount <= Content.memoryBytesMax
            && waitingBytes.value < waitingBytesMax
    }

    /// Lays a small mail in it and returns when it is on disk.
    ///
    /// - Throws: ``StoreError``: the sender must keep it and come again.
    func put(_ body: [UInt8], _ envelope: Envelope, now: Date = .now) async throws {
        guard intake.hasRoom else {
            throw StoreError(.noSpace, "the reserve of the disk is reached")
        }
        waitingBytes.add(body.count)
        do {
            _ = try await writer.write(
                Mail(receivedAt: now, envelope: envelope, body: body), bytes: body.count + 256)
        } catch {
            waitingBytes.add(-body.count)
            throw error
        }
    }

    /// Frees what an earlier process has left, where there can be no other process.
    func recover() async throws {
        try await intake.store.write { transaction in
            guard transaction.dialect == .sqlite else { return }
            try Claim.releaseAll(of: "mail_tray", in: transaction)
        }
        try await recount()
    }

    /// Looks how much waits: another process may have read what this one has laid here.
    func recount() async throws {
        let sum = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS n FROM mail_tray"
        let bytes = try await intake.store.read { try $0.first(sum)?.int("n") ?? 0 }
        waitingBytes.set(Int(bytes))
    }

    var bytesWaiting: Int { waitingBytes.value }

    /// Writes so far that somebody waited for.
    var urgentWrites: Int { intake.store.urgentWrites }

    /// Claims the oldest mails. After a crash each that was in hand then is handled alone, so that one that
    /// ends the process takes no other with it.
    func claim(now: Date = .now) async throws -> [Mail] {
        try await intake.store.write(grace: Claim.grace) { [token] transaction in
            let claim = try Claim(token: token, now: now.microseconds).onSharedClock(transaction)
            let waiting = try transaction.query(
                """
                SELECT seq, claim, attempts, bytes FROM mail_tray WHERE \(Claim.isFree) ORDER BY seq LIMIT ?
                """ + transaction.dialect.skipLocked,
                claim.freeArguments + [SQLValue(Self.batchMax)])
            func isSuspect(_ row: Row) -> Bool { row.int("attempts") > 0 && row.int("claim") != token }
            var chosen: [Row] = []
            var bytes: Int64 = 0
            for row in waiting {
                bytes += row.int("bytes")
                let isAlone = isSuspect(row) || bytes > Self.batchBytesMax
                if isAlone, !chosen.isEmpty { break }
                chosen.append(row)
                if isAlone { break }
            }
            let attempts = Dictionary(
                chosen.map { ($0.int("seq"), isSuspect($0) ? Int($0.int("attempts")) : 0) },
                uniquingKeysWith: { $1 })
            let begun = chosen.filter { $0.int("claim") != token }.map { $0.int("seq") }
            try claim.hold(begun, of: "mail_tray", ", attempts = attempts + 1", in: transaction)
            let again = Set(attempts.keys).subtracting(begun).sorted()
            try claim.hold(again, of: "mail_tray", in: transaction)
            return try transaction.find(
                "SELECT * FROM mail_tray", ["seq"], in: chosen.map { [$0["seq"]] }
            ).map { Mail($0, attempts: attempts[$0.int("seq")] ?? 0) }.sorted { $0.seq < $1.seq }
        }
    }

    /// Journals what was read of mails, which leave the tray by the same transaction.
    func journal(_ arrivals: [Arrival], of mails: [Mail]) async throws -> [Receipt] {
        let seqs = mails.map(\.seq)
        let receipts = try await intake.receive(arrivals) { [token] transaction, _ in
            let claim = Claim(token: token, now: 0)
            // Another process that took over has journalled them, or will.
            guard try claim.held(seqs, of: "mail_tray", in: transaction).count == seqs.count else {
                throw StoreError(.leaseLost, "another process took over mails that were read")
            }
            try transaction.execute("DELETE FROM mail_tray WHERE", [], where: "seq", in: seqs)
        }
        waitingBytes.add(-mails.reduce(0) { $0 + $1.body.count })
        return receipts
    }

    private static let insertion = Insertion(
        into: "mail_tray",
        [
            "received_at": .integer, "via": .text, "sender": .text, "recipients": .text,
            "bytes": .integer, "body": .blob,
        ])

    /// A number that many change.
    private final class Counted: Sendable {
        private let number = Atomic(0)
        var value: Int { number.load(ordering: .relaxed) }
        func add(_ amount: Int) { number.add(amount, ordering: .relaxed) }
        func set(_ amount: Int) { number.store(amount, ordering: .relaxed) }
    }
}

extension MailTray.Mail {
    fileprivate var row: [SQLValue] {
        [
            .integer(receivedAt.microseconds), .text(envelope.via), SQLValue(envelope.sender),
            .text(envelope.recipients.joined(separator: " ")), SQLValue(body.count), .blob(body),
        ]
    }

    fileprivate init(_ row: Row, attempts: Int) {
        let sender: String? = if case .null = row["sender"] { nil } else { row.text("sender") }
        self.init(
            seq: row.int("seq"), receivedAt: Date(microseconds: row.int("received_at")),
            envelope: Envelope(
                via: row.text("via"), sender: sender,
                recipients: row.text("recipients").split(separator: " ").map(String.init)),
            body: row.blob("body"), attempts: attempts)
    }
}
