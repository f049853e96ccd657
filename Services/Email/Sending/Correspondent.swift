// Who is answered, and which complaint a mail belongs to.
import Complaints
import Delivery
import Foundation
import Intake
import Region
import ServiceKit

/// Ties mails that come in to mails that went out.
struct Correspondent: Sendable {
    let intake: Intake
    let messages: Messages
    let key: ReplyKey
    let phrases: MailPhrases
    let judge: Judge
    /// `nil`: nobody is sent anything.
    let server: EmailPart.SMTP?

    /// Of the names in In-Reply-To and References, so many are looked up, the last ones.
    static let namesMax = 6

    /// Notes in the complaint what its mail answers; gives what the citizen is to be told.
    func attend(
        _ complaint: inout Complaint, _ mail: ParsedMail, _ verdict: Verdict, _ entry: JournalEntry
    ) async throws -> [Correspondence] {
        // A false sender is somebody else: he has asked for nothing, and what he says of himself is nothing.
        let isFalse = complaint.flags.contains(where: Self.falseSender.contains)
        let thread = try await thread(of: mail, entry, believing: !isFalse)
        switch thread {
        case .complaint(let number, let question):
            complaint.inReplyTo = number
            return isFalse ? [] : question.map { [.answered(question: $0)] } ?? []
        case .forged: complaint.flags.append("forged_reply")
        case .none:
            // What a filter takes for spam may be an answer all the same.
            let isAnswer = verdict.disposition == .followup
                || verdict.disposition == .spam && !Forward.isForward(mail)
            if isAnswer {
                complaint.inReplyTo = mail.inReplyTo ?? mail.references.last
            }
        }
        guard !isFalse else { return [] }
        return receipt(for: entry, mail, verdict).map { [.send($0, limits: messages.limits)] } ?? []
    }

    private static let falseSender = ["dmarc_fail", "spoofed_official"]

    /// A mail of ours that came back will not arrive; one that is only late may.
    func returned(_ mail: ParsedMail, _ verdict: Verdict) -> [Correspondence] {
        guard verdict.disposition == .bounce, let bounce = Bounce(mail),
            bounce.status != .temporary, let name = bounce.originalMessageID
        else { return [] }
        return [
            .returned(
                reference: name, account: Reception.account, why: "came back: \(bounce.why)")
        ]
    }

    // MARK: What a mail answers

    enum Thread: Sendable, Hashable {
        /// By its tracking number; the question of ours that it answers.
        case complaint(String, question: String?)
        /// It says that it answers this one, with a mark that is not ours.
        case forged(String)
        case none
    }

    /// The complaint this mail belongs to. A number alone, which anybody may know, counts only from
    /// who has complained under it.
    ///
    /// - Parameter believing: whether the sender is whom he says.
    func thread(
        of mail: ParsedMail, _ entry: JournalEntry, believing: Bool = true
    ) async throws -> Thread {
        let sender = mail.from?.canonical ?? ""
        let names = (mail.references + [mail.inReplyTo].compactMap { $0 })
            .filter { $0 != mail.messageID }.suffix(Self.namesMax).reversed()
        // Who hands our mail on to us need not be who it was for.
        let isForward = Forward.isForward(mail)
        // Nobody but who had our mail can name it.
        for name in names {
            guard let message = try await messages.named(name, account: Reception.account),
                let number = message.complaint
            else { continue }
            if isForward, try await messages.first(to: sender, about: number) == nil { continue }
            let own = message.kind == .question ? message.id : nil
            let last = own == nil ? try await question(to: sender, number, entry) : nil
            return .complaint(number, question: own ?? last)
        }
        let mark = Self.addressed(mail, entry).lazy.compactMap { key.mark(in: $0) }.first
            ?? key.mark(in: mail.subject ?? "")
        if case .proven(let number) = mark {
            if isForward, try await messages.first(to: sender, about: number) == nil { return .none }
            return .complaint(number, question: try await question(to: sender, number, entry))
        }
        for name in names where believing {
            let known = try await intake.known(
                account: Reception.account, fingerprint: MailIdentity.name(name))
            if let own = known.first(where: { $0.meta["from"] == sender && !sender.isEmpty }) {
                return .complaint(own.tracking, question: nil)
            }
        }
        if believing, let number = Self.number(in: mail.subject ?? ""),
            try await messages.first(to: sender, about: number) != nil
        {
            return .complaint(number, question: try await question(to: sender, number, entry))
        }
        if case .forged(let number) = mark { return .forged(number) }
        return .none
    }

    /// The last question to this sender, if it is about this complaint.
    private func question(
        to sender: String, _ number: String, _ entry: JournalEntry
    ) async throws -> String? {
        let last = try await messages.lastQuestion(
            to: sender, account: Reception.account, at: entry.receivedAt)
        return last?.complaint == number ? last?.id : nil
    }

    /// What follows the `+` in the addresses the mail was sent to.
    private static func addressed(_ mail: ParsedMail, _ entry: JournalEntry) -> [String] {
        let envelope = entry.meta["recipients"]?.split(separator: " ").map(String.init) ?? []
        let delivered = mail.all("delivered-to") + mail.all("x-original-to")
        return (envelope + delivered + mail.recipients.map(\.address)).compactMap { address in
            let local = address[..<(address.lastIndex(of: "@") ?? address.endIndex)]
            return local.firstIndex(of: "+").map { String(local[local.index(after: $0)...]) }
        }
    }

    /// A tracking number in a subject.
    private static func number(in subject: String) -> String? {
        subject.prefix(ReplyKey.textCharactersMax)
            .split { !$0.isLetter && !$0.isNumber && $0 != "-" }
            .compactMap { TrackingNumber(String($0).uppercased())?.description }.first
    }

    // MARK: Who is answered

    /// The receipt of a new complaint; `nil` for senders that must not be answered.
    private func receipt(
        for entry: JournalEntry, _ mail: ParsedMail, _ verdict: Verdict
    ) -> Message? {
        guard server?.receipt == true, verdict.mayAcknowledge,
            let author = mail.from, isAnswerable(author.address),
            // Whoever asks for an answer to somebody else sends him mails by our hand.
            mail.replyTo.map({ $0.canonical == author.canonical }) ?? true
        else { return nil }
        let address = author.address
        return Message(
            id: "r-" + entry.id.text, account: Reception.account, recipient: address.lowercased(),
            subject: phrases.receiptSubject,
            text: phrases.receipt.replacing(MailPhrases.numberMark, with: entry.tracking),
            kind: .receipt, complaint: entry.tracking, inReplyTo: mail.messageID,
            countedAs: author.canonical)
    }

    /// A person somewhere else, as far as an address tells.
    func isAnswerable(_ address: String) -> Bool {
        Letter.isAddress(address) && !judge.isOurs(address)
            && server.map { MailAddress.canonical($0.from) != MailAddress.canonical(address) } ?? true
    }
}
