// Where a text says the name of a place, before it is decided which place is meant.

/// What stands before a name and tells its level.
enum PlacePrefix {
    case village, kecamatan, regency, preposition

    private static let words: [String: PlacePrefix] = {
        var table: [String: PlacePrefix] = [:]
        for (prefix, list) in [
            (
                PlacePrefix.village,
                "desa ds dsa kampung kampong kp kpg kelurahan kel klurahan kades pambakal pembakal"
                    + " lurah dusun"
            ),
            (.kecamatan, "kecamatan kec kcmtn kecmtn camat"),
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
    /// Found with a slip of the pen.
    var isFuzzy: Bool
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
    func mentions(in tokens: [Token]) -> [PlaceMention] {
        var found: [Range<Int>: PlaceMention] = [:]
        let exact = tokens.map { names.number(of: $0.plain) }
        collect(exact, tokens, fuzzy: nil, &found)
        var corrected = exact
        var slipped: Set<Int> = []
        for (index, token) in tokens.enumerated() where exact[index] == Trie<Name>.unknown {
            guard let number = slips.nearest(to: token.plain) else { continue }
            corrected[index] = number
            slipped.insert(index)
        }
        if !slipped.isEmpty { collect(corrected, tokens, fuzzy: slipped, &found) }
        return withoutContained(found.values.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound })
    }

    private func collect(
        _ numbers: [UInt32], _ tokens: [Token], fuzzy: Set<Int>?,
        _ found: inout [Range<Int>: PlaceMention]
    ) {
        names.scan(numbers) { name, range in
            if let fuzzy {
                guard range.contains(where: fuzzy.contains),
                    name.letters >= Gazetteer.fuzzyNameLength
                else { return }
            }
            var mention =
                found[range]
                ?? PlaceMention(
                    tokens: range, entries: [],
                    prefix: range.lowerBound > 0
                        ? PlacePrefix(tokens[range.lowerBound - 1].plain) : nil,
                    isFuzzy: fuzzy != nil, words: 0, letters: 0)
            mention.entries.append(name.entry)
            mention.words = max(mention.words, name.words)
            mention.letters = max(mention.letters, name.letters)
            found[range] = mention
        }
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
