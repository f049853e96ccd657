// Finds the words of a list that differ from a given one by a single slip of the pen.

/// Words by the hashes of what is left when one letter is taken out (symmetric deletion): a look-up costs
/// one step a letter and makes no strings.
struct SlipIndex: Sendable {
    /// Shorter words change their meaning with one letter.
    static let minimumLength = 4
    static let maximumLength = 40
    /// More words than this one slip away say nothing.
    static let slipsMax = 40

    private var words = WordList()
    /// The hash of what is left above, the place of its word below; sorted. A dictionary of arrays
    /// would take ten times as much.
    private var byHash: [UInt64] = []
    /// A bit for each hash that is there, so that most look-ups end at once.
    private var filter: [UInt64] = []
    private var filterShift: UInt64 = 64

    init(_ list: WordList) {
        byHash.reserveCapacity((0..<list.count).reduce(0) { $0 + list[$1].count + 1 })
        for index in 0..<list.count {
            let letters = list[index]
            guard (SlipIndex.minimumLength...SlipIndex.maximumLength).contains(letters.count)
            else { continue }
            let place = UInt64(words.count)
            words.append(letters, list.numbers[index])
            SlipIndex.forEachHash(letters) { byHash.append($0 & ~0xFFFF_FFFF | place) }
        }
        byHash.sort()
        // Sixteen bits a hash: one look-up in twenty goes on in vain.
        let bits = max(6, 64 - (byHash.count * 16).leadingZeroBitCount)
        filter = Array(repeating: 0, count: 1 << (bits - 6))
        filterShift = UInt64(64 - bits)
        for entry in byHash {
            let bit = bit(of: entry)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// Only the upper half of a hash is kept.
    private func bit(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: ((hash >> 32) &* 0x9E37_79B9_7F4A_7C15) >> filterShift)
    }

    /// The numbers of the words one slip away from `letters`, with the same first letter.
    func near(_ letters: ArraySlice<UInt8>) -> [UInt32] {
        guard !byHash.isEmpty, let first = letters.first,
            (SlipIndex.minimumLength...SlipIndex.maximumLength).contains(letters.count)
        else { return [] }
        var found: [UInt32] = []
        SlipIndex.forEachHash(letters) { hash in
            let bit = bit(of: hash)
            guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { return }
            var index = firstIndex(of: hash)
            while index < byHash.count, byHash[index] >> 32 == hash >> 32 {
                let place = Int(byHash[index] & 0xFFFF_FFFF)
                index += 1
                let known = words[place]
                guard known.first == first, found.count < SlipIndex.slipsMax,
                    SlipIndex.isOneSlip(known, letters), !found.contains(words.numbers[place])
                else { continue }
                found.append(words.numbers[place])
            }
        }
        return found
    }

    /// Where the entries of a hash begin, if there are any.
    private func firstIndex(of hash: UInt64) -> Int {
        let wanted = hash & ~0xFFFF_FFFF
        var range = 0..<byHash.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if byHash[middle] < wanted {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return range.lowerBound
    }

    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15 | 1
    private static let powers: [UInt64] = (0...maximumLength + 1).reduce(into: [1]) { powers, _ in
        powers.append(powers[powers.count - 1] &* base)
    }

    /// The hash of the word, then of the word without each of its letters: taking out the next letter
    /// instead changes one term of the sum.
    private static func forEachHash(_ letters: ArraySlice<UInt8>, _ body: (UInt64) -> Void) {
        let count = letters.count
        var whole: UInt64 = 0
        for letter in letters { whole = whole &* base &+ UInt64(letter) }
        body(mixed(whole))
        guard count > 1, let first = letters.first else { return }
        var hash = whole &- UInt64(first) &* powers[count - 1]
        body(mixed(hash))
        for index in 0..<count - 1 {
            let place = letters.startIndex + index
            let change = UInt64(letters[place]) &- UInt64(letters[place + 1])
            hash = hash &+ change &* powers[count - 2 - index]
            body(mixed(hash))
        }
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        let value = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
        return value ^ value >> 32
    }

    /// One letter changed, missing, too many, or two neighbours swapped.
    static func isOneSlip(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        if a.count > b.count { return isOneSlip(b, a) }
        guard b.count - a.count <= 1 else { return false }
        var (i, j) = (a.startIndex, b.startIndex)
        while i < a.endIndex, a[i] == b[j] {
            i += 1
            j += 1
        }
        if a.count < b.count { return a[i...].elementsEqual(b[(j + 1)...]) }
        guard i < a.endIndex else { return false }
        if a[(i + 1)...].elementsEqual(b[(j + 1)...]) { return true }
        return i + 1 < a.endIndex && a[i] == b[j + 1] && a[i + 1] == b[j]
            && a[(i + 2)...].elementsEqual(b[(j + 2)...])
    }
}
