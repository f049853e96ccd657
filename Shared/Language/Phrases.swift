// Finds thousands of phrases in a text in one pass: by whole words, by stems, and with gaps.

/// The number of a phrase in its ``Phrases``.
package typealias PhraseID = Int

/// A phrase found in a text.
package struct PhraseMatch: Sendable, Hashable {
    package var phrase: PhraseID
    /// Its words, or those of its first part, and the further parts of a phrase with gaps.
    var first: Range<Int>
    var rest: [Range<Int>] = []
    /// Found by its stems only ("perbaikan jalan" for "memperbaiki jalan"), or by a word written short.
    package var byStem: Bool

    /// Token ranges: one, or one for each part of a phrase with gaps, in order.
    package var parts: [Range<Int>] { [first] + rest }
    /// How many words of the text it covers.
    package var wordCount: Int { rest.reduce(first.count) { $0 + $1.count } }

    func forEachPart(_ body: (Range<Int>) -> Void) {
        body(first)
        for part in rest { body(part) }
    }

    func allParts(_ holds: (Range<Int>) -> Bool) -> Bool { holds(first) && rest.allSatisfy(holds) }

    /// In the order of the text; of the same words those found as they stand first.
    static func precedes(_ a: PhraseMatch, _ b: PhraseMatch) -> Bool {
        if a.first.lowerBound != b.first.lowerBound {
            return a.first.lowerBound < b.first.lowerBound
        }
        if a.phrase != b.phrase { return a.phrase < b.phrase }
        if a.first.upperBound != b.first.upperBound {
            return a.first.upperBound < b.first.upperBound
        }
        for (mine, other) in zip(a.rest, b.rest) where mine != other {
            return (mine.lowerBound, mine.upperBound) < (other.lowerBound, other.upperBound)
        }
        return !a.byStem && b.byStem
    }

    func isSame(as other: PhraseMatch) -> Bool {
        phrase == other.phrase && first == other.first && rest == other.rest
    }
}

/// A set of phrases, compiled into a trie over word numbers.
///
/// A phrase is words; `a|b` in place of a word is a choice, a choice of several words is written with
/// `_` (`tidak_ada|habis`); ` ... ` is a gap of up to
/// ``maximumGap`` words in the same sentence: `lampu jalan ... mati|padam`. A leading `=` asks for
/// the very words, without stems. Finding is linear in the text and does not slow with the number of phrases.
package struct Phrases: Sendable {
    /// Words that may stand in a gap.
    package static let maximumGap = 7
    /// Texts a phrase with choices may stand for.
    package static let maximumVariants = 96

    /// The phrases as they were written, by id.
    package private(set) var texts: [String] = []
    private var ids: [String: PhraseID] = [:]
    private let tokenizer: Tokenizer

    private var words = Trie<End>()
    private var stems = Trie<End>()
    private var gapped: [Gapped] = []
    private var shortened = ShortIndex()
    private var vocabulary: [String] = []
    /// What was found out about words of texts; new with each phrase.
    private var memory = WordMemory<WordReading>()
    /// Shorter words are not looked for in what an SMS left of them.
    static let minimumShortenedWord = 5
    /// Shorter remains say too little.
    static let minimumRemains = 4
    /// So long a word that can be said as it stands may still lack a letter ("klurga").
    static let minimumPronounceable = 6

    /// The end of a phrase, or of one part of a phrase with gaps.
    private enum End {
        case phrase(PhraseID)
        case part(Int)
    }

    private struct Gapped {
        var phrase: PhraseID
        /// The numbers of its parts, in order.
        var parts: [Int]
    }

    /// The number of each part of a phrase with gaps, by its words; the same part serves many phrases.
    private var partNumbers: [[String]: Int] = [:]
    /// Of each part, the phrases that are looked for when it is found: each phrase hangs on the one of
    /// its parts that the fewest others hang on.
    private var hanging: [[Int]] = []

    package init(tokenizer: Tokenizer = Tokenizer()) {
        self.tokenizer = tokenizer
    }

    /// Adds a phrase, or gives the id it already has.
    ///
    /// - Returns: `nil` when the text holds no word or stands for too many variants.
    package mutating func add(_ text: String) -> PhraseID? {
        if let known = ids[text] { return known }
        let exact = text.hasPrefix("=")
        let variants = variants(of: exact ? String(text.dropFirst()) : text)
        guard !variants.isEmpty, variants.count <= Phrases.maximumVariants else { return nil }
        let id = texts.count
        texts.append(text)
        ids[text] = id
        memory = WordMemory()
        let stemmer = Stemmer()
        for parts in variants {
            if parts.count > 1 {
                addGapped(parts, id, exact: exact, stemmer)
            } else if let words = parts.first {
                insert(words, .phrase(id), exact: exact, stemmer)
            }
        }
        return id
    }

    private mutating func addGapped(
        _ parts: [[String]], _ id: PhraseID, exact: Bool, _ stemmer: borrowing Stemmer
    ) {
        let numbers = parts.map { words in
            let key = exact ? ["="] + words : words
            if let known = partNumbers[key] { return known }
            partNumbers[key] = hanging.count
            insert(words, .part(hanging.count), exact: exact, stemmer)
            hanging.append([])
            return hanging.count - 1
        }
        guard let anchor = numbers.min(by: { hanging[$0].count < hanging[$1].count }) else {
            return
        }
        hanging[anchor].append(gapped.count)
        gapped.append(Gapped(phrase: id, parts: numbers))
    }

    private mutating func insert(
        _ sequence: [String], _ end: End, exact: Bool, _ stemmer: borrowing Stemmer
    ) {
        for word in sequence
        where word.utf8.count >= Phrases.minimumShortenedWord
            && words.number(of: WordHash(word)) == Trie<End>.unknown
        {
            shortened.insert(word.utf8, UInt32(vocabulary.count))
            vocabulary.append(word)
        }
        words.insert(sequence, end)
        if !exact { stems.insert(sequence.map { stemmer.stem($0) }, end) }
    }

    /// The id of a phrase that was added.
    package func id(of text: String) -> PhraseID? { ids[text] }

    /// The words of a phrase that the spelling tables rewrite, as written and as read.
    package func rewritten(_ phrase: PhraseID) -> [(written: String, read: String)] {
        texts[phrase].lowercased().split { " -|_=.…".contains($0) }.compactMap { word in
            let read = tokenizer.normals(String(word)).joined(separator: " ")
            return read == word || read.isEmpty ? nil : (String(word), read)
        }
    }

    /// The variants of a phrase as normal forms: parts of words. For comparing phrases.
    package func variants(of text: String) -> [[[String]]] {
        let parts = text.replacing("…", with: "...").split(separator: "...")
        var variants: [[[String]]] = [[]]
        for part in parts {
            var sequences: [[String]] = [[]]
            for word in part.split(whereSeparator: \.isWhitespace) {
                let choices = word.split(separator: "|").map { tokenizer.normals(String($0)) }
                sequences = sequences.flatMap { head in choices.map { head + $0 } }
                if sequences.count > Phrases.maximumVariants { return [] }
            }
            sequences.removeAll(where: \.isEmpty)
            guard !sequences.isEmpty else { continue }
            variants = variants.flatMap { head in sequences.map { head + [$0] } }
            if variants.count > Phrases.maximumVariants { return [] }
        }
        return variants.filter { !$0.isEmpty }
    }

    /// Every phrase in a text, in order of its first word; a phrase found twice is there twice.
    package func matches(in tokens: Tokens) -> [PhraseMatch] {
        matches(in: tokens, readings(of: tokens))
    }

    /// What each word of a text is to the phrases.
    func readings(of tokens: Tokens) -> [WordReading] {
        // A word that was rewritten is not written short.
        memory.readings(
            of: tokens.words,
            key: { $0.normal.hash.value ^ ($0.isAsWritten ? 0 : 0x9E37_79B9_7F4A_7C15) }
        ) { word, stemmer in
            reading(tokens.string(word.normal), isAsWritten: word.isAsWritten, stemmer)
        }
    }

    func matches(in tokens: Tokens, _ readings: [WordReading]) -> [PhraseMatch] {
        var found = Found()
        words.scan(readings.map(\.word)) { found.add($0, at: $1, false) }
        if readings.contains(where: \.isShortened) {
            words.scan(readings.map(\.full)) { found.add($0, at: $1, true) }
        }
        stems.scan(readings.map(\.stem)) { found.add($0, at: $1, true) }
        joinParts(tokens.words, &found)
        found.matches.sort(by: PhraseMatch.precedes)
        var kept = 0
        for index in found.matches.indices {
            if index > 0, found.matches[index].isSame(as: found.matches[kept - 1]) { continue }
            found.matches[kept] = found.matches[index]
            kept += 1
        }
        found.matches.removeLast(found.matches.count - kept)
        return found.matches
    }

    /// The word and its stem; one of no phrase and no spelling table is written out when only one word
    /// of the phrases can be meant.
    private func reading(
        _ normal: String, isAsWritten: Bool, _ stemmer: borrowing Stemmer
    ) -> WordReading {
        let word = words.number(of: WordHash(normal))
        let stem = stems.number(of: WordHash(stemmer.stem(normal)))
        var reading = WordReading(word: word, full: word, stem: stem)
        guard !reading.isKnown, isAsWritten, normal.utf8.count >= Phrases.minimumRemains else {
            return reading
        }
        let full = wordMeant(by: normal)
        if full != normal {
            reading.full = words.number(of: WordHash(full))
            reading.stem = stems.number(of: WordHash(stemmer.stem(full)))
            reading.isShortened = true
        }
        return reading
    }

    private func wordMeant(by remains: String) -> String {
        let found = shortened.candidates(for: Array(remains.utf8)[...])
        guard found.count == 1 else { return remains }
        let word = vocabulary[Int(found[0])]
        if ShortIndex.looksShortened(remains.utf8) { return word }
        // It can be said as it stands: only when it is long and lacks a single vowel.
        let isLong = remains.utf8.count >= Phrases.minimumPronounceable
        return isLong && word.utf8.count == remains.utf8.count + 1 ? word : remains
    }

    private struct Found {
        var matches: [PhraseMatch] = []
        /// Of phrases with gaps: where each part was found.
        var parts: [FoundPart] = []

        mutating func add(_ end: End, at range: Range<Int>, _ byStem: Bool) {
            switch end {
            case .phrase(let id):
                matches.append(PhraseMatch(phrase: id, first: range, byStem: byStem))
            case .part(let number):
                parts.append(FoundPart(part: number, range: range))
            }
        }
    }

    private struct FoundPart {
        var part: Int
        var range: Range<Int>

        static func precedes(_ a: FoundPart, _ b: FoundPart) -> Bool {
            a.part == b.part ? a.range.lowerBound < b.range.lowerBound : a.part < b.part
        }
    }

    /// Joins the parts of the phrases with gaps: each first part with the nearest following ones.
    private func joinParts(_ words: [Word], _ found: inout Found) {
        guard !found.parts.isEmpty else { return }
        found.parts.sort(by: FoundPart.precedes)
        var start = 0
        while start < found.parts.count {
            let part = found.parts[start].part
            for number in hanging[part] { join(gapped[number], words, &found) }
            while start < found.parts.count, found.parts[start].part == part { start += 1 }
        }
    }

    private func join(_ phrase: Gapped, _ words: [Word], _ found: inout Found) {
        // Where each part was found; all must be there.
        var places: [Range<Int>] = []
        places.reserveCapacity(phrase.parts.count)
        for part in phrase.parts {
            let place = Phrases.place(of: part, in: found.parts)
            if place.isEmpty { return }
            places.append(place)
        }
        for first in places[0] {
            var match = PhraseMatch(
                phrase: phrase.phrase, first: found.parts[first].range, byStem: false)
            var reached = match.first.upperBound
            for part in places.indices.dropFirst() {
                while let cursor = places[part].first,
                    found.parts[cursor].range.lowerBound < reached
                { places[part] = cursor + 1..<places[part].upperBound }
                guard let cursor = places[part].first else { return }
                let next = found.parts[cursor].range
                guard next.lowerBound - reached <= Phrases.maximumGap,
                    !words[reached...next.lowerBound].contains(where: \.opensSentence)
                else { break }
                match.rest.append(next)
                reached = next.upperBound
            }
            if match.rest.count == places.count - 1 { found.matches.append(match) }
        }
    }

    /// Where the hits of one part stand among the sorted ones.
    private static func place(of part: Int, in hits: [FoundPart]) -> Range<Int> {
        var range = 0..<hits.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if hits[middle].part < part {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        let start = range.lowerBound
        var end = start
        while end < hits.count, hits[end].part == part { end += 1 }
        return start..<end
    }
}
