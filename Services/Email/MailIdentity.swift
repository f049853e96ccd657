// When two mails are the same: the external id of a mail (contract, section E-mail).
import Complaints
import Crypto
import Foundation
import Intake

/// Derives the external id under which a mail is journalled.
enum MailIdentity {
    /// Message-ID and the SHA-256 of the decoded text: the same mail by two mailboxes or ways is one
    /// complaint, a reused Message-ID with other words is another.
    static func externalID(_ mail: ParsedMail, raw: [UInt8]) -> String {
        guard let id = mail.messageID else { return fingerprint(raw) }
        let hash = Hex.text(SHA256.hash(data: Data(mail.text.utf8)))
        guard id.utf8.count <= messageIDBytesMax else {
            return "sha256:" + Hex.text(SHA256.hash(data: Data(id.utf8))) + "/" + hash
        }
        return "<\(id)>/\(hash)"
    }

    /// A Message-ID as the journal finds it again.
    static func name(_ messageID: String) -> String {
        messageID.utf8.count <= messageIDBytesMax
            ? messageID : "sha256:" + Hex.text(SHA256.hash(data: Data(messageID.utf8)))
    }

    /// Longer ones are hashed, so that the key of the journal stays short.
    static let messageIDBytesMax = 250

    /// For a mail without Message-ID, or that cannot be read: SHA-256 without what the servers on
    /// its way have added, and with equal line ends.
    static func fingerprint(_ raw: [UInt8]) -> String {
        var hash = SHA256()
        var inHeader = true
        var isTrace = false
        var rest = raw[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            var line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if inHeader {
                if line.isEmpty { inHeader = false }
                let isFolded = line.first == 0x20 || line.first == 0x09
                if !isFolded { isTrace = isTraceHeader(line) }
                if isTrace { continue }
            }
            hash.update(data: line)
            hash.update(data: [UInt8(ascii: "\n")])
        }
        return "sha256:" + Hex.text(hash.finalize())
    }

    private static func isTraceHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.prefix(40).firstIndex(of: UInt8(ascii: ":")) else { return false }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        return traceHeaders.contains(name) || name.hasPrefix("x-spam-")
            || name.hasPrefix("x-mendengar-") || name.hasPrefix("arc-")
    }

    private static let traceHeaders: Set<String> = [
        "received", "return-path", "delivered-to", "x-delivered-to", "x-original-to",
        "envelope-to", "delivery-date", "x-received", "received-spf", "authentication-results",
        "x-virus-scanned", "x-uidl", "status", "x-status",
    ]
}
