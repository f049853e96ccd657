// Vonage Messages API (developer.vonage.com, "Messages API webhooks" and "Verifying signed webhooks").
import Complaints
import Foundation
import ServiceKit

/// SMS and chats as JSON, signed with a token that holds the hash of the body.
struct VonageMessages: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        let header = request.headers["authorization"] ?? ""
        guard header.lowercased().hasPrefix("bearer "),
            let token = SignedToken(
                String(header.dropFirst("bearer ".count)), secrets: account.keys,
                at: now, leewaySeconds: 60),
            let issued = token.number("iat"),
            account.isRecent(Date(timeIntervalSince1970: issued), at: now),
            token.holds("payload_hash", sha256: request.body)
        else { return false }
        return account.apiKey == nil || token.text("api_key") == nil
            || token.text("api_key") == account.apiKey
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        let type = body.text(at: "message_type")
        if type == nil, body.text(at: "status") != nil { return .ignored("a delivery report") }
        guard let from = body.text(at: "from"), !from.isEmpty else { throw .missing("from") }
        let text = body.text(at: "text") ?? type.flatMap { body.text(at: "\($0).caption") }
        guard type != "text" || text != nil else { throw .missing("text") }
        return .message(
            Inbound(
                id: Inbound.id(body.text(at: "message_uuid")), from: from,
                to: body.text(at: "to") ?? "", text: text ?? FileWord.of(type ?? "text"),
                time: body.text(at: "timestamp") ?? "",
                channel: body.text(at: "channel").map { $0 == "sms" || $0 == "mms" } ?? true
                    ? .sms : .chat,
                name: body.text(at: "profile.name")))
    }
}
