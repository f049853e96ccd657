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
    let counters: Counters
    /// Of all accounts.
    private let ownNumbers: Set<String>
    private let countries: [String]

    var keywords: SMSKeywords { receipts.keywords }

    /// - Parameters:
    ///   - accounts: all; their own numbers are not answered, or two machines talk for ever.
    ///   - countries: numbers are answered that begin with one of these. A false sender must not make the
    ///     office pay for messages round the world.
    init(
        messages: Messages, keywords: SMSKeywords, accounts: [SMSAccount] = [],
        countries: [String] = ["+62"], counters: Counters = .none
    ) {
        self.messages = messages
        self.counters = counters
        self.countries = countries
        receipts = Receipts(keywords: keywords)
        ownNumbers = Set(
            accounts.flatMap { [$0.number, $0.send?.from] }.compactMap { $0 }
                .map { Sender($0).description })
    }

    func isOwn(_ number: String) -> Bool { ownNumbers.contains(number) }

    // MARK: With the answer to the provider's call

    /// The acknowledgement with the tracking number in it, where the provider passes it on; `nil` for the
    /// plain one. A redelivery gets what the first call got: that answer may have been lost.
    func reply(
        to message: Inbound?, _ journalled: [Receipt], _ door: Webhook.Door
    ) async -> Acknowledgements.Answer? {
        guard let message, message.part == nil,
            let receipt = journalled.first, !receipt.tracking.isEmpty,
            ![.quarantined, .ignored].contains(receipt.state) || !receipt.isNew,
            isComplaint(SMSArrival.clean(message.text)),
            let text = receipts.receipt(
                for: receipt.id, receipt.tracking, account: door.account.name,
                to: Sender(message.from)),
            isAnswerable(text.recipient)
        else { return nil }
        // Without it the citizen is not told; his message is on the disk all the same.
        guard let submission = try? await messages.submit(text, state: .sent),
            // Two citizens under one id of a careless provider are not told each other's number.
            submission == .queued || submission == .known(.sent, recipient: text.recipient)
        else { return nil }
        return door.provider.acknowledgement(saying: text.text ?? "")
    }

    private func isComplaint(_ text: String) -> Bool {
        !text.isEmpty && !isAutomatic(text) && Reading(text, keywords).command == nil
    }

    // MARK: By messages of their own

    /// The receipt of a complaint that has been normalised.
    func receipt(
        for entry: JournalEntry, _ text: String, _ message: Inbound, _ door: Webhook.Door,
        _ limits: MessageLimits? = nil
    ) -> [Correspondence] {
        let account = door.account
        // Pieces were not answered when they came, for none is a message.
        let wasReplied = account.receipt == .reply && entry.pieces.isEmpty
        guard account.receipt != .nothing, !wasReplied, account.send != nil, !isAutomatic(text),
            let receipt = receipts.receipt(
                for: entry.id, entry.tracking, account: account.name, to: Sender(message.from)),
            isAnswerable(receipt.recipient)
        else { return [] }
        return [.send(receipt, limits: limits ?? messages.limits)]
    }

    /// What a counter and the citizen are told of a complaint that was passed on.
    func receipts(
        for entry: JournalEntry, _ complaint: Complaint, _ text: String, _ message: Inbound,
        _ door: Webhook.Door
    ) -> [Correspondence] {
        var limits = messages.limits
        limits.perRecipientPerDay = max(limits.perRecipientPerDay, Counters.receiptsPerDay)
        let own = receipt(for: entry, text, message, door, limits)
        guard door.account.receipt != .nothing, door.account.send != nil,
            let phone = complaint.reporter?.phone, Sender(message.from).e164 != phone,
            let told = receipts.citizensReceipt(
                for: entry.id, entry.tracking, account: door.account.name, to: Sender(phone)),
            isAnswerable(told.recipient)
        else { return own }
        return own + [.send(told, limits: messages.limits)]
    }

    /// Tells a counter how to write what could not be read.
    func usage(
        for entry: JournalEntry, _ message: Inbound, _ door: Webhook.Door
    ) -> [Correspondence] {
        guard door.account.send != nil,
            let usage = receipts.usage(
                asked: entry.id, account: door.account.name, to: Sender(message.from)),
            isAnswerable(usage.recipient)
        else { return [] }
        return [.send(usage, limits: messages.limits)]
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
            guard let status = receipts.status(
                of: number, asked: entry.id, account: door.account.name, to: sender)
            else { return .ignored("the command check, of a sender that cannot be answered") }
            return .ignored(
                "the command check", correspondence: [.send(status, limits: messages.limits)])
        }
    }

    /// Whether this sender can be told how his complaint stands; if not, his question is for a person.
    func canTell(_ message: Inbound, _ door: Webhook.Door) -> Bool {
        door.account.send != nil && Sender(message.from).e164.map(isAnswerable) ?? false
    }

    /// The question this message answers.
    func question(
        answeredBy message: Inbound, _ entry: JournalEntry, _ door: Webhook.Door
    ) async throws -> (id: String, complaint: String)? {
        guard door.account.send != nil, let number = Sender(message.from).e164 else { return nil }
        return try await messages.lastQuestion(
            to: number, account: door.account.name, at: entry.receivedAt)
    }

    private func isAnswerable(_ number: String) -> Bool {
        !isOwn(number) && countries.contains { number.hasPrefix($0) }
    }

    /// Written by a machine: a complaint perhaps, but nobody reads an answer.
    private func isAutomatic(_ text: String) -> Bool {
        let text = text.lowercased()
        return keywords.automatic.contains { text.contains($0) }
    }
}
