// RapidPro's channel type "External API" (help.nyaruka.com, "External API channel"): who can send to RapidPro
// can send to us.
import Complaints
import Foundation
import ServiceKit

/// `…/receive` brings a message; `stopped`, `sent`, `delivered` and `failed` are events.
struct External: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements(
        accepted: .init(
            status: 200, type: "application/json", body: #"{"message":"Message Accepted"}"#),
        unreadable: nil, mayRefuseLargeBody: true)

    private static let events: Set<String> = ["stopped", "sent", "delivered", "failed"]

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { true }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        if Self.events.contains(request.tail) { return .ignored("the event '\(request.tail)'") }
        let fields = try request.fields()
        guard let from = fields["from"] ?? fields["sender"], !from.isEmpty else {
            throw .missing("from")
        }
        guard let text = fields["text"] ?? fields["message"] else { throw .missing("text") }
        return .message(
            Inbound(
                id: Inbound.id(fields["id"]), from: from, to: fields["to"] ?? "", text: text,
                time: fields["date"] ?? fields["time"] ?? ""))
    }
}
