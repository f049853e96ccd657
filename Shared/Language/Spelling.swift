// How people write in an SMS and in Banjar, brought to one spelling.

/// A table of spellings. Only words whose meaning does not depend on the topic are rewritten.
package struct Spelling: Sendable {
    /// Abbreviations of public life that general slang lists rewrite wrongly ("kk" is a family card,
    /// not an elder brother; "dpt" is the voters' list as often as "dapat"). They stay as they are.
    package static let neverNormalised: Set<String> = [
        "kk", "smp", "pp", "kel", "kec", "gg", "bpk", "tps", "apk", "rs", "sd", "pkl", "rt", "rw",
        "bos", "kis", "pip", "kip", "kia", "pbi", "ppl", "dpt", "dps", "lpg", "mpp", "tpa", "tpu",
        "kua", "pns", "asn", "nip", "nik", "ktp", "sim", "pln", "pbb", "pju", "igd", "ugd", "odp",
    ]

    /// Indonesian SMS spellings and Banjar words, without additions.
    package static let standard = Spelling()

    private var table = NumberTable()
    private var normals = WordList()
    /// The number of each normal form, while the tables are read.
    private var numbers: [String: UInt32] = [:]

    /// - Parameter additions: a region pack's own spellings; they win over the standard ones, but
    ///   never rewrite a word of ``neverNormalised``.
    package init(adding additions: [String: String] = [:]) {
        add("rupiah", for: "rupiah")
        for list in [SpellingTables.messages, SpellingTables.banjar] {
            for line in list.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                guard let normal = words.first else { continue }
                for variant in words.dropFirst() { add(normal, for: variant) }
            }
        }
        for (variant, normal) in additions { add(normal, for: variant) }
        numbers = [:]
    }

    private mutating func add(_ normal: String, for variant: String) {
        guard !Spelling.neverNormalised.contains(variant) else { return }
        let number = numbers[normal] ?? UInt32(normals.count)
        if numbers[normal] == nil {
            numbers[normal] = number
            normals.append(Array(normal.utf8), number)
        }
        table.set(WordHash(variant).value, number)
    }

    /// The normal form of a lower-case word.
    package func normal(_ word: String) -> String {
        var letters = Array(word.utf8)
        var form = Word()
        form.plain = Word.Form(hash: WordHash(word), place: 0, count: UInt32(letters.count))
        form.isPlainLetters = letters.allSatisfy { (0x61...0x7A).contains($0) }
        let normal = normal(of: form, in: &letters)
        return String(decoding: letters[normal.range], as: UTF8.self)
    }

    /// The normal form of a word; where it is written otherwise its letters are put behind the others.
    func normal(of word: Word, in letters: inout [UInt8]) -> Word.Form {
        let known = table[word.plain.hash.value]
        if known != NumberTable.none { return append(normals[Int(known)], to: &letters) }
        if !word.isPlainLetters, Spelling.isAmount(letters[word.plain.range]) {
            return append(normals[0], to: &letters)
        }
        guard let shortened = Spelling.withoutLengthening(letters[word.plain.range])
        else { return word.plain }
        let hash = WordHash().joined(with: shortened)
        let other = table[hash.value]
        if other != NumberTable.none { return append(normals[Int(other)], to: &letters) }
        if !word.isPlainLetters, Spelling.isAmount(shortened[...]) {
            return append(normals[0], to: &letters)
        }
        return append(shortened[...], to: &letters)
    }

    private func append(_ form: ArraySlice<UInt8>, to letters: inout [UInt8]) -> Word.Form {
        let place = UInt32(letters.count)
        letters.append(contentsOf: form)
        return Word.Form(
            hash: WordHash().joined(with: form), place: place, count: UInt32(form.count))
    }

    /// An amount of money in one word: "rp150000", "50rb", "2jt", "50000".
    static func isAmount(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 1, bytes.count < 16 else { return false }
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        let before = bytes.prefix { !isDigit($0) }
        let digits = bytes.dropFirst(before.count).prefix(while: isDigit)
        guard !digits.isEmpty else { return false }
        let after = bytes.dropFirst(before.count + digits.count)
        if before.elementsEqual("rp".utf8) { return after.allSatisfy { !isDigit($0) } }
        guard before.isEmpty else { return false }
        if after.isEmpty {
            return (4...8).contains(digits.count) && digits.suffix(3).allSatisfy { $0 == 0x30 }
        }
        return Spelling.moneyUnits.contains(WordHash().joined(with: after))
    }

    private static let moneyUnits = WordSet("rb ribu rbu k jt juta rban")

    /// "rusaaaak" → "rusak"; `nil` when no letter stands three times in a row.
    static func withoutLengthening(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var previous: UInt8 = 0
        var run = 0
        var found = false
        for byte in bytes {
            run = byte == previous ? run + 1 : 1
            previous = byte
            if run == 3, !(0x30...0x39).contains(byte) {
                found = true
                break
            }
        }
        guard found else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            var end = index
            while end < bytes.endIndex, bytes[end] == bytes[index] { end += 1 }
            let isDigit = (0x30...0x39).contains(bytes[index])
            let keep = end - index >= 3 && !isDigit ? 1 : end - index
            result.append(contentsOf: repeatElement(bytes[index], count: keep))
            index = end
        }
        return result
    }
}
