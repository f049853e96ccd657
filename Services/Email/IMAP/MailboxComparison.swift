// A mailbox on its server compared with the journal, without changing anything there.
import Complaints
import Foundation
import Intake
import Store

/// What a comparison found of one mailbox.
struct MailboxReport: Encodable {
    struct Folder: Encodable {
        var folder: String
        var messages = 0
        /// In the inbox, not read yet.
        var waiting = 0
        /// In the inbox, in the journal, and not moved.
        var left = 0
        /// There is none.
        var isMissing = false

        enum CodingKeys: String, CodingKey {
            case folder, messages, waiting, left
            case isMissing = "missing"
        }
    }

    /// A mail on the server that was passed and that the journal does not know.
    struct Unknown: Encodable, Hashable {
        var folder: String
        var uid: UInt32
        var messageID: String?

        enum CodingKeys: String, CodingKey {
            case folder, uid
            case messageID = "message_id"
        }
    }

    var mailbox: String
    var folders: [Folder] = []
    var unknown: [Unknown] = []
    /// In the journal by this mailbox, and no longer on the server: people may have deleted them.
    var onlyInJournal = 0
    /// The first of them.
    var onlyInJournalTracking: [String] = []
    var error: String?

    enum CodingKeys: String, CodingKey {
        case mailbox, folders, unknown, error
        case onlyInJournal = "only_in_journal"
        case onlyInJournalTracking = "only_in_journal_tracking"
    }

    var isComplete: Bool { unknown.isEmpty && error == nil }

    var lines: [String] {
        if let error { return ["\(mailbox): cannot be compared: \(error)"] }
        var lines = folders.map { folder in
            var text = "\(mailbox) \(folder.folder): "
            text += folder.isMissing ? "no such folder" : "\(folder.messages) mails"
            if folder.waiting > 0 { text += ", \(folder.waiting) waiting to be read" }
            if folder.left > 0 { text += ", \(folder.left) read and not moved" }
            return text
        }
        lines += unknown.map {
            "\(mailbox) \($0.folder): UID \($0.uid) is not in the journal, "
                + ($0.messageID.map { "Message-ID <\($0)>" } ?? "without Message-ID")
        }
        if onlyInJournal > 0 {
            lines.append(
                "\(mailbox): \(onlyInJournal) mails are in the journal and no longer on the server, "
                    + "such as \(onlyInJournalTracking.joined(separator: ", "))")
        }
        lines.append(
            unknown.isEmpty ? "\(mailbox): nothing is missing" : "\(mailbox): \(unknown.count) missing")
        return lines
    }
}

/// Compares one mailbox.
struct MailboxComparison {
    let settings: MailboxPoller.Settings
    let index: JournalIndex
    let parser: MailParser
    let store: Store

    /// Messages whose headers are asked for at a time.
    static let pageMax = 200
    static let trackingMax = 20

    func report() async -> MailboxReport {
        var report = MailboxReport(mailbox: settings.name)
        let worker = IMAPWorker(
            settings.server, folder: settings.folder, files: settings.files,
            limits: IMAPLimits(mailBytesMax: settings.mailBytesMax))
        do {
            var seen: Set<Int> = []
            let opened = try await worker.open(readOnly: true)
            try await compare(settings.folder, opened, worker, &report, &seen)
            for folder in [settings.processed, settings.failed] {
                if let opened = try await worker.examine(folder) {
                    try await compare(folder, opened, worker, &report, &seen)
                } else {
                    report.folders.append(.init(folder: folder, isMissing: true))
                }
            }
            let gone = index.entries(via: "imap:\(settings.name)").filter { !seen.contains($0.key) }
            report.onlyInJournal = gone.count
            report.onlyInJournalTracking = gone.prefix(Self.trackingMax).map(\.tracking)
        } catch {
            report.error = "\(error)"
        }
        await worker.close()
        return report
    }

    private func compare(
        _ name: String, _ opened: IMAPWorker.Opened, _ worker: IMAPWorker,
        _ report: inout MailboxReport, _ seen: inout Set<Int>
    ) async throws {
        var folder = MailboxReport.Folder(folder: name)
        var uids: [UInt32] = []
        var next: UInt32 = 1
        while case let found = try await worker.uids(from: next), let last = found.last {
            uids += found
            guard last < .max else { break }
            next = last + 1
        }
        folder.messages = uids.count
        if name == settings.folder {
            let cursor = try await cursor(opened)
            folder.waiting = uids.count { $0 >= cursor }
            uids.removeAll { $0 >= cursor }
            folder.left = uids.count
        }
        let unknown = try await unknown(among: uids, worker, &seen)
        report.unknown += unknown.map {
            MailboxReport.Unknown(folder: name, uid: $0.uid, messageID: $0.messageID)
        }
        if name == settings.folder { folder.left -= unknown.count }
        report.folders.append(folder)
    }

    /// Up to where the inbox was read; 1 when these are other UIDs.
    private func cursor(_ opened: IMAPWorker.Opened) async throws -> UInt32 {
        let name = settings.name
        return MailboxCursor.start(
            from: try await store.read { try MailboxCursor.load(name, in: $0) },
            uidValidity: opened.uidValidity, uidNext: opened.uidNext,
            source: settings.server.source(of: settings.folder)
        ).cursor.nextUID
    }

    private struct Mail {
        var uid: UInt32
        var messageID: String?
    }

    /// As long as the journal holds as many mails with a Message-ID as there are here, the header is
    /// enough; otherwise a mail is read whole and identified as when it comes in.
    private func unknown(
        among uids: [UInt32], _ worker: IMAPWorker, _ seen: inout Set<Int>
    ) async throws -> [Mail] {
        var mails: [Mail] = []
        for start in stride(from: 0, to: uids.count, by: Self.pageMax) {
            let page = Array(uids[start..<min(start + Self.pageMax, uids.count)])
            let headers = try await worker.contents(
                of: page, section: "HEADER.FIELDS (MESSAGE-ID)")
            for uid in page {
                guard let header = headers[uid] else { continue }
                mails.append(Mail(uid: uid, messageID: Self.messageID(in: try header.bytes())))
            }
        }
        var counts: [String: Int] = [:]
        for mail in mails { mail.messageID.map { counts[$0, default: 0] += 1 } }
        var unknown: [Mail] = []
        for mail in mails {
            if let id = mail.messageID {
                seen.insert(JournalIndex.key(ofMessageID: id))
                if counts[id, default: 0] <= index.count(ofMessageID: id) { continue }
            }
            if try await !isKnown(mail.uid, worker, &seen) { unknown.append(mail) }
        }
        return unknown
    }

    private func isKnown(
        _ uid: UInt32, _ worker: IMAPWorker, _ seen: inout Set<Int>
    ) async throws -> Bool {
        guard let size = try await worker.sizes(of: [uid]).first?.bytes else { return true }
        let isTooLarge = size > settings.mailBytesMax
        let content = try await worker.contents(
            of: [uid], firstBytes: isTooLarge ? MailboxReader.headBytesMax : nil)[uid]
        // It has vanished in between.
        guard let raw = content else { return true }
        var ids = [try MailIdentity.fingerprint(raw)]
        if !isTooLarge, case .mail(let mail, _) = try await parser.parse(raw, wantsFiles: false) {
            ids.append(try MailIdentity.externalID(mail, raw: raw))
        }
        // As the journal shortens it.
        let kept = ids.flatMap { id in
            Reception.places.map { place in
                Arrival(
                    channel: .email, account: Reception.account, externalID: id + place,
                    receivedAt: .now, body: []
                ).externalID
            }
        }
        seen.formUnion(kept.map(\.hashValue))
        return kept.contains { index.knows(externalID: $0) }
    }

    static func messageID(in header: [UInt8]) -> String? {
        let text = String(decoding: header, as: UTF8.self)
        guard let open = text.firstIndex(of: "<"),
            let close = text[open...].firstIndex(of: ">")
        else { return nil }
        let id = text[text.index(after: open)..<close].filter { !$0.isWhitespace }
        return id.isEmpty ? nil : id
    }
}
