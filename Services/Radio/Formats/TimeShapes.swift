// The shapes of times in lines of labelled text. Scanned by hand: a file may have hundreds of thousands of
// lines, and regular expressions took half a minute for what this does in a fraction of a second.

enum TimeShapes {
    /// `\s*[0-9]{1,2}\.[0-5][0-9]\s` at the front: "19.02 ".
    static func startsDotted(_ line: Substring) -> Bool {
        guard let end = shortTime(line.drop(while: \.isWhitespace), separators: ".") else {
            return false
        }
        return end.first?.isWhitespace ?? false
    }

    /// The words behind a dotted time at the front; the whole line where there is none.
    static func withoutDotted(_ line: Substring) -> Substring {
        guard startsDotted(line) else { return line }
        let text = line.drop(while: \.isWhitespace)
        return text.drop { !$0.isWhitespace }.drop(while: \.isWhitespace)
    }

    /// `\s*[\[(]?[0-9]{1,2}[.:][0-5][0-9][\])\s]` at the front: "[19:02]", "(9.02)", "19.02 ".
    static func startsShort(_ line: Substring) -> Bool {
        var text = line.drop(while: \.isWhitespace)
        if let first = text.first, "[(".contains(first) { text = text.dropFirst() }
        guard let after = shortTime(text, separators: ".:")?.first else { return false }
        return after.isWhitespace || "])".contains(after)
    }

    /// What follows `[0-9]{1,2}` + separator + `[0-5][0-9]`; `nil` where the text is something else.
    private static func shortTime(_ text: Substring, separators: String) -> Substring? {
        let digits = text.prefix(3).prefix { isASCIIDigit($0) }
        var rest = text.dropFirst(digits.count)
        guard (1...2).contains(digits.count), let separator = rest.first,
            separators.contains(separator)
        else { return nil }
        rest = rest.dropFirst()
        guard let tens = rest.first, ("0"..."5").contains(tens), tens.isASCII else { return nil }
        rest = rest.dropFirst()
        guard let ones = rest.first, isASCIIDigit(ones) else { return nil }
        return rest.dropFirst()
    }

    /// A name, a time and the words: "Yudi [00:12] …", "Penelepon 3 00:12:03: …".
    struct Inner {
        var name: Substring
        var time: Substring
        /// Begins with white space or one of `:-–—|`.
        var rest: Substring
    }

    /// The shortest name before a time at the front of a line. As the regular expression
    /// `([^\d\[(.,:?!]{2,30}?(?:\s\d{1,2})?)(?:\s+|\s*[\[(])` and
    /// `(\d{1,2}(?:[:.]\d{2}){1,2})[\])]?(\s.*|[\:\-–—|].*)`.
    static func inner(_ line: Substring) -> Inner? {
        var end = line.startIndex
        for length in 0...30 {
            if length >= 2 {
                // A number belongs to the name where a time still follows it.
                if let numbered = numberAfter(line, end),
                    let found = time(line, nameEnd: numbered) ?? time(line, nameEnd: end)
                {
                    return found
                }
                if let found = time(line, nameEnd: end) { return found }
            }
            guard end < line.endIndex, !line[end].isNumber, !"[(.,:?!".contains(line[end]) else {
                return nil
            }
            end = line.index(after: end)
        }
        return nil
    }

    /// The end of `\s\d{1,2}`.
    private static func numberAfter(_ line: Substring, _ start: Substring.Index) -> Substring.Index? {
        guard start < line.endIndex, line[start].isWhitespace else { return nil }
        let rest = line[line.index(after: start)...]
        let digits = rest.prefix(3).prefix(while: \.isNumber)
        return (1...2).contains(digits.count) ? digits.endIndex : nil
    }

    private static func time(_ line: Substring, nameEnd: Substring.Index) -> Inner? {
        var text = line[nameEnd...].drop(while: \.isWhitespace)
        if let first = text.first, "[(".contains(first) {
            text = text.dropFirst()
        } else if text.startIndex == nameEnd {
            return nil
        }
        let start = text.startIndex
        let hours = text.prefix(3).prefix(while: \.isNumber)
        guard (1...2).contains(hours.count), let once = pair(line, hours.endIndex) else {
            return nil
        }
        for end in [pair(line, once), once].compactMap({ $0 }) {
            var rest = line[end...]
            if let first = rest.first, "])".contains(first) { rest = rest.dropFirst() }
            guard let mark = rest.first, mark.isWhitespace || ":-–—|".contains(mark) else { continue }
            let words = rest.dropFirst().prefix { !$0.isNewline }
            return Inner(
                name: line[..<nameEnd], time: line[start..<end],
                rest: line[rest.startIndex..<words.endIndex])
        }
        return nil
    }

    /// The end of `[:.]\d{2}`.
    private static func pair(_ line: Substring, _ start: Substring.Index) -> Substring.Index? {
        guard start < line.endIndex, ":.".contains(line[start]) else { return nil }
        let digits = line[line.index(after: start)...].prefix(2).prefix(while: \.isNumber)
        return digits.count == 2 ? digits.endIndex : nil
    }

    private static func isASCIIDigit(_ character: Character) -> Bool {
        character.isASCII && character.isNumber
    }
}
