// What a provider adapter is: pure functions over a raw request, and the provider's acknowledgements.
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// An adapter for one provider's webhook. Write one file here, one line in `All.swift`.
protocol Provider: Sendable {
    /// - Parameter publicURL: what providers sign over, when we are behind a proxy.
    /// - Throws: when the account lacks what this provider needs besides a secret.
    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError)

    /// Whether an account without a secret is refused.
    static var needsSecret: Bool { get }

    /// Whether the URL must end in the account's secret, because the provider cannot sign.
    var needsPathSecret: Bool { get }

    /// Whether the account's secret in the path proves a call, beside the provider's own way.
    var takesPathSecret: Bool { get }

    /// The answer to a call that brings nothing and proves nothing: the provider tries whether somebody is
    /// there, or who. `nil` for every other call.
    func greeting(_ request: RawRequest) -> Acknowledgements.Answer?

    /// Whether the sender is who it says: over the raw bytes, in constant time, and not a replay of
    /// old times where the scheme has a timestamp.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool

    /// What is in it.
    func decode(_ request: RawRequest) throws(Unreadable) -> Content

    var acknowledgements: Acknowledgements { get }

    /// Whether files come within its bodies: then one may be as large as ``Webhook/quarantineBytesMax``.
    static var enclosesFiles: Bool { get }

    /// Parameters of the query that are credentials: never stored.
    var credentials: Set<String> { get }

    /// The acknowledgement with a text that the provider passes on to the citizen; `nil` where it passes
    /// on none.
    func acknowledgement(saying text: String) -> Acknowledgements.Answer?
}

extension Provider {
    static var needsSecret: Bool { true }
    static var enclosesFiles: Bool { false }
    var takesPathSecret: Bool { needsPathSecret }

    func greeting(_ request: RawRequest) -> Acknowledgements.Answer? { nil }

    var credentials: Set<String> { [] }

    func acknowledgement(saying text: String) -> Acknowledgements.Answer? { nil }
}

/// What a request brings.
enum Content: Sendable, Hashable {
    /// One or several, in their order; never none. One that cannot be read takes no other with it.
    case messages([Result<Inbound, Unreadable>])
    /// Understood, and no citizen's message: a delivery report, a sign of life.
    case ignored(String)
    /// What became of messages that left through this provider.
    case reports([DeliveryReport])

    static func message(_ message: Inbound) -> Content {
        .messages([.success(message)])
    }
}

/// A message as a provider reports it.
struct Inbound: Sendable, Hashable {
    /// The provider's id; `nil` where it gives none.
    var id: String?
    var from: String
    var to: String
    var text: String
    /// The provider's time as sent, part of the fingerprint where there is no id.
    var time = ""
    var channel = Channel.sms
    /// How the sender calls himself, where the provider tells.
    var name: String?
    /// Of which message this is a part, if it is one; `text` is then only what this part says.
    var part: Part?
    /// Files that can be fetched.
    var files: [FileReference] = []
    /// Files that came along.
    var enclosed: [AttachmentFile] = []
    /// Files that came along and cannot be read, or were too many.
    var lacksFiles = false

    /// More files of one message are not fetched.
    static let filesMax = 10

    /// Some providers send the word "null" or "0" where they have no id; one of them once made a whole
    /// regency's messages look like one.
    static func id(_ raw: String?) -> String? {
        guard let raw = raw?.trimmingWhitespace(), !raw.isEmpty else { return nil }
        if raw.utf8.count <= noIDBytesMax, noIDs.contains(raw.lowercased()) { return nil }
        return raw
    }

    /// An id of several fields, for providers whose own does not tell messages apart; `nil` when one is
    /// missing.
    static func id(of fields: [String?]) -> String? {
        let known = fields.compactMap { id($0) }
        return known.count == fields.count ? known.joined(separator: "|") : nil
    }

    private static let noIDs = ["null", "0", "undefined", "none"]
    private static let noIDBytesMax = 9
}

/// A request that cannot be understood: it is kept in the quarantine with this reason.
struct Unreadable: Error, Sendable, Hashable {
    let why: String

    static func missing(_ field: String) -> Unreadable {
        Unreadable(why: "the field \(field) is missing")
    }
}

/// What a provider expects to be told.
struct Acknowledgements: Sendable, Hashable {
    struct Answer: Sendable, Hashable {
        var status: Int
        var type: String
        var body: String
    }
    /// Also for redeliveries and for what is ignored.
    var accepted: Answer
    /// For what can never be read; `nil` answers a problem document (400).
    var unreadable: Answer?
    /// Whether a body over the limit may be answered 413; otherwise it is acknowledged and quarantined.
    var mayRefuseLargeBody: Bool
    /// Whether the provider comes again after a failure; if not, the local journal takes the message
    /// while the database is away.
    var comesAgain = true
    /// What tells a provider that comes again to do so later, with `Retry-After`: 429, or 503 for those who
    /// know only success and failure.
    var tooMany = 429
    /// It comes again for hours.
    var isPatient = false

    /// The same answer to everything that was understood and to everything that never will be, since a
    /// refusal would only bring it again.
    static func always(
        _ body: String, type: String = "text/plain", tooMany: Int = 429
    ) -> Acknowledgements {
        let answer = Answer(status: 200, type: type, body: body)
        return Acknowledgements(
            accepted: answer, unreadable: answer, mayRefuseLargeBody: false, tooMany: tooMany,
            isPatient: tooMany == 429)
    }
}

extension SMSAccount {
    /// - Throws: says what is wrong with the account, and where it stands.
    func fail(_ what: String) -> ConfigurationError {
        ConfigurationError([
            YAMLProblem(
                file: file, line: line, message: "the account '\(name)' (\(provider)) \(what)")
        ])
    }

    /// Fails for an account without the secret its provider needs.
    func requireSecret() throws(ConfigurationError) {
        guard secrets.isEmpty else { return }
        throw fail("needs a secret: secret: env:NAME")
    }

    /// The secrets as keys, the newest first.
    var keys: [[UInt8]] { secrets.map(\.bytes) }

    func isSecret(_ candidate: [UInt8]) -> Bool {
        var matches = false
        for secret in secrets where constantTimeEqual(secret.bytes, candidate) { matches = true }
        return matches
    }

    /// Whether a header `Authorization: Basic …` holds user and password, or one of the secrets.
    func isBasic(_ header: String?) -> Bool {
        guard let header, header.lowercased().hasPrefix("basic "),
            let sent = Signature.bytes(base64: String(header.dropFirst("basic ".count)))
        else { return false }
        guard let user else { return isSecret(sent) }
        return constantTimeEqual(Array("\(user):".utf8) + (password?.bytes ?? []), sent)
    }

    /// Whether a signed time is near enough to now: neither a replay nor a forgery in advance.
    func isRecent(_ time: Date, at now: Date) -> Bool {
        abs(now.timeIntervalSince(time)) <= replayWindow / .seconds(1)
    }

    /// The same for seconds since 1970, as most schemes write them.
    func isRecent(seconds: String?, at now: Date) -> Bool {
        guard let seconds = seconds.flatMap({ Double($0) }) else { return false }
        return isRecent(Date(timeIntervalSince1970: seconds), at: now)
    }
}
