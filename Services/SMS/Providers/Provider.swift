// What a provider adapter is: three pure functions over a raw request, and the provider's acknowledgements.
import Complaints
import Foundation
import ServiceKit

/// An adapter for one provider's webhook. Write one file here, one line in `All.swift`.
protocol Provider: Sendable {
    /// - Throws: when the account lacks what this provider needs.
    init(_ account: SMSAccount, publicURL: String?) throws(ConfigurationError)

    /// Whether the URL must end in the account's secret, because the provider cannot sign.
    var needsPathSecret: Bool { get }

    /// Whether the sender is who it says: over the raw bytes, in constant time.
    func isAuthentic(_ request: RawRequest) -> Bool

    /// The message in it.
    func decode(_ request: RawRequest) throws(Unreadable) -> Inbound

    var acknowledgements: Acknowledgements { get }
}

/// A message as a provider reports it.
struct Inbound: Sendable, Hashable {
    /// The provider's id; `nil` where it gives none.
    var id: String?
    var from: String
    var to: String
    var text: String
    /// The provider's time as sent, part of the fingerprint where there is no id.
    var time: String
    /// Only a part of a longer message came.
    var isIncomplete = false

    /// Some providers send the word "null" or "0" where they have no id; one of them once made a whole
    /// regency's messages look like one.
    static func id(_ raw: String?) -> String? {
        guard let raw = raw?.trimmingWhitespace(), !raw.isEmpty else { return nil }
        if raw.utf8.count <= noIDBytesMax, noIDs.contains(raw.lowercased()) { return nil }
        return raw
    }

    private static let noIDs = ["null", "0", "undefined", "none"]
    private static let noIDBytesMax = 9
}

/// A request that cannot be understood: it is kept in the quarantine with this reason.
struct Unreadable: Error, Sendable, Hashable {
    let why: String
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
}

extension SMSAccount {
    /// Fails for an account without the secret its provider needs.
    func requireSecret() throws(ConfigurationError) {
        guard secrets.isEmpty else { return }
        throw ConfigurationError([
            YAMLProblem(
                file: file, line: line,
                message: "the account '\(name)' (\(provider)) needs a secret: secret: env:NAME")
        ])
    }

    func isSecret(_ candidate: [UInt8]) -> Bool {
        var matches = false
        for secret in secrets where constantTimeEqual(secret.bytes, candidate) { matches = true }
        return matches
    }
}
