// Words with which people begin a message because a poster told them to. None is needed: what follows none
// is a complaint as well, and the words of a citizen stay as they were written.
import Complaints
import Foundation
import Region

/// A text as it is meant.
struct Reading: Sendable, Hashable {
    /// What a message is that is none.
    enum Command: Sendable, Hashable {
        case stop, start
        /// How a complaint stands; `nil`: its number was mistyped.
        case check(TrackingNumber?)

        /// For the books.
        var word: String {
            switch self {
            case .stop: "stop"
            case .start: "start"
            case .check: "check"
            }
        }
    }

    var text: String
    /// From the form `LAPOR#name#address#complaint`.
    var name: String?
    var address: String?
    /// Nobody but the office may learn who wrote it, or that it was written.
    var confidential = false
    var anonymous = false
    /// The whole message is a command of the telephone, not a complaint: "stop pungli di pasar" is one.
    var command: Command?

    /// A blank that was typed as the poster spelled it: `HSS(spasi)jalan rusak`.
    private static let typedBlank = "(spasi)"

    init(_ written: String, _ keywords: SMSKeywords) {
        text = Self.withoutTypedBlanks(written)
        if text.utf8.count <= Self.commandBytesMax {
            let whole = Self.words(text).joined(separator: " ")
            command =
                keywords.stop.contains(whole) ? .stop
                : keywords.start.contains(whole) ? .start : Self.check(text, keywords)
        }
        // "LAPOR RAHASIA …", "RAHASIA LAPOR …", "ANONIM#…": the flags stand before the complaint. Nearly
        // every message begins with a word that says nothing here.
        let first = Self.words(text, atMost: 1)
        let isMarked = first.allSatisfy(keywords.isKnown)
        for word in isMarked ? Self.words(text, atMost: Self.flagWordsMax) : [] {
            if keywords.confidential.contains(word) {
                confidential = true
            } else if keywords.anonymous.contains(word) {
                anonymous = true
            } else if !keywords.openers.contains(word) {
                break
            }
        }
        readForm(keywords)
    }

    /// `CEK HSS-26-1000123-5`, however its parts are set apart. Whatever else follows the keyword is a
    /// complaint: people have a meter, a card or a sum checked as well.
    private static func check(_ text: String, _ keywords: SMSKeywords) -> Command? {
        var words = Self.words(text)
        guard let first = words.first, keywords.check.contains(first) else { return nil }
        words.removeFirst()
        if words.isEmpty { return .check(nil) }
        let all = words.joined()
        let prefix = String(all.prefix { $0.isASCII && $0.isLetter })
        let digits = all.dropFirst(prefix.count)
        guard words.count <= checkWordsMax, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        let region = prefix.isEmpty ? keywords.trackingPrefix : prefix
        let isOurs = keywords.trackingPrefix.isEmpty || region == keywords.trackingPrefix
        if isOurs, let number = TrackingNumber(run: region + digits) { return .check(number) }
        // With the region's letters before it a number was meant, whatever it says.
        let isMeant = prefix == keywords.trackingPrefix && !prefix.isEmpty
        return isMeant && digits.count >= checkDigitsMin ? .check(nil) : nil
    }

    /// Prefix, year, number and check digit.
    private static let checkWordsMax = 4
    /// Fewer are part of a complaint: "cek hss 2025".
    private static let checkDigitsMin = 6

    /// Words looked at for flags: a keyword or two, and the flag.
    private static let flagWordsMax = 3

    /// `LAPOR#name#address#complaint`; with fewer parts the last is the complaint.
    private mutating func readForm(_ keywords: SMSKeywords) {
        guard text.utf8.contains(UInt8(ascii: "#")) else { return }
        var parts = text.split(separator: "#", omittingEmptySubsequences: false)
            .map { $0.trimmingWhitespace() }
        let openers = Self.words(parts[0])
        guard parts.count >= 3, !openers.isEmpty, openers.allSatisfy(keywords.isKnown)
        else { return }
        parts.removeFirst()
        // A flag may have a place of its own: `LAPOR#RAHASIA#name#address#complaint`.
        while let first = parts.first, parts.count > 1, Self.words(first).count == 1,
            keywords.confidential.contains(Self.words(first)[0])
                || keywords.anonymous.contains(Self.words(first)[0])
        {
            parts.removeFirst()
        }
        guard parts.count >= 2, let last = parts.last, !last.isEmpty else { return }
        // A number sign in the complaint itself is no further field.
        let fields = min(2, parts.count - 1)
        name = parts[0].isEmpty ? nil : parts[0]
        if fields == 2 { address = parts[1].isEmpty ? nil : parts[1] }
        text = parts[fields...].joined(separator: "#")
    }

    private static func withoutTypedBlanks(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return text }
        var parts: [String] = []
        var rest = text[...]
        while let found = rest.range(of: typedBlank, options: .caseInsensitive) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        guard !parts.isEmpty else { return text }
        parts.append(String(rest))
        return parts.map { $0.trimmingWhitespace() }.joined(separator: " ").trimmingWhitespace()
    }

    /// The words in upper case, without what surrounds them: quotes, stars, colons, marks without width.
    private static func words(_ text: String, atMost count: Int = commandBytesMax) -> [String] {
        var words: [String] = []
        var rest = text.unicodeScalars[...]
        while words.count < count, let start = rest.firstIndex(where: isLetter) {
            let end = rest[start...].firstIndex { !isLetter($0) } ?? rest.endIndex
            words.append(String(rest[start..<end]).uppercased())
            rest = rest[end...]
        }
        return words
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x61...0x7A).contains(scalar.value | 0x20) || (0x30...0x39).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// No longer message is a command.
    private static let commandBytesMax = 64
}
