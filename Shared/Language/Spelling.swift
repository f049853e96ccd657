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

    private let table: [String: String]

    /// - Parameter additions: a region pack's own spellings; they win over the standard ones, but
    ///   never rewrite a word of ``neverNormalised``.
    package init(adding additions: [String: String] = [:]) {
        var table: [String: String] = [:]
        for list in [SpellingTables.messages, SpellingTables.banjar] {
            for line in list.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let normal = words.first else { continue }
                for variant in words.dropFirst() { table[String(variant)] = String(normal) }
            }
        }
        table.merge(additions) { _, new in new }
        for word in Spelling.neverNormalised { table[word] = nil }
        self.table = table
    }

    /// The normal form of a lower-case word.
    package func normal(_ word: String) -> String {
        if let known = table[word] { return known }
        if Spelling.isAmount(word) { return "rupiah" }
        guard let shortened = Spelling.withoutLengthening(word) else { return word }
        return table[shortened] ?? shortened
    }

    /// An amount of money in one word: "rp150000", "50rb", "2jt", "50000".
    static func isAmount(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
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
        return ["rb", "ribu", "rbu", "k", "jt", "juta", "rban"].contains {
            after.elementsEqual($0.utf8)
        }
    }

    /// "rusaaaak" → "rusak"; `nil` when no letter stands three times in a row.
    static func withoutLengthening(_ word: String) -> String? {
        var previous: UInt8 = 0
        var run = 0
        var found = false
        for byte in word.utf8 {
            run = byte == previous ? run + 1 : 1
            previous = byte
            if run == 3, !(0x30...0x39).contains(byte) {
                found = true
                break
            }
        }
        guard found else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(word.utf8.count)
        let bytes = Array(word.utf8)
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, bytes[end] == bytes[index] { end += 1 }
            let isDigit = (0x30...0x39).contains(bytes[index])
            let keep = end - index >= 3 && !isDigit ? 1 : end - index
            result.append(contentsOf: repeatElement(bytes[index], count: keep))
            index = end
        }
        return String(decoding: result, as: UTF8.self)
    }
}
