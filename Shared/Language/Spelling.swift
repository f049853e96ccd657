// How people write in an SMS and in Banjar, brought to one spelling by the word lists.

/// A table of spellings. Only words whose meaning does not depend on the topic are rewritten.
package struct Spelling: Sendable {
    private var table = NumberTable()
    private var known: [Known] = []
    private var normals = WordList()
    /// The place of the word an amount of money becomes.
    private static let money = "rupiah"

    /// What the lists say of a word.
    private struct Known {
        /// Its place in ``normals``; ``NumberTable/none`` where it is written as it should be.
        var normal = NumberTable.none
        var isStopWord = false
        var isEveryday = false
    }

    /// - Parameters:
    ///   - lists: the word lists; without them words stay as they are written.
    ///   - additions: a region pack's own spellings; they win over those of the lists, but never rewrite
    ///     a protected word.
    package init(_ lists: WordLists = WordLists(), adding additions: [String: String] = [:]) {
        normals.append(Spelling.money.utf8, 0)
        var numbers = [Spelling.money: UInt32(0)]
        let spellings = lists.spellings.merging(additions) { _, new in new }
        for (variant, normal) in spellings.sorted(by: { $0.key < $1.key })
        where !lists.protected.contains(variant) {
            let number = numbers[normal] ?? UInt32(normals.count)
            if numbers.updateValue(number, forKey: normal) == nil {
                normals.append(normal.utf8, number)
            }
            note(variant) { $0.normal = number }
            note(normal) { _ in }
        }
        for word in lists.protected { note(word) { _ in } }
        for word in lists.everyday { note(word) { $0.isEveryday = true } }
        for word in lists.stopWords { note(word) { $0.isStopWord = true } }
    }

    private mutating func note(_ word: String, _ change: (inout Known) -> Void) {
        let hash = WordHash(word).value
        if table[hash] == NumberTable.none {
            table.set(hash, UInt32(known.count))
            known.append(Known())
        }
        change(&known[Int(table[hash])])
    }

    /// The normal form of a lower-case word.
    package func normal(_ word: String) -> String {
        Tokenizer(spelling: self).tokens(word).map(\.normal).joined(separator: " ")
    }

    /// Whether the lists hold a word in this or another spelling.
    package func knows(_ word: String) -> Bool { table[WordHash(word).value] != NumberTable.none }

    /// Gives a word its normal form; where that is written otherwise its letters are put behind the others.
    func spell(_ word: inout Word, hasDigits: Bool, in letters: inout [UInt8]) {
        word.normal = word.plain
        if take(word.plain.hash, &word, &letters) { return }
        let plain = letters[word.plain.range]
        if hasDigits {
            if Spelling.isAmount(plain) {
                rewrite(0, &word, &letters)
            } else if let read = Spelling.withLettersForDigits(plain) {
                _ = take(WordHash().joined(with: read), &word, &letters, read)
            }
            return
        }
        let runs = Spelling.runs(plain)
        guard runs > 1 else { return }
        // "rusakk" is written so by its writer, "maaf" by everybody.
        let short = Spelling.withRuns(plain, from: 2)
        if take(WordHash().joined(with: short), &word, &letters, short) || runs < 3 { return }
        let double = Spelling.withRuns(plain, from: 3, keeping: 2)
        if take(WordHash().joined(with: double), &word, &letters, double) { return }
        let shortened = Spelling.withRuns(plain, from: 3)
        if take(WordHash().joined(with: shortened), &word, &letters, shortened) { return }
        append(shortened[...], &word, &letters)
    }

    /// Takes the normal form of a known word; `read` are its letters where they are not the plain ones.
    private func take(
        _ hash: WordHash, _ word: inout Word, _ letters: inout [UInt8], _ read: [UInt8]? = nil
    ) -> Bool {
        let number = table[hash.value]
        guard number != NumberTable.none else { return false }
        let found = known[Int(number)]
        word.isStopWord = found.isStopWord
        // What was only guessed at may still be a name.
        word.isEveryday = (found.isEveryday || found.isStopWord) && read == nil
        if found.normal != NumberTable.none {
            rewrite(Int(found.normal), &word, &letters, isGuess: read != nil)
        } else if let read {
            append(read[...], &word, &letters)
        }
        return true
    }

    private func rewrite(
        _ normal: Int, _ word: inout Word, _ letters: inout [UInt8], isGuess: Bool = false
    ) {
        append(normals[normal], &word, &letters)
        let number = table[word.normal.hash.value]
        guard number != NumberTable.none else { return }
        word.isStopWord = word.isStopWord || known[Int(number)].isStopWord
        if !isGuess, known[Int(number)].isEveryday || known[Int(number)].isStopWord {
            word.isEveryday = true
        }
    }

    private func append(
        _ form: ArraySlice<UInt8>, _ word: inout Word, _ letters: inout [UInt8]
    ) {
        word.normal = Word.Form(
            hash: WordHash().joined(with: form), place: UInt32(letters.count),
            count: UInt32(form.count))
        letters.append(contentsOf: form)
    }
}

extension Spelling {
    /// An amount of money in one word: "rp150000", "50rb", "2jt", "50000".
    static func isAmount(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 1, bytes.count < 16 else { return false }
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        let before = bytes.prefix { !isDigit($0) }
        let digits = bytes.dropFirst(before.count).prefix(while: isDigit)
        guard !digits.isEmpty else { return false }
        let after = bytes.dropFirst(before.count + digits.count)
        if before.elementsEqual("rp".utf8) { return after.allSatisfy { !isDigit($0) } }
        guard before.isEmpty else { return false }
        if after.isEmpty {
            return (4...8).contains(digits.count) && digits.suffix(3).allSatisfy { $0 == 0x30 }
        }
        return Spelling.moneyUnits.contains(WordHash().joined(with: after))
    }

    private static let moneyUnits = WordSet("rb ribu rbu k jt juta rban")

    /// Longer words are no plays with digits.
    private static let playLengthMax = 24

    /// "j4l4n" → "jalan"; `nil` when there are too few letters to be a word.
    static func withLettersForDigits(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.count <= playLengthMax, bytes.count > 2 else { return nil }
        var result: [UInt8] = []
        var letters = 0
        for byte in bytes {
            switch byte {
            case 0x30: result.append(0x6F)
            case 0x31: result.append(0x69)
            case 0x33: result.append(0x65)
            case 0x34: result.append(0x61)
            case 0x35: result.append(0x73)
            case 0x36: result.append(0x67)
            case 0x37: result.append(0x74)
            case 0x61...0x7A:
                result.append(byte)
                letters += 1
            default: return nil
            }
        }
        return letters * 2 >= bytes.count ? result : nil
    }

    /// The longest run of one letter.
    static func runs(_ bytes: ArraySlice<UInt8>) -> Int {
        var previous: UInt8 = 0
        var run = 0
        var longest = 0
        for byte in bytes {
            run = byte == previous ? run + 1 : 1
            previous = byte
            longest = max(longest, run)
        }
        return longest
    }

    /// The word with one letter, or so many, in place of each run of a length or longer.
    static func withRuns(
        _ bytes: ArraySlice<UInt8>, from length: Int, keeping kept: Int = 1
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            var end = index
            while end < bytes.endIndex, bytes[end] == bytes[index] { end += 1 }
            let count = end - index
            result.append(
                contentsOf: repeatElement(bytes[index], count: count >= length ? kept : count))
            index = end
        }
        return result
    }
}
