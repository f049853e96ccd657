// `POST /v1/messages`: Routing asks for messages to citizens; `GET /v1/messages/{id}` says how they fared.
import Complaints
import Delivery
import Foundation
import ServiceKit

struct MessageEndpoints: Sendable {
    let answers: Answers
    /// Accounts that send, in the order of the configuration.
    let accounts: [SMSAccount]

    static let bodyBytesMax = 64 * 1024

    var endpoints: [Endpoint] {
        MessageEndpoint.endpoints(
            bodyBytesMax: Self.bodyBytesMax,
            read: { (body) throws(MessageRequest.Flaw) in try MessageRequest(body) },
            submit: { try Wire.encode(try await submit($0)) },
            find: { id in
                try await answers.messages.state(of: id).map {
                    try Wire.encode(MessageAnswer(id: id, status: $0.state.rawValue, why: $0.why))
                }
            })
    }

    private func submit(_ wanted: MessageRequest) async throws -> MessageAnswer {
        guard let given = wanted.phone else {
            throw MessageRequest.Flaw.missing("to.phone")
        }
        func refused(_ why: String) -> MessageAnswer {
            MessageAnswer(id: wanted.id, .refused(why))
        }
        guard let phone = Sender(given).e164 else {
            return refused("'\(given)' is no subscriber's number and cannot be answered")
        }
        guard !answers.isOwn(phone) else { return refused("\(phone) is a number of ours") }
        guard let account = account(wanted.account) else {
            let known = accounts.map(\.name).joined(separator: ", ")
            return refused(
                "no account '\(wanted.account ?? "")' sends messages; those that do: \(known)")
        }
        let text = GSM7.folded(wanted.text)
        if let why = Self.flaw(of: text) { return refused(why) }
        let message = Message(
            id: wanted.id, account: account.name, recipient: phone, text: text,
            kind: wanted.kind, complaint: wanted.complaint)
        return MessageAnswer(id: wanted.id, try await answers.messages.submit(message))
    }

    /// The one that is named, or the first.
    private func account(_ name: String?) -> SMSAccount? {
        guard let name else { return accounts.first }
        return accounts.first { $0.name == name }
    }

    /// What three messages joined by the telephone can carry.
    private static func flaw(of text: String) -> String? {
        if let count = GSM7.count(text) {
            return count <= Receipts.textSeptetsMax
                ? nil : "the text takes \(count) of \(Receipts.textSeptetsMax) characters"
        }
        let count = text.utf16.count
        return count <= Receipts.textUnitsMax
            ? nil
            : "the text takes \(count) of \(Receipts.textUnitsMax) characters, for it holds some that "
                + "are not in the alphabet of short messages"
    }
}
