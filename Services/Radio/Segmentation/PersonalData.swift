// Identity and phone numbers, typed or spoken digit by digit, masked in all that leaves here.

enum PersonalData {
    static let maskedIdentity = "[NIK disamarkan]"
    static let maskedPhone = "[nomor disamarkan]"

    private static let digitWords: Set<String> = [
        "nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan",
        "sembilan", "asa", "talu", "ampat", "anam", "pitu", "walu", "sanga",
    ]
    private static let identityWords: Set<String> = ["nik", "kk", "ktp", "induk"]
    private static let phoneWords: Set<String> = ["hp", "telepon", "telpon", "wa", "nomor"]

    /// The text with every NIK, KK and phone number replaced.
    static func mask(_ text: String) -> String {
        guard text.utf8.contains(where: \.isDigit) || text.contains(where: \.isLetter) else {
            return text
        }
        let tokens = Tokens.split(text)
        var result = ""
        var copied = text.startIndex
        var index = 0
        while index < tokens.count {
            guard let (end, mask) = sensitive(tokens, from: index) else {
                index += 1
                continue
            }
            var lower = tokens[index].range.lowerBound
            if lower > text.startIndex, text[text.index(before: lower)] == "+" {
                lower = text.index(before: lower)
            }
            result += text[copied..<lower] + mask
            copied = tokens[end].range.upperBound
            index = end + 1
        }
        return result + text[copied...]
    }

    /// The last token of a sensitive number that begins at `from`, and what replaces it.
    private static func sensitive(_ tokens: [Token], from: Int) -> (end: Int, mask: String)? {
        let context = tokens[max(0, from - 5)..<from].map(\.word)
        let nearIdentity = context.contains(where: identityWords.contains)
        if digitWords.contains(tokens[from].word) {
            var end = from
            while end + 1 < tokens.count, !tokens[end].endsSentence,
                digitWords.contains(tokens[end + 1].word)
            {
                end += 1
            }
            let length = end - from + 1
            if length >= 14 || (nearIdentity && length >= 4) { return (end, maskedIdentity) }
            let nearPhone = context.contains(where: phoneWords.contains)
            let spokenPhone = ["nol", "kosong"].contains(tokens[from].word)
            return length >= 8 && (nearPhone || spokenPhone) ? (end, maskedPhone) : nil
        }
        guard tokens[from].word.first?.isNumber == true else { return nil }
        var end = from
        var digits = ""
        var best: (end: Int, mask: String)?
        while end < tokens.count, digits.count < 17 {
            let part = tokens[end].word.filter { $0 != "-" && $0 != "." }
            guard !part.isEmpty, part.utf8.allSatisfy(\.isDigit) else { break }
            digits += part
            if digits.count == 16 { best = (end, maskedIdentity) }
            let phone = digits.hasPrefix("08") || digits.hasPrefix("628")
            if phone, (10...14).contains(digits.count) { best = (end, maskedPhone) }
            if nearIdentity, digits.count >= 6, digits.count <= 16 { best = (end, maskedIdentity) }
            if tokens[end].endsSentence || tokens[end].endsClause { break }
            end += 1
        }
        return best
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
