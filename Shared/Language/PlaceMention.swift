// Where a text says the name of a place, before it is decided which place is meant.

/// What stands before a name and tells its level.
enum PlacePrefix {
    case village, kecamatan, regency, preposition

    private static let words: [String: PlacePrefix] = {
        var table: [String: PlacePrefix] = [:]
        for (prefix, list) in [
            (
                PlacePrefix.village,
                "desa ds dsa desaku kampung kampong kp kpg kelurahan kel klurahan kades pambakal pembakal"
                    + " lurah dusun"
            ),
            (.kecamatan, "kecamatan kec kcmtn kecmtn kcamatan kecamtan camat"),
            (.regency, "kabupaten kab kota provinsi prov"),
            (.preposition, "di d ka ke dari dr warga wrg daerah pasar simpang arah wilayah"),
        ] {
            for word in list.split(separator: " ") { table[String(word)] = prefix }
        }
        return table
    }()

    init?(_ word: String) {
        guard let prefix = PlacePrefix.words[word] else { return nil }
        self = prefix
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
    /// - Parameter isWord: whether a token is an ordinary word; such a one is only taken for a name
    ///   written wrongly after "desa", "kec".
    func mentions(in tokens: [Token], isWord: (Token) -> Bool = { _ in false }) -> [PlaceMention] {
        var found: [Range<Int>: PlaceMention] = [:]
        let exact = tokens.map { names.number(of: $0.plain) }
        names.scan(exact) { add($0, at: $1, tokens, isFuzzy: false, &found) }
        for index in tokens.indices.dropLast() { addHalved(index, tokens, &found) }
        var readings = exact.map { $0 == Trie<Name>.unknown ? [] : [$0] }
        var unsure: Set<Int> = []
        for (index, token) in tokens.enumerated() where readings[index].isEmpty {
            let before = index > 0 ? PlacePrefix(tokens[index - 1].plain) : nil
            let isNamed = before == .village || before == .kecamatan
            if let number = slips.nearest(to: token.plain), isNamed || !isWord(token) {
                readings[index] = [number]
            } else if isNamed || token.plain.utf8.count > 2 || !readings[max(0, index - 1)].isEmpty {
                readings[index] = shorts.candidates(for: token.plain)
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
    private func isEnough(_ range: Range<Int>, _ name: Name, _ tokens: [Token]) -> Bool {
        let words = tokens[range]
        let before = range.lowerBound > 0 ? PlacePrefix(tokens[range.lowerBound - 1].plain) : nil
        let isNamed = before == .village || before == .kecamatan
        let letters = words.reduce(0) { $0 + $1.plain.utf8.count }
        if words.contains(where: { $0.opensSentence && $0.start != words.first?.start }) {
            return false
        }
        if letters >= name.letters - 1, name.letters >= Gazetteer.fuzzyNameLength { return true }
        if isNamed, letters >= 3, letters * 2 >= name.letters { return true }
        return letters >= Gazetteer.minimumRemains && letters * 2 >= name.letters
            && words.contains { ShortIndex.looksShortened($0.plain) }
            && (words.count > 1 || words.first.map { $0.plain == $0.normal } ?? false)
    }

    /// A name of one word, written as two at `index`: "kanda ngan".
    private func addHalved(
        _ index: Int, _ tokens: [Token], _ found: inout [Range<Int>: PlaceMention]
    ) {
        let (first, second) = (tokens[index].plain, tokens[index + 1].plain)
        guard first.utf8.count >= Gazetteer.minimumHalf, second.utf8.count >= Gazetteer.minimumHalf,
            first.utf8.count + second.utf8.count >= Gazetteer.minimumHalved
        else { return }
        names.find(first + second) { name in
            guard name.words == 1 else { return }
            add(name, at: index..<index + 2, tokens, isFuzzy: false, &found)
        }
    }

    private func add(
        _ name: Name, at range: Range<Int>, _ tokens: [Token], isFuzzy: Bool,
        _ found: inout [Range<Int>: PlaceMention]
    ) {
        var mention =
            found[range]
            ?? PlaceMention(
                tokens: range, entries: [],
                prefix: range.lowerBound > 0
                    ? PlacePrefix(tokens[range.lowerBound - 1].plain) : nil,
                isFuzzy: isFuzzy, words: 0, letters: 0)
        if isFuzzy, let word = tokens[range].first, range.count == 1 {
            mention.isPlainlyShort =
                word.plain == word.normal && ShortIndex.looksShortened(word.plain)
                && word.plain.utf8.count >= Gazetteer.minimumAlone
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
