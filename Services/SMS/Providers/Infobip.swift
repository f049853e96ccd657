// Infobip inbound SMS and MMS (infobip.com/docs/api, "Receive inbound SMS": format MO_JSON_2).
import Complaints
import Foundation
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
                time: result.text(at: "receivedAt") ?? ""))
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
