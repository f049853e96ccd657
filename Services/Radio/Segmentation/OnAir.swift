// Numbers and addresses of persons: not said on air, not printed in a list.
import Language

enum OnAir {
    static let maskedIdentity = "[NIK disamarkan]"
    static let maskedPhone = "[nomor disamarkan]"
    static let maskedName = "[nama disamarkan]"
    static let maskedAddress = "[alamat disamarkan]"
    /// A vehicle's plate stays: without it nobody finds the truck that is complained of.
    private static let kinds = PersonalData.unspoken.subtracting([.plate])

    /// The text with what tells who somebody is replaced.
    static func mask(_ text: String) -> String { mask(text, names: false) }

    /// - Parameter names: names as well, for who asked not to be named.
    static func mask(_ text: String, names: Bool) -> String {
        let spans = PersonalData.spans(in: text, names ? kinds.union([.name]) : kinds)
        guard !spans.isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var copied = 0
        for span in spans {
            result.append(contentsOf: scalars[copied..<span.start])
            result.append(contentsOf: replacement(span.kind).unicodeScalars)
            copied = span.end
        }
        result.append(contentsOf: scalars[copied...])
        return String(result)
    }

    /// Where an offset into the masked text stands in the text itself, both in Unicode scalars; a place
    /// inside a replacement is the beginning of what it replaces.
    static func offset(_ masked: Int, inMaskOf text: String) -> Int {
        var shift = 0
        for span in PersonalData.spans(in: text, kinds) {
            let start = span.start + shift
            guard masked > start else { break }
            let length = replacement(span.kind).unicodeScalars.count
            if masked < start + length { return span.start }
            shift += length - (span.end - span.start)
        }
        return masked - shift
    }

    /// Where an offset into a text stands in the masked text: the way back of ``offset(_:inMaskOf:)``.
    static func offset(_ place: Int, inTextBefore text: String) -> Int {
        var shift = 0
        for span in PersonalData.spans(in: text, kinds) {
            guard place > span.start else { break }
            if place < span.end { return span.start + shift }
            shift += replacement(span.kind).unicodeScalars.count - (span.end - span.start)
        }
        return place + shift
    }

    private static func replacement(_ kind: PersonalData.Kind) -> String {
        switch kind {
        case .nik, .kk: maskedIdentity
        case .email, .address: maskedAddress
        case .name: maskedName
        default: maskedPhone
        }
    }

    /// A number named on air: whole (`0812…`), or its end ("akhiran 4471", "0813 titik titik 2290").
    static func phone(in text: String) -> String? {
        let tokens = Tokens.split(text)
        var digits = ""
        for token in tokens {
            let part = token.word.filter { $0 != "-" && $0 != "." }
            guard !part.isEmpty, part.utf8.allSatisfy(\.isDigit) else {
                if isWhole(digits) { return digits }
                digits = ""
                continue
            }
            digits += part
        }
        if isWhole(digits) { return digits }
        for (index, token) in tokens.enumerated()
        where ["akhiran", "berakhiran", "titik", "akhir", "belakang", "ujung"].contains(token.word)
        {
            let tail = tokens[(index + 1)...].prefix(5).map { spokenDigits($0.word) }
                .drop { $0.isEmpty }.prefix { !$0.isEmpty }.joined()
            if (2...5).contains(tail.count) { return "…" + tail }
        }
        for token in tokens {
            // 0812xxxx4471
            let tail = token.word.reversed().prefix { $0.isNumber }
            if token.word.hasPrefix("08"), token.word.contains("x"), (2...5).contains(tail.count) {
                return "…" + String(tail.reversed())
            }
        }
        return nil
    }

    /// "4471" and "nol" are digits, other words give none.
    private static func spokenDigits(_ word: String) -> String {
        if word.utf8.allSatisfy(\.isDigit) { return word }
        let spoken = [
            "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4",
            "lima": "5", "enam": "6", "tujuh": "7", "delapan": "8", "sembilan": "9",
        ]
        return spoken[word] ?? ""
    }

    private static func isWhole(_ digits: String) -> Bool {
        (10...14).contains(digits.count) && (digits.hasPrefix("08") || digits.hasPrefix("628"))
    }
}
