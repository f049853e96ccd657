// What must be true of a mail before GMime sees it: a cheap scan over the raw bytes, piece by piece.
import Foundation
import Intake

/// Checks the raw bytes of a mail before they reach GMime.
///
/// Every line that looks like an address header counts, not only those of the first block: GMime parses
/// the headers of attached mails as well.
struct MailGuard {
    /// Headers that GMime parses as address lists, recursively for groups.
    static let addressHeaders: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender",
        "resent-to", "resent-cc", "resent-bcc", "resent-reply-to",
    ]

    private let limits: MailLimits
    /// Bytes before the current line.
    private var lineStart = 0
    private var line = Line()
    private var inHeaderBlock = true
    private var headers = 0
    private var unfolded = 0
    private var field: AddressField?
    private var colons = 0

    /// Where the first header block ends, with the empty line; `nil` before that.
    private(set) var headerBlockEnd: Int?
    /// Within the first header block CR stands without LF.
    private(set) var hasBareCR = false

    init(limits: MailLimits) { self.limits = limits }

    /// Checks a whole mail.
    ///
    /// - Returns: what it has learned.
    static func check(_ mail: Content, limits: MailLimits) throws(MailRefusal) -> MailGuard {
        guard mail.count <= limits.mailBytesMax else {
            throw MailRefusal(
                code: .tooLarge,
                message: "\(mail.count) bytes, the limit is \(limits.mailBytesMax)")
        }
        var guardian = MailGuard(limits: limits)
        var rest = mail
        while let piece = try rest.nextPiece() { try guardian.scan(piece) }
        try guardian.endLine(isLast: true)
        return guardian
    }

    /// The next bytes.
    mutating func scan(_ piece: [UInt8]) throws(MailRefusal) {
        try piece.withUnsafeBufferPointer { (bytes) throws(MailRefusal) in
            var start = 0
            while start < bytes.count {
                let end = bytes.firstPlace(of: Self.lf, from: start)
                let part = bytes[start..<(end ?? bytes.count)]
                guard let end else { return try add(part) }
                start = end + 1
                // Nearly all of a mail are such lines.
                if !inHeaderBlock, line.count == 0, field == nil, Line.isNoAddress(part) { continue }
                try add(part)
                try endLine()
            }
        }
    }

    private mutating func add(_ bytes: Bytes) throws(MailRefusal) {
        guard !bytes.isEmpty else { return }
        if inHeaderBlock { noteBareCR(bytes) }
        if line.count == 0 { beginLine(bytes[bytes.startIndex]) }
        line.count += bytes.count
        line.endsInCR = bytes.last == Self.cr
        if line.isAddress { line.field.add(bytes) } else { line.addName(bytes) }
        if inHeaderBlock { try checkHeader() }
    }

    private mutating func beginLine(_ first: UInt8) {
        line.isFolded = first == Self.space || first == Self.tab
        if line.isFolded {
            line.isAddress = field != nil
        } else {
            line.mayBeAddress = true
        }
    }

    private mutating func endLine(isLast: Bool = false) throws(MailRefusal) {
        if line.endsInCR { line.count -= 1 }
        if isLast, line.count == 0 { return }
        if inHeaderBlock {
            if line.count == 0 {
                inHeaderBlock = false
                headerBlockEnd = lineStart + (line.endsInCR ? 1 : 0) + 1
            } else {
                try checkHeader()
                headers += line.isFolded ? 0 : 1
                unfolded = (line.isFolded ? unfolded : 0) + line.count
            }
        }
        try checkAddresses()
        lineStart += line.count + (line.endsInCR ? 1 : 0) + 1
        line = Line()
    }

    private mutating func checkAddresses() throws(MailRefusal) {
        if line.isAddress {
            var total = line.isFolded ? field ?? AddressField() : AddressField()
            total.add(line.field)
            field = total
        } else {
            field = nil
        }
        guard let field else { return }
        guard field.colons <= limits.addressColonsMax, field.commas <= limits.addressCommasMax
        else {
            throw MailRefusal(
                code: .hostileAddresses,
                message: "an address header with more than \(limits.addressColonsMax) groups "
                    + "or \(limits.addressCommasMax) addresses")
        }
    }

    private func checkHeader() throws(MailRefusal) {
        let count = line.count - (line.endsInCR ? 1 : 0)
        let number = headers + (line.isFolded ? 0 : 1)
        guard count > 0 || line.count == 0 else { return }
        guard lineStart + count <= limits.headerBlockBytesMax else {
            throw MailRefusal(
                code: .headersTooLarge,
                message: "the header block is over \(limits.headerBlockBytesMax) bytes")
        }
        guard number <= limits.headersMax else {
            throw MailRefusal(
                code: .headersTooLarge, message: "more than \(limits.headersMax) headers")
        }
        guard (line.isFolded ? unfolded : 0) + count <= limits.headerLineBytesMax else {
            throw MailRefusal(
                code: .headersTooLarge,
                message: "header \(number) is over \(limits.headerLineBytesMax) bytes")
        }
    }

    private mutating func noteBareCR(_ bytes: Bytes) {
        if line.endsInCR { hasBareCR = true }
        let last = bytes.endIndex - 1
        if bytes.base.firstPlace(of: Self.cr, from: bytes.startIndex, upTo: last) != nil {
            hasBareCR = true
        }
    }

    static let cr: UInt8 = 0x0D
    static let lf: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
}

private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

/// The line that is being read.
private struct Line {
    var count = 0
    var endsInCR = false
    var isFolded = false
    /// It begins like the name of a header, so far.
    var mayBeAddress = false
    var isAddress = false
    /// What was counted after the name.
    var field = AddressField()
    private var name: [UInt8] = []

    /// Longer is no address header's name, blanks before the colon included.
    static let nameBytesMax = 64

    /// Whether a whole line is none: its first letter tells, or that no colon comes soon.
    static func isNoAddress(_ line: Bytes) -> Bool {
        guard let first = line.first, mayStart(first | 0x20) else { return true }
        let end = min(line.endIndex, line.startIndex + nameBytesMax)
        return line.base.firstPlace(of: UInt8(ascii: ":"), from: line.startIndex, upTo: end) == nil
    }

    mutating func addName(_ bytes: Bytes) {
        guard mayBeAddress else { return }
        if name.isEmpty, let first = bytes.first, !Self.mayStart(first | 0x20) {
            mayBeAddress = false
            return
        }
        let room = Self.nameBytesMax - name.count
        guard let colon = bytes.prefix(room).firstIndex(of: UInt8(ascii: ":")) else {
            name += bytes.prefix(room)
            mayBeAddress = name.count < Self.nameBytesMax
            return
        }
        mayBeAddress = false
        // Whole names that are none of them; blanks within are passed over below, as GMime does.
        let part = bytes[..<colon]
        if name.isEmpty, !Self.addressNames.begin(part), !part.contains(where: { $0 <= 0x20 }) { return }
        name += part
        name.removeAll { $0 == MailGuard.space || $0 == MailGuard.tab || $0 == MailGuard.cr }
        let text = String(decoding: name, as: UTF8.self).lowercased()
        guard MailGuard.addressHeaders.contains(text) else { return }
        isAddress = true
        field.add(bytes[bytes.index(after: colon)...])
    }

    private static let addressNames = Phrases(MailGuard.addressHeaders)

    private static func mayStart(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "f"), UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "c"), UInt8(ascii: "b"):
            true
        default: false
        }
    }
}

/// Counts what GMime recurses on, of one line or of a header.
private struct AddressField {
    private var quotes = 0
    private var colonsOutside = 0
    private var commasOutside = 0
    private var colonsAnywhere = 0
    private var commasAnywhere = 0
    private(set) var colons = 0
    private(set) var commas = 0

    /// Bytes of one line.
    mutating func add(_ bytes: Bytes) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): quotes += 1
            case UInt8(ascii: ":"):
                colonsAnywhere += 1
                if quotes.isMultiple(of: 2) { colonsOutside += 1 }
            case UInt8(ascii: ","):
                commasAnywhere += 1
                if quotes.isMultiple(of: 2) { commasOutside += 1 }
            default: break
            }
        }
    }

    /// A quote ends with its line here: an opened and never closed one must not hide the rest.
    mutating func add(_ line: AddressField) {
        let honoursQuotes = line.quotes.isMultiple(of: 2)
        colons += honoursQuotes ? line.colonsOutside : line.colonsAnywhere
        commas += honoursQuotes ? line.commasOutside : line.commasAnywhere
    }
}

extension Content {
    /// The first piece, taken off; a file that cannot be read is a reason to quarantine.
    mutating func nextPiece() throws(MailRefusal) -> [UInt8]? {
        do throws(UnnamedFile.Failure) {
            return try popPiece()
        } catch {
            throw MailRefusal(code: .notReadable, message: "\(error)")
        }
    }

    /// All of a small one.
    func inMemory() throws(MailRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = self
        while let piece = try rest.nextPiece() { bytes += piece }
        return bytes
    }
}
