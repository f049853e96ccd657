// `POST /v1/messages`: Routing asks for messages to citizens; `GET /v1/messages/{id}` says how they fared.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

struct MessageEndpoints: Sendable {
    let answers: Answers
    /// Accounts that send, in the order of the configuration.
    let accounts: [SMSAccount]

    static let bodyBytesMax = 64 * 1024

    private struct Answer: Encodable {
        var id: String
        var status: String
        @ExplicitNull var why: String?
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/messages", "a message to a citizen", roles: [.routing]) {
                request, context in
                let body = try await context.body(of: request, upTo: Self.bodyBytesMax)
                return Response.json(
                    try Wire.encode(try await submit(try read(body))), status: .accepted)
            },
            Endpoint(
                .get, "/v1/messages/{id}", "how a message fared", roles: [.routing, .admin]
            ) { _, context in
                let id = context.parameters.get("id") ?? ""
                guard let found = try await answers.messages.state(of: id) else {
                    throw Problem.notFound("there is no message '\(id)'")
                }
                return Response.json(
                    try Wire.encode(
                        Answer(id: id, status: found.state.rawValue, why: found.why)))
            },
        ]
    }

    private func submit(_ wanted: Wanted) async throws -> Answer {
        guard let phone = Sender(wanted.phone).e164 else {
            return Answer(
                id: wanted.id, status: "refused",
                why: "'\(wanted.phone)' is no subscriber's number and cannot be answered")
        }
        guard !answers.isOwn(phone) else {
            return Answer(id: wanted.id, status: "refused", why: "\(phone) is a number of ours")
        }
        guard let account = account(wanted.account) else {
            let known = accounts.map(\.name).joined(separator: ", ")
            return Answer(
                id: wanted.id, status: "refused",
                why: "no account '\(wanted.account ?? "")' sends messages; those that do: \(known)")
        }
        let text = GSM7.folded(wanted.text)
        if let why = Self.flaw(of: text) {
            return Answer(id: wanted.id, status: "refused", why: why)
        }
        let message = Message(
            id: wanted.id, account: account.name, recipient: phone, text: text,
            kind: wanted.kind, complaint: wanted.complaint)
        return switch try await answers.messages.submit(message) {
        case .queued: Answer(id: wanted.id, status: "queued", why: nil)
        case .known: Answer(id: wanted.id, status: "known", why: nil)
        case .refused(let why): Answer(id: wanted.id, status: "refused", why: why)
        }
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

    private struct Wanted {
        var id: String
        var phone: String
        var account: String?
        var text: String
        var kind: Message.Kind
        var complaint: String?
    }

    /// What of the body is needed, or a problem that names what is wrong with it.
    private func read(_ body: [UInt8]) throws -> Wanted {
        guard let document = JSONText(body), case .object = document else {
            throw Problem(.badRequest, "unreadable-body", "the body is no JSON object")
        }
        func text(_ path: String) throws -> String {
            guard let text = document.text(at: path), !text.trimmingWhitespace().isEmpty else {
                throw Problem(.badRequest, "unreadable-body", "the field '\(path)' is missing")
            }
            return text
        }
        let word = try text("kind")
        guard let kind = Message.Kind(rawValue: word) else {
            let known = Message.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .badRequest, "unreadable-body", "the kind '\(word)' is not known; known: \(known)")
        }
        let id = try text("id")
        guard id.utf8.count <= Self.idBytesMax else {
            throw Problem(
                .badRequest, "unreadable-body", "the id is longer than \(Self.idBytesMax) bytes")
        }
        return Wanted(
            id: id, phone: try text("to.phone"), account: document.text(at: "account"),
            text: try text("text"), kind: kind, complaint: document.text(at: "complaint"))
    }

    private static let idBytesMax = 200
}
