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

    /// The call that hands a message over.
    func request(_ message: Outgoing) -> FetchRequest

    /// What an answer of status 200 to 299 means; others mean the same everywhere.
    func outcome(_ response: FetchResponse) -> Outcome

    /// What a refusal (status 400 to 499) means, where the provider's own words tell more than its status.
    func refusal(_ response: FetchResponse) -> Outcome?
}

extension Outlet {
    func refusal(_ response: FetchResponse) -> Outcome? { nil }
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
    /// Where the provider may report what became of it: the account's webhook.
    var reportURL: String

    /// The number without `+`, as many interfaces want it.
    var digits: String { to.hasPrefix("+") ? String(to.dropFirst()) : to }
}

/// What became of a message that was handed to a provider.
enum Outcome: Sendable, Hashable {
    case sent(reference: String?)
    case refused(String)
    /// The citizen has told the provider that he wants no messages.
    case unwanted(String)
    case again(String, after: Duration? = nil)
}

extension Outlet {
    /// What any answer means.
    func judge(_ response: FetchResponse) -> Outcome {
        let after = response.headers["retry-after"].flatMap { Int64($0) }
            .map { Duration.seconds(min(max($0, 0), 3600)) }
        return switch response.status {
        case 200..<300: outcome(response)
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

    /// For the whole exchange with a provider.
    static let sendTime = Duration.seconds(20)
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
    var basic: [(String, String)] {
        let plain = "\(user ?? ""):\(password?.value ?? "")"
        return [("Authorization", "Basic \(Data(plain.utf8).base64EncodedString())")]
    }
}
