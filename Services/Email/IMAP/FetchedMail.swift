// Mails as they come from the server, and what of them goes into the journal.
import Foundation
import Intake

/// Mails fetched together.
struct FetchedBatch: Sendable {
    var mails: [FetchedMail]
    /// Up to which UID nothing is left; those that have vanished are among them.
    var last: UInt32
}

/// One mail of the server.
struct FetchedMail: Sendable {
    enum Body: Sendable {
        case whole(Content)
        /// The beginning of one that is too large, and its size.
        case head(Content, of: Int)
        /// The server lists it and does not give it.
        case withheld(String)
    }

    var uid: UInt32
    var body: Body

    /// Fetches a batch; those that have vanished are missing.
    ///
    /// - Throws: ``IMAPError``; `refused` when the server does not give a mail that is still there.
    static func fetch(
        _ batch: [IMAPMailbox.Listing], _ worker: IMAPWorker, _ settings: MailboxPoller.Settings
    ) async throws(IMAPError) -> [FetchedMail] {
        let uids = batch.map(\.uid)
        // One that is too large comes alone.
        let size = batch[0].bytes
        let isTooLarge = size > settings.mailBytesMax
        let contents = try await worker.contents(
            of: uids, firstBytes: isTooLarge ? MailboxReader.headBytesMax : nil)
        let missing = uids.filter { contents[$0] == nil }
        // A server that has lost a mail's bytes gives nothing, or a piece of it.
        let short = batch.first { listing in
            !isTooLarge && (contents[listing.uid].map { $0.count < listing.bytes / 2 } ?? false)
        }
        if let short {
            throw IMAPError(
                code: .refused,
                description: "UID \(short.uid) is listed with \(short.bytes) bytes and given with fewer")
        }
        if !missing.isEmpty, let left = try await worker.existing(of: missing).min() {
            throw IMAPError(code: .refused, description: "UID \(left) is listed and not given")
        }
        return uids.compactMap { uid in
            contents[uid].map { content in
                FetchedMail(
                    uid: uid, body: isTooLarge ? .head(content, of: size) : .whole(content))
            }
        }
    }

    /// What the journal will hold.
    ///
    /// - Throws: only for our own trouble.
    func letter(
        _ reception: Reception, _ settings: MailboxPoller.Settings
    ) async throws -> MailForJournal {
        let envelope = Envelope(via: "imap:\(settings.name)")
        let arrival: Arrival
        switch body {
        case .whole(let content) where content.count <= settings.mailBytesMax:
            arrival = try await reception.arrival(of: content, envelope)
        case .whole(let content):
            // The server was wrong about its size.
            arrival = try Self.tooLarge(content, content.count, reception, envelope)
        case .head(let content, let bytes):
            arrival = try Self.tooLarge(content, bytes, reception, envelope)
        case .withheld(let why):
            // Its name in the bytes: two of them are two.
            let name = "\(settings.server.source(of: settings.folder)) UID \(uid)"
            arrival = try reception.unreadable(
                Content(Array("\(name): \(why)\n".utf8)),
                why: "not_given: the server lists the mail and does not give it; it is still in "
                    + "\(settings.folder), UID \(uid): \(why)", envelope, .now)
        }
        return MailForJournal(uid: uid, arrival: arrival, envelope: envelope, isWithheld: isWithheld)
    }

    private var isWithheld: Bool { if case .withheld = body { true } else { false } }

    private static func tooLarge(
        _ content: Content, _ bytes: Int, _ reception: Reception, _ envelope: Envelope
    ) throws -> Arrival {
        var head: [UInt8] = []
        try content.forEachPiece { piece in
            head += piece.prefix(MailboxReader.headBytesMax - head.count)
        }
        return try reception.unreadable(
            Content(head), why: "too_large: \(bytes) bytes; only the first \(head.count) are kept here",
            envelope, .now)
    }
}

/// A mail of the mailbox on its way into the journal.
struct MailForJournal: Sendable {
    var uid: UInt32
    var arrival: Arrival
    var envelope: Envelope
    /// It stays where it is.
    var isWithheld: Bool

    /// Where each goes: what could not be read where people look for it.
    static func moves(_ letters: [MailForJournal], _ receipts: [Receipt]) -> [MailboxMove] {
        zip(letters, receipts).filter { !$0.0.isWithheld }.map { letter, receipt in
            MailboxMove(
                uid: letter.uid, target: receipt.state == .quarantined ? .failed : .processed)
        }
    }
}

/// Which mails made trouble when they were fetched, so that one of them cannot hold up the others.
struct FetchTroubles: Sendable {
    private var failures: [UInt32: Int] = [:]
    /// At whose fetching the connection ended.
    private var lost: Set<UInt32> = []
    /// Among those up to here is one that ended a batch.
    private var suspectedUpTo: UInt32 = 0
    private(set) var lastReason = ""

    /// After so many failures a mail that the server does not give is left behind.
    static let triesMax = 5

    /// To be fetched alone.
    func isSuspect(_ uid: UInt32) -> Bool { uid <= suspectedUpTo }

    mutating func suspect(upTo uid: UInt32) { suspectedUpTo = max(suspectedUpTo, uid) }

    mutating func passed(_ uids: [UInt32]) {
        for uid in uids {
            failures[uid] = nil
            lost.remove(uid)
        }
    }

    /// The connection has ended at this one before: whether that is its doing shows only on a connection
    /// that has just brought something else.
    func hasLost(_ uid: UInt32) -> Bool { lost.contains(uid) }

    /// The connection ended at this one, fetched alone.
    ///
    /// - Parameter isProven: it had just brought something else.
    mutating func lost(_ uid: UInt32, _ reason: String, isProven: Bool) {
        lost.insert(uid)
        if isProven { failed(uid, reason) } else { suspect(upTo: uid) }
    }

    /// Counts a failure of one fetched alone.
    mutating func failed(_ uid: UInt32, _ reason: String) {
        suspect(upTo: uid)
        failures[uid, default: 0] += 1
        lastReason = reason
    }

    /// It was tried often enough.
    func isGivenUp(_ uid: UInt32) -> Bool { failures[uid, default: 0] >= Self.triesMax }
}
