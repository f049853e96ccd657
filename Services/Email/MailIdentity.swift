// When two mails are the same: the external id of a mail (contract, section E-mail).
import Complaints
import Crypto
import Foundation
import Intake

/// Derives the external id under which a mail is journalled.
enum MailIdentity {
    /// Message-ID and the SHA-256 of the decoded text: the same mail by two mailboxes or ways is one
    /// complaint, a reused Message-ID with other words is another.
    static func externalID(
        _ mail: ParsedMail, raw: Content
    ) throws(UnnamedFile.Failure) -> String {
        guard let id = mail.messageID else { return try fingerprint(raw) }
        var said = said(by: mail)
        let hash = said.withUTF8 { text in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(text))
            return Hex.text(hash.finalize())
        }
        guard id.utf8.count <= messageIDBytesMax else {
            return "sha256:" + Hex.text(SHA256.hash(data: Data(id.utf8))) + "/" + hash
        }
        return "<\(id)>/\(hash)"
    }

    /// The text; of a mail without one what else it says, or two that a scanner gave the same
    /// Message-ID would be one.
    private static func said(by mail: ParsedMail) -> String {
        guard mail.text.allSatisfy(\.isWhitespace) else { return mail.text }
        return ([mail.subject ?? ""] + mail.attachments.map(\.sha256)).joined(separator: "\u{1F}")
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
    static func fingerprint(_ raw: Content) throws(UnnamedFile.Failure) -> String {
        var fingerprint = Fingerprint()
        var rest = raw
        while let piece = try rest.popPiece() { fingerprint.add(piece) }
        return "sha256:" + fingerprint.finish()
    }
}

/// Hashes a mail line by line, whichever pieces it comes in.
private struct Fingerprint {
    private var hash = SHA256()
    private var inHeader = true
    private var isTrace = false
    /// The start of a header's line, until its name is known.
    private var head: [UInt8] = []
    private var headIsWhole = false
    private var lineIsEmpty = true
    /// A CR whose LF may come.
    private var pendingCR = false
    private var isAtStart = true

    private static let cr = UInt8(ascii: "\r")
    private static let lf = UInt8(ascii: "\n")
    private static let nameBytesMax = 40

    mutating func add(_ piece: [UInt8]) {
        var rest = piece[...]
        while !rest.isEmpty {
            isAtStart = false
            let end = rest.firstIndex(of: Self.lf) ?? rest.endIndex
            addToLine(rest[..<end])
            guard end < rest.endIndex else { return }
            endLine()
            rest = rest[(end + 1)...]
            isAtStart = true
        }
    }

    mutating func finish() -> String {
        if !isAtStart { endLine() }
        return Hex.text(hash.finalize())
    }

    private mutating func addToLine(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        if pendingCR {
            pendingCR = false
            put([Self.cr])
        }
        pendingCR = bytes.last == Self.cr
        put(pendingCR ? bytes.dropLast() : bytes)
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        lineIsEmpty = false
        guard inHeader else { return hash.update(data: bytes) }
        guard !headIsWhole else {
            if !isTrace { hash.update(data: bytes) }
            return
        }
        head += bytes
        if head.count > Self.nameBytesMax { judgeHead() }
    }

    private mutating func judgeHead() {
        headIsWhole = true
        let isFolded = head.first == 0x20 || head.first == 0x09
        if !isFolded { isTrace = Self.isTraceHeader(head[...]) }
        if !isTrace { hash.update(data: head) }
        head = []
    }

    private mutating func endLine() {
        pendingCR = false
        if inHeader {
            if lineIsEmpty {
                inHeader = false
                isTrace = false
            } else if !headIsWhole {
                judgeHead()
            }
        }
        if !inHeader || !isTrace { hash.update(data: [Self.lf]) }
        headIsWhole = false
        lineIsEmpty = true
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
