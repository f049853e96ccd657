// Twilio Programmable Messaging (docs: "Twilio's request to your incoming message webhook URL",
// "Validating requests are coming from Twilio").
import Crypto
import Foundation
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

    private let account: SMSAccount
    private let publicURL: String?

    init(_ account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        try account.requireSecret()
        self.account = account
        self.publicURL = publicURL
    }

    func isAuthentic(_ request: RawRequest) -> Bool {
        guard let signature = request.headers["x-twilio-signature"].flatMap({
            Data(base64Encoded: $0)
        }) else { return false }
        let base = publicURL ?? "http://\(request.headers["host"] ?? "")"
        var matches = false
        for url in Self.spellings(of: base + request.target) {
            let signed = Data((url + Self.sortedFields(request)).utf8)
            for secret in account.secrets
            where HMAC<Insecure.SHA1>.isValidAuthenticationCode(
                signature, authenticating: signed, using: SymmetricKey(data: secret.bytes))
            {
                matches = true
            }
        }
        return matches
    }

    /// Twilio signs the URL with or without the scheme's own port.
    private static func spellings(of url: String) -> [String] {
        guard var parts = URLComponents(string: url), let host = parts.host else { return [url] }
        let own = parts.scheme == "https" ? 443 : 80
        guard parts.port == nil || parts.port == own else { return [url] }
        let written = parts.port == nil ? host : "\(host):\(own)"
        parts.port = parts.port == nil ? own : nil
        let other = parts.port == nil ? host : "\(host):\(own)"
        return [url, url.replacing("//\(written)", with: "//\(other)", maxReplacements: 1)]
    }

    /// Every field of a POST form, sorted by name, name and value joined.
    private static func sortedFields(_ request: RawRequest) -> String {
        guard request.method == "POST",
            request.contentType == "application/x-www-form-urlencoded"
        else { return "" }
        let fields = Set(Parameters.parse(request.body)).map {
            ($0.name, String(decoding: $0.value, as: UTF8.self))
        }
        return fields.sorted { Array(($0.0 + "\0" + $0.1).utf8).lexicographicallyPrecedes(
            Array(($1.0 + "\0" + $1.1).utf8))
        }.map { $0.0 + $0.1 }.joined()
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let parameters = request.parameters
        guard let from = parameters.text("From"), !from.isEmpty else {
            throw Unreadable(why: "the field From is missing")
        }
        guard let text = parameters.text("Body") else {
            throw Unreadable(why: "the field Body is missing")
        }
        if let expected = account.accountSID, parameters.text("AccountSid") != expected {
            throw Unreadable(why: "the field AccountSid names another account")
        }
        return Inbound(
            id: Inbound.id(parameters.text("MessageSid") ?? parameters.text("SmsSid")),
            from: from, to: parameters.text("To") ?? "", text: text, time: "")
    }
}
