// A mail of ours as bytes (RFC 5322), with the headers that keep machines from answering it (RFC 3834).
import Complaints
import Crypto
import Foundation

/// One mail to one citizen. Nothing in it can end a header line early: what could is not composed.
struct Letter: Sendable, Hashable {
    /// What cannot be sent as a mail, and why.
    struct Flaw: Error, Hashable, CustomStringConvertible {
        var description: String
    }

    /// Ours, as the receiver sees it.
    var from: MailAddress
    /// `local@domain`, ASCII.
    var to: String
    /// Where an answer goes: an own address, with the complaint's mark.
    var replyTo: String?
    var subject: String
    var text: String
    /// Without brackets.
    var messageID: String
    /// Message-ID of the citizen's mail, without brackets.
    var inReplyTo: String?
    var date: Date
    /// A program answers a mail (`auto-replied`), or writes by itself (`auto-generated`).
    var isReply: Bool

    /// Of the subject, in characters.
    static let subjectCharactersMax = 200
    /// Of the text, in bytes.
    static let textBytesMax = 64 << 10

    /// The mail with CRLF line ends.
    func bytes() throws(Flaw) -> [UInt8] {
        guard text.utf8.count <= Self.textBytesMax else {
            throw Flaw(description: "the text is longer than \(Self.textBytesMax) bytes")
        }
        guard Self.isAddress(to) else { throw Flaw(description: "'\(to)' is no mail address") }
        guard Self.isAddress(from.address), replyTo.map(Self.isAddress) ?? true else {
            throw Flaw(description: "smtp.from is no mail address")
        }
        var headers: [(String, String)] = [
            ("From", Self.mailbox(from)),
            ("To", "<\(to)>"),
            ("Subject", Self.encoded(Self.oneLine(subject))),
            ("Date", Self.format(date)),
            ("Message-ID", "<\(messageID)>"),
        ]
        if let replyTo { headers.append(("Reply-To", "<\(replyTo)>")) }
        // A name that does not fit into a header names nothing.
        if let inReplyTo, Self.isName(inReplyTo) {
            headers += [("In-Reply-To", "<\(inReplyTo)>"), ("References", "<\(inReplyTo)>")]
        }
        headers += [
            ("Auto-Submitted", isReply ? "auto-replied" : "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "bulk"),
            ("X-Mendengar-Loop", from.canonical),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
        ]
        let body = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let isPlain = body.utf8.allSatisfy { $0 == 0x0A || $0 == 0x09 || (0x20...0x7E).contains($0) }
            && body.split(separator: "\n").allSatisfy { $0.utf8.count <= Self.lineBytesMax }
        headers.append(("Content-Transfer-Encoding", isPlain ? "7bit" : "base64"))
        var mail = headers.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        if isPlain {
            mail += body.replacing("\n", with: "\r\n")
        } else {
            mail += Data(body.replacing("\n", with: "\r\n").utf8).base64EncodedString(
                options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        }
        return Array((mail.hasSuffix("\r\n") ? mail : mail + "\r\n").utf8)
    }

    /// RFC 5322 section 2.1.1: more than this is no line any more.
    private static let lineBytesMax = 990

    // MARK: What may stand in a header

    /// `local@domain` that a mail server takes: ASCII, no blank, no bracket, no control character.
    ///
    /// Stricter than RFC 5321: quoted local parts and address literals are not written to.
    static func isAddress(_ address: String) -> Bool {
        guard address.utf8.count <= 254, let at = address.lastIndex(of: "@") else { return false }
        let (local, domain) = (address[..<at], address[address.index(after: at)...])
        let isLocal = (1...64).contains(local.utf8.count)
            && local.utf8.allSatisfy { isAtom($0) || $0 == UInt8(ascii: ".") }
            && local.first != "." && local.last != "." && !local.contains("..")
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return isLocal && !labels.isEmpty
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `atext` of RFC 5322 section 3.2.3.
    private static func isAtom(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// A Message-ID that goes back as it came.
    private static func isName(_ id: String) -> Bool {
        id.utf8.count <= 900 && !id.isEmpty
            && id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }
    }

    private static func oneLine(_ subject: String) -> String {
        let words = subject.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return String(CharsetText.clean(words).prefix(subjectCharactersMax))
    }

    private static func mailbox(_ address: MailAddress) -> String {
        guard let name = address.name else { return "<\(address.address)>" }
        let isPlain = name.utf8.allSatisfy { $0 == 0x20 || isAtom($0) }
        let words = isPlain ? name : encoded(oneLine(name), always: true)
        return "\(words) <\(address.address)>"
    }

    /// As it is when it is plain, else in encoded words (RFC 2047) of whole characters, folded.
    static func encoded(_ text: String, always: Bool = false) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        guard always || !isPlain || text.utf8.count > lineBytesMax / 2 else { return text }
        // 75 characters of a word without its frame hold 45 bytes.
        var words: [[UInt8]] = [[]]
        for character in text {
            let bytes = Array(String(character).utf8.prefix(45))
            if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    /// RFC 5322 section 3.3, in UTC.
    static func format(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let weekday = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        return "\(weekday), \(two(parts.day)) \(month) \(parts.year ?? 1970) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
