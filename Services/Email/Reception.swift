// The one way of a mail into the journal, whichever way it came: LMTP, IMAP or the spool.
import Complaints
import Foundation
import Intake
import Logging
import ServiceKit

/// What the envelope of a mail says.
struct Envelope: Sendable, Hashable {
    /// `lmtp`, `imap:NAME` or `spool`.
    var via: String
    /// Empty for a bounce, `nil` where the way keeps none.
    var sender: String?
    var recipients: [String] = []

    /// What mailgate says where the mail server has told it nothing.
    static let unknownSender = "unknown@mailgate.invalid"
}

/// Takes mails in.
struct Reception: Sendable {
    /// The account of every mail: one complaint, whichever mailbox or recipient brought it.
    static let account = "email"
    /// What of an entry's meta says that a person has judged it: a ``Disposition``.
    static let judgedKey = "judged"
    /// Mails of some ten kilobytes fill whole pages of this size.
    static let pageBytes = 16 * 1024

    let intake: Intake
    /// Where a mail lies until it is read; `nil` where each is read before it is acknowledged.
    let tray: MailTray?
    let parser: MailParser
    let judge: Judge
    let correspondent: Correspondent
    let metrics: Metrics

    /// Journals a mail and returns when it is on disk.
    ///
    /// - Throws: only for our own trouble (no room, no database, no process): the sender must keep
    ///   the mail and come again. What is wrong with a mail ends in the quarantine instead.
    func take(_ mail: Content, _ envelope: Envelope, now: Date = .now) async throws -> Receipt {
        let arrival = try await arrival(of: mail, envelope, now: now)
        let receipt = try await intake.receive(arrival)
        count(arrival, receipt, envelope)
        return receipt
    }

    /// What the journal will hold of a mail.
    ///
    /// - Throws: as ``take(_:_:now:)``.
    func arrival(
        of mail: Content, _ envelope: Envelope, now: Date = .now
    ) async throws -> Arrival {
        switch try await parser.parse(mail, wantsFiles: false) {
        case .mail(let parsed, _): try arrival(parsed, mail, envelope, now)
        case .refused(let refusal):
            try unreadable(
                mail, why: "\(refusal.code.rawValue): \(refusal.message)", envelope, now)
        }
    }

    /// A mail that is known to be small.
    func take(_ mail: [UInt8], _ envelope: Envelope, now: Date = .now) async throws -> Receipt {
        try await take(Content(mail), envelope, now: now)
    }

    /// Counts what was journalled.
    func count(_ arrival: Arrival, _ receipt: Receipt, _ envelope: Envelope) {
        metrics.count(
            "mendengar_mails_total",
            [
                "via": envelope.via, "disposition": arrival.meta["disposition"] ?? "",
                "new": "\(receipt.isNew)",
            ])
    }

    private func arrival(
        _ mail: ParsedMail, _ raw: Content, _ envelope: Envelope, _ now: Date
    ) throws(UnnamedFile.Failure) -> Arrival {
        let verdict = judge.verdict(on: mail.with(envelopeSender: envelope.sender))
        let why = "\(verdict.disposition.rawValue): \(verdict.why)"
        var meta = Self.meta(envelope)
        meta["disposition"] = verdict.disposition.rawValue
        meta["why"] = verdict.why
        meta["acknowledge"] = verdict.mayAcknowledge ? "yes" : "no"
        meta["from"] = mail.from?.canonical
        return Arrival(
            channel: .email, account: Self.account,
            externalID: try MailIdentity.externalID(mail, raw: raw) + Self.place(verdict),
            receivedAt: now, meta: meta, content: raw, fingerprint: mail.messageID.map(MailIdentity.name),
            verdict: verdict.disposition == .quarantine
                ? .quarantine(why) : verdict.disposition.isRead ? .take : .ignore(why))
    }

    /// What is set aside has a key of its own: a copy that somebody made look like a machine's must not
    /// stand where the person's mail will.
    private static func place(_ verdict: Verdict) -> String {
        verdict.disposition.isRead ? "" : "/" + verdict.disposition.rawValue
    }

    /// All that a mail's external id may end with.
    static let places = [""] + Disposition.allCases.filter { !$0.isRead }.map { "/" + $0.rawValue }

    /// A mail that goes to the quarantine whatever it says, with the bytes there are.
    func unreadable(
        _ raw: Content, why: String, _ envelope: Envelope, _ now: Date
    ) throws(UnnamedFile.Failure) -> Arrival {
        var meta = Self.meta(envelope)
        meta["disposition"] = Disposition.quarantine.rawValue
        return Arrival(
            channel: .email, account: Self.account,
            externalID: try MailIdentity.fingerprint(raw), receivedAt: now, meta: meta,
            content: raw, verdict: .quarantine(why))
    }

    private static func meta(_ envelope: Envelope) -> [String: String] {
        var meta = ["via": envelope.via]
        meta["sender"] = envelope.sender
        if !envelope.recipients.isEmpty {
            meta["recipients"] = envelope.recipients.joined(separator: " ")
        }
        return meta
    }
}

extension Reception {
    /// The journal's normaliser: reads the kept mail again, with today's parser.
    func normalise(_ entry: JournalEntry, logger: Logger) async -> Normalised {
        var tries = 0
        while true {
            do {
                switch try await parser.parse(entry.content) {
                case .refused(let refusal):
                    return .quarantined("\(refusal.code.rawValue): \(refusal.message)")
                case .mail(let mail, let files):
                    return try await normalised(
                        mail.with(envelopeSender: entry.meta["sender"]), files, entry)
                }
            } catch {
                // Our own trouble: no process, no disk, no database. It mostly passes.
                tries += 1
                logger.error(
                    "mail not read",
                    metadata: ["tracking": "\(entry.tracking)", "why": "\(error)"])
                guard tries < Self.triesMax, !Task.isCancelled else {
                    return .quarantined("could not be read here: \(error)")
                }
                try? await Task.sleep(for: Self.pauseAfterTrouble * tries)
            }
        }
    }

    /// Before a mail waits for a person because of our own trouble.
    static let triesMax = 5
    static let pauseAfterTrouble = Duration.seconds(1)

    private func normalised(
        _ mail: ParsedMail, _ files: [Content], _ entry: JournalEntry
    ) async throws -> Normalised {
        let verdict =
            entry.meta[Self.judgedKey].flatMap(Disposition.init).map {
                Verdict(disposition: $0, why: "a person has judged it", mayAcknowledge: false)
            } ?? judge.verdict(on: mail)
        let why = "\(verdict.disposition.rawValue): \(verdict.why)"
        guard verdict.disposition != .quarantine else { return .quarantined(why) }
        guard verdict.disposition.isForwarded else {
            return .ignored(why, correspondence: correspondent.returned(mail, verdict))
        }
        let words = MailComplaint(mail, judge)
        var complaint = entry.complaint(text: words.text, reporter: MailComplaint.reporter(of: mail))
        complaint.subject = mail.subject
        complaint.flags = words.flags(of: mail, verdict, judge)
        let correspondence = try await correspondent.attend(&complaint, mail, verdict, entry)
        let stored = mail.attachments.filter(\.isStored)
        let attachments = zip(stored, files).map { description, content in
            AttachmentFile(
                filename: description.filename, mediaType: description.mediaType,
                content: content)
        }
        return .complaint(
            complaint, attachments: attachments, correspondence: correspondence)
    }
}

extension ParsedMail {
    /// With the envelope's sender as Return-Path, which the last server on the way (over LMTP: us)
    /// would write into the mail (RFC 5321 section 4.4). The kept bytes stay as they came.
    func with(envelopeSender sender: String?) -> ParsedMail {
        guard let sender, header("return-path") == nil else { return self }
        var mail = self
        mail.headers.append(Header(name: "return-path", value: "<\(sender)>"))
        return mail
    }
}
