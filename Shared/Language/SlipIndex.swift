// Finds the word of a list that differs from a given one by a single slip of the pen.

/// Words by the hashes of what is left when one letter is taken out (symmetric deletion): a look-up
/// costs one hash per letter and makes no strings.
struct SlipIndex: Sendable {
    /// Shorter words change their meaning with one letter.
    static let minimumLength = 5
    /// Ordinary words one letter away from names of places.
    static let ordinaryWords = WordSet(
        "barang bayaran simpul kandungan kandang bangkai semuda berdaun tambahan layanan timbangan"
            + " balita mandiri belanti pandangan")

    private var words = WordList()
    /// The hash of what is left above, the place of its word below; sorted. With the villages of a
    /// whole country these are two million, and a dictionary of arrays would take ten times as much.
    private var byHash: [UInt64] = []
    private var firstLetters: Set<UInt8> = []

    init(_ list: WordList) {
        for index in 0..<list.count {
            let bytes = Array(list[index])
            guard bytes.count >= SlipIndex.minimumLength else { continue }
            let place = UInt64(words.count)
            words.append(bytes, list.numbers[index])
            for skipped in -1..<bytes.count {
                byHash.append(SlipIndex.hash(bytes, without: skipped) << 32 | place)
            }
            firstLetters.insert(bytes[0])
        }
        byHash.sort()
    }

    /// The number of the only word one slip away from `word`, with the same first letter.
    func nearest(to letters: ArraySlice<UInt8>, _ hash: WordHash) -> UInt32? {
        let bytes = Array(letters)
        guard (SlipIndex.minimumLength...40).contains(bytes.count),
            firstLetters.contains(bytes[0]), !SlipIndex.ordinaryWords.contains(hash)
        else { return nil }
        var found: UInt32?
        for skipped in -1..<bytes.count {
            let hash = SlipIndex.hash(bytes, without: skipped)
            var index = firstIndex(of: hash)
            while index < byHash.count, byHash[index] >> 32 == hash & 0xFFFF_FFFF {
                let place = Int(byHash[index] & 0xFFFF_FFFF)
                index += 1
                let known = Array(words[place])
                guard known[0] == bytes[0], SlipIndex.isOneSlip(known, bytes) else { continue }
                if let found, found != words.numbers[place] { return nil }
                found = words.numbers[place]
            }
        }
        return found
    }

    /// Where the entries of a hash begin, if there are any.
    private func firstIndex(of hash: UInt64) -> Int {
        let wanted = hash << 32
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

    /// FNV-1a of the word without the letter at `skipped`; of the whole word for -1.
    private static func hash(_ bytes: [UInt8], without skipped: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in bytes.indices where index != skipped {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
        }
        return hash
    }

    /// One letter changed, missing, too many, or two neighbours swapped.
    static func isOneSlip(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        if a.count > b.count { return isOneSlip(b, a) }
        guard b.count - a.count <= 1, a != b else { return false }
        var index = 0
        while index < a.count, a[index] == b[index] { index += 1 }
        if a.count < b.count { return a[index...].elementsEqual(b[(index + 1)...]) }
        if a[(index + 1)...].elementsEqual(b[(index + 1)...]) { return true }
        return index + 1 < a.count && a[index] == b[index + 1] && a[index + 1] == b[index]
            && a[(index + 2)...].elementsEqual(b[(index + 2)...])
    }
}
