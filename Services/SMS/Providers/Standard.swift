// Standard Webhooks (standardwebhooks.com, specification 1.0): what we offer to those who may choose.
import Complaints
import Foundation
import ServiceKit

struct Standard: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    /// As the specification asks.
    static let keyBytesMin = 24

    private let keys: [[UInt8]]
    private let account: SMSAccount

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        self.account = account
        var keys: [[UInt8]] = []
        // Not looked up where only stored requests are read again.
        for secret in account.secrets where !secret.value.isEmpty {
            let text = secret.value.hasPrefix("whsec_") ? String(secret.value.dropFirst(6)) : secret.value
            guard let key = Signature.bytes(base64: text), key.count >= Self.keyBytesMin else {
                throw account.fail(
                    "has a secret that is not whsec_ and base64 of \(Self.keyBytesMin) bytes at least")
            }
            keys.append(key)
        }
        self.keys = keys
    }

    /// One of the signatures of the header must hold; unknown kinds are passed over.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        guard let id = request.headers["webhook-id"], !id.isEmpty,
            let time = request.headers["webhook-timestamp"],
            account.isRecent(seconds: time, at: now),
            let header = request.headers["webhook-signature"]
        else { return false }
        let signed = Array("\(id).\(time).".utf8) + request.body
        return header.split(separator: " ").reduce(false) { found, entry in
            guard entry.hasPrefix("v1,"),
                let code = Signature.bytes(base64: String(entry.dropFirst("v1,".count)))
            else { return found }
            return Signature.isValid(code, .sha256, of: signed, secrets: keys) || found
        }
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let body = try request.json()
        let type = body.text(at: "type") ?? ""
        guard type == "message.received" else { return .ignored("the type '\(type)'") }
        guard let from = body.text(at: "data.from"), !from.isEmpty else { throw .missing("data.from") }
        guard let text = body.text(at: "data.text") else { throw .missing("data.text") }
        return .message(
            Inbound(
                // Some senders make a new webhook-id for each try.
                id: Inbound.id(body.text(at: "data.id")) ?? Inbound.id(request.headers["webhook-id"]),
                from: from, to: body.text(at: "data.to") ?? account.number ?? "", text: text,
                time: body.text(at: "data.received_at") ?? body.text(at: "timestamp") ?? ""))
    }
}
