// How minutes number what was said: "1." or "I." or "A." before points, letters and bullets inside of them,
// headings above. Which of the styles numbers the points shows in the whole file.

/// The numbering of a file of minutes.
struct Outline {
    enum Style: CaseIterable { case arabic, roman, letter, smallRoman, small }

    /// What numbers the points; small letters may, and numbers what was agreed on them.
    let points: [Style]
    /// What numbers headings.
    private let headings: Set<Style>
    /// The sign before each point, where none is numbered: "# Pak Ali: …", with answers below.
    private let sign: String?

    /// Answers are numbered below their point: "2.1 Ibu Ida mengusulkan …", "2.2 Dinas PU: …".
    private let nests: Bool

    /// So many numbers may be left out between two points.
    private static let gapMax = 2
    /// A numbered line says something when it has so many words; a heading has fewer.
    private static let wordsOfAPoint = 7.0

    init(_ lines: [Substring]) {
        var marked: [Style: [(number: Int, rest: Substring)]] = [:]
        var firsts: [Style: Int] = [:]
        for (index, line) in lines.enumerated() {
            let text = Outline.bare(line)
            for style in Style.allCases {
                guard let mark = Outline.mark(text, style) else { continue }
                // Who counts by hand leaves a number out; further on, it is a number in a sentence.
                let last = marked[style]?.last?.number ?? 0
                guard mark.number == 1 || (last + 1...last + Self.gapMax + 1).contains(mark.number)
                else { continue }
                marked[style, default: []].append(mark)
                firsts[style] = firsts[style] ?? index
            }
        }
        // "C." and "I." are letters or Roman numbers; the one that goes on is meant.
        if (marked[.letter]?.count ?? 0) < (marked[.roman]?.count ?? 0) { marked[.letter] = nil }
        if (marked[.roman]?.count ?? 0) < 2 { marked[.roman] = nil }
        // "i." may be a letter, "ii." is none; below "a." and "b." it is a detail.
        let hasLetters = marked[.small]?.contains { $0.number == 2 } == true
        if !hasLetters, marked[.smallRoman]?.contains(where: { $0.number == 2 }) == true {
            marked[.small] = nil
        } else {
            marked[.smallRoman] = nil
        }
        marked = marked.filter { $1.count >= 2 }
        let headings = Set(
            marked.filter { style, marks in
                guard style != .small, style != .smallRoman else { return false }
                let loud = marks.count { Outline.isLoud($0.rest) && !Outline.isPerson($0.rest) }
                let words = marks.reduce(0) { $0 + $1.rest.split(separator: " ").count }
                // Numbers that are more than the letters above them are the points.
                let numbers = style == .arabic ? 0 : marked[.arabic]?.count ?? 0
                let below = style == .arabic ? 0 : numbers + (marked[.smallRoman]?.count ?? 0)
                return loud * 2 >= marks.count
                    || below > 0 && Double(words) < Self.wordsOfAPoint * Double(marks.count)
                    || numbers > marks.count
            }.keys)
        self.headings = headings
        // A Roman or a letter that says something is the point; numbers below it are details.
        // "a)" is a detail, unless there is nothing else.
        let numbering = [Style.roman, .letter, .arabic, .smallRoman, .small].first {
            marked[$0] != nil && !headings.contains($0)
        }
        let isAbove = firsts[.small] ?? .max < firsts[.arabic] ?? 0
        // Numbers that begin below "KESEPAKATAN" list what was agreed on points that have a sign.
        let agreed = lines.firstIndex(where: Outline.headsAgreements) ?? lines.count
        let isBelow = (numbering.flatMap { firsts[$0] } ?? 0) > agreed
        let signed = isBelow ? Outline.sign(Array(lines[..<agreed])) : nil
        if let signed {
            (points, sign) = ([], signed)
        } else if numbering == .arabic, isAbove, marked[.small]?.count ?? 0 >= Self.fewestSigned {
            (points, sign) = ([.small, .arabic], nil)
        } else {
            points = numbering.map { [$0] } ?? []
            sign = points.isEmpty ? Outline.sign(lines) : nil
        }
        let nested = lines.compactMap { Outline.nested(Outline.bare($0)) }
        nests = nested.count { $0.below > 1 } >= Self.fewestSigned
            && nested.count { $0.below == 1 } >= Self.fewestSigned
    }

    /// "2.3 Bappeda: …", "B.2.a. Tanggapan: …": the point, which of its lines this is (a detail is never
    /// the first), and the words.
    private static func nested(_ line: Substring) -> (point: Int, below: Int, rest: Substring)? {
        var text = line
        if let letter = text.first, letter.isASCII, letter.isUppercase, text.dropFirst().first == "." {
            text = text.dropFirst(2)
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), let point = Int(digits) else { return nil }
        var after = text[digits.endIndex...]
        guard after.first == "." else { return nil }
        after = after.dropFirst()
        let isLettered = text.startIndex > line.startIndex
        // "B.2. Penanya: …"
        if isLettered, after.first?.isWhitespace == true { return (point, 1, Timecode.trim(after)) }
        guard let mark = after.first, mark.isASCII, isLettered ? mark.isLowercase : mark.isNumber else {
            return nil
        }
        after = after.dropFirst()
        if let sign = after.first, ".)".contains(sign) { after = after.dropFirst() }
        guard after.first?.isWhitespace == true else { return nil }
        return (point, isLettered ? 2 : mark.wholeNumberValue ?? 2, Timecode.trim(after))
    }

    /// "C. KESEPAKATAN (dibacakan ulang)": a heading above what was agreed.
    private static func headsAgreements(_ line: Substring) -> Bool {
        let text = bare(line)
        let words = (mark(text, .letter) ?? mark(text, .roman))?.rest ?? text
        let first = words.prefix(while: \.isLetter)
        return first.count >= 3 && isLoud(first) && FieldLabel.agreeing.contains(first.lowercased())
    }

    /// The words of a line that is numbered below a point.
    func below(_ line: Substring) -> Substring? {
        nests ? Outline.nested(Outline.bare(line)).flatMap { $0.below > 1 ? $0.rest : nil } : nil
    }

    /// "KEPALA DESA BALIMAU", "IBU NORMAH": in capitals, but no heading.
    static func isPerson(_ text: Substring) -> Bool {
        let first = text.lowercased().prefix { $0.isLetter }
        return persons.contains(String(first))
    }

    private static let persons = Set(
        words: """
            kepala ketua bapak ibu sdr sdri saudara saudari hj h haji pak bu pambakal kades kader \
            perwakilan warga tokoh rt guru ustadz ustaz sekretaris bpd
            """)

    private static let fewestSigned = 3

    /// A sign that begins several lines, mostly with lines of another kind between them.
    private static func sign(_ lines: [Substring]) -> String? {
        let filled = lines.indices.filter { !Timecode.trim(lines[$0]).isEmpty }
        let texts = filled.map { Timecode.trim(lines[$0]) }
        let indents = filled.map { lines[$0].prefix { $0 == " " || $0 == "\t" }.count }
        let isApart = filled.map { $0 == 0 || Timecode.trim(lines[$0 - 1]).isEmpty }
        let found = ("#@+●■▪*o•-".map(String.init) + arrows).map { sign in
            let signed = texts.indices.filter { texts[$0].hasPrefix(sign + " ") }
            // A dash is a detail as often as a point; a point has its details set in below. An arrow is
            // what was agreed, unless a blank line stands before it.
            let isCommon = "o•-".contains(sign)
            let apart = signed.count {
                texts.indices.contains($0 + 1) && !texts[$0 + 1].hasPrefix(sign)
                    && (!isCommon || indents[$0 + 1] > indents[$0]) && (isApart[$0] || !arrows.contains(sign))
            }
            let isPoint = signed.count >= fewestSigned && apart * 10 >= signed.count * 7
            return (sign: sign, count: isPoint ? signed.count : 0)
        }
        // "• Masukan" stands above "o Ibu Fatimah: …".
        let most = found.map(\.count).max() ?? 0
        return most > 0 ? found.first { $0.count == most }?.sign : nil
    }

    private static let arrows = ["=>", "->", ">>", "→", "»"]

    /// The number and the words of a line that begins a point; 0 where points have no numbers.
    func point(_ line: Substring) -> (number: Int, rest: Substring)? {
        if let sign, !nests {
            let text = Timecode.trim(line)
            guard text.hasPrefix(sign + " ") else { return nil }
            return (0, Timecode.trim(text.dropFirst(sign.count)))
        }
        let text = Outline.bare(line)
        if nests { return Outline.nested(text).flatMap { $0.below == 1 ? ($0.point, $0.rest) : nil } }
        return points.lazy.compactMap { Outline.mark(text, $0) }.first
    }

    /// The words of a numbered heading.
    func heading(_ line: Substring) -> Substring? {
        let text = Outline.bare(line)
        return headings.lazy.compactMap { Outline.mark(text, $0)?.rest }.first
    }

    /// "1." "2)" "(3)" "4 ;" at the front of a line; "12.30" is a time.
    static func mark(_ line: Substring, _ style: Style) -> (number: Int, rest: Substring)? {
        var text = line
        if text.hasPrefix("(") || text.hasPrefix("[") { text = text.dropFirst() }
        if style == .arabic { text = withoutName(text) }
        let head = text.prefix(6).prefix {
            switch style {
            case .arabic: $0.isASCII && $0.isNumber
            case .small, .smallRoman: $0.isASCII && $0.isLowercase
            case .roman, .letter: $0.isASCII && $0.isUppercase
            }
        }
        guard !head.isEmpty, head.count <= longest(style) else { return nil }
        var after = text[head.endIndex...]
        if style == .arabic, after.hasPrefix(" ") { after = Timecode.trim(after) }
        // "5a.": another matter under the same number.
        if style == .arabic, let letter = after.first, letter.isASCII, letter.isLowercase,
            after.dropFirst().first.map({ ".)".contains($0) }) == true
        {
            after = after.dropFirst()
        }
        // "A — Pak Kasim: …", "A: PDAM menambah jam".
        let isDashed = style == .letter && [" — ", " – ", ": "].contains { after.hasPrefix($0) }
        if isDashed, after.hasPrefix(" ") { after = Timecode.trim(after) }
        guard let sign = after.first, ".);]|".contains(sign) || isDashed else { return nil }
        let rest = after.dropFirst()
        guard style == .roman || (rest.unicodeScalars.first?.isBlank ?? true) else { return nil }
        let number: Int?
        switch style {
        case .arabic: number = Int(head)
        case .roman: number = roman(head)
        case .smallRoman: number = roman(head.uppercased()[...])
        case .letter: number = head.utf8.first.map { Int($0) - 64 }
        case .small: number = head.utf8.first.map { Int($0) - 96 }
        }
        guard let number, number > 0 else { return nil }
        return (number, Timecode.trim(rest))
    }

    private static func longest(_ style: Style) -> Int {
        switch style {
        case .arabic: 3
        case .roman, .smallRoman: 5
        case .letter, .small: 1
        }
    }

    /// "P3.", "Butir 3.", "No. 3)": without what a number is called.
    private static func withoutName(_ line: Substring) -> Substring {
        let name = line.prefix { $0.isASCII && $0.isLetter }
        let isName =
            name.count == 1 && name.first?.isUppercase == true
            || ["butir", "poin", "point", "no", "nomor", "usulan"].contains(name.lowercased())
        guard isName else { return line }
        let rest = line[name.endIndex...].drop { ". ".contains($0) && name.count > 1 }
        return rest.first?.isNumber == true ? rest : line
    }

    private static func roman(_ text: Substring) -> Int? {
        let values: [Character: Int] = ["I": 1, "V": 5, "X": 10, "L": 50]
        let digits = text.compactMap { values[$0] }
        guard digits.count == text.count else { return nil }
        return digits.indices.reduce(0) { sum, at in
            let isLess = at + 1 < digits.count && digits[at] < digits[at + 1]
            return sum + (isLess ? -digits[at] : digits[at])
        }
    }

    /// All in capitals.
    static func isLoud(_ text: Substring) -> Bool {
        let letters = text.filter(\.isLetter)
        return letters.count > 3 && letters.allSatisfy(\.isUppercase)
    }

    /// Without the marks of emphasis that phones and Markdown put around words: `*Pak Ali*`, `== WARGA ==`.
    static func bare(_ line: Substring) -> Substring {
        var text = Timecode.trim(line)
        // "*Pak Ali* (Haratai)"; a star before a blank is a bullet.
        if text.dropFirst().contains("*") { text = text.filter { $0 != "*" }[...] }
        while let first = text.first, "*_=#".contains(first), !text.hasPrefix("=>"),
            !text.hasPrefix("* ")
        {
            text = Timecode.trim(text.dropFirst())
        }
        while let last = text.last, "*_=#".contains(last) { text = Timecode.trim(text.dropLast()) }
        return text
    }

    /// What an inner mark says: "a." "b)" "-" are details, "=>" is what was agreed.
    enum Inner { case detail, result }

    static func inner(_ line: Substring) -> (sort: Inner, rest: Substring)? {
        for mark in ["==>", "-->", "=>", "->", ">>", "→", "⇒", "➡"] where line.hasPrefix(mark) {
            return (.result, Timecode.trim(line.dropFirst(mark.count)))
        }
        for mark in ["- ", "• ", "* ", "– ", "~ ", "· ", "o ", "= ", "+ ", "> ", "< "]
        where line.hasPrefix(mark) {
            return (.detail, Timecode.trim(line.dropFirst(mark.count)))
        }
        let letter = line.prefix { $0.isASCII && $0.isLowercase }
        let rest = line[letter.endIndex...]
        guard letter.count == 1, let sign = rest.first, ".)".contains(sign),
            rest.dropFirst().unicodeScalars.first?.isBlank == true
        else { return nil }
        return (.detail, Timecode.trim(rest.dropFirst()))
    }
}
