// Bird, the later MessageBird (docs.bird.com, "Webhooks: verifying").
import Complaints
import Foundation
import ServiceKit

/// Its channels, SMS and chats.
struct Bird: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard let time = request.headers["messagebird-request-timestamp"],
            account.isRecent(seconds: time, at: now),
            let code = request.headers["messagebird-signature"]
                .flatMap({ Signature.bytes(base64: $0) })
        else { return false }
        let hash = Signature.sha256(request.body)
        return request.urls(publicURL).contains { url in
            Signature.isValid(
                code, .sha256, of: Array("\(time)\n\(url)\n".utf8) + hash,
                secrets: account.keys)
        }
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        let event = body.text(at: "event") ?? ""
        guard event.hasSuffix(".inbound") else { return .ignored("the event '\(event)'") }
        guard let from = body.text(at: "payload.sender.contact.identifierValue"), !from.isEmpty else {
            throw .missing("payload.sender.contact.identifierValue")
        }
        guard let text = body.text(at: "payload.body.text.text")
            ?? body.text(at: "payload.body.image.text")
        else { throw .missing("payload.body.text.text") }
        return .message(
            Inbound(
                id: Inbound.id(body.text(at: "payload.id")), from: from,
                to: body.text(at: "payload.receiver.connector.identifierValue") ?? "", text: text,
                time: body.text(at: "payload.createdAt") ?? "",
                channel: event.hasPrefix("sms.") ? .sms : .chat))
    }
}
