// WhatsApp Cloud API (developers.facebook.com/docs/whatsapp/cloud-api/webhooks).
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// Several messages a call; comes again for seven days.
struct WhatsApp: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    private let account: SMSAccount

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        if account.verifyToken == nil {
            throw account.fail("needs a verify_token: verify_token: env:NAME")
        }
        self.account = account
    }

    /// The handshake when the address is set: the challenge goes back to who knows the token.
    func greeting(_ request: RawRequest) -> Acknowledgements.Answer? {
        guard request.method == "GET", let token = account.verifyToken else { return nil }
        let query = request.parameters
        guard query.text("hub.mode") == "subscribe",
            constantTimeEqual(token.bytes, query.bytes("hub.verify_token") ?? []),
            let challenge = query.text("hub.challenge")
        else { return nil }
        return .init(status: 200, type: "text/plain", body: challenge)
    }

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard request.method == "POST",
            let header = request.headers["x-hub-signature-256"], header.hasPrefix("sha256="),
            let code = Signature.bytes(hex: String(header.dropFirst("sha256=".count)))
        else { return false }
        return Signature.isValid(
            code, .sha256, of: request.body, secrets: account.keys)
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        guard case .list(let entries)? = body["entry"] else { throw .missing("entry") }
        var messages: [Result<Inbound, Unreadable>] = []
        var others = 0
        for value in entries.flatMap({ $0.list("changes") }).compactMap({ $0["value"] }) {
            others += value.list("statuses").count
            let number = value.text(at: "metadata.phone_number_id") ?? ""
            if let ours = account.phoneNumberID, ours != number {
                others += value.list("messages").count
                continue
            }
            for message in value.list("messages") {
                guard let from = message.text(at: "from") else {
                    messages.append(.failure(.missing("messages.from")))
                    continue
                }
                guard let text = Self.text(message) else {
                    others += 1
                    continue
                }
                let contact = value.list("contacts").first { $0.text(at: "wa_id") == from }
                messages.append(
                    .success(
                        Inbound(
                            id: Inbound.id(message.text(at: "id")), from: from,
                            to: value.text(at: "metadata.display_phone_number") ?? number,
                            text: text, time: message.text(at: "timestamp") ?? "",
                            channel: .chat, name: contact?.text(at: "profile.name"),
                            files: Self.files(message))))
            }
        }
        return messages.isEmpty ? .ignored("\(others) states or signs, no message") : .messages(messages)
    }

    private static func files(_ message: JSONText) -> [FileReference] {
        let type = message.text(at: "type") ?? ""
        guard ["image", "video", "document", "audio"].contains(type),
            let id = message.text(at: "\(type).id")
        else { return [] }
        return [
            FileReference(
                place: id, filename: message.text(at: "\(type).filename"),
                mediaType: message.text(at: "\(type).mime_type"))
        ]
    }

    /// The words of a message; a place as it would be written. Stickers and reactions have none.
    private static func text(_ message: JSONText) -> String? {
        let type = message.text(at: "type") ?? "text"
        switch type {
        case "text": return message.text(at: "text.body")
        case "button": return message.text(at: "button.text")
        case "interactive":
            return message.text(at: "interactive.button_reply.title")
                ?? message.text(at: "interactive.list_reply.title")
        case "location":
            let words = ["location.name", "location.address"].compactMap { message.text(at: $0) }
            let point = ["location.latitude", "location.longitude"].compactMap { message.text(at: $0) }
            return (words + [point.joined(separator: ",")]).joined(separator: " ")
        case "image", "video", "document", "audio":
            return message.text(at: "\(type).caption") ?? FileWord.of(type)
        default: return nil
        }
    }
}

/// A file has an id; asked for it, Meta says where the file is for five minutes (docs: "Media").
extension WhatsApp: FileHost {
    static var asksFirst: Bool { true }
    static var fileHosts: [String] { ["graph.facebook.com", "lookaside.fbsbx.com"] }

    private static let version = "v21.0"

    func request(for file: FileReference) -> FetchRequest? {
        call("https://graph.facebook.com/\(Self.version)/\(file.place.percentEncoded)")
    }

    func next(after answer: JSONText, for file: FileReference) -> FetchRequest? {
        guard answer.text(at: "id") == file.place else { return nil }
        return answer.text(at: "url").flatMap(call)
    }

    private func call(_ url: String) -> FetchRequest? {
        account.files?.token.map {
            FetchRequest("GET", url, headers: [("Authorization", "Bearer \($0.value)")])
        }
    }
}
