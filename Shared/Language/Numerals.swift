// Numbers as people write and say them: "12", "012", "dua belas", "duabelas", "kosong dua", "XII";
// Indonesian
// and Banjar.

/// Reads numerals.
package enum Numerals {
    /// A number of more digits is no number of a house, an RT or a kilometre.
    package static let maximumDigits = 4
    /// Digit words read one after the other ("kosong kosong dua") are one number up to this many.
    package static let maximumSpelled = 4

    /// The number that begins at a word, and how many words it takes.
    ///
    /// - Parameters:
    ///   - words: lower case; `words[index]` is the first word of the number.
    ///   - tolerant: a slip of the pen is forgiven, where only a number can stand.
    package static func number(
        in words: [String], at index: Int, tolerant: Bool = false
    ) -> (value: Int, words: Int)? {
        guard words.indices.contains(index) else { return nil }
        if let value = digits(words[index]) { return (value, 1) }
        var reader = Reader(words: words, index: index, isTolerant: tolerant)
        guard let value = reader.number() else { return nil }
        return (value, reader.index - index)
    }

    /// "012" is 12.
    package static func digits(_ word: String) -> Int? {
        let bytes = word.utf8
        guard !bytes.isEmpty, bytes.count <= maximumDigits,
            bytes.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(word)
    }

    /// "iv" is 4; only what is written as a Roman numeral up to 39.
    package static func roman(_ word: String) -> Int? {
        romans[word]
    }

    private static let romans: [String: Int] = {
        let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
        var table: [String: Int] = [:]
        for number in 1..<40 {
            table[String(repeating: "x", count: number / 10) + ones[number % 10]] = number
        }
        return table
    }()

    /// What a word does in a number.
    fileprivate enum Part: Sendable, Hashable {
        case digit(Int)
        /// "sepuluh", "sebelas", "salawi": a number below a hundred by itself.
        case whole(Int)
        case teen, twenties, tens, hundred, hundreds
    }

    private static let parts: [String: Part] = {
        var table: [String: Part] = [:]
        func add(_ words: String, _ part: Part) {
            for word in words.split(separator: " ") { table[String(word)] = part }
        }
        for (digit, words) in [
            "nol kosong ksg null", "satu stu sat asa", "dua dwa due", "tiga tga talu",
            "empat empt mpat ampat", "lima lma", "enam enm anam", "tujuh tuju tjuh tjh pitu",
            "delapan dlapan lapan dlpn walu", "sembilan smbilan smbln semblan sanga",
        ].enumerated() { add(words, .digit(digit)) }
        add("sepuluh spuluh splh sapuluh", .whole(10))
        add("sebelas sblas sbls sabalas", .whole(11))
        add("salawi selawe", .whole(25))
        add("salikur", .whole(21))
        add("belas blas bls balas", .teen)
        add("likur", .twenties)
        add("puluh pulu plh", .tens)
        add("seratus sratus saratus", .hundred)
        add("ratus rts", .hundreds)
        return table
    }()

    /// Whether a number may begin with a word: for who looks at every word and reads a number at few.
    package static func begins(_ word: String) -> Bool {
        word.utf8.first.map { (0x30...0x39).contains($0) } ?? false || beginnings.contains(word)
    }

    private static let beginnings: Set<String> = {
        var words: Set<String> = []
        for (word, part) in parts {
            switch part {
            case .digit: words.formUnion([word] + endings.map { word + $0 })
            case .whole, .hundred: words.insert(word)
            case .teen, .twenties, .tens, .hundreds: break
            }
        }
        return words
    }()

    private static let endings = ["belas", "puluh", "balas", "ratus"]

    /// "duabelas", "tigapuluh" in one word.
    private static func glued(_ word: String) -> (Part, Part)? {
        for ending in endings where word.hasSuffix(ending) {
            let start = String(word.dropLast(ending.utf8.count))
            if case .digit(let digit)? = parts[start], let unit = parts[ending] {
                return (.digit(digit), unit)
            }
        }
        return nil
    }

    /// The only numeral a slip away; words of fewer letters than this are taken as they are.
    private static let minimumSlipped = 4

    private static func slipped(_ word: String) -> Part? {
        guard word.utf8.count >= minimumSlipped else { return nil }
        let near = parts.filter { known, _ in
            known.utf8.count >= minimumSlipped && Slip.isAtMostOne(word, known)
        }
        let meanings = Set(near.values)
        return meanings.count == 1 ? meanings.first : nil
    }

    private struct Reader {
        let words: [String]
        var index: Int
        let isTolerant: Bool

        private func parts(at index: Int) -> [Part] {
            guard words.indices.contains(index) else { return [] }
            if let part = Numerals.parts[words[index]] { return [part] }
            if let (first, second) = Numerals.glued(words[index]) { return [first, second] }
            return isTolerant ? Numerals.slipped(words[index]).map { [$0] } ?? [] : []
        }

        mutating func number() -> Int? {
            let first = parts(at: index)
            guard let part = first.first else { return nil }
            if first.count == 2, case .digit(let digit) = part {
                index += 1
                return scaled(digit, first[1])
            }
            switch part {
            case .whole(let value):
                index += 1
                return value
            case .hundred:
                index += 1
                return 100 + rest()
            case .digit(let digit):
                index += 1
                if let unit = unit(at: index) {
                    index += 1
                    return scaled(digit, unit)
                }
                return spelled(digit)
            case .teen, .twenties, .tens, .hundreds:
                return nil
            }
        }

        private func unit(at index: Int) -> Part? {
            guard let part = parts(at: index).first, parts(at: index).count == 1 else { return nil }
            switch part {
            case .teen, .twenties, .tens, .hundreds: return part
            case .digit, .whole, .hundred: return nil
            }
        }

        private mutating func scaled(_ digit: Int, _ unit: Part) -> Int {
            switch unit {
            case .teen: return 10 + digit
            case .twenties: return 20 + digit
            case .tens: return digit * 10 + one()
            case .hundreds: return digit * 100 + rest()
            case .digit, .whole, .hundred: return digit
            }
        }

        /// The digit after "puluh", unless it begins another number.
        private mutating func one() -> Int {
            guard case .digit(let digit)? = parts(at: index).first, parts(at: index).count == 1,
                unit(at: index + 1) == nil
            else { return 0 }
            index += 1
            return digit
        }

        /// What follows a hundred.
        private mutating func rest() -> Int {
            var ahead = self
            guard let value = ahead.number(), value < 100 else { return 0 }
            index = ahead.index
            return value
        }

        /// Digits read out: "kosong dua" is 2, "satu dua" is 12.
        private mutating func spelled(_ first: Int) -> Int {
            var value = first
            var count = 1
            while count < Numerals.maximumSpelled, case .digit(let digit)? = parts(at: index).first,
                parts(at: index).count == 1, unit(at: index + 1) == nil
            {
                value = value * 10 + digit
                count += 1
                index += 1
            }
            return value
        }
    }
}

/// Slips of the pen between two words.
package enum Slip {
    /// Whether one letter is missing, too many, wrong, or two neighbours are swapped, or none at all.
    package static func isAtMostOne(_ first: String, _ second: String) -> Bool {
        first == second
            || isAtMostOne(ArraySlice(Array(first.utf8)), ArraySlice(Array(second.utf8)))
    }

    /// ``isAtMostOne(_:_:)-(String,_)`` for letters.
    package static func isAtMostOne(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        let (long, short) = first.count >= second.count ? (first, second) : (second, first)
        guard long.count - short.count <= 1 else { return false }
        var start = 0
        while start < short.count,
            long[long.startIndex + start] == short[short.startIndex + start]
        { start += 1 }
        let (left, right) = (long.dropFirst(start), short.dropFirst(start))
        if left.count > right.count { return left.dropFirst().elementsEqual(right) }
        if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
        guard let (a, b) = left.firstTwo, let (c, d) = right.firstTwo, a == d, b == c
        else { return false }
        return left.dropFirst(2).elementsEqual(right.dropFirst(2))
    }
}

extension ArraySlice<UInt8> {
    fileprivate var firstTwo: (UInt8, UInt8)? {
        count >= 2 ? (self[startIndex], self[startIndex + 1]) : nil
    }
}
