// Cuts a text into words, each with its place in the original and its normal form.

/// One word of a text.
package struct Token: Sendable, Hashable {
    /// Lower case, without inner apostrophes: what a place name is compared with.
    package var plain: String
    /// ``plain`` with lengthened letters shortened and its spelling normalised: for phrases.
    package var normal: String
    /// Offsets in Unicode scalars of the original text, end exclusive.
    package var start: Int
    package var end: Int
    /// The same stretch as string indices of the original text.
    package var range: Range<String.Index>
    /// A sentence or line ended between the word before and this one.
    package var opensSentence: Bool
}

/// Cuts texts into ``Token``s. Linear in the length of the text.
package struct Tokenizer: Sendable {
    /// Words beyond this many are not read; a complaint of twenty thousand words is an attack.
    package static let maximumTokens = 20_000

    package let spelling: Spelling

    package init(spelling: Spelling = .standard) {
        self.spelling = spelling
    }

    /// The words of `text` in order, at most ``maximumTokens``.
    package func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(min(text.utf8.count / 6 + 1, Tokenizer.maximumTokens))
        let scalars = text.unicodeScalars
        var word = Word()
        var index = scalars.startIndex
        var offset = 0
        var opensSentence = true
        while index < scalars.endIndex, tokens.count < Tokenizer.maximumTokens {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            switch ScalarClass(scalar) {
            case .sentenceEnd where isInNumber(scalars, index, next):
                break
            case .letter, .digit:
                word.append(scalar, at: index, offset: offset, end: next)
            case .joiner where !word.isEmpty:
                break
            case .joiner, .space, .sentenceEnd:
                if !word.isEmpty {
                    emit(word, opensSentence, into: &tokens)
                    word = Word()
                    opensSentence = false
                }
                if ScalarClass(scalar) == .sentenceEnd { opensSentence = true }
            }
            index = next
            offset += 1
        }
        if !word.isEmpty, tokens.count < Tokenizer.maximumTokens {
            emit(word, opensSentence, into: &tokens)
        }
        return tokens
    }

    /// The point in "150.000".
    private func isInNumber(
        _ scalars: String.UnicodeScalarView, _ index: String.Index, _ next: String.Index
    ) -> Bool {
        guard scalars[index] == ".", index > scalars.startIndex,
            ScalarClass(scalars[scalars.index(before: index)]) == .digit
        else { return false }
        // Three digits and no more, else it is a time, a date or the end of a sentence.
        var end = next
        var count = 0
        while end < scalars.endIndex, count < 4, ScalarClass(scalars[end]) == .digit {
            scalars.formIndex(after: &end)
            count += 1
        }
        return count == 3
    }

    /// The normal forms of a phrase written in a region pack: the same path a text takes.
    package func normals(_ phrase: String) -> [String] {
        tokens(phrase).map(\.normal)
    }

    private func emit(_ word: Word, _ opensSentence: Bool, into tokens: inout [Token]) {
        if let split = word.splitLabel {
            tokens.append(token(split.label, opensSentence))
            tokens.append(token(split.number, false))
        } else {
            tokens.append(token(word, opensSentence))
        }
    }

    private func token(_ word: Word, _ opensSentence: Bool) -> Token {
        var plain = word.text
        if word.isReduplicated { plain.removeLast() }
        return Token(
            plain: plain, normal: spelling.normal(plain), start: word.start, end: word.end,
            range: word.lower..<word.upper, opensSentence: opensSentence)
    }
}

/// What a scalar does to a word.
enum ScalarClass {
    case letter, digit, joiner, space, sentenceEnd

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: self = .letter
        case 0x30...0x39: self = .digit
        case 0x27, 0x60, 0x2019, 0x2BC: self = .joiner
        case 0x0A, 0x2E, 0x21, 0x3F, 0x3B: self = .sentenceEnd
        case 0..<0x80: self = .space
        case 0xAD, 0x200B...0x200F, 0xFEFF, 0x300...0x36F: self = .joiner
        default: self = scalar.properties.isAlphabetic ? .letter : .space
        }
    }
}

/// A word while it is being read.
private struct Word {
    /// Labels that stand glued to their number: "rt03", "km12".
    private static let labels: Set<String> = ["rt", "rw", "km", "no", "gg", "jl", "jln", "blok"]

    var text = ""
    var start = 0
    var end = 0
    var lower = "".startIndex
    var upper = "".startIndex
    /// Letters before the first digit; `nil` once a letter follows a digit.
    private var letters = 0
    private var digits = 0
    private var mixed = false
    private var firstDigit = "".startIndex
    private var firstDigitOffset = 0

    var isEmpty: Bool { text.isEmpty }

    mutating func append(
        _ scalar: Unicode.Scalar, at index: String.Index, offset: Int, end next: String.Index
    ) {
        if isEmpty {
            start = offset
            lower = index
        }
        if (0x30...0x39).contains(scalar.value) {
            if digits == 0 {
                firstDigit = index
                firstDigitOffset = offset
            }
            digits += 1
        } else {
            if digits > 0 { mixed = true }
            letters += 1
        }
        if (0x41...0x5A).contains(scalar.value) {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        } else if scalar.value < 0x80 {
            text.unicodeScalars.append(scalar)
        } else {
            text += scalar.properties.lowercaseMapping
        }
        end = offset + 1
        upper = next
    }

    /// "jalan2" is how an SMS writes "jalan-jalan".
    var isReduplicated: Bool { !mixed && digits == 1 && letters >= 3 && text.hasSuffix("2") }

    /// "rt03" is two words.
    var splitLabel: (label: Word, number: Word)? {
        guard !mixed, digits > 0, letters > 0, letters <= 4 else { return nil }
        let cut = text.index(text.startIndex, offsetBy: letters)
        guard Word.labels.contains(String(text[..<cut])) else { return nil }
        var label = self
        label.text = String(text[..<cut])
        label.end = firstDigitOffset
        label.upper = firstDigit
        var number = self
        number.text = String(text[cut...])
        number.start = firstDigitOffset
        number.lower = firstDigit
        return (label, number)
    }
}
