// Cuts a text into words, each with its place in the original and its normal form.

/// Cuts texts into ``Tokens``. Linear in the length of the text; makes no string for a word.
package struct Tokenizer: Sendable {
    /// Words beyond this many are not read; a complaint of twenty thousand words is an attack.
    package static let maximumTokens = 20_000

    package let spelling: Spelling

    package init(spelling: Spelling = Spelling()) {
        self.spelling = spelling
    }

    /// Knows no spellings: for who asks only for words as they are written.
    static let plain = Tokenizer()

    /// The words of `text` in order, at most ``maximumTokens``.
    package func tokens(_ text: String) -> Tokens {
        var text = text
        var (letters, words) = text.withUTF8 { bytes in
            var reader = WordReader(bytes, spelling)
            reader.read()
            return (reader.letters, reader.words)
        }
        // An empty text has no place a word could point to.
        if words.isEmpty { (letters, words) = ([], []) }
        return Tokens(text: text, letters: letters, words: words)
    }

    /// The normal forms of a phrase written in a region pack: the same path a text takes.
    package func normals(_ phrase: String) -> [String] {
        tokens(phrase).map(\.normal)
    }
}

/// Reads the bytes of one text once.
private struct WordReader {
    /// Labels that stand glued to their number: "rt03", "km12".
    private static let labels = WordSet("rt rw km no gg jl jln blok")

    private let bytes: UnsafeBufferPointer<UInt8>
    private let spelling: Spelling
    private(set) var letters: [UInt8] = []
    private(set) var words: [Word] = []
    private var word = Word()
    private var isInWord = false
    private var opensSentence = true
    /// Letters before the first digit of the word.
    private var lettersBefore = 0
    private var digits = 0
    /// A letter followed a digit.
    private var isMixed = false
    /// Where the first digit stands in the text, and the hash of the letters before it.
    private var firstDigit: (byte: UInt32, scalar: UInt32, hash: WordHash) = (0, 0, WordHash())

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ spelling: Spelling) {
        self.bytes = bytes
        self.spelling = spelling
        letters.reserveCapacity(bytes.count + bytes.count / 4 + 16)
        words.reserveCapacity(min(bytes.count / 6 + 1, Tokenizer.maximumTokens))
    }

    mutating func read() {
        ScalarClass.ascii.withUnsafeBufferPointer { classes in
            var index = 0
            var offset = 0
            while index < bytes.count, words.count < Tokenizer.maximumTokens {
                let byte = bytes[index]
                if byte < 0x80 {
                    switch classes[Int(byte)] {
                    case .letter:
                        begin(index, offset)
                        if byte < 0x60 { noteCapital() }
                        if digits > 0 { isMixed = true }
                        lettersBefore += 1
                        append(byte | 0x20)
                        close(index + 1, offset + 1)
                    case .digit:
                        begin(index, offset)
                        addDigit(byte, index, offset)
                        close(index + 1, offset + 1)
                    case .sentenceEnd where byte == 0x2E && isInNumber(index):
                        break
                    case .joiner where isInWord:
                        break
                    case .sentenceEnd:
                        finish()
                        opensSentence = true
                    case .joiner, .space:
                        finish()
                    }
                    index += 1
                } else {
                    index = readWide(index, offset)
                }
                offset += 1
            }
            if words.count < Tokenizer.maximumTokens { finish() }
        }
    }

    /// A scalar of several bytes; gives the place behind it.
    private mutating func readWide(_ index: Int, _ offset: Int) -> Int {
        let (scalar, next) = decoded(index)
        if let folded = Lookalikes.fold(scalar) {
            begin(index, offset)
            if folded >= 0x30 && folded <= 0x39 {
                addDigit(folded, index, offset)
            } else {
                if digits > 0 { isMixed = true }
                lettersBefore += 1
                append(folded)
            }
            close(next, offset + 1)
            return next
        }
        switch ScalarClass(scalar) {
        case .letter, .digit:
            begin(index, offset)
            if digits > 0 { isMixed = true }
            lettersBefore += 1
            word.isPlainLetters = false
            for mapped in scalar.properties.lowercaseMapping.unicodeScalars
            where ScalarClass(mapped) == .letter {
                for byte in UTF8.encode(mapped) ?? .init() { append(byte) }
            }
            close(next, offset + 1)
        case .joiner where isInWord:
            break
        case .joiner, .space, .sentenceEnd:
            finish()
        }
        return next
    }

    private mutating func addDigit(_ digit: UInt8, _ index: Int, _ offset: Int) {
        if digits == 0 { firstDigit = (UInt32(index), UInt32(offset), word.plain.hash) }
        digits += 1
        word.isPlainLetters = false
        append(digit)
    }

    /// Names are written with one capital, and shouting with many.
    @inline(__always)
    private mutating func noteCapital() { word.isCapitalised = lettersBefore == 0 }

    private func decoded(_ index: Int) -> (Unicode.Scalar, Int) {
        let lead = bytes[index]
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let end = min(index + count, bytes.count)
        var value = UInt32(lead) & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
        for place in index + 1..<end { value = value << 6 | UInt32(bytes[place] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
    }

    @inline(__always)
    private mutating func begin(_ index: Int, _ offset: Int) {
        guard !isInWord else { return }
        isInWord = true
        word = Word()
        word.plain.place = UInt32(letters.count)
        word.start = UInt32(offset)
        word.lower = UInt32(index)
        word.opensSentence = opensSentence
        opensSentence = false
        lettersBefore = 0
        digits = 0
        isMixed = false
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        letters.append(byte)
        word.plain.hash.add(byte)
    }

    @inline(__always)
    private mutating func close(_ index: Int, _ offset: Int) {
        word.upper = UInt32(index)
        word.end = UInt32(offset)
    }

    private mutating func finish() {
        guard isInWord else { return }
        isInWord = false
        word.plain.count = UInt32(letters.count) - word.plain.place
        if digits > 0, !isMixed, lettersBefore > 0 {
            // "jalan2" is how an SMS writes "jalan-jalan".
            if digits == 1, lettersBefore >= 3, letters.last == 0x32 {
                word.plain.count -= 1
                word.plain.hash = firstDigit.hash
                letters.removeLast()
                digits = 0
                word.isPlainLetters = letters[word.plain.range].allSatisfy {
                    $0 >= 0x61 && $0 <= 0x7A
                }
            } else if lettersBefore <= 4, WordReader.labels.contains(firstDigit.hash) {
                splitLabel()
                return
            }
        }
        spell()
    }

    /// "rt03" is two words.
    private mutating func splitLabel() {
        var number = word
        word.plain.hash = firstDigit.hash
        word.plain.count = UInt32(lettersBefore)
        word.end = firstDigit.scalar
        word.upper = firstDigit.byte
        word.isPlainLetters = true
        number.plain.place += word.plain.count
        number.plain.count -= word.plain.count
        number.plain.hash = WordHash().joined(with: letters[number.plain.range])
        number.start = firstDigit.scalar
        number.lower = firstDigit.byte
        number.opensSentence = false
        number.isCapitalised = false
        spell()
        word = number
        spell()
    }

    private mutating func spell() {
        guard words.count < Tokenizer.maximumTokens, word.plain.count > 0 else { return }
        spelling.spell(&word, hasDigits: digits > 0, in: &letters)
        words.append(word)
    }

    /// The point in "150.000".
    private func isInNumber(_ index: Int) -> Bool {
        func isDigit(_ place: Int) -> Bool {
            place >= 0 && place < bytes.count && bytes[place] >= 0x30 && bytes[place] <= 0x39
        }
        // Three digits and no more, else it is a time, a date or the end of a sentence.
        return isDigit(index - 1) && isDigit(index + 1) && isDigit(index + 2) && isDigit(index + 3)
            && !isDigit(index + 4)
    }
}
