// The configurable provider: query, form or JSON; token, Basic, HMAC-SHA256 or a secret in the path.
import Complaints
import Crypto
import Foundation
import ServiceKit

/// Understands a provider that a few lines of YAML can describe.
struct Generic: Provider {
    let needsPathSecret: Bool
    let acknowledgements: Acknowledgements

    private let account: SMSAccount
    /// Each secret as the beginning of its HMAC: a key is hashed once, not for each message.
    private let keyed: [HMAC<SHA256>]

    /// Our names of the fields; the account may say where each stands.
    static let fieldNames = ["from", "to", "text", "id", "ts"]

    init(_ account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        try account.requireSecret()
        for field in account.fields.keys.sorted() where !Self.fieldNames.contains(field) {
            throw ConfigurationError([
                YAMLProblem(
                    file: account.file, line: account.line,
                    message: "the account '\(account.name)' maps an unknown field '\(field)'; "
                        + "known: \(Self.fieldNames.joined(separator: ", "))")
            ])
        }
        self.account = account
        keyed = account.secrets.map { HMAC(key: SymmetricKey(data: $0.bytes)) }
        needsPathSecret = account.auth == nil
        let ack = account.ack ?? .init(status: 200, type: "text/plain", body: "OK")
        acknowledgements = Acknowledgements(
            accepted: .init(status: ack.status, type: ack.type, body: ack.body),
            unreadable: nil, mayRefuseLargeBody: true)
    }

    func isAuthentic(_ request: RawRequest) -> Bool {
        guard let auth = account.auth else { return true }
        let header = request.headers[auth.header.lowercased()] ?? ""
        switch auth.scheme {
        case .token:
            return account.isSecret(Array(Self.without("bearer ", header).utf8))
        case .basic:
            let decoded = Data(base64Encoded: Self.without("basic ", header)) ?? Data()
            return account.isSecret(Array(decoded))
        case .hmacSHA256:
            let text = Self.without("sha256=", header)
            guard let code = Self.hexBytes(text) ?? Data(base64Encoded: text) else { return false }
            var matches = false
            for var hmac in keyed {
                hmac.update(data: request.body)
                // Compares in constant time (swift-crypto, `MessageAuthenticationCode`).
                if hmac.finalize() == code { matches = true }
            }
            return matches
        }
    }

    private static func without(_ prefix: String, _ text: String) -> String {
        let head = text.utf8.prefix(prefix.utf8.count)
        return head.elementsEqual(prefix.utf8) { $0 | 0x20 == $1 }
            ? String(text.dropFirst(prefix.count)) : text
    }

    private static func hexBytes(_ text: String) -> Data? {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for start in stride(from: 0, to: 64, by: 2) {
            guard let high = Hex.value(digits[start]), let low = Hex.value(digits[start + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return Data(bytes)
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let read = try reader(request)
        func field(_ name: String) -> String? { read(account.fields[name] ?? name) }
        guard let from = field("from"), !from.isEmpty else {
            throw Unreadable(why: "the field from (\(account.fields["from"] ?? "from")) is missing")
        }
        guard let text = field("text") else {
            throw Unreadable(why: "the field text (\(account.fields["text"] ?? "text")) is missing")
        }
        return Inbound(
            id: Inbound.id(field("id")), from: from, to: field("to") ?? account.number ?? "",
            text: text, time: field("ts") ?? "")
    }

    /// How to look a field up: by a dotted path in JSON, by name in a query or form.
    private func reader(_ request: RawRequest) throws(Unreadable) -> (String) -> String? {
        let type = request.contentType
        guard type == "application/json" || type.hasSuffix("+json") else {
            let parameters = request.parameters
            return { parameters.text($0) }
        }
        guard let document = JSONText(request.body) else {
            throw Unreadable(why: "the body is not JSON")
        }
        return { document.text(at: $0) }
    }
}
