// Villages named in passing: "P3A hamak: pintu air", "di SD batu laki". Too little to show an agency as the
// place, enough to look for complaints of that village first.
package import Language

/// The names of the villages of a region, by what their words are.
package struct VillageNames: Sendable {
    private struct Village: Sendable {
        /// Kemendagri code; 0 where several villages bear the name.
        var code: UInt64 { codes.count == 1 ? codes[0] : 0 }
        /// Of all that bear the name.
        var codes: [UInt64]
        var mayBeKecamatan: Bool
        /// An everyday word, or one of the lists of matters: it names a village behind a school or a bridge.
        var isWord: Bool
        /// "Baru": behind those too it is only a word.
        var isOnlyWord: Bool
    }

    /// A village named in a text.
    struct Found {
        var code: UInt64
        var mayBeKecamatan: Bool
        var tokens: Range<Int>
    }

    private var villages: [UInt64: Village] = [:]
    /// Roads and landmarks of which the pack knows the kecamatan and no village, by their words.
    private var spots: [UInt64: UInt64] = [:]
    private var longest = 0
    /// Words of a name that are read.
    private static let wordsMax = 4
    /// Shorter names of one word are too often something else.
    private static let lettersMin = 5

    /// No names: every place has to be found by its own signs.
    package static let none = VillageNames([], tokenizer: Tokenizer())

    /// - Parameters:
    ///   - entries: places of all levels; only those of the lowest are looked for.
    ///   - spots: roads and landmarks; those of a village stand for it already.
    package init(_ entries: [PlaceEntry], spots: [PlaceSpot] = [], tokenizer: Tokenizer) {
        for spot in spots where spot.inside.split(separator: ".").count == 3 {
            for name in [spot.name] + spot.aliases {
                let tokens = tokenizer.tokens(name)
                let start = spot.isRoad && tokens.count > 1 ? 1 : 0
                guard (1...Self.wordsMax).contains(tokens.count - start) else { continue }
                let place = KnownSpot.place(spot)
                addSpot(tokens, start..<tokens.count, place)
            }
        }
        let above = Set(entries.filter { $0.level == .kecamatan }.map { $0.name.lowercased() })
        for entry in entries where entry.level.isVillage {
            for name in [entry.name] + entry.aliases {
                let tokens = tokenizer.tokens(name)
                guard (1...Self.wordsMax).contains(tokens.count) else { continue }
                let code = LinkFacts.code(entry.code)
                let isShort = tokens.count == 1 && tokens.plainLetters(0).count < Self.lettersMin
                let isWord = tokens.count == 1
                    && (entry.isOrdinaryWord || entry.isAlsoWord || isShort
                        || LinkWord.isKnown(tokens.plainNumber(0)) || tokens.isEveryday(0))
                let key = Self.key(tokens, 0..<tokens.count)
                let others = villages[key]?.codes.filter { $0 != code } ?? []
                villages[key] = Village(
                    codes: others + [code], mayBeKecamatan: above.contains(name.lowercased()),
                    isWord: isWord, isOnlyWord: entry.isOrdinaryWord || isShort)
                longest = max(longest, tokens.count)
            }
        }
    }

    /// By its words, and as one word: "los batu", "losbatu".
    private mutating func addSpot(_ tokens: Tokens, _ range: Range<Int>, _ place: UInt64) {
        spots[Self.key(tokens, range)] = place
        let joined = range.flatMap { tokens.plainLetters($0) }
        spots[Tokens.number(of: joined)] = place
        longest = max(longest, range.count)
    }

    /// The one road or landmark a text names of which only the kecamatan is known, as a place of its own; 0
    /// when it names none or several.
    func spot(in words: LinkWords, within kecamatan: UInt64) -> UInt64 {
        guard !spots.isEmpty else { return 0 }
        var found: UInt64 = 0
        for index in 0..<words.count {
            for count in 1...max(1, min(longest, words.count - index)) {
                guard let place = spots[Self.key(words.tokens, index..<index + count)],
                    kecamatan == 0 || KnownSpot.kecamatan(place) == kecamatan,
                    !SaidWords.isDeniedPlace(words, index)
                else { continue }
                if found != 0, found != place { return 0 }
                found = place
            }
        }
        return found
    }

    private static func key(_ tokens: Tokens, _ range: Range<Int>) -> UInt64 {
        range.count == 1 ? tokens.plainNumber(range.lowerBound)
            : LinkWord.phrase(range.map { tokens.plainNumber($0) })
    }

    /// The one village a text names; `nil` when it names none or several.
    ///
    /// - Parameter kecamatan: code of the kecamatan it lies in, where the text says that; else 0.
    func find(in words: LinkWords, within kecamatan: UInt64) -> Found? {
        guard longest > 0 else { return nil }
        var found: Found?
        var index = 0
        while index < words.count {
            guard let (village, range) = village(words, at: index) else {
                index += 1
                continue
            }
            index = range.upperBound
            guard !village.isWord || !village.isOnlyWord && isNamed(words, at: range.lowerBound),
                village.code != 0,
                kecamatan == 0 || village.code / 10_000 == kecamatan,
                !isElsewhere(words, before: range.lowerBound)
            else { continue }
            if let found, found.code != village.code { return nil }
            found = found
                ?? Found(code: village.code, mayBeKecamatan: village.mayBeKecamatan, tokens: range)
        }
        return found
    }

    /// Codes of the villages whose names stand in a text, however much a word may only look like one: worth a
    /// look for a case there, and no more. None where there are too many to look at.
    package func mentioned(in tokens: Tokens, within kecamatan: UInt64) -> [UInt64] {
        guard longest > 0 else { return [] }
        let words = LinkWords(tokens)
        var found: [UInt64] = []
        var index = 0
        while index < words.count {
            guard let (village, range) = village(words, at: index) else {
                index += 1
                continue
            }
            index = range.upperBound
            guard !village.isOnlyWord, !SaidWords.isDeniedPlace(words, range.lowerBound) else { continue }
            for code in village.codes
            where !found.contains(code) && (kecamatan == 0 || code / 10_000 == kecamatan) {
                found.append(code)
            }
        }
        return found.count <= Self.mentionedMax ? found : []
    }

    private static let mentionedMax = 4

    /// Whether several villages bear a name.
    func isShared(_ name: String, _ tokenizer: Tokenizer) -> Bool {
        let tokens = tokenizer.tokens(name)
        guard tokens.count > 0 else { return false }
        return (villages[Self.key(tokens, 0..<tokens.count)]?.codes.count ?? 0) > 1
    }

    /// The longest name that begins at a word.
    private func village(_ words: LinkWords, at index: Int) -> (Village, Range<Int>)? {
        for count in stride(from: min(longest, words.count - index), through: 1, by: -1) {
            let range = index..<index + count
            if let village = villages[Self.key(words.tokens, range)] { return (village, range) }
        }
        return nil
    }

    /// "ke Hamak", "bukan Hamak": where the road leads, or what is not meant.
    private func isElsewhere(_ words: LinkWords, before index: Int) -> Bool {
        guard index > 0 else { return false }
        return Self.leading.contains(words.tokens.plainNumber(index - 1))
            || SaidWords.isDeniedPlace(words, index)
    }

    /// "SD tambangan", "seberang tambangan".
    private func isNamed(_ words: LinkWords, at index: Int) -> Bool {
        index > 0 && Self.naming.contains(words.tokens.plainNumber(index - 1))
    }

    private static let naming = LinkWord.numbers(
        "sd sdn smp smpn mi mts ma pasar puskesmas pustu polindes masjid mesjid langgar jembatan dermaga"
            + " seberang subarang sebrang titian tower trafo gardu")

    private static let leading = LinkWord.numbers("ke ka arah menuju jurusan lewat via sampai dari matan")
}
