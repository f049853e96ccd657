// SMS Gate, an Android telephone as gateway (docs.sms-gate.app, "Webhooks").
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// Signs body and time anew at each of its tries over two days; the id is new each time as well.
struct SMSGate: Provider {
    let needsPathSecret = false
    static let enclosesFiles = true
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

    /// Of one message each; with `batch` between, of several.
    private static let messages: Set<String> = ["sms:received", "sms:data-received", "mms:downloaded"]
    private static let batches: Set<String> = [
        "sms:batch:received", "sms:batch:data-received", "mms:batch:downloaded",
    ]
    /// A notice that a picture waits is none yet.
    private static let notices: Set<String> = ["mms:received", "mms:batch:received"]

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        let event = body.text(at: "event") ?? ""
        if let report = Self.report(event, body) { return .reports([report]) }
        guard let payload = body["payload"], Self.messages.union(Self.batches).contains(event) else {
            // What we do not know may be a citizen's message.
            guard event.hasSuffix("received"), !Self.notices.contains(event) else {
                return .ignored("the event '\(event)'")
            }
            throw Unreadable(why: "the event '\(event)' is not known")
        }
        let device = body.text(at: "deviceId")
        let payloads = Self.batches.contains(event) ? payload.list("messages") : [payload]
        if payloads.isEmpty { return .ignored("no message in the batch") }
        return .messages(payloads.map { message($0, device) })
    }

    private func message(_ payload: JSONText, _ device: String?) -> Result<Inbound, Unreadable> {
        guard let from = payload.text(at: "sender") ?? payload.text(at: "phoneNumber"),
            !from.isEmpty
        else { return .failure(.missing("payload.sender")) }
        let data = payload.text(at: "data").flatMap { Signature.bytes(base64: $0) }
        let enclosed = Self.enclosed(payload)
        guard let text = payload.text(at: "message") ?? data.map({ Charset.utf8.decode($0) })
            ?? payload.text(at: "body") ?? payload.text(at: "subject")
            ?? (enclosed.isEmpty ? nil : "")
        else { return .failure(.missing("payload.message")) }
        let time = payload.text(at: "receivedAt")
        return .success(
            Inbound(
                // `messageId` alone is a hash of 32 bits.
                id: Inbound.id(of: [device, from, time, payload.text(at: "messageId")]), from: from,
                to: payload.text(at: "recipient") ?? account.number ?? "", text: text,
                time: time ?? "", enclosed: enclosed,
                lacksFiles: enclosed.count < payload.list("attachments").count))
    }

    /// The files of an MMS, in base64.
    private static func enclosed(_ payload: JSONText) -> [AttachmentFile] {
        payload.list("attachments").prefix(Inbound.filesMax).compactMap { file in
            file.text(at: "data").flatMap { Signature.bytes(base64: $0) }
                .map { AttachmentFile($0, named: file.text(at: "name")) }
        }
    }
}

/// `POST /messages` of the app or of its cloud (docs: "API", "Webhooks"). The id is ours: the same again is
/// answered 409 and sent once.
extension SMSGate: Outlet {
    static var usualURL: String? { "https://api.sms-gate.app/3rdparty/v1" }

    func flaw(of access: SMSAccount.SendAccess) -> String? { access.lacks(user: true, from: false) }

    func request(_ message: Outgoing) -> FetchRequest {
        .json(
            "\(message.url)/messages",
            .object([
                .init("id", .string(Self.id(message.id))),
                .init("textMessage", .object([.init("text", .string(message.text))])),
                .init("phoneNumbers", .list([.string(message.to)])),
                .init("withDeliveryReport", .bool(true)),
            ]), headers: message.access.basic)
    }

    func outcome(_ response: FetchResponse) -> Handover {
        .sent(reference: JSONText(Array(response.body))?.text(at: "id"))
    }

    func refusal(_ response: FetchResponse) -> Handover? {
        response.status == 409 ? .sent(reference: nil) : nil
    }

    /// At most 36 characters there.
    private static func id(_ ours: String) -> String {
        ours.utf8.count <= 36 ? ours : String(Hex.text(Signature.sha256(Array(ours.utf8))).prefix(36))
    }

    private static func report(_ event: String, _ body: JSONText) -> DeliveryReport? {
        guard event.hasPrefix("sms:"), let id = body.text(at: "payload.messageId") else { return nil }
        return switch event {
        case "sms:sent": DeliveryReport(id, nil)
        case "sms:delivered": DeliveryReport(id, .delivered)
        case "sms:failed":
            DeliveryReport(
                id, .failed,
                why: "the telephone: \(body.text(at: "payload.reason") ?? "no reason")")
        default: nil
        }
    }
}
