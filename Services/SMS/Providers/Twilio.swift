// Twilio Programmable Messaging (docs: "Twilio's request to your incoming message webhook URL",
// "Validating requests are coming from Twilio").
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// Answers TwiML without a message; any text inside `<Message>` would be sent to the citizen.
struct Twilio: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements(
        accepted: twiML, unreadable: twiML, mayRefuseLargeBody: false,
        // Inbound webhooks are tried once (and once at a fallback URL, if one is set).
        comesAgain: false)

    private static let twiML = Acknowledgements.Answer(
        status: 200, type: "text/xml",
        body: #"<?xml version="1.0" encoding="UTF-8"?><Response/>"#)

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard let signature = request.headers["x-twilio-signature"].flatMap({
            Signature.bytes(base64: $0)
        }) else { return false }
        guard request.method == "POST" || request.body.isEmpty else { return false }
        guard let hash = Self.hash(request.headers["x-twilio-webhooks-signature-settings"]) else {
            return false
        }
        // A body that is no form is signed by its hash in the URL.
        let query = request.queryParameters
        if let sent = query.text("bodySHA256") {
            guard let sent = Signature.bytes(hex: sent),
                constantTimeEqual(sent, Signature.sha256(request.body))
            else { return false }
        } else if !request.body.isEmpty, !request.isForm {
            return false
        }
        let fields = Self.sortedFields(request)
        return request.urls(publicURL).reduce(false) { found, url in
            Signature.isValid(
                signature, hash, of: Array((url + fields).utf8),
                secrets: account.keys) || found
        }
    }

    /// SHA-1, unless the header of newer accounts says otherwise: `key=…,algorithm=HMAC_SHA256`.
    private static func hash(_ settings: String?) -> Signature.Hash? {
        let algorithm = settings?.split(separator: ",").lazy
            .map { $0.trimmingWhitespace() }
            .first { $0.hasPrefix("algorithm=") }
        return switch algorithm {
        case nil, "algorithm=HMAC_SHA1": .sha1
        case "algorithm=HMAC_SHA256": .sha256
        default: nil
        }
    }

    /// Every field of a POST form, sorted by name, name and value joined.
    private static func sortedFields(_ request: RawRequest) -> String {
        guard request.method == "POST", request.isForm else { return "" }
        let fields = Set(Parameters.parse(request.body)).map {
            ($0.name, String(decoding: $0.value, as: UTF8.self))
        }
        return fields.sorted { Array(($0.0 + "\0" + $0.1).utf8).lexicographicallyPrecedes(
            Array(($1.0 + "\0" + $1.1).utf8))
        }.map { $0.0 + $0.1 }.joined()
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let parameters = request.parameters
        if let status = parameters.text("MessageStatus"), parameters.text("Body") == nil {
            return .reports([try Self.report(parameters, status)])
        }
        guard let from = parameters.text("From"), !from.isEmpty else {
            throw Unreadable(why: "the field From is missing")
        }
        guard let text = parameters.text("Body") else {
            throw Unreadable(why: "the field Body is missing")
        }
        if let expected = account.accountSID, parameters.text("AccountSid") != expected {
            throw Unreadable(why: "the field AccountSid names another account")
        }
        return .message(
            Inbound(
                id: Inbound.id(parameters.text("MessageSid") ?? parameters.text("SmsSid")),
                from: from, to: parameters.text("To") ?? "", text: text,
                files: Self.files(parameters), lacksFiles: Self.count(parameters) > Inbound.filesMax))
    }

    private static func count(_ parameters: Parameters) -> Int {
        parameters.text("NumMedia").flatMap { Int($0) } ?? 0
    }

    private static func files(_ parameters: Parameters) -> [FileReference] {
        (0..<min(max(count(parameters), 0), Inbound.filesMax)).compactMap { n in
            parameters.text("MediaUrl\(n)").map {
                FileReference(place: $0, mediaType: parameters.text("MediaContentType\(n)"))
            }
        }
    }
}

/// The resource Messages (docs: "Messages resource", "Track outbound message status").
extension Twilio: Outlet {
    static var usualURL: String? { "https://api.twilio.com" }

    func flaw(of access: SMSAccount.SendAccess) -> String? {
        if account.accountSID == nil, access.user == nil { return "account_sid" }
        return access.lacks(user: false, from: true)
    }

    func acknowledgement(saying text: String) -> Acknowledgements.Answer? {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
        return .init(
            status: 200, type: "text/xml",
            body: #"<?xml version="1.0" encoding="UTF-8"?><Response><Message>"# + escaped
                + "</Message></Response>")
    }

    /// The account is that of the webhook; user and password may be a key and its secret.
    func request(_ message: Outgoing) -> FetchRequest {
        let sid = account.accountSID ?? message.access.user ?? ""
        var access = message.access
        access.user = access.user ?? sid
        let service = message.access.from?.hasPrefix("MG") == true
        return .form(
            "\(message.url)/2010-04-01/Accounts/\(sid.percentEncoded)/Messages.json",
            [
                ("To", message.to),
                (service ? "MessagingServiceSid" : "From", message.access.from),
                ("Body", message.text), ("StatusCallback", message.reportURL),
            ], headers: access.basic)
    }

    func outcome(_ response: FetchResponse) -> Handover {
        guard let sid = JSONText(Array(response.body))?.text(at: "sid") else {
            return .again("the answer is none of Twilio's: check send.url")
        }
        return .sent(reference: sid)
    }

    /// 21610: the citizen has answered STOP to Twilio itself.
    func refusal(_ response: FetchResponse) -> Handover? {
        guard let body = JSONText(Array(response.body)), let code = body.text(at: "code") else {
            return nil
        }
        // Its words may quote the number.
        let why = "Twilio's error \(code)"
        if code == "21610" { return .unwanted(why) }
        let isOurs = code.hasPrefix("20") || Self.senderErrors.contains(code)
        return isOurs ? .again("\(why): check the account and send.from") : .refused(why)
    }

    /// About the number we send from.
    private static let senderErrors: Set<String> = ["21212", "21603", "21606", "21659", "21660"]

    private static func report(
        _ parameters: Parameters, _ status: String
    ) throws(Unreadable) -> DeliveryReport {
        guard let sid = parameters.text("MessageSid") ?? parameters.text("SmsSid") else {
            throw .missing("MessageSid")
        }
        return switch status {
        case "delivered", "read": DeliveryReport(sid, .delivered)
        case "failed", "undelivered", "canceled":
            DeliveryReport(
                sid, .failed,
                why: "Twilio: \(status), error \(parameters.text("ErrorCode") ?? "unknown")")
        default: DeliveryReport(sid, nil)
        }
    }
}

/// Media of MMS and WhatsApp (docs: "Media resource"); the address leads to a store of theirs.
extension Twilio: FileHost {
    static var fileHosts: [String] {
        ["api.twilio.com", "media.twiliocdn.com", "mms.twiliocdn.com", ".s3.amazonaws.com",
         "s3-external-1.amazonaws.com"]
    }

    func request(for file: FileReference) -> FetchRequest? {
        guard let user = account.send?.user ?? account.accountSID else { return nil }
        // Its store is open to who knows the address; the credentials are for its interface alone.
        guard TrustedPlaces([account.files?.hosts.first ?? "api.twilio.com"]).contain(file.place) else {
            return FetchRequest("GET", file.place)
        }
        let secret = account.send?.password?.value ?? account.secrets.first?.value ?? ""
        return FetchRequest(
            "GET", file.place, headers: SMSAccount.SendAccess.basic(user, secret))
    }
}
