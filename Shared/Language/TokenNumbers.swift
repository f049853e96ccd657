// The words of a text as numbers, for who compares many of them: no string is made.

extension Tokens {
    /// The number of a word as it is written; see ``number(of:)``.
    package func plainNumber(_ index: Int) -> UInt64 { words[index].plain.hash.value }

    /// The number of the normal form of a word.
    package func normalNumber(_ index: Int) -> UInt64 { words[index].normal.hash.value }

    /// The letters of a word as it is written.
    package func plainLetters(_ index: Int) -> ArraySlice<UInt8> { letters(words[index].plain) }

    /// The letters of the normal form of a word.
    package func normalLetters(_ index: Int) -> ArraySlice<UInt8> { letters(words[index].normal) }

    /// A sentence or line ended before a word.
    package func opensSentence(_ index: Int) -> Bool { words[index].opensSentence }

    /// A word of every day, which is rarely the name of a place.
    package func isEveryday(_ index: Int) -> Bool { words[index].isEveryday }

    /// Written with a capital first.
    package func isCapitalised(_ index: Int) -> Bool { words[index].isCapitalised }

    /// The number of a word that is not in a text: equal to those of a text when it is the same word.
    package static func number(of letters: some Sequence<UInt8>) -> UInt64 {
        WordHash().joined(with: letters).value
    }
}
