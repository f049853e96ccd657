// Finds numbers and addresses of persons in a text and covers them.

/// Personal data in a text.
package enum PersonalData {
    /// What was found.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Nomor Induk Kependudukan, 16 digits.
        case nik
        /// Nomor Kartu Keluarga, 16 digits after "KK".
        case kk
        case phone, email
        /// Ten or more digits of another number (a bank account, a customer number).
        case number
    }

    /// A stretch of the text; offsets in Unicode scalars, end exclusive.
    package struct Span: Sendable, Hashable {
        package var kind: Kind
        package var start: Int
        package var end: Int
    }

    /// The sign that covers a letter or digit.
    package static let cover: Unicode.Scalar = "*"

    /// Everything found, in order, without overlaps. Linear in the length of the text.
    package static func spans(in text: String) -> [Span] {
        let scalars = Array(text.unicodeScalars)
        var spans = digitSpans(scalars)
        spans += emailSpans(scalars)
        spans += SpokenNumbers.spans(in: text)
        var result: [Span] = []
        for span in spans.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) })
        where span.start >= result.last?.end ?? 0 { result.append(span) }
        return result
    }

    /// The text with personal data covered sign by sign, so that every offset stays what it was.
    /// Masking twice changes nothing.
    package static func mask(_ text: String, _ kinds: Set<Kind> = [.nik, .kk]) -> String {
        let spans = spans(in: text).filter { kinds.contains($0.kind) }
        guard !spans.isEmpty else { return text }
        var scalars = Array(text.unicodeScalars)
        for span in spans {
            for index in span.start..<span.end
            where scalars[index].properties.isAlphabetic
                || isDigit(scalars[index])
            { scalars[index] = cover }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    /// Digits that belong together: one space, dot or dash may stand between groups.
    private static func digitSpans(_ scalars: [Unicode.Scalar]) -> [Span] {
        var spans: [Span] = []
        var index = 0
        while index < scalars.count {
            guard isDigit(scalars[index]) else {
                index += 1
                continue
            }
            let run = DigitRun(scalars, from: index)
            if let kind = run.kind(in: scalars) {
                let start = index > 0 && scalars[index - 1] == "+" ? index - 1 : index
                spans.append(Span(kind: kind, start: start, end: run.end))
            }
            index = run.end
        }
        return spans
    }

    private static func emailSpans(_ scalars: [Unicode.Scalar]) -> [Span] {
        var spans: [Span] = []
        var floor = 0
        for at in scalars.indices where scalars[at] == "@" {
            var start = at
            while start > floor, isAddressPart(scalars[start - 1]) { start -= 1 }
            var end = at + 1
            while end < scalars.count, isAddressPart(scalars[end]) { end += 1 }
            while end > at + 1, !isWordPart(scalars[end - 1]) { end -= 1 }
            floor = end
            guard start < at, scalars[(at + 1)..<end].contains(".") else { continue }
            spans.append(Span(kind: .email, start: start, end: end))
        }
        return spans
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || scalar.properties.isAlphabetic || scalar == cover
    }

    private static func isAddressPart(_ scalar: Unicode.Scalar) -> Bool {
        isWordPart(scalar) || [".", "_", "-", "+", "%"].contains(scalar)
    }
}

/// A run of digits with single separators between groups.
private struct DigitRun {
    /// A group this long is a number for itself: a NIK and a phone number side by side are two.
    private static let wholeNumber = 9

    let start: Int
    private(set) var end: Int
    private(set) var digits: [Unicode.Scalar] = []
    private(set) var shortestGroup = Int.max

    init(_ scalars: [Unicode.Scalar], from start: Int) {
        self.start = start
        end = start
        var group = 0
        var index = start
        while index < scalars.count {
            if (0x30...0x39).contains(scalars[index].value) {
                digits.append(scalars[index])
                group += 1
                end = index + 1
                index += 1
            } else if [" ", ".", "-"].contains(scalars[index]), group > 0,
                group < DigitRun.wholeNumber,
                DigitRun.groupLength(scalars, from: index + 1) < DigitRun.wholeNumber
            {
                shortestGroup = min(shortestGroup, group)
                group = 0
                index += 1
            } else {
                break
            }
        }
        if group > 0 { shortestGroup = min(shortestGroup, group) }
    }

    private static func groupLength(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        while index < scalars.count, index - start < wholeNumber,
            (0x30...0x39).contains(scalars[index].value)
        { index += 1 }
        return index - start
    }

    func kind(in scalars: [Unicode.Scalar]) -> PersonalData.Kind? {
        let international = start > 0 && scalars[start - 1] == "+"
        switch digits.count {
        case 16 where shortestGroup >= 4: return precededByKK(scalars) ? .kk : .nik
        case 9...14 where shortestGroup >= 2 && (international || looksLikePhone): return .phone
        case 10... where shortestGroup >= 4: return .number
        default: return nil
        }
    }

    private var looksLikePhone: Bool {
        digits[0] == "0" && digits[1] != "0" || digits[0] == "6" && digits[1] == "2"
            || digits[0] == "8" && shortestGroup == digits.count
    }

    /// "KK", "no. KK" or "kartu keluarga" within the twenty signs before.
    private func precededByKK(_ scalars: [Unicode.Scalar]) -> Bool {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[max(0, start - 20)..<start])
        let words = String(view).lowercased().split { !$0.isLetter }
        guard let last = words.last(where: { !["no", "nomor", "nmr", "saya"].contains($0) })
        else { return false }
        return last == "kk" || last == "keluarga"
    }
}
