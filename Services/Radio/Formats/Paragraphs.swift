// Where a paragraph of a typed file ends: a line that had room for the next word was not broken by its width.

/// How the lines of a file are broken.
struct Paragraphs {
    /// A line as long as this shows the width; shorter ones may all be short.
    private static let leastWidth = 70

    private let lines: [Substring]
    /// The longest line; `nil` when no line is long enough to tell.
    private let width: Int?

    init(_ lines: [Substring]) {
        self.lines = lines
        let longest = lines.lazy.map(\.utf8.count).max() ?? 0
        width = longest >= Self.leastWidth ? longest : nil
    }

    /// Whether the line begins a paragraph: the one before ended a sentence with room to spare.
    func begins(at index: Int) -> Bool {
        guard let width, index > 0, index < lines.count else { return false }
        let before = Timecode.trim(lines[index - 1])
        guard let last = before.last else { return false }
        guard ".?!\"”)]…".contains(last) else { return false }
        let text = Timecode.trim(lines[index])
        let word = text.prefix { $0 != " " }
        // What is set in goes on with the paragraph, unless it says that something else begins.
        if text.startIndex != lines[index].startIndex,
            !Self.openers.contains(word.lowercased().filter(\.isLetter))
        {
            return false
        }
        return lines[index - 1].utf8.count + 1 + word.utf8.count <= width
    }

    private static let openers: Set<String> = [
        "satu", "dua", "tiga", "empat", "lima", "pertama", "kedua", "ketiga", "keempat", "kelima",
        "terakhir",
        "terus", "lalu", "kemudian", "berikutnya", "selanjutnya", "untuk", "dan", "yang", "yg",
        "buat",
    ]

    static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// "iklan (3 spot)", "lagu Paris Barantai": a few words that begin with what interrupts the programme.
    static func announcesBreak(_ line: Substring) -> Bool {
        let words = Timecode.trim(line).split(separator: " ", maxSplits: mostOfBreak)
        return words.count <= mostOfBreak && !line.hasSuffix("?") && beginsBreak(line)
    }

    /// The first word names what interrupts the programme.
    static func beginsBreak(_ line: Substring) -> Bool {
        let word = Timecode.trim(line).drop { !$0.isLetter }.prefix(while: \.isLetter)
        return breaks.contains(word.lowercased())
    }

    private static let mostOfBreak = 6
    private static let breaks: Set<String> = [
        "iklan", "lagu", "jeda", "azan", "adzan", "jingle", "jinggel", "musik", "selingan", "spot",
    ]

    /// A whole line in brackets, or between dashes, is the typist's, not the speaker's.
    static func isRemark(_ line: Substring) -> Bool {
        let text = Timecode.trim(line)
        guard let first = text.first, let last = text.last, text.dropFirst(2).first != nil
        else { return false }
        switch first {
        // "(iklan) Toko Emas Sinar Baru".
        case "(":
            let inside = text.firstIndex(of: ")").map { text[..<$0].dropFirst() }
            return last == ")" || inside.map(beginsBreak) ?? false
        case "[": return last == "]"
        case "-", "–": return text.hasPrefix("--")
        case "=": return true
        case "*": return last == "*"
        case "_", "~": return last == first
        case "{": return last == "}"
        // "#lagu Paris Barantai"; a blank makes it a voice's sign.
        case "#": return text.dropFirst().first?.isLetter == true && beginsBreak(text)
        case "/": return last == "/" || text.hasPrefix("//")
        default: return false
        }
    }
}
