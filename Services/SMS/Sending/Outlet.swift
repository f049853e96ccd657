// What a provider must know for messages to leave through it: pure functions from a message to a request,
// and from the answer to what became of it. Written in the provider's own file, beside its webhook.
import Complaints
import Delivery
import Foundation
import ServiceKit

/// A provider whose interface takes messages.
protocol Outlet: Provider {
    /// Where its interface is, unless the account says otherwise.
    static var usualURL: String? { get }

    /// Whether it can reach us where we listen; others need our public address for their reports.
    static var isNear: Bool { get }

    /// What `send` lacks for this provider, in words; `nil` when it is complete.
    func flaw(of access: SMSAccount.SendAccess) -> String?

    /// The call that hands a message over.
    func request(_ message: Outgoing) -> FetchRequest

    /// What an answer of status 200 to 299 means; others mean the same everywhere.
    func outcome(_ response: FetchResponse) -> Handover

    /// What a refusal (status 400 to 499) means, where the provider's own words tell more than its status.
    func refusal(_ response: FetchResponse) -> Handover?
}

extension Outlet {
    static var isNear: Bool { false }

    func refusal(_ response: FetchResponse) -> Handover? { nil }
}

extension SMSAccount.SendAccess {
    /// The first of these that is missing, in words.
    func lacks(user needsUser: Bool, from needsFrom: Bool) -> String? {
        if needsUser, user == nil { return "send.user" }
        if password == nil { return "send.password" }
        return needsFrom && from == nil ? "send.from" : nil
    }
}

/// A message as it leaves.
struct Outgoing: Sendable {
    /// Ours; a provider that takes ids sends no message twice.
    var id: String
    /// E.164.
    var to: String
    var text: String
    var access: SMSAccount.SendAccess
    /// The interface's address, without a slash at the end.
    var url: String
    /// Where the provider may report what became of it: the account's webhook; `nil` where it cannot
    /// reach us.
    var reportURL: String?

    /// The number without `+`, as many interfaces want it.
    var digits: String { to.hasPrefix("+") ? String(to.dropFirst()) : to }
}

extension Outlet {
    /// What any answer means.
    func judge(_ response: FetchResponse) -> Handover {
        let after = response.headers["retry-after"].flatMap { Int64($0) }
            .map { Duration.seconds(min(max($0, 0), 3600)) }
        return switch response.status {
        case 200..<300: outcome(response)
        case 404, 405: refusal(response) ?? .again(
            "the provider answered \(response.status): check send.url", after: after)
        case 401, 403:
            refusal(response)
                ?? .again("the provider refuses the account's credentials: check send.user and "
                    + "send.password", after: after)
        case 408, 429: .again("the provider answered \(response.status)", after: after)
        case 400..<500:
            refusal(response) ?? .refused("the provider answered \(response.status)")
        default: .again("the provider answered \(response.status)", after: after)
        }
    }
}

/// A form as a body.
extension FetchRequest {
    static func form(
        _ url: String, _ fields: [(String, String?)], headers: [(String, String)] = []
    ) -> FetchRequest {
        FetchRequest(
            "POST", url,
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: Data(encoded(fields).utf8), timeout: sendTime)
    }

    static func json(
        _ url: String, _ body: JSONText, headers: [(String, String)] = []
    ) -> FetchRequest {
        FetchRequest(
            "POST", url, headers: [("Content-Type", "application/json")] + headers,
            body: Data(body.text.utf8), timeout: sendTime)
    }

    /// `name=value` joined by `&`; what has no value is left out.
    static func encoded(_ fields: [(String, String?)]) -> String {
        fields.compactMap { name, value in
            value.map { "\(name)=\($0.percentEncoded)" }
        }.joined(separator: "&")
    }

    /// For the whole exchange with a provider: shorter than a process takes to stop, so that what was sent
    /// is recorded before it ends.
    static let sendTime = Duration.seconds(8)
}

extension String {
    /// RFC 3986 section 2.3: all but the unreserved characters.
    var percentEncoded: String {
        addingPercentEncoding(withAllowedCharacters: .unreserved) ?? ""
    }
}

extension CharacterSet {
    fileprivate static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension SMSAccount.SendAccess {
    /// The header for user and password.
    var basic: [(String, String)] { Self.basic(user ?? "", password?.value ?? "") }

    static func basic(_ user: String, _ password: String) -> [(String, String)] {
        let plain = Data("\(user):\(password)".utf8)
        return [("Authorization", "Basic \(plain.base64EncodedString())")]
    }
}
