// Numbered words kept without an allocation each: what the indexes over a gazetteer's words stand on.

/// All words, one behind the other. With the villages of a whole country they are a hundred thousand.
struct WordList: Sendable {
    private var letters: [UInt8] = []
    /// Where each word begins; the last is the end.
    private var starts: [UInt32] = [0]
    /// The number of each word.
    private(set) var numbers: [UInt32] = []

    var count: Int { numbers.count }

    mutating func append(_ word: some Sequence<UInt8>, _ number: UInt32) {
        letters += word
        starts.append(UInt32(letters.count))
        numbers.append(number)
    }

    /// The letters of the word at a place.
    subscript(_ place: Int) -> ArraySlice<UInt8> {
        letters[Int(starts[place])..<Int(starts[place + 1])]
    }
}
