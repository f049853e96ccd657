// Bird, the later MessageBird (docs.bird.com, "Webhooks: verifying").
import Complaints
import Delivery
import Foundation
import Intake
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
            ?? body.text(at: "payload.body.image.text") ?? (Self.files(body).isEmpty ? nil : "")
        else { throw .missing("payload.body.text.text") }
        return .message(
            Inbound(
                id: Inbound.id(body.text(at: "payload.id")), from: from,
                to: body.text(at: "payload.receiver.connector.identifierValue") ?? "", text: text,
                time: body.text(at: "payload.createdAt") ?? "",
                channel: event.hasPrefix("sms.") ? .sms : .chat, files: Self.files(body)))
    }

    private static func files(_ body: JSONText) -> [FileReference] {
        guard let content = body.value(at: "payload.body") else { return [] }
        let images = content["image"]?.list("images") ?? []
        let files = content["file"]?.list("files") ?? []
        return (images + files).compactMap { file in
            file.text(at: "mediaUrl").map {
                FileReference(
                    place: $0, filename: file.text(at: "filename"),
                    mediaType: file.text(at: "contentType"))
            }
        }
    }
}

/// Files of its store.
extension Bird: FileHost {
    static var fileHosts: [String] { ["media.api.bird.com", "media.nest.messagebird.com"] }

    func request(for file: FileReference) -> FetchRequest? {
        account.files?.token.map {
            FetchRequest("GET", file.place, headers: [("Authorization", "AccessKey \($0.value)")])
        }
    }
}
