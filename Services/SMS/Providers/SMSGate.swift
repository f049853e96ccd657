// SMS Gate, an Android telephone as gateway (docs.sms-gate.app, "Webhooks").
import Complaints
import Foundation
import ServiceKit

/// Signs body and time anew at each of its tries over two days; the id is new each time as well.
struct SMSGate: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard let time = request.headers["x-timestamp"], account.isRecent(seconds: time, at: now),
            let code = request.headers["x-signature"].flatMap({ Signature.bytes(hex: $0) })
        else { return false }
        return Signature.isValid(
            code, .sha256, of: request.body + Array(time.utf8),
            secrets: account.keys)
    }

    private static let messages: Set<String> = ["sms:received", "sms:data-received", "mms:downloaded"]

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        let event = body.text(at: "event") ?? ""
        guard Self.messages.contains(event) else {
            // What we do not know may be a citizen's message; a notice that a picture waits is none.
            guard event.hasSuffix("received"), event != "mms:received" else {
                return .ignored("the event '\(event)'")
            }
            throw Unreadable(why: "the event '\(event)' is not known")
        }
        guard let from = body.text(at: "payload.sender") ?? body.text(at: "payload.phoneNumber"),
            !from.isEmpty
        else { throw .missing("payload.sender") }
        let data = body.text(at: "payload.data").flatMap { Signature.bytes(base64: $0) }
        guard let text = body.text(at: "payload.message") ?? data.map({ Charset.utf8.decode($0) })
            ?? body.text(at: "payload.body")
            ?? body.text(at: "payload.subject")
        else { throw .missing("payload.message") }
        let time = body.text(at: "payload.receivedAt")
        return .message(
            Inbound(
                // `messageId` alone is a hash of 32 bits.
                id: Inbound.id(of: [
                    body.text(at: "deviceId"), from, time, body.text(at: "payload.messageId"),
                ]), from: from, to: body.text(at: "payload.recipient") ?? account.number ?? "",
                text: text, time: time ?? ""))
    }
}
