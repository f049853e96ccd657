// Remembers what was found out about a word, because a few thousand words make up nearly all texts.
import Synchronization

/// What a word of a text is to the phrases of a pack: numbers in the tries of words and of stems.
struct WordReading: Sendable {
    var word = NumberTable.none
    /// The word it is written short for, or the word.
    var full = NumberTable.none
    var stem = NumberTable.none
    var isShortened = false

    /// It, or its stem, stands in some phrase.
    var isKnown: Bool {
        !isShortened && (word != NumberTable.none || stem != NumberTable.none)
    }
}

/// Readings of words by a key. It changes no answer, only how soon it comes, and holds at most
/// ``slotsMax`` words: a new one takes the place of the one that stood there.
final class WordMemory<Reading: Sendable>: Sendable {
    static var slotsMax: Int { 1 << 14 }

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var slots: [(key: UInt64, reading: Reading)?] = []
        let stemmer = Stemmer()
    }

    /// The reading of each word, found by `find` where it is not remembered.
    ///
    /// - Parameter key: words with equal keys have equal readings.
    func readings(
        of words: [Word], key: @Sendable (Word) -> UInt64,
        _ find: @Sendable (Word, borrowing Stemmer) -> Reading
    ) -> [Reading] {
        state.withLock { state in
            if state.slots.isEmpty {
                state.slots = Array(repeating: nil, count: Self.slotsMax)
            }
            return words.map { word in
                let key = key(word)
                let place = Int((key ^ key >> 32) & UInt64(Self.slotsMax - 1))
                if let known = state.slots[place], known.key == key { return known.reading }
                let reading = find(word, state.stemmer)
                state.slots[place] = (key, reading)
                return reading
            }
        }
    }
}
