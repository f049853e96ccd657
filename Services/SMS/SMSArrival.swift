// From a decoded message to a journal entry, and from a journal entry to a complaint. Pure.
import Complaints
import Foundation
import Intake
import Region
import ServiceKit

enum SMSArrival {
    /// A readable message. The key is the provider's id, or what D4 says where there is none.
    ///
    /// - Parameters:
    ///   - item: which message of the request it is, from 0.
    ///   - meta: of the request.
    static func make(
        _ message: Inbound, item: Int = 0, _ raw: RawRequest, _ meta: [String: String],
        _ account: SMSAccount, now: Date = .now
    ) -> Arrival {
        var meta = meta
        if item > 0 { meta[itemKey] = "\(item)" }
        // Only where there is no id: that is the exception.
        func sender() -> String { Sender(message.from).description }
        return Arrival(
            channel: message.channel, account: account.name,
            // Some providers give every part the id of the message.
            externalID: message.id.map { id in message.part.map { "\(id)|\($0.number)" } ?? id }
                ?? ComplaintID.fingerprint(
                    sender: sender(), receiver: message.to,
                    // Without a time of the provider's the same words a month later must not be
                    // mistaken for a redelivery; the content window below catches those.
                    time: message.time.isEmpty ? Timestamp.format(now) : message.time,
                    bytes: raw.query.utf8 + raw.body + (item > 0 ? Array("#\(item)".utf8) : [])),
            receivedAt: now, meta: meta, body: raw.body,
            // Only where the id cannot tell: a citizen's own repetition is linked later, never dropped.
            fingerprint: message.id == nil
                ? ComplaintID.fingerprint(
                    sender: sender(), receiver: message.to, time: "",
                    bytes: Array(message.text.utf8)
                        + (message.part.map { Array("#\($0.reference) \($0.number)/\($0.total)".utf8) }
                            ?? []))
                : nil,
            window: account.contentWindow,
            // A part alone may be half a character.
            verdict: message.part == nil && words(message).isEmpty
                ? .quarantine("the text is empty") : .take)
    }

    private static let itemKey = "item"

    /// Of a request that brings one message; what cannot be read goes to the quarantine.
    static func make(
        _ raw: RawRequest, _ account: SMSAccount, _ provider: any Provider, now: Date = .now
    ) -> Arrival {
        let meta = raw.meta(without: provider.credentials)
        do throws(Unreadable) {
            switch try provider.decode(raw) {
            case .messages(let messages):
                return make(try messages[0].get(), raw, meta, account, now: now)
            case .ignored(let why):
                return other(raw, meta, account, .ignore(why), now: now)
            case .reports:
                return other(raw, meta, account, .ignore("a delivery report"), now: now)
            }
        } catch {
            return other(raw, meta, account, .quarantine(error.why), now: now)
        }
    }

    /// A request that holds no message, keyed by its bytes: one that cannot be read, or one that is none.
    static func other(
        _ raw: RawRequest, _ meta: [String: String], _ account: SMSAccount,
        _ verdict: Arrival.Verdict, item: Int = 0, now: Date = .now
    ) -> Arrival {
        var meta = meta
        if item > 0 { meta[itemKey] = "\(item)" }
        return Arrival(
            channel: .sms, account: account.name,
            externalID: (verdict.isIgnored ? "ignored:" : "unreadable:")
                + ComplaintID.fingerprint(
                    sender: "", receiver: "", time: "", bytes: raw.query.utf8 + raw.body)
                + (item > 0 ? "#\(item)" : ""),
            receivedAt: now, meta: meta, body: raw.body, verdict: verdict)
    }

    /// The journal's normaliser: decodes the raw request again.
    ///
    /// - Parameter door: of the account; `nil` when it is no longer configured.
    static func normalise(
        _ entry: JournalEntry, _ door: Webhook.Door?, _ answers: Answers
    ) async -> Normalised {
        guard let door else {
            return .quarantined("the account '\(entry.account)' is no longer configured")
        }
        let provider = door.provider
        do throws(Unreadable) {
            guard let message = try message(entry, provider) else {
                return .ignored("no message")
            }
            var isIncomplete = false
            let wanted = message.files.prefix(Inbound.filesMax).filter {
                FileFetcher.canFetch($0, provider)
            }
            if !wanted.isEmpty, entry.files == nil {
                return .awaitsFiles(wanted, within: door.fileWindow)
            }
            var raw = message.text
            if entry.pieces.isEmpty {
                if let piece = message.piece(of: door.account) { return .piece(piece) }
            } else {
                var parts: [Part] = []
                for piece in entry.pieces.values {
                    if let part = try Self.message(piece, provider)?.part { parts.append(part) }
                }
                raw = Part.joined(parts)
                isIncomplete = parts.count < entry.piecesTotal
            }
            let text = entry.pieces.isEmpty ? words(message) : clean(raw)
            guard !text.isEmpty else { return .quarantined("the text is empty") }
            let reading = Reading(text, answers.keywords)
            if let command = reading.command { return answers.obey(command, of: message, entry, door) }
            var complaint = entry.complaint(
                text: reading.text,
                reporter: Reporter(
                    name: reading.name ?? message.name, phone: Sender(message.from).description,
                    address: reading.address, anonymous: reading.anonymous,
                    confidential: reading.confidential))
            if reading.confidential { complaint.flags.append("confidential") }
            if reading.anonymous { complaint.flags.append("anonymous") }
            if isIncomplete { complaint.flags.append("incomplete") }
            complaint.attachments = entry.files?.attachments ?? []
            if wanted.count < message.files.count || entry.files?.missing.isEmpty == false {
                complaint.flags.append("attachment_missing")
            }
            complaint.inReplyTo = await answers.question(answeredBy: message, door)
            return .complaint(
                complaint, attachments: message.enclosed,
                correspondence: answers.receipt(for: entry, text, message, door))
        } catch {
            return .quarantined(error.why)
        }
    }

    /// The message an entry stands for; `nil` when the request holds none any more.
    private static func message(
        _ entry: JournalEntry, _ provider: any Provider
    ) throws(Unreadable) -> Inbound? {
        switch try provider.decode(RawRequest(meta: entry.meta, body: entry.body)) {
        case .ignored, .reports: return nil
        case .messages(let messages):
            let item = entry.meta[itemKey].flatMap { Int($0) } ?? 0
            guard messages.indices.contains(item) else {
                throw Unreadable(why: "the request holds no message number \(item + 1)")
            }
            return try messages[item].get()
        }
    }

    /// The citizen's words; what stands for them where there are only files.
    private static func words(_ message: Inbound) -> String {
        let text = clean(message.text)
        guard text.isEmpty, !message.files.isEmpty || !message.enclosed.isEmpty else { return text }
        return FileWord.of(message.enclosed.first?.mediaType ?? message.files[0].mediaType ?? "")
    }

    /// Control characters become blanks; blanks at the ends go. The words stay as they are. A text of
    /// nothing but blanks, NULs and marks without width is empty.
    static func clean(_ text: String) -> String {
        // Nearly every text has nothing to clean: found out without looking up a single property.
        var bytes = text
        let isPlain = bytes.withUTF8 {
            $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") }
        }
        if isPlain { return text.trimmingWhitespace() }
        let isEmpty = text.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace
                || [.control, .format].contains($0.properties.generalCategory)
        }
        if isEmpty { return "" }
        let scalars = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n"
                ? " " as Unicode.Scalar : scalar
        }
        return String(String.UnicodeScalarView(scalars)).trimmingWhitespace()
    }
}

extension Arrival.Verdict {
    fileprivate var isIgnored: Bool { if case .ignore = self { true } else { false } }
}
