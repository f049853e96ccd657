// The places of a region and their names, compiled for finding them in a text.
package import Complaints

/// The places of a region by code and by every way their names are written.
package struct Gazetteer: Sendable {
    /// From this confidence on a place counts as known.
    package static let certain = 0.6
    /// Names from this many letters on are found with one slip of the pen.
    package static let fuzzyNameLength = 6

    /// Words of names from this many letters on are found by what an SMS leaves of them.
    package static let minimumShortenedWord = 4
    /// So many letters of a name must be there when words of it are shortened.
    package static let minimumRemains = 5
    /// A name of one word is also found as two, from so many letters on, and so many in each.
    package static let minimumHalved = 8
    package static let minimumHalf = 3
    /// So many for a single short word that nothing around it calls a place.
    package static let minimumAlone = 6

    package let entries: [PlaceEntry]
    private let indexByCode: [String: Int]
    let names: Trie<Name>
    let slips: SlipIndex
    let shorts: ShortIndex

    /// A name of a place in the trie.
    struct Name: Sendable {
        private let place: UInt32
        private let wordCount: UInt16
        private let letterCount: UInt16

        init(entry: Int, words: Int, letters: Int) {
            place = UInt32(entry)
            wordCount = UInt16(clamping: words)
            letterCount = UInt16(clamping: letters)
        }

        var entry: Int { Int(place) }
        /// The name has several words, or was written apart or together.
        var words: Int { Int(wordCount) }
        var letters: Int { Int(letterCount) }
    }

    package init(_ entries: [PlaceEntry]) {
        self.entries = entries
        indexByCode = Dictionary(
            entries.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        var names = Trie<Name>()
        let tokenizer = Tokenizer()
        for (index, entry) in entries.enumerated() {
            var written: Set<[String]> = []
            for name in [entry.name] + entry.aliases {
                let words = tokenizer.tokens(name).map(\.plain)
                let letters = words.reduce(0) { $0 + $1.count }
                for spelling in Gazetteer.spellings(of: words)
                where written.insert(spelling).inserted {
                    names.insert(
                        spelling, Name(entry: index, words: words.count, letters: letters))
                }
            }
        }
        self.names = names
        slips = SlipIndex(names.words)
        shorts = ShortIndex(names.words, minimumLength: Gazetteer.minimumShortenedWord)
    }

    /// The place of a code.
    package subscript(code: String) -> PlaceEntry? {
        indexByCode[code].map { entries[$0] }
    }

    /// The kecamatan a code lies in or is; `nil` above that level.
    package func kecamatan(of code: String) -> PlaceEntry? {
        guard let entry = self[code] else { return nil }
        return entry.level == .kecamatan ? entry : entry.parent.flatMap { kecamatan(of: $0) }
    }

    /// A wire value for an entry.
    package func place(_ entry: PlaceEntry, confidence: Double, evidence: String?) -> Place {
        Place(
            code: entry.code, name: entry.name, level: entry.level.rawValue,
            confidence: (confidence * 100).rounded() / 100, evidence: evidence)
    }

    /// A name as written and joined. One word written as two is found by joining the words of the text
    /// (``mentions(in:isWord:)``): kept by all its halves, a name would take five times the memory.
    private static func spellings(of words: [String]) -> [[String]] {
        guard !words.isEmpty else { return [] }
        var result = [words]
        for cut in 1..<max(1, words.count) {
            result.append(words[..<(cut - 1)] + [words[cut - 1] + words[cut]] + words[(cut + 1)...])
        }
        if words.count > 2 { result.append([words.joined()]) }
        return result
    }
}
