// Where a text says the name of a place, before it is decided which place is meant.

/// What stands before a name and tells its level.
enum PlacePrefix {
    case village, kecamatan, regency, preposition

    private static let words: [(prefix: PlacePrefix, words: WordSet)] = [
        (
            .village,
            WordSet(
                "desa ds dsa desaku kampung kampong kp kpg kelurahan kel klurahan kades pambakal"
                    + " pembakal lurah dusun")
        ),
        (.kecamatan, WordSet("kecamatan kec kcmtn kecmtn kcamatan kecamtan camat")),
        (.regency, WordSet("kabupaten kab kota provinsi prov")),
        (
            .preposition,
            WordSet("di d ka ke dari dr warga wrg daerah pasar simpang arah wilayah")
        ),
    ]

    /// What the word before a place of the text says.
    init?(before index: Int, _ words: [Word]) {
        guard index > 0 else { return nil }
        let hash = words[index - 1].plain.hash
        guard let found = PlacePrefix.words.first(where: { $0.words.contains(hash) })
        else { return nil }
        self = found.prefix
    }
}

/// A stretch of the text that is the name of one or several places.
struct PlaceMention {
    var tokens: Range<Int>
    var entries: [Int]
    var prefix: PlacePrefix?
    /// Found with a slip of the pen, or written short.
    var isFuzzy: Bool
    /// Written short, and with enough letters to be nothing else: "kmawakan".
    var isPlainlyShort = false
    /// Words and letters of the longest of the names.
    var words: Int
    var letters: Int

    /// The mention with the word that tells its level.
    var tokensWithPrefix: Range<Int> {
        switch prefix {
        case .village, .kecamatan, .regency: (tokens.lowerBound - 1)..<tokens.upperBound
        case .preposition, nil: tokens
        }
    }
}

extension Gazetteer {
    /// All mentions, the longer name before the shorter one it contains.
    ///
    /// - Parameter isWord: whether the word at a place is an ordinary one; such a one is only taken
    ///   for a name written wrongly after "desa", "kec".
    func mentions(in tokens: Tokens, isWord: (Int) -> Bool = { _ in false }) -> [PlaceMention] {
        var found: [Range<Int>: PlaceMention] = [:]
        let words = tokens.words
        let exact = words.map { names.number(of: $0.plain.hash) }
        names.scan(exact) { add($0, at: $1, tokens, isFuzzy: false, &found) }
        for index in tokens.indices.dropLast() { addHalved(index, tokens, &found) }
        var readings = exact.map { $0 == Trie<Name>.unknown ? [] : [$0] }
        var unsure: Set<Int> = []
        for (index, word) in words.enumerated() where readings[index].isEmpty {
            let before = PlacePrefix(before: index, words)
            let isNamed = before == .village || before == .kecamatan
            let letters = tokens.letters(word.plain)
            if let number = slips.nearest(to: letters, word.plain.hash), isNamed || !isWord(index) {
                readings[index] = [number]
            } else if isNamed || letters.count > 2 || !readings[max(0, index - 1)].isEmpty {
                readings[index] = shorts.candidates(for: letters)
            }
            if !readings[index].isEmpty { unsure.insert(index) }
        }
        if !unsure.isEmpty {
            names.scan(readings) { name, range in
                guard range.contains(where: unsure.contains), isEnough(range, name, tokens)
                else { return }
                add(name, at: range, tokens, isFuzzy: true, &found)
            }
        }
        return withoutContained(found.values.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound })
    }

    /// Whether a name written wrongly or short can be taken for one: enough of its letters are there,
    /// and a single word must look as if letters were missing, or follow "desa", "kec".
    private func isEnough(_ range: Range<Int>, _ name: Name, _ tokens: Tokens) -> Bool {
        let words = tokens.words[range]
        let before = PlacePrefix(before: range.lowerBound, tokens.words)
        let isNamed = before == .village || before == .kecamatan
        let letters = words.reduce(0) { $0 + Int($1.plain.count) }
        if words.dropFirst().contains(where: \.opensSentence) { return false }
        if letters >= name.letters - 1, name.letters >= Gazetteer.fuzzyNameLength { return true }
        if isNamed, letters >= 3, letters * 2 >= name.letters { return true }
        return letters >= Gazetteer.minimumRemains && letters * 2 >= name.letters
            && words.contains { ShortIndex.looksShortened(tokens.letters($0.plain)) }
            && (words.count > 1 || words.first?.isAsWritten ?? false)
    }

    /// A name of one word, written as two at `index`: "kanda ngan".
    private func addHalved(
        _ index: Int, _ tokens: Tokens, _ found: inout [Range<Int>: PlaceMention]
    ) {
        let (first, second) = (tokens.words[index].plain, tokens.words[index + 1].plain)
        guard first.count >= Gazetteer.minimumHalf, second.count >= Gazetteer.minimumHalf,
            first.count + second.count >= Gazetteer.minimumHalved
        else { return }
        names.find(first.hash.joined(with: tokens.letters(second))) { name in
            guard name.words == 1 else { return }
            add(name, at: index..<index + 2, tokens, isFuzzy: false, &found)
        }
    }

    private func add(
        _ name: Name, at range: Range<Int>, _ tokens: Tokens, isFuzzy: Bool,
        _ found: inout [Range<Int>: PlaceMention]
    ) {
        var mention =
            found[range]
            ?? PlaceMention(
                tokens: range, entries: [], prefix: PlacePrefix(before: range.lowerBound, tokens.words),
                isFuzzy: isFuzzy, words: 0, letters: 0)
        if isFuzzy, range.count == 1 {
            let word = tokens.words[range.lowerBound]
            mention.isPlainlyShort =
                word.isAsWritten && ShortIndex.looksShortened(tokens.letters(word.plain))
                && word.plain.count >= Gazetteer.minimumAlone
        }
        guard mention.isFuzzy == isFuzzy, !mention.entries.contains(name.entry) else { return }
        mention.entries.append(name.entry)
        mention.words = max(mention.words, name.words)
        mention.letters = max(mention.letters, name.letters)
        found[range] = mention
    }

    /// Drops "Sungai Raya" within "Sungai Raya Utara".
    private func withoutContained(_ mentions: [PlaceMention]) -> [PlaceMention] {
        var longest: [Int: Range<Int>] = [:]
        for mention in mentions {
            for token in mention.tokens where mention.tokens.count > longest[token]?.count ?? 0 {
                longest[token] = mention.tokens
            }
        }
        return mentions.filter { mention in
            mention.tokens.allSatisfy { longest[$0]?.count ?? 0 <= mention.tokens.count }
        }
    }
}
