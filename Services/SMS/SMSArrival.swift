// From a decoded message to a journal entry. Pure.
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

    /// All messages of a request; one that cannot be read goes to the quarantine alone.
    static func make(
        _ messages: [Result<Inbound, Unreadable>], _ raw: RawRequest, _ meta: [String: String],
        _ account: SMSAccount, now: Date = .now
    ) -> [Arrival] {
        messages.enumerated().map { item, message in
            switch message {
            case .success(let message):
                make(message, item: item, raw, meta, account, now: now)
            case .failure(let error):
                other(raw, meta, account, .quarantine(error.why), item: item, now: now)
            }
        }
    }

    /// In the meta of a row: which message of its request it is, from 0; missing for one that came alone.
    static let itemKey = "item"
    static let unreadableMark = "unreadable:"

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
        _ verdict: Arrival.Verdict, item: Int? = nil, now: Date = .now
    ) -> Arrival {
        var meta = meta
        if let item { meta[itemKey] = "\(item)" }
        return Arrival(
            channel: .sms, account: account.name,
            externalID: (verdict.isIgnored ? "ignored:" : unreadableMark)
                + ComplaintID.fingerprint(
                    sender: "", receiver: "", time: "", bytes: raw.query.utf8 + raw.body)
                + (item.map { $0 > 0 ? "#\($0)" : "" } ?? ""),
            receivedAt: now, meta: meta, body: raw.body, verdict: verdict)
    }

    /// The citizen's words; what stands for them where there are only files.
    static func words(_ message: Inbound) -> String {
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
