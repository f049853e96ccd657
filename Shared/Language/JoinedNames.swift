// The names of the region written together, to be compared with what was heard.

/// Names by their first letter. A look-up reads a few of them and makes no arrays.
struct JoinedNames: Sendable {
    /// One way a place is called.
    struct Name: Sendable {
        var place: Int
        fileprivate var range: Range<Int>
        fileprivate var first: UInt8
        /// A bit for each letter it holds.
        fileprivate var letters: UInt32
    }

    private var letters: [UInt8] = []
    private var names: [Name] = []
    /// Where the names of each first letter stand in ``names``.
    private var byFirst: [Range<Int>] = Array(repeating: 0..<0, count: 256)

    init(_ entries: [(place: Int, letters: [UInt8])]) {
        for entry in entries.sorted(by: { $0.letters.lexicographicallyPrecedes($1.letters) }) {
            let heard = Heard.letters(entry.letters)
            guard let first = heard.first else { continue }
            let start = letters.count
            letters += heard
            names.append(
                Name(
                    place: entry.place, range: start..<letters.count, first: first,
                    letters: Heard.bits(heard[...])))
            let known = byFirst[Int(first)]
            byFirst[Int(first)] =
                (known.isEmpty ? names.count - 1 : known.lowerBound)..<names.count
        }
    }

    /// The names that begin like a word, or all of them.
    func indices(like first: UInt8?) -> Range<Int> {
        first.map { byFirst[Int($0)] } ?? names.indices
    }

    subscript(_ index: Int) -> Name { names[index] }

    /// The letters of a name.
    func spelled(_ index: Int) -> ArraySlice<UInt8> { letters[names[index].range] }

    /// Slips of the pen between a name and what was heard; `nil` when there are more than `most`.
    func slips(_ index: Int, _ heard: ArraySlice<UInt8>, _ bits: UInt32, most: Int) -> Int? {
        let name = names[index]
        // Each slip changes two letters at most.
        guard abs(name.range.count - heard.count) <= most,
            (name.letters ^ bits).nonzeroBitCount <= 2 * most
        else { return nil }
        return EditDistance.slips(heard, letters[name.range], most: most)
    }
}

/// Words as they sound.
enum Heard {
    /// "bajayaw" is "bajayau".
    static func letters(_ letters: [UInt8]) -> [UInt8] {
        var heard = letters
        for index in heard.indices.dropFirst()
        where heard[index - 1] == 0x61 && (heard[index] == 0x77 || heard[index] == 0x79) {
            if index + 1 < heard.count, isVowel(heard[index + 1]) { continue }
            heard[index] = heard[index] == 0x77 ? 0x75 : 0x69
        }
        return heard
    }

    /// A bit for each letter.
    static func bits(_ letters: ArraySlice<UInt8>) -> UInt32 {
        letters.reduce(0) { $0 | 1 << UInt32($1 & 31) }
    }

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: true
        default: false
        }
    }
}
