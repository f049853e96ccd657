// Infobip inbound SMS and MMS (infobip.com/docs/api, "Receive inbound SMS": format MO_JSON_2).
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// Batches of messages. Infobip signs nothing: credentials set in its portal (Basic), or a secret in the
/// path.
struct Infobip: Provider {
    static let needsSecret = false
    let needsPathSecret: Bool
    let acknowledgements = Acknowledgements.always("")

    private let account: SMSAccount

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        needsPathSecret = account.user == nil
        if needsPathSecret {
            try account.requireSecret()
        } else if account.password == nil {
            throw account.fail("needs a password: password: env:NAME")
        }
        self.account = account
    }

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        needsPathSecret || account.isBasic(request.headers["authorization"])
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        guard case .list(let results)? = body["results"] else { throw .missing("results") }
        if results.isEmpty { return .ignored("no message in the batch") }
        let reports = results.compactMap(Self.report)
        if reports.count == results.count { return .reports(reports) }
        return .messages(results.map(Self.message))
    }

    private static func message(_ result: JSONText) -> Result<Inbound, Unreadable> {
        guard let from = result.text(at: "from") ?? result.text(at: "sender"), !from.isEmpty else {
            return .failure(.missing("results.from"))
        }
        guard let text = result.text(at: "text") ?? segments(result) else {
            return .failure(.missing("results.text"))
        }
        return .success(
            Inbound(
                id: Inbound.id(result.text(at: "messageId")), from: from,
                to: result.text(at: "to") ?? "", text: text,
                time: result.text(at: "receivedAt") ?? "", files: files(result)))
    }

    private static func files(_ result: JSONText) -> [FileReference] {
        guard case .list(let segments)? = result["message"] else { return [] }
        return segments.compactMap { segment in
            segment.text(at: "url").map {
                FileReference(place: $0, mediaType: segment.text(at: "contentType"))
            }
        }
    }

    /// The texts among the segments of an MMS.
    private static func segments(_ result: JSONText) -> String? {
        guard case .list(let segments)? = result["message"] else { return nil }
        return segments.compactMap { segment in
            segment.text(at: "contentType")?.hasPrefix("text/") == true
                ? segment.text(at: "value") : nil
        }.joined(separator: "\n")
    }
}

/// `/sms/3/messages` (docs: "Send SMS messages", "Receive outbound SMS message reports").
extension Infobip: Outlet {
    /// Each customer has an address of his own.
    static var usualURL: String? { nil }
    var takesPathSecret: Bool { !account.secrets.isEmpty }

    /// Its reports come without credentials.
    func flaw(of access: SMSAccount.SendAccess) -> String? {
        account.secrets.isEmpty ? "a secret for its reports" : access.lacks(user: false, from: true)
    }

    func request(_ message: Outgoing) -> FetchRequest {
        let key = message.access.password?.value ?? ""
        let headers =
            message.access.user == nil ? [("Authorization", "App \(key)")] : message.access.basic
        let report = message.reportURL.map { url in
            JSONText.object([
                .init("delivery", .object([.init("url", .string(url))])),
                .init("contentType", .string("application/json")),
            ])
        }
        let destination = JSONText.object([
            .init("to", .string(message.digits)), .init("messageId", .string(message.id)),
        ])
        let one = JSONText.object([
            .init("sender", .string(message.access.from ?? "")),
            .init("destinations", .list([destination])),
            .init("content", .object([.init("text", .string(message.text))])),
        ] + (report.map { [.init("webhooks", $0)] } ?? []))
        return .json(
            "\(message.url)/sms/3/messages", .object([.init("messages", .list([one]))]),
            headers: headers)
    }

    func outcome(_ response: FetchResponse) -> Handover {
        guard let message = JSONText(Array(response.body))?.list("messages").first else {
            return .again("Infobip's answer cannot be read")
        }
        let status = message.text(at: "status.name") ?? "rejected"
        if status == "REJECTED_NOT_ENOUGH_CREDITS" { return .again("Infobip: \(status)") }
        if message.text(at: "status.groupName") == "REJECTED" { return .refused("Infobip: \(status)") }
        return .sent(reference: message.text(at: "messageId"))
    }

    /// A result that is a report and no message; `nil` for a message.
    private static func report(_ result: JSONText) -> DeliveryReport? {
        guard let group = result.text(at: "status.groupName"), result["text"] == nil,
            let id = result.text(at: "messageId")
        else { return nil }
        return switch group {
        case "DELIVERED": DeliveryReport(id, .delivered)
        case "UNDELIVERABLE", "EXPIRED", "REJECTED":
            DeliveryReport(
                id, .failed,
                why: "Infobip: \(group), \(result.text(at: "error.name") ?? "no reason")")
        default: DeliveryReport(id, nil)
        }
    }
}

/// MMS, at the customer's own address.
extension Infobip: FileHost {
    static var fileHosts: [String] { [".api.infobip.com", ".infobip.com"] }

    func request(for file: FileReference) -> FetchRequest? {
        let key = account.files?.token ?? (account.send?.user == nil ? account.send?.password : nil)
        guard let key else { return nil }
        return FetchRequest("GET", file.place, headers: [("Authorization", "App \(key.value)")])
    }
}
