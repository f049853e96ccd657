// gammu-smsd with a modem (docs.gammu.org, "RunOnReceive Directive"): it runs `mendengar sms-shim`,
// which sends what it was told.
import Complaints
import Foundation
import ServiceKit

/// The shim keeps what we do not take: nothing that can be understood may be refused.
struct Gammu: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    /// The path secret has been compared already.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { true }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        guard let call = SmsdCall(body: request.body) else {
            throw Unreadable(why: "the body is not what mendengar sms-shim sends")
        }
        guard let from = call.sender else { throw Unreadable(why: "SMS_1_NUMBER is missing") }
        guard let text = call.text else { throw Unreadable(why: "SMS_1_TEXT is missing") }
        return .message(
            Inbound(id: call.id, from: from, to: account.number ?? "", text: text, time: call.time))
    }
}

/// A call of RunOnReceive: its arguments and, untouched, what the environment says of the message.
struct SmsdCall: Codable, Sendable, Hashable {
    /// Names of files, or numbers of rows, as smsd's storage has it.
    var ids: [String]
    var environment: [String: String]

    private static let prefixes = ["SMS_", "DECODED_", "PHONE_ID"]

    init(ids: [String], environment: [String: String]) {
        self.ids = ids
        self.environment = environment.filter { name, _ in
            Self.prefixes.contains { name.hasPrefix($0) }
        }
    }

    /// Of `/proc/self/environ`: where the locale is not UTF-8 smsd writes Latin-1, whose letters would
    /// be lost by reading the environment as texts.
    static func environment(_ bytes: some Collection<UInt8>) -> [String: String] {
        let pairs = bytes.split(separator: 0).map {
            $0.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        }
        return pairs.reduce(into: [:]) { environment, pair in
            guard pair.count == 2 else { return }
            environment[Charset.utf8.decode(pair[0])] = Charset.utf8.decode(pair[1])
        }
    }

    init?(body: [UInt8]) {
        guard let call = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
        self = call
    }

    /// As it is sent and kept.
    var body: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of texts can always be written.
        return Array((try? encoder.encode(self)) ?? Data())
    }

    /// The modem and the ids. Hashed together with the message, because file names tell the citizen's
    /// number, and rows are numbered from 1 again in a new database. `nil` without ids.
    var id: String? {
        guard !ids.isEmpty else { return nil }
        let phone = environment["PHONE_ID"] ?? ""
        let hash = ComplaintID.fingerprint(
            sender: sender ?? "", receiver: phone, time: ids.joined(separator: "\u{1F}"),
            bytes: (text ?? "").utf8)
        return "\(phone)|\(hash)"
    }

    var sender: String? { values("SMS", "NUMBER").first { !$0.isEmpty } }

    /// What smsd joined, which it does for long messages only; else what the parts say.
    var text: String? {
        let decoded = values("DECODED", "TEXT").joined()
        guard decoded.isEmpty else { return decoded }
        let parts = values("SMS", "TEXT")
        return parts.isEmpty ? nil : parts.joined()
    }

    /// Not told by smsd 1.42.
    var time: String { (values("SMS", "TIMESTAMP") + values("SMS", "DATETIME")).first ?? "" }

    /// `SMS_1_TEXT`, `SMS_2_TEXT` …: as many as smsd says; all there are where its count is broken.
    private func values(_ kind: String, _ field: String) -> [String] {
        let told = environment[kind == "SMS" ? "SMS_MESSAGES" : "DECODED_PARTS"] ?? ""
        let count = Int(told).flatMap { (0...Part.totalMax).contains($0) ? $0 : nil }
        return (0..<(count ?? Part.totalMax)).compactMap { environment["\(kind)_\($0 + 1)_\(field)"] }
    }
}
