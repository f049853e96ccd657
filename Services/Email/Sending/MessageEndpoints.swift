// `POST /v1/messages`: Routing asks for mails to citizens; `GET /v1/messages/{id}` says how they fared.
import Complaints
import Delivery
import Foundation
import ServiceKit

struct MessageEndpoints: Sendable {
    let correspondent: Correspondent

    static let bodyBytesMax = 256 * 1024

    var endpoints: [Endpoint] {
        MessageEndpoint.endpoints(
            bodyBytesMax: Self.bodyBytesMax,
            read: { (body) throws(MessageRequest.Flaw) in try MessageRequest(body) },
            submit: { try Wire.encode(try await submit($0)) },
            find: { id in
                try await correspondent.messages.state(of: id).map {
                    try Wire.encode(MessageAnswer(id: id, status: $0.state.rawValue, why: $0.why))
                }
            })
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
