// Who is answered what: receipts, the state of a complaint, silence for who wants it.
import Complaints
import Delivery
import Foundation
import Intake
import Region
import ServiceKit

/// Decides on answers to what comes in; what they say is in ``Receipts``.
struct Answers: Sendable {
    let messages: Messages
    let receipts: Receipts

    var keywords: SMSKeywords { receipts.keywords }

    init(messages: Messages, keywords: SMSKeywords) {
        self.messages = messages
        receipts = Receipts(keywords: keywords)
    }

    // MARK: With the answer to the provider's call

    /// The acknowledgement with the tracking number in it, where the provider passes it on; `nil` for the
    /// plain one. A redelivery gets what the first call got: that answer may have been lost.
    func reply(
        to message: Inbound?, _ journalled: [Receipt], _ door: Webhook.Door
    ) async -> Acknowledgements.Answer? {
        guard door.account.receipt == .reply, let message, message.part == nil,
            let receipt = journalled.first, !receipt.tracking.isEmpty,
            ![.quarantined, .ignored].contains(receipt.state) || !receipt.isNew,
            isComplaint(SMSArrival.clean(message.text)),
            let text = receipts.receipt(
                for: receipt.id, receipt.tracking, account: door.account.name,
                to: Sender(message.from)),
            isAnswerable(text.recipient, door.account)
        else { return nil }
        // Without it the citizen is not told; his message is on the disk all the same.
        guard let submission = try? await messages.submit(text, state: .sent),
            submission == .queued || submission == .known(.sent)
        else { return nil }
        return door.provider.acknowledgement(saying: text.text ?? "")
    }

    private func isComplaint(_ text: String) -> Bool {
        !text.isEmpty && !isAutomatic(text) && Reading(text, keywords).command == nil
    }

    // MARK: By messages of their own

    /// The receipt of a complaint that has been normalised.
    func receipt(
        for entry: JournalEntry, _ text: String, _ message: Inbound, _ door: Webhook.Door
    ) -> [Correspondence] {
        let account = door.account
        // Pieces were not answered when they came, for none is a message.
        let wasReplied = account.receipt == .reply && entry.pieces.isEmpty
        guard account.receipt != .nothing, !wasReplied, account.send != nil, !isAutomatic(text),
            let receipt = receipts.receipt(
                for: entry.id, entry.tracking, account: account.name, to: Sender(message.from)),
            isAnswerable(receipt.recipient, account)
        else { return [] }
        return [.send(receipt, limits: messages.limits)]
    }

    /// A whole message that is a command.
    func obey(
        _ command: Reading.Command, of message: Inbound, _ entry: JournalEntry, _ door: Webhook.Door
    ) -> Normalised {
        let sender = Sender(message.from)
        switch command {
        case .stop:
            return .ignored(
                "the command stop", correspondence: [.stop(recipient: sender.description)])
        case .start:
            return .ignored(
                "the command start", correspondence: [.resume(recipient: sender.description)])
        case .check(let number):
            guard door.account.send != nil,
                let status = receipts.status(
                    of: number, asked: entry.id, account: door.account.name, to: sender),
                isAnswerable(status.recipient, door.account)
            else { return .ignored("the command check; the account sends no messages") }
            return .ignored(
                "the command check", correspondence: [.send(status, limits: messages.limits)])
        }
    }

    /// The complaint this message answers a question about.
    func question(answeredBy message: Inbound, _ door: Webhook.Door) async -> String? {
        guard door.account.send != nil, let number = Sender(message.from).e164 else { return nil }
        return try? await messages.lastQuestion(to: number, now: .now)
    }

    /// Our own number is not answered, or two machines talk for ever.
    private func isAnswerable(_ number: String, _ account: SMSAccount) -> Bool {
        ![account.number, account.send?.from].contains { own in
            own.map { Sender($0).description == number } ?? false
        }
    }

    /// Written by a machine: a complaint perhaps, but nobody reads an answer.
    private func isAutomatic(_ text: String) -> Bool {
        let text = text.lowercased()
        return keywords.automatic.contains { text.contains($0) }
    }
}
