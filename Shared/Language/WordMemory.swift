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

/// Readings of words by their hash. It changes no answer, only how soon it comes, and holds at most
/// ``slotsMax`` words: a new one takes the place of the one that stood there.
final class WordMemory: Sendable {
    static let slotsMax = 1 << 14

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var slots: [(key: UInt64, reading: WordReading)] = []
        let stemmer = Stemmer()
    }

    /// The reading of each word, found by `find` where it is not remembered.
    func readings(
        of words: [Word], _ find: @Sendable (Word, borrowing Stemmer) -> WordReading
    ) -> [WordReading] {
        state.withLock { state in
            if state.slots.isEmpty {
                state.slots = Array(repeating: (0, WordReading()), count: Self.slotsMax)
            }
            return words.map { word in
                // A word that was rewritten is not written short.
                let key = word.normal.hash.value ^ (word.isAsWritten ? 0 : 0x9E37_79B9_7F4A_7C15)
                let place = Int((key ^ key >> 32) & UInt64(Self.slotsMax - 1))
                if state.slots[place].key != key {
                    state.slots[place] = (key, find(word, state.stemmer))
                }
                return state.slots[place].reading
            }
        }
    }
}
