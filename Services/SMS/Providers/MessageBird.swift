// MessageBird's SMS API for long numbers and short codes (developers.messagebird.com, "SMS" and
// "Signed requests").
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

struct MessageBird: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("OK")

    let account: SMSAccount
    let publicURL: String?

    /// A token with the hashes of the URL and of the body, valid for a minute.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard let header = request.headers["messagebird-signature-jwt"],
            let token = SignedToken(
                header, secrets: account.keys, at: now, leewaySeconds: 1),
            token.text("iss") == "MessageBird", token.number("exp") != nil,
            request.body.isEmpty
                ? token.text("payload_hash") == nil
                : token.holds("payload_hash", sha256: request.body)
        else { return false }
        return request.urls(publicURL).contains { token.holds("url_hash", sha256: Array($0.utf8)) }
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let fields = request.parameters
        if fields.text("status") != nil, fields.text("body") == nil, fields.text("message") == nil {
            return .ignored("a delivery report")
        }
        guard let from = fields.text("originator"), !from.isEmpty else { throw .missing("originator") }
        guard let text = fields.text("body") ?? fields.text("message")
            ?? (fields.items.contains { $0.name.hasPrefix("mediaUrls") } ? "" : nil)
        else { throw .missing("body") }
        return .message(
            Inbound(
                id: Inbound.id(fields.text("id") ?? fields.text("mid")), from: from,
                to: fields.text("recipient") ?? fields.text("shortcode") ?? "", text: text,
                time: fields.text("createdDatetime") ?? fields.text("receive_datetime") ?? "",
                files: fields.items.filter { ["mediaUrls[]", "mediaUrls"].contains($0.name) }.map {
                    FileReference(place: String(decoding: $0.value, as: UTF8.self))
                }))
    }
}

/// MMS, at addresses of theirs.
extension MessageBird: FileHost {
    static var fileHosts: [String] { ["media.messagebird.com", ".messagebird.com"] }

    func request(for file: FileReference) -> FetchRequest? {
        guard let token = account.files?.token else { return FetchRequest("GET", file.place) }
        return FetchRequest(
            "GET", file.place, headers: [("Authorization", "AccessKey \(token.value)")])
    }
}
