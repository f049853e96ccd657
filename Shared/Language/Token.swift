// One word of a text and the words of a text together: numbers first, strings only for who asks.

/// One word of a text.
package struct Token: Sendable {
    private let all: Tokens
    private let index: Int

    init(_ all: Tokens, _ index: Int) {
        self.all = all
        self.index = index
    }

    /// Lower case, without inner apostrophes: what a place name is compared with.
    package var plain: String { all.string(all.words[index].plain) }
    /// ``plain`` with lengthened letters shortened and its spelling normalised: for phrases.
    package var normal: String { all.string(all.words[index].normal) }
    /// Offsets in Unicode scalars of the original text, end exclusive.
    package var start: Int { Int(all.words[index].start) }
    package var end: Int { Int(all.words[index].end) }
    /// The same stretch as string indices of the original text.
    package var range: Range<String.Index> { all.range(index..<index + 1) }
    /// It says nothing of the matter: "yang", "di", "mohon".
    package var isStopWord: Bool { all.words[index].isStopWord }
    /// A sentence or line ended between the word before and this one.
    package var opensSentence: Bool { all.words[index].opensSentence }
}

/// The words of one text in order.
package struct Tokens: RandomAccessCollection, Sendable {
    private let store: Store

    private final class Store: Sendable {
        let text: String
        let letters: [UInt8]
        let words: [Word]

        init(text: String, letters: [UInt8], words: [Word]) {
            self.text = text
            self.letters = letters
            self.words = words
        }
    }

    init(text: String, letters: [UInt8], words: [Word]) {
        store = Store(text: text, letters: letters, words: words)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { store.words.count }
    package subscript(_ index: Int) -> Token { Token(self, index) }

    /// The text they were read from.
    package var text: String { store.text }

    /// Some words as they stand in the text, with what is between them.
    package func written(_ range: Range<Int>) -> Substring { store.text[self.range(range)] }

    var words: [Word] { store.words }
    /// The letters of all plain and normal forms, one behind the other.
    var letters: [UInt8] { store.letters }

    func letters(_ form: Word.Form) -> ArraySlice<UInt8> { store.letters[form.range] }

    func string(_ form: Word.Form) -> String { String(decoding: letters(form), as: UTF8.self) }

    func range(_ range: Range<Int>) -> Range<String.Index> {
        let utf8 = store.text.utf8
        let lower = utf8.index(utf8.startIndex, offsetBy: Int(words[range.lowerBound].lower))
        let upper = utf8.index(utf8.startIndex, offsetBy: Int(words[range.upperBound - 1].upper))
        return lower..<upper
    }
}

/// What is kept of a word while a text is read: no strings.
struct Word: Sendable {
    /// One spelling of a word: its hash, and where its letters stand in ``Tokens/letters``.
    struct Form: Sendable {
        var hash = WordHash()
        var place: UInt32 = 0
        var count: UInt32 = 0

        var range: Range<Int> { Int(place)..<Int(place) + Int(count) }
    }

    var plain = Form()
    var normal = Form()
    /// Offsets in Unicode scalars.
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// Offsets in UTF-8.
    var lower: UInt32 = 0
    var upper: UInt32 = 0
    var opensSentence = false
    /// Letters a … z only.
    var isPlainLetters = true
    /// The first letter is a capital, and no other one.
    var isCapitalised = false
    /// By the word lists, in this or its normal spelling.
    var isStopWord = false
    var isEveryday = false

    /// The normal form is the word as it was written.
    var isAsWritten: Bool { plain.hash == normal.hash }
}
