// A text cut into words and groups of digits: what personal data is read from.

/// A run of letters or of digits.
struct Piece {
    /// Offsets in scalars, end exclusive.
    var start: Int
    var end: Int
    var isDigits: Bool
    /// The word in lower case as a number (``MarkWords/hash(_:)``).
    var hash: UInt64
    /// The same without "-nya", "-ku", "-mu" behind it; ``hash`` where there is none.
    var stem: UInt64
    var startsLarge: Bool
    var isLarge: Bool
    /// "Ma'rifah": an apostrophe stands within.
    var hasApostrophe = false

    var count: Int { end - start }
}

/// A text and its pieces.
struct DataReading {
    /// Pieces beyond this many are not read.
    static let maximumPieces = 60_000

    let scalars: [Unicode.Scalar]
    private(set) var pieces: [Piece] = []
    /// A word begins with a large letter and goes on small, so that a large one says something.
    private(set) var hasCase = false

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        pieces.reserveCapacity(scalars.count / 5 + 1)
        var index = 0
        while index < scalars.count, pieces.count < DataReading.maximumPieces {
            let start = index
            if let end = DataReading.digits(scalars, at: index) {
                index = end
                pieces.append(
                    Piece(
                        start: start, end: index, isDigits: true, hash: 0, stem: 0,
                        startsLarge: false,
                        isLarge: false))
                continue
            }
            guard DataReading.isLetter(scalars[index]) else {
                index += 1
                continue
            }
            var hash = MarkWords.seed
            var last: (one: UInt64, two: UInt64, three: UInt64) = (0, 0, 0)
            var large = 0
            var letters = 0
            while index < scalars.count {
                let value = scalars[index].value
                if !DataReading.isLetter(scalars[index]) {
                    guard DataReading.isWithinWord(scalars, index) else { break }
                    index += 1
                    continue
                }
                if (0x41...0x5A).contains(value) { large += 1 }
                last = (hash, last.one, last.two)
                hash = MarkWords.add(value, to: hash)
                letters += 1
                index += 1
            }
            let stem: UInt64 =
                switch DataReading.ending(scalars[start..<index]) {
                case 1: last.one
                case 2: last.two
                case 3: last.three
                default: hash
                }
            let startsLarge = (0x41...0x5A).contains(scalars[start].value)
            if startsLarge, large < letters { hasCase = true }
            pieces.append(
                Piece(
                    start: start, end: index, isDigits: false, hash: hash, stem: stem,
                    startsLarge: startsLarge, isLarge: large == letters,
                    hasApostrophe: letters < index - start))
        }
    }

    /// The end of the digits that begin here; an "O" or "l" among at least three is a nought or a one that
    /// somebody mistyped or a machine misread.
    private static func digits(_ scalars: [Unicode.Scalar], at start: Int) -> Int? {
        guard scalars[start].isASCIIDigit || isMisread(scalars[start]) else { return nil }
        var end = start
        while end < scalars.count, scalars[end].isASCIIDigit { end += 1 }
        let plain = end
        var digits = end - start
        var misread = 0
        while end < scalars.count, scalars[end].isASCIIDigit || isMisread(scalars[end]) {
            if isMisread(scalars[end]) { misread += 1 } else { digits += 1 }
            end += 1
        }
        let isWhole = end == scalars.count || !isLetter(scalars[end])
        if isWhole, misread > 0, digits >= 3 * misread || isMisreadGroup(scalars, start, end) {
            return end
        }
        return plain > start ? plain : nil
    }

    /// "O512", "OO01", "OOO1" after a group of digits: part of a number in groups of four.
    private static func isMisreadGroup(
        _ scalars: [Unicode.Scalar], _ start: Int, _ end: Int
    ) -> Bool {
        guard end - start == 4, start > 4 else { return false }
        return !isLetter(scalars[start - 1]) && scalars[start - 2].isASCIIDigit
    }

    private static func isMisread(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "O" || scalar == "o" || scalar == "l" || scalar == "I"
    }

    /// The value of a sign of a number.
    static func digit(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.isASCIIDigit { return UInt8(scalar.value - 0x30) }
        return scalar == "l" || scalar == "I" ? 1 : 0
    }

    /// "Ma'rifah", "do’a": one word, looked up as "marifah", "doa".
    static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "`", "\u{2018}", "\u{2019}", "\u{02BC}": true
        default: false
        }
    }

    private static func isWithinWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        isApostrophe(scalars[index]) && index + 1 < scalars.count && isLetter(scalars[index + 1])
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        default: scalar.properties.isAlphabetic
        }
    }

    /// What stands between the piece before and this one.
    func gap(before index: Int) -> ArraySlice<Unicode.Scalar> {
        guard index > 0 else { return scalars[0..<pieces[0].start] }
        guard index < pieces.count else { return scalars[pieces[index - 1].end...] }
        return scalars[pieces[index - 1].end..<pieces[index].start]
    }

    /// Whether only these signs, and no more than `most` of them, stand before the piece.
    func isJoined(_ index: Int, by signs: Set<Unicode.Scalar>, most: Int) -> Bool {
        guard index > 0, index < pieces.count else { return false }
        let gap = gap(before: index)
        return gap.count <= most && gap.allSatisfy(signs.contains)
    }

    /// A sentence or line ends before the piece: a stop that is not that of a short form.
    func isCut(before index: Int) -> Bool {
        guard index > 0 else { return true }
        let gap = gap(before: index)
        if gap.contains(where: { $0 == "\n" || $0 == "!" || $0 == "?" || $0 == ";" }) {
            return true
        }
        return gap.contains(".") && pieces[index - 1].count > 3
    }

    func word(_ index: Int, in set: MarkWords) -> Bool {
        pieces.indices.contains(index) && set.contains(pieces[index])
    }

    /// As ``word(_:in:)``, also with "-nya", "-ku", "-mu" behind it: "adikku".
    func isOwned(_ index: Int, in set: MarkWords) -> Bool {
        guard pieces.indices.contains(index), !pieces[index].isDigits else { return false }
        return set.contains(pieces[index])
            || pieces[index].stem != pieces[index].hash && set.contains(hash: pieces[index].stem)
    }

    /// Letters of the "nya", "ny", "ku", "mu" or "x" that a word ends in.
    private static func ending(_ word: ArraySlice<Unicode.Scalar>) -> Int {
        guard word.count > 4 else { return 0 }
        let end = word.endIndex
        func letter(_ back: Int) -> UInt32 { word[end - back].value | 0x20 }
        switch (letter(2), letter(1)) {
        case (0x79, 0x61): return letter(3) == 0x6E ? 3 : 0
        case (0x6E, 0x79), (0x6B, 0x75), (0x6D, 0x75): return 2
        case (_, 0x78): return 1
        default: return 0
        }
    }

    /// How many pieces before `index` the nearest of these words stands, at most `reach`, in no sentence
    /// before.
    func distance(to set: MarkWords, before index: Int, reach: Int) -> Int? {
        var at = index
        for step in 1...max(1, reach) {
            if isCut(before: at) { return nil }
            at -= 1
            guard at >= 0 else { return nil }
            if set.contains(pieces[at]) { return step }
        }
        return nil
    }

    func span(_ kind: PersonalData.Kind, _ first: Int, _ last: Int) -> PersonalData.Span {
        PersonalData.Span(kind: kind, start: pieces[first].start, end: pieces[last].end)
    }
}
