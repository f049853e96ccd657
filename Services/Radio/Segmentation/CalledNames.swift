// Whom a turn calls by name, and when that name was said before: "tarima kasih Pak Rahmadi" belongs to the
// call in which he gave it, "kita sambung Bu Yuli" begins another.

struct CalledNames {
    /// The name was said in this call, long before, or never.
    static let kinds = ["lately", "earlier", "first"]
    /// Turns that count as lately.
    private static let reach = 14
    private static let shortest = 3

    /// For each turn an index of ``kinds``; `nil` where nobody is called.
    private(set) var called: [Int?] = []

    init(_ readings: [Reading]) {
        var said: [String: Int] = [:]
        for (index, reading) in readings.enumerated() {
            called.append(
                Self.names(reading).map { name in
                    said[name].map { index - $0 <= Self.reach ? 0 : 1 } ?? 2
                }.min())
            for token in reading.tokens { said[token.word] = index }
            let name = reading.label?.name ?? ""
            for word in name.lowercased().split(separator: " ") { said[String(word)] = index }
        }
    }

    /// The words behind "pak", "bu", "acil" that may be names.
    private static func names(_ reading: Reading) -> [String] {
        zip(reading.tokens, reading.tokens.dropFirst()).compactMap { title, name in
            guard titles.contains(title.word), name.word.count >= shortest,
                !title.endsSentence, !title.endsClause, !titles.contains(name.word),
                SpeakerLabel.role(ofWord: name.word) == nil, !Introduction.isOrdinary(name.word)
            else { return nil }
            return name.word
        }
    }

    private static let titles = Set(
        words: """
            pak pa bapak bu ibu haji hajah hj acil cil mama ma mas mbak mba kak ka ding ading dik adik kai \
            julak nini nenek paman amang mang guru bang om sdr saudara saudari ustaz ustadz abah datu umi
            """)
}
