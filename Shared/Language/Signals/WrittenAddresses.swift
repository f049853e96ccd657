// Finds links and codes to dial ("*123*4#") in a text: what advertising cannot do without.
import Complaints

/// The links to hosts that are not trusted, and the codes to dial, of one text.
struct WrittenAddresses {
    struct Found: Hashable {
        var text: MatchedText
        /// A code to dial, and no link.
        var isCode: Bool
    }

    /// More say nothing new.
    static let maximum = 8
    /// Hosts end so when somebody writes a link without "http" or "www".
    static let endings: Set<String> = [
        "com", "net", "org", "id", "xyz", "site", "online", "club", "vip", "link", "me", "ly", "info",
        "top", "app", "shop", "store", "live", "bet", "win", "cc", "co", "io", "pro", "fun", "tk", "ml",
    ]

    private(set) var found: [Found] = []

    init(_ text: String, trustedHosts: [String]) {
        let bytes = text.utf8
        var start = bytes.startIndex
        var scalars = 0
        while start < bytes.endIndex, found.count < Self.maximum {
            let end = bytes[start...].firstIndex { $0 <= 32 } ?? bytes.endIndex
            let word = bytes[start..<end]
            let length = word.count { $0 & 0xC0 != 0x80 }
            // Most words hold neither a dot inside nor a star.
            if length > 3, word.contains(Self.star) || word.dropLast().contains(Self.dot) {
                read(Substring(word), from: scalars, to: scalars + length, trustedHosts)
            }
            scalars += length + 1
            start = end == bytes.endIndex ? end : bytes.index(after: end)
        }
    }

    private static let star = UInt8(ascii: "*")
    private static let dot = UInt8(ascii: ".")

    private mutating func read(_ word: Substring, from start: Int, to end: Int, _ trusted: [String]) {
        let isCode = Self.isCode(word)
        guard isCode || Self.isLink(word, trusted) else { return }
        let matched = MatchedText(text: String(word), start: start, end: end)
        found.append(Found(text: matched, isCode: isCode))
    }

    /// `*` digits … `#`, with at least three digits: "*123#", "*100*888#".
    private static func isCode(_ chunk: Substring) -> Bool {
        let bytes = chunk.utf8
        guard let star = bytes.firstIndex(of: star),
            let end = bytes.lastIndex(of: UInt8(ascii: "#")), star < end
        else { return false }
        let inside = bytes[bytes.index(after: star)..<end]
        let digits = inside.count { $0 >= 48 && $0 <= 57 }
        return digits >= 3 && inside.allSatisfy { $0 >= 48 && $0 <= 57 || $0 == 42 || $0 == 35 }
    }

    private static func isLink(_ chunk: Substring, _ trusted: [String]) -> Bool {
        var address = chunk.lowercased()[...]
        let isMarked = address.contains("://") || address.contains("www.")
        if let scheme = address.firstRange(of: "://") { address = address[scheme.upperBound...] }
        // A mail address is no link; what stands before an @ in a link is not its host.
        let authority = address.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") {
            guard isMarked else { return false }
            address = address[address.index(after: at)...]
        }
        let host = address.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
        let labels = host.split(separator: ".")
        guard labels.count > 1, let ending = labels.last else { return false }
        guard isMarked || (labels[0].count > 1 && Self.endings.contains(String(ending))) else {
            return false
        }
        return !trusted.contains { host == $0 || host.hasSuffix("." + $0) }
    }
}
