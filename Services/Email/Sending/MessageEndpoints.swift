// `POST /v1/messages`: Routing asks for mails to citizens; `GET /v1/messages/{id}` says how they fared.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

struct MessageEndpoints: Sendable {
    let correspondent: Correspondent

    static let bodyBytesMax = 256 * 1024

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/messages", "a mail to a citizen", roles: [.routing]) {
                request, context in
                let body = try await context.body(of: request, upTo: Self.bodyBytesMax)
                do {
                    let wanted = try MessageRequest(Data(body))
                    return Response.json(
                        try Wire.encode(try await submit(wanted)), status: .accepted)
                } catch let flaw as MessageRequest.Flaw {
                    throw Problem(.badRequest, "unreadable-body", flaw.description)
                }
            },
            Endpoint(
                .get, "/v1/messages/{id}", "how a mail fared", roles: [.routing, .admin]
            ) { _, context in
                let id = context.parameters.get("id") ?? ""
                guard let found = try await correspondent.messages.state(of: id) else {
                    throw Problem.notFound("there is no message '\(id)'")
                }
                return Response.json(
                    try Wire.encode(
                        MessageAnswer(id: id, status: found.state.rawValue, why: found.why)))
            },
        ]
    }

    private func submit(_ wanted: MessageRequest) async throws -> MessageAnswer {
        guard let address = wanted.email?.lowercased() else {
            throw MessageRequest.Flaw.missing("to.email")
        }
        if let why = flaw(of: wanted, to: address) {
            return MessageAnswer(id: wanted.id, .refused(why))
        }
        let message = Message(
            id: wanted.id, account: Reception.account, recipient: address, subject: wanted.subject,
            text: wanted.text, kind: wanted.kind, complaint: wanted.complaint,
            countedAs: MailAddress.canonical(address))
        return MessageAnswer(id: wanted.id, try await correspondent.messages.submit(message))
    }

    private func flaw(of wanted: MessageRequest, to address: String) -> String? {
        guard correspondent.server != nil else { return "email.smtp is not configured" }
        guard wanted.account ?? Reception.account == Reception.account else {
            return "the account '\(wanted.account ?? "")' is not known: mails leave through "
                + "'\(Reception.account)'"
        }
        guard Letter.isAddress(address) else { return "'\(address)' is no mail address" }
        guard correspondent.isAnswerable(address) else { return "\(address) is an address of ours" }
        guard wanted.text.utf8.count <= Letter.textBytesMax else {
            return "the text takes \(wanted.text.utf8.count) of \(Letter.textBytesMax) bytes"
        }
        return nil
    }
}
