// What must be true of a mail before GMime sees it: a cheap scan over the raw bytes.

/// Checks and mends the raw bytes of a mail before they reach GMime.
enum MailGuard {
    /// Headers that GMime parses as address lists, recursively for groups.
    static let addressHeaders: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender",
        "resent-to", "resent-cc", "resent-bcc", "resent-reply-to",
    ]

    /// The mail with line ends GMime understands, or the reason why it must not be parsed.
    static func prepare(_ mail: [UInt8], limits: MailLimits) throws(MailRefusal) -> [UInt8] {
        guard mail.count <= limits.mailBytesMax else {
            throw MailRefusal(
                code: .tooLarge,
                message: "\(mail.count) bytes, the limit is \(limits.mailBytesMax)")
        }
        let mended = mendLineEnds(mail)
        try scanHeaders(mended, limits: limits)
        try scanAddresses(mended, limits: limits)
        return mended
    }

    /// CR alone ends lines only in a mail without any LF. In a header block with LFs a lone CR is
    /// blanked: as a line end it would let a sender smuggle a header past other readers.
    static func mendLineEnds(_ mail: [UInt8]) -> [UInt8] {
        guard mail.contains(cr) else { return mail }
        guard mail.contains(lf) else { return mail.map { $0 == cr ? lf : $0 } }
        var mended = mail
        var lineStart = 0
        var index = 0
        while index < mended.count {
            if mended[index] == cr, index + 1 >= mended.count || mended[index + 1] != lf {
                mended[index] = space
            } else if mended[index] == lf {
                let length = index - lineStart
                if length == 0 || (length == 1 && mended[lineStart] == cr) { break }
                lineStart = index + 1
            }
            index += 1
        }
        return mended
    }

    private static func scanHeaders(
        _ mail: [UInt8], limits: MailLimits
    ) throws(MailRefusal) {
        var headers = 0
        var unfolded = 0
        var lines = Lines(mail)
        while let line = lines.next() {
            if line.isEmpty { break }
            guard line.endIndex <= limits.headerBlockBytesMax else {
                throw MailRefusal(
                    code: .headersTooLarge,
                    message: "the header block is over \(limits.headerBlockBytesMax) bytes")
            }
            if line.first == space || line.first == tab {
                unfolded += line.count
            } else {
                headers += 1
                unfolded = line.count
            }
            guard headers <= limits.headersMax else {
                throw MailRefusal(
                    code: .headersTooLarge, message: "more than \(limits.headersMax) headers")
            }
            guard unfolded <= limits.headerLineBytesMax else {
                throw MailRefusal(
                    code: .headersTooLarge,
                    message: "header \(headers) is over \(limits.headerLineBytesMax) bytes")
            }
        }
    }

    /// Every line of the mail that looks like an address header counts, not only those of the
    /// first block: GMime parses the headers of attached mails as well.
    private static func scanAddresses(
        _ mail: [UInt8], limits: MailLimits
    ) throws(MailRefusal) {
        var lines = Lines(mail)
        var field: AddressField?
        while let line = lines.next() {
            if line.first == space || line.first == tab {
                field?.add(line)
            } else {
                field = AddressField(line)
            }
            guard let field else { continue }
            guard field.colons <= limits.addressColonsMax, field.commas <= limits.addressCommasMax
            else {
                throw MailRefusal(
                    code: .hostileAddresses,
                    message: "an address header with more than \(limits.addressColonsMax) groups "
                        + "or \(limits.addressCommasMax) addresses")
            }
        }
    }

    fileprivate static let cr: UInt8 = 0x0D
    fileprivate static let lf: UInt8 = 0x0A
    fileprivate static let space: UInt8 = 0x20
    fileprivate static let tab: UInt8 = 0x09
}

/// Counts what makes an address header dangerous.
private struct AddressField {
    var colons = 0
    var commas = 0
    private var quoted = false

    /// `nil` unless the line starts an address header.
    init?(_ line: ArraySlice<UInt8>) {
        let longestName = 16
        guard let colon = line.prefix(longestName).firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        let name = String(decoding: line[..<colon], as: UTF8.self)
            .lowercased().filter { $0 != " " && $0 != "\t" }
        guard MailGuard.addressHeaders.contains(name) else { return nil }
        add(line[line.index(after: colon)...])
    }

    /// A quote ends with its line here: an opened and never closed one must not hide the rest.
    mutating func add(_ line: ArraySlice<UInt8>) {
        let quotes = line.count { $0 == UInt8(ascii: "\"") }
        let honourQuotes = quotes.isMultiple(of: 2)
        quoted = false
        for byte in line {
            switch byte {
            case UInt8(ascii: "\"") where honourQuotes: quoted.toggle()
            case UInt8(ascii: ":") where !quoted: colons += 1
            case UInt8(ascii: ",") where !quoted: commas += 1
            default: break
            }
        }
    }
}

/// The lines of a mail without their ends.
private struct Lines {
    private let mail: [UInt8]
    private var position = 0

    init(_ mail: [UInt8]) { self.mail = mail }

    mutating func next() -> ArraySlice<UInt8>? {
        guard position < mail.count else { return nil }
        let end = mail[position...].firstIndex(of: MailGuard.lf) ?? mail.count
        var line = mail[position..<end]
        if line.last == MailGuard.cr { line = line.dropLast() }
        position = end + 1
        return line
    }
}
