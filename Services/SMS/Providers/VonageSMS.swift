// Vonage SMS API, once Nexmo (developer.vonage.com, "Inbound SMS" and "Signing messages").
import Complaints
import Delivery
import Crypto
import Foundation
import ServiceKit

/// One call for each part of a long message; by GET, form or JSON, as the account is set there.
struct VonageSMS: Provider {
    let needsPathSecret = false
    /// Resent for 24 hours unless 200 or 204.
    let acknowledgements = Acknowledgements.always("")

    private let account: SMSAccount
    private let method: Method

    /// How Vonage signs, by the names of its settings page.
    enum Method: String, CaseIterable {
        case md5hash, md5, sha1, sha256, sha512
    }

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        let name = account.signatureMethod ?? Method.md5hash.rawValue
        guard let method = Method(rawValue: name) else {
            let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw account.fail("has an unknown signature_method '\(name)'; known: \(known)")
        }
        self.account = account
        self.method = method
    }

    /// A call without a single parameter tries whether the address answers.
    func greeting(_ request: RawRequest) -> Acknowledgements.Answer? {
        request.method == "GET" && request.query.isEmpty ? acknowledgements.accepted : nil
    }

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        let fields = Self.fields(request)
        guard let sent = fields["sig"], account.isRecent(seconds: fields["timestamp"], at: now) else {
            return false
        }
        let signed = Self.signed(fields)
        guard let code = Signature.bytes(hex: sent) else { return false }
        guard let hash = Signature.Hash(rawValue: method.rawValue) else {
            // `md5hash`: no HMAC, the secret comes last.
            return account.secrets.reduce(false) { found, secret in
                let hash = Insecure.MD5.hash(data: Array(signed.utf8) + secret.bytes)
                return constantTimeEqual(Array(hash), code) || found
            }
        }
        return Signature.isValid(
            code, hash, of: Array(signed.utf8), secrets: account.keys)
    }

    /// `&name=value` sorted by name; what would look like a separator in a value is `_`.
    private static func signed(_ fields: [String: String]) -> String {
        fields.filter { $0.key != "sig" }.sorted { $0.key < $1.key }.map { name, value in
            "&\(name)=" + value.replacing("&", with: "_").replacing("=", with: "_")
        }.joined()
    }

    private static func fields(_ request: RawRequest) -> [String: String] {
        guard request.isJSON, case .object(let members)? = JSONText(request.body) else {
            return Dictionary(
                request.parameters.items.map {
                    ($0.name, String(decoding: $0.value, as: UTF8.self))
                }, uniquingKeysWith: { $1 })
        }
        return Dictionary(
            members.compactMap { member in
                JSONText.object([member]).text(at: member.name).map { (member.name, $0) }
            }, uniquingKeysWith: { $1 })
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let fields = Self.fields(request)
        // Delivery reports may be sent to the same address.
        if let status = fields["status"], fields["text"] == nil, fields["data"] == nil {
            return .reports([try Self.report(fields, status)])
        }
        guard let from = fields["msisdn"], !from.isEmpty else { throw .missing("msisdn") }
        if let key = account.apiKey, let sent = fields["api-key"], sent != key {
            throw Unreadable(why: "the field api-key names another account")
        }
        let (bytes, charset): ([UInt8], Charset)
        if fields["type"] == "binary" {
            guard let data = fields["data"].flatMap({ Signature.bytes(hex: $0) }) else {
                throw .missing("data")
            }
            (bytes, charset) = (data, .utf8)
        } else if let text = fields["text"] {
            (bytes, charset) = (Array(text.utf8), .utf8)
        } else {
            throw .missing("text")
        }
        let named = fields["concat"] != "true" ? nil : Part(
            reference: fields["concat-ref"], number: fields["concat-part"],
            total: fields["concat-total"], bytes: bytes, charset: charset)
        let udh = fields["udh"].flatMap { Signature.bytes(hex: $0) } ?? []
        return .message(
            Inbound(
                id: Inbound.id(fields["messageId"]), from: from, to: fields["to"] ?? "",
                text: charset.decode(bytes), time: fields["message-timestamp"] ?? "",
                part: named ?? Part(userDataHeader: udh, bytes: bytes, charset: charset)))
    }
}

/// `/sms/json` (docs: "SMS API reference", "Delivery receipts").
extension VonageSMS: Outlet {
    static var usualURL: String? { "https://rest.nexmo.com" }

    func flaw(of access: SMSAccount.SendAccess) -> String? {
        access.lacks(user: account.apiKey == nil, from: true)
    }

    func request(_ message: Outgoing) -> FetchRequest {
        .form(
            "\(message.url)/sms/json",
            [
                ("api_key", message.access.user ?? account.apiKey),
                ("api_secret", message.access.password?.value), ("from", message.access.from),
                ("to", message.digits), ("text", message.text),
                ("type", GSM7.count(message.text) == nil ? "unicode" : nil),
                ("status-report-req", message.reportURL.map { _ in "1" }),
                ("callback", message.reportURL),
                // At most 100 characters; longer than any of ours.
                ("client-ref", String(message.id.prefix(100))),
            ])
    }

    /// Always 200; the status of each part tells. 1 is "too fast", 5 an error of theirs.
    func outcome(_ response: FetchResponse) -> Handover {
        guard let first = JSONText(Array(response.body))?.list("messages").first,
            let status = first.text(at: "status")
        else { return .again("Vonage's answer cannot be read") }
        let why = "Vonage's status \(status): \(first.text(at: "error-text") ?? "")"
        return switch status {
        case "0": .sent(reference: first.text(at: "message-id"))
        case "1", "5", "10": .again(why)
        case "4", "8", "9", "14": .again("\(why): check send.user, send.password and the credit")
        default: .refused(why)
        }
    }

    private static func report(
        _ fields: [String: String], _ status: String
    ) throws(Unreadable) -> DeliveryReport {
        guard let id = fields["messageId"] ?? fields["message-id"] else { throw .missing("messageId") }
        return switch status {
        case "delivered": DeliveryReport(id, .delivered)
        case "failed", "rejected", "expired":
            DeliveryReport(
                id, .failed,
                why: "Vonage: \(status), error \(fields["err-code"] ?? "unknown")")
        default: DeliveryReport(id, nil)
        }
    }
}
