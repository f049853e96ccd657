// Finds thousands of phrases in a text in one pass: by whole words, by stems, and with gaps.

/// The number of a phrase in its ``Phrases``.
package typealias PhraseID = Int

/// A phrase found in a text.
package struct PhraseMatch: Sendable, Hashable {
    package var phrase: PhraseID
    /// Token ranges: one, or one for each part of a phrase with gaps, in order.
    package var parts: [Range<Int>]
    /// Found by its stems only ("perbaikan jalan" for "memperbaiki jalan"), or by a word written short.
    package var byStem: Bool

    /// How many words of the text it covers.
    package var wordCount: Int { parts.reduce(0) { $0 + $1.count } }
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
    /// Shorter words are not looked for in what an SMS left of them.
    static let minimumShortenedWord = 5
    /// Shorter remains say too little.
    static let minimumRemains = 4
    /// So long a word that can be said as it stands may still lack a letter ("klurga").
    static let minimumPronounceable = 6

    /// The end of a phrase, or of one part of a phrase with gaps.
    private enum End {
        case phrase(PhraseID)
        case part(gapped: Int, index: Int)
    }

    private struct Gapped {
        var phrase: PhraseID
        var parts: Int
    }

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
        let stemmer = Stemmer()
        for parts in variants {
            if parts.count > 1 { gapped.append(Gapped(phrase: id, parts: parts.count)) }
            for (index, part) in parts.enumerated() {
                let end: End =
                    parts.count > 1
                    ? .part(gapped: gapped.count - 1, index: index) : .phrase(id)
                for word in part
                where word.utf8.count >= Phrases.minimumShortenedWord
                    && words.number(of: word) == Trie<End>.unknown
                {
                    shortened.insert(word, UInt32(vocabulary.count))
                    vocabulary.append(word)
                }
                words.insert(part, end)
                if !exact { stems.insert(part.map { stemmer.stem($0) }, end) }
            }
        }
        return id
    }

    /// The id of a phrase that was added.
    package func id(of text: String) -> PhraseID? { ids[text] }

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
    package func matches(in tokens: [Token]) -> [PhraseMatch] {
        var found = Found()
        let stemmer = Stemmer()
        words.scan(tokens.map { words.number(of: $0.normal) }) { found.add($0, at: $1, false) }
        let full = written(tokens, stemmer)
        if full.isShortened {
            words.scan(full.words.map { words.number(of: $0) }) { found.add($0, at: $1, true) }
        }
        stems.scan(full.words.map { stems.number(of: stemmer.stem($0)) }) {
            found.add($0, at: $1, true)
        }
        for (number, positions) in found.positions {
            joinParts(gapped[number], positions, tokens, &found)
        }
        return found.matches.sorted {
            ($0.parts[0].lowerBound, $0.phrase) < ($1.parts[0].lowerBound, $1.phrase)
        }
    }

    /// Whether a phrase holds this normal form or its stem.
    package func knows(_ normal: String) -> Bool { isKnown(normal, Stemmer()) }

    private func isKnown(_ normal: String, _ stemmer: borrowing Stemmer) -> Bool {
        words.number(of: normal) != Trie<End>.unknown
            || stems.number(of: stemmer.stem(normal)) != Trie<End>.unknown
    }

    /// The normal forms, those of no phrase and no spelling table written out when only one word of
    /// the phrases can be meant.
    private func written(
        _ tokens: [Token], _ stemmer: borrowing Stemmer
    ) -> (words: [String], isShortened: Bool) {
        var isShortened = false
        var seen: [String: String] = [:]
        var result: [String] = []
        result.reserveCapacity(tokens.count)
        for token in tokens {
            let normal = token.normal
            guard normal == token.plain, normal.utf8.count >= Phrases.minimumRemains else {
                result.append(normal)
                continue
            }
            if seen[normal] == nil {
                seen[normal] =
                    isKnown(normal, stemmer) ? normal : wordMeant(by: normal)
            }
            let full = seen[normal] ?? normal
            if full != normal { isShortened = true }
            result.append(full)
        }
        return (result, isShortened)
    }

    private func wordMeant(by remains: String) -> String {
        let found = shortened.candidates(for: remains)
        guard found.count == 1 else { return remains }
        let word = vocabulary[Int(found[0])]
        if ShortIndex.looksShortened(remains) { return word }
        // It can be said as it stands: only when it is long and lacks a single vowel.
        let isLong = remains.utf8.count >= Phrases.minimumPronounceable
        return isLong && word.utf8.count == remains.utf8.count + 1 ? word : remains
    }

    private struct Found {
        var matches: [PhraseMatch] = []
        var seen: Set<PhraseMatch> = []
        /// Of a phrase with gaps: where each part was found.
        var positions: [Int: [Int: [Range<Int>]]] = [:]

        mutating func add(_ end: End, at range: Range<Int>, _ byStem: Bool) {
            switch end {
            case .phrase(let id):
                add(PhraseMatch(phrase: id, parts: [range], byStem: byStem))
            case .part(let number, let part):
                positions[number, default: [:]][part, default: []].append(range)
            }
        }

        mutating func add(_ match: PhraseMatch) {
            var key = match
            key.byStem = false
            if seen.insert(key).inserted { matches.append(match) }
        }
    }

    /// Joins the parts of a phrase with gaps: each first part with the nearest following ones.
    private func joinParts(
        _ phrase: Gapped, _ positions: [Int: [Range<Int>]], _ tokens: [Token],
        _ found: inout Found
    ) {
        guard positions.count == phrase.parts else { return }
        let sorted = (0..<phrase.parts).map { part in
            (positions[part] ?? []).sorted { $0.lowerBound < $1.lowerBound }
        }
        var cursors = [Int](repeating: 0, count: phrase.parts)
        for first in sorted[0] {
            var parts = [first]
            for part in 1..<phrase.parts {
                let reached = parts[part - 1].upperBound
                let list = sorted[part]
                while cursors[part] < list.count, list[cursors[part]].lowerBound < reached {
                    cursors[part] += 1
                }
                guard cursors[part] < list.count else { return }
                let next = list[cursors[part]]
                guard next.lowerBound - reached <= Phrases.maximumGap,
                    !tokens[reached...next.lowerBound].contains(where: \.opensSentence)
                else { break }
                parts.append(next)
            }
            guard parts.count == phrase.parts else { continue }
            found.add(PhraseMatch(phrase: phrase.phrase, parts: parts, byStem: false))
        }
    }
}
