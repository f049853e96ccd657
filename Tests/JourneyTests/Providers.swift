// SMS providers as they behave towards a webhook: they send until they are acknowledged.
import Crypto
import Foundation
import TestSupport

/// Sends messages to mendengar-sms as its providers do.
struct SMSProvider {
    let house: House
    /// Where it sends; the service itself, or what stands before it.
    private let base: String
    let client = HTTPClient()

    init(house: House, base: String? = nil) {
        self.house = house
        self.base = base ?? house.url(.sms)
    }

    /// Kannel's get-url.
    func kannelURL(id: String, from: String, text: String, secret: String? = nil) -> String {
        let secret = secret ?? house.secrets["KANNEL_SECRET"] ?? ""
        return base + "/sms/kannel-1708/\(secret)?from=\(urlEncoded(from))&to=1708"
            + "&id=\(urlEncoded(id))&smsc=FAKE1&charset=UTF-8&coding=0&udh="
            + "&ts=\(urlEncoded("2026-11-18 12:00:00"))&text=\(urlEncoded(text))"
    }

    @discardableResult
    func kannel(
        id: String, from: String, text: String, secret: String? = nil
    ) async throws -> HTTPAnswer {
        try await client.get(kannelURL(id: id, from: from, text: text, secret: secret))
    }

    /// Twilio's signed form.
    @discardableResult
    func twilio(
        id: String, from: String, text: String, key: String? = nil
    ) async throws -> HTTPAnswer {
        let url = base + "/sms/twilio-main"
        let fields = [
            "AccountSid": "AC0", "Body": text, "From": from, "MessageSid": id, "To": "+628001708",
        ].sorted { $0.key < $1.key }
        let signed = url + fields.map { $0.key + $0.value }.joined()
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(signed.utf8),
            using: SymmetricKey(data: Data((key ?? house.secrets["TWILIO_TOKEN"] ?? "").utf8)))
        let body = fields.map { "\($0.key)=\(urlEncoded($0.value))" }.joined(separator: "&")
        return try await client.send(
            "POST", url,
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Twilio-Signature": Data(code).base64EncodedString(),
            ], body: Data(body.utf8))
    }

    /// Sends until there is a 2xx, as a provider does.
    func untilAccepted(
        _ what: String, _ send: () async throws -> HTTPAnswer
    ) async throws {
        _ = try await eventually("\(what) acknowledged", within: .seconds(60)) { () -> Bool? in
            guard let answer = try? await send() else { return nil }
            return (200..<300).contains(answer.status) ? true : nil
        }
    }
}
