// How much a single word looks like a person's name, for who reads speech in which nothing else tells.

/// What a word alone says of being a name.
package enum NameLikeness: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// A word of every day, or one that is never a name.
    case ordinary
    /// Nothing is known of it.
    case unknown
    /// It begins and ends as names do.
    case looks
    /// A name that people are given.
    case listed

    /// By how sure one is of a name.
    package static func < (one: NameLikeness, other: NameLikeness) -> Bool { one.rawValue < other.rawValue }

    /// - Parameter word: letters only, large or small; of several words the first is judged.
    package init(_ word: String) {
        let reading = DataReading(Array(word.unicodeScalars))
        guard let piece = reading.pieces.first, !piece.isDigits else {
            self = .unknown
            return
        }
        switch GivenNames.standing(piece, in: reading) {
        case .listed: self = .listed
        case .looks: self = .looks
        case .none:
            self = NameWords.isOrdinary(piece) || NameWords.never.contains(piece) ? .ordinary : .unknown
        }
    }
}
