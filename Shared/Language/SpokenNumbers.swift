// Numbers read out on the radio, digit by digit: "enam tiga nol enam nol lima".

/// Spoken digits, in Indonesian and in Banjar.
enum SpokenNumbers {
    /// So many digit words in a row are a number somebody reads out.
    static let minimumDigits = 8
    /// After "NIK" fewer are enough: the host may have interrupted.
    static let minimumAfterNIK = 4
    /// How many signs before the digits "NIK" may stand.
    static let reach = 30
    /// More signs than this between two digit words, and they are not one number.
    static let maximumGap = 3

    private static let digits: Set<String> = [
        "nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan",
        "sembilan", "asa", "talu", "ampat", "anam", "pitu", "walu", "sanga",
    ]

    /// "lima puluh ribu" is an amount of money, no number of a person.
    private static let units: Set<String> = ["puluh", "belas", "ratus", "ribu", "juta", "milyar"]

    static func spans(in text: String) -> [PersonalData.Span] {
        let tokens = Tokenizer().tokens(text)
        var spans: [PersonalData.Span] = []
        var index = 0
        while index < tokens.count {
            guard isDigitWord(tokens[index], text) else {
                index += 1
                continue
            }
            var end = index
            while end < tokens.count, isDigitWord(tokens[end], text),
                end == index || tokens[end].start - tokens[end - 1].end <= maximumGap
            { end += 1 }
            if end < tokens.count, units.contains(tokens[end].plain) { end -= 1 }
            let isNIK = tokens[..<index].reversed()
                .prefix { $0.end + reach >= tokens[index].start }
                .contains { $0.plain == "nik" }
            if end - index >= (isNIK ? minimumAfterNIK : minimumDigits) {
                spans.append(
                    PersonalData.Span(
                        kind: isNIK ? .nik : .number, start: tokens[index].start,
                        end: tokens[end - 1].end))
            }
            index = max(end, index + 1)
        }
        return spans
    }

    /// A digit word that stands for itself, not glued to something already covered.
    private static func isDigitWord(_ token: Token, _ text: String) -> Bool {
        guard digits.contains(token.plain) else { return false }
        let scalars = text.unicodeScalars
        let (lower, upper) = (token.range.lowerBound, token.range.upperBound)
        if lower > scalars.startIndex, scalars[scalars.index(before: lower)] == PersonalData.cover {
            return false
        }
        return upper == scalars.endIndex || scalars[upper] != PersonalData.cover
    }
}
