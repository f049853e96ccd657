// How a typist set a line of minutes: how far in, and what sign stands before its words.

/// How a line was set.
package struct LineForm: Codable, Sendable, Hashable {
    /// What stands before the words.
    package enum Sign: String, Codable, Sendable, CaseIterable {
        /// Nothing; the words begin with a capital, or small as what goes on.
        case capital, small
        /// "1.", "(2)", "Butir 3."; "P3", "T2"; "IV."; "B."; "b)".
        case number, named, roman, letter, detail
        /// "-", "•"; "=>", "→"; a picture.
        case bullet, arrow, picture
        /// "(", "[", a quotation mark: the whole line stands in it, or its beginning.
        case bracket, note, quote
        /// "20.15", "[09:41]".
        case time
        /// A cell of a table.
        case cell
        /// A digit that numbers nothing.
        case digit
    }

    /// Blanks before it; a tab counts as four.
    package var indent = 0
    package var sign = Sign.capital
    /// The number it has, if it has one.
    package var number: Int?

    package init(indent: Int = 0, sign: Sign = .capital, number: Int? = nil) {
        (self.indent, self.sign, self.number) = (indent, sign, number)
    }
}

extension LineForm {
    private static let tab = 4
    private static let longestNumber = 3

    /// The form of a line and its words, without marks of emphasis.
    static func read(_ line: Substring) -> (form: LineForm, words: Substring) {
        var form = LineForm(indent: indent(line))
        var text = bare(line)
        if let (sign, number, rest) = mark(text) {
            (form.sign, form.number, text) = (sign, number, rest)
        }
        if let rest = clock(text) {
            if form.sign == .capital { form.sign = .time }
            text = rest
        } else if form.sign == .capital {
            form.sign = plain(text)
        }
        return (form, text)
    }

    private static func indent(_ line: Substring) -> Int {
        var indent = 0
        for scalar in line.unicodeScalars {
            guard scalar.isBlank else { break }
            indent += scalar == "\t" ? tab : 1
        }
        return indent
    }

    private static func plain(_ text: Substring) -> Sign {
        guard let first = text.first else { return .capital }
        if first == "(" { return .bracket }
        if first == "[" { return .note }
        if "\"“”'‘".contains(first) { return .quote }
        if first.isNumber { return .digit }
        return first.isLowercase ? .small : .capital
    }

    /// Without the marks of emphasis that phones and Markdown put around words: `*Pak Ali*`, `== WARGA ==`.
    static func bare(_ line: Substring) -> Substring {
        var text = Timecode.trim(line)
        // "*Pak Ali* (Haratai)"; a star before a blank is a bullet.
        if text.dropFirst().contains("*") { text = text.filter { $0 != "*" }[...] }
        while let first = text.first, "*_=#".contains(first), !text.hasPrefix("=>"), !text.hasPrefix("==>"),
            !text.hasPrefix("* "), !text.hasPrefix("= ")
        {
            text = Timecode.trim(text.dropFirst())
        }
        while let last = text.last, "*_=#".contains(last) { text = Timecode.trim(text.dropLast()) }
        return text
    }

    /// All in capitals.
    static func isLoud(_ text: Substring) -> Bool {
        let letters = text.filter(\.isLetter)
        return letters.count > 3 && letters.allSatisfy(\.isUppercase)
    }

    // MARK: Signs

    private static let arrows = ["==>", "-->", "=>", "->", ">>", "→", "⇒", "➡️", "➡", "↳", "»"]
    private static let bullets = "-–—•*~·o+=><▪►✓√●■@#|"

    private static func mark(_ text: Substring) -> (Sign, Int?, Substring)? {
        for arrow in arrows where text.hasPrefix(arrow) {
            return (.arrow, nil, Timecode.trim(text.dropFirst(arrow.count)))
        }
        if let (number, rest) = keycap(text) { return (.number, number, rest) }
        if let first = text.unicodeScalars.first, first.value > 0x2600, first.properties.isEmoji {
            return (.picture, nil, Timecode.trim(text.dropFirst()))
        }
        if let first = text.first, bullets.contains(first), text.dropFirst().first?.isWhitespace == true {
            return (.bullet, nil, Timecode.trim(text.dropFirst()))
        }
        return counted(text)
    }

    /// A digit in the picture of a key.
    static func keycap(_ text: Substring) -> (Int, Substring)? {
        if text.first == "\u{1F51F}" { return (10, Timecode.trim(text.dropFirst())) }
        let keys = text.prefix { $0.unicodeScalars.last == "\u{20E3}" }
        guard (1...2).contains(keys.count),
            let number = Int(String(keys.compactMap(\.unicodeScalars.first).map(Character.init)))
        else { return nil }
        return (number, Timecode.trim(text[keys.endIndex...]))
    }

    /// "1." "2)" "(3)" "[4]" "2.1" "P3." "Butir 3." "IV." "B." "b)"; "12.30" is a time.
    private static func counted(_ line: Substring) -> (Sign, Int?, Substring)? {
        var text = line
        if text.hasPrefix("(") || text.hasPrefix("[") { text = text.dropFirst() }
        let (digits, isNamed) = withoutName(text)
        let head = digits.prefix(longestNumber + 1).prefix { $0.isASCII && $0.isNumber }
        if !head.isEmpty, head.count <= longestNumber, let number = Int(head) {
            guard let rest = behind(digits[head.endIndex...], isNamed: isNamed) else { return nil }
            return (isNamed ? .named : .number, number, rest)
        }
        let letters = text.prefix(6).prefix { $0.isASCII && $0.isLetter }
        guard !letters.isEmpty, let rest = closed(text[letters.endIndex...]) ?? dashed(text, letters) else {
            return nil
        }
        if let number = roman(letters) { return (.roman, number, rest) }
        guard letters.count == 1, let letter = letters.utf8.first else { return nil }
        return letter >= UInt8(ascii: "a")
            ? (.detail, Int(letter) - 96, rest) : (.letter, Int(letter) - 64, rest)
    }

    /// What follows the digits of a number: "1. ", "1)", "2.3 ", "5a. ", "1 ) ".
    private static func behind(_ text: Substring, isNamed: Bool) -> Substring? {
        var after = text
        if after.first == " " { after = Timecode.trim(after) }
        // "5a.": another matter under the same number; "2.1": below it.
        if let letter = after.first, letter.isASCII, letter.isLowercase,
            after.dropFirst().first.map({ ".)".contains($0) }) == true
        {
            after = after.dropFirst()
        } else if after.first == ".", let digit = after.dropFirst().first, digit.isASCII, digit.isNumber {
            let below = after.dropFirst().prefix { $0.isASCII && $0.isNumber }
            let rest = after[below.endIndex...]
            guard below.count == 1, rest.first.map({ $0.isWhitespace || ".)".contains($0) }) ?? false else {
                return nil
            }
            return Timecode.trim(rest.drop { ".)".contains($0) })
        }
        if let rest = closed(after) { return rest }
        // "P3 Bu Ida: …", "T2: …".
        guard isNamed, let next = text.first, next.isWhitespace || next == ":" else { return nil }
        return Timecode.trim(text.dropFirst())
    }

    /// "A — Pak Kasim: …", "B: PDAM menambah jam".
    private static func dashed(_ text: Substring, _ letters: Substring) -> Substring? {
        guard letters.count == 1, letters.first?.isUppercase == true else { return nil }
        let after = text[letters.endIndex...]
        let sign = [" — ", " – ", ": "].first { after.hasPrefix($0) }
        return sign.map { Timecode.trim(after.dropFirst($0.count)) }
    }

    private static func closed(_ text: Substring) -> Substring? {
        guard let sign = text.first, ".);]/".contains(sign) else { return nil }
        let rest = text.dropFirst().drop { ".)]-".contains($0) }
        // "1.Bu Ida", but not "p.s" or "3.5".
        guard let next = rest.first else { return rest }
        return next.isWhitespace || next.isUppercase || "\"“(*[".contains(next) ? Timecode.trim(rest) : nil
    }

    /// "P3.", "Butir 3.", "No. 3)": without what a number is called.
    private static func withoutName(_ line: Substring) -> (rest: Substring, isNamed: Bool) {
        let name = line.prefix { $0.isASCII && $0.isLetter }
        let isName = name.count == 1 && name.first?.isUppercase == true || names.contains(name.lowercased())
        guard isName else { return (line, false) }
        let rest = line[name.endIndex...].drop { ". #-".contains($0) }
        return rest.first?.isNumber == true ? (rest, true) : (line, false)
    }

    private static let names: Set<String> = [
        "butir", "poin", "point", "no", "nomor", "usulan", "usul", "masukan", "kartu", "lembar", "penanya",
        "pertanyaan", "kasus", "aduan", "hal",
    ]

    private static func roman(_ text: Substring) -> Int? {
        let values: [Character: Int] = ["I": 1, "V": 5, "X": 10, "L": 50]
        let digits = text.compactMap { values[$0] }
        guard digits.count == text.count else { return nil }
        return digits.indices.reduce(0) { sum, at in
            let isLess = at + 1 < digits.count && digits[at] < digits[at + 1]
            return sum + (isLess ? -digits[at] : digits[at])
        }
    }

    /// The words behind a time of the clock: "20.15 Arbainah", "[09:41] …", "(10.05-10.20) …".
    private static func clock(_ text: Substring) -> Substring? {
        var rest = text
        if let open = rest.first, "[(".contains(open) {
            let sign: Character = open == "[" ? "]" : ")"
            guard let close = rest.prefix(longestTime).firstIndex(of: sign) else { return nil }
            let inside = rest[..<close].dropFirst()
            guard inside.first?.isNumber == true, inside.contains(where: { ".:".contains($0) }),
                inside.count(where: \.isLetter) <= 4
            else { return nil }
            return Timecode.trim(rest[rest.index(after: close)...])
        }
        guard let after = hours(rest) else { return nil }
        rest = after
        // "09.40-09.55", "20.15 WITA".
        let dash = Timecode.trim(rest)
        if let sign = dash.first, "-–".contains(sign), let until = hours(Timecode.trim(dash.dropFirst())) {
            rest = until
        }
        rest = Timecode.trim(rest)
        if rest.prefix(4).lowercased() == "wita" { rest = Timecode.trim(rest.dropFirst(4)) }
        return Timecode.trim(rest.drop { "-–|.:)".contains($0) })
    }

    private static let longestTime = 24

    private static func hours(_ text: Substring) -> Substring? {
        let hour = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(hour.count), Int(hour).map({ $0 < 24 }) == true else { return nil }
        let after = text[hour.endIndex...]
        guard let sign = after.first, ".:".contains(sign) else { return nil }
        let minute = after.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard minute.count == 2, Int(minute).map({ $0 < 60 }) == true else { return nil }
        let rest = after[minute.endIndex...]
        guard rest.first?.isLetter != true, rest.first != "," else { return nil }
        return rest
    }
}
