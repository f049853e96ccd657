// Labelled text, as a typist or a speech recogniser writes it:
//   [00:12:05] PENELEPON 3 (Ibu Siti): …        wrapped lines belong to the paragraph before.
// Lines before the first label are the programme's heading and no turns.

enum Labelled {
    static let format = TranscriptFormat(
        name: "text/labelled", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        let lines = Page.timesFirst(Array(source.lines.prefix(2000)))
        let page = Page(lines)
        let timed = lines.count { page.leadingTime($0).time != nil }
        let filled = lines.count { !Timecode.trim($0).isEmpty }
        return page.labels.distinct > 0 || !page.ownLines.isEmpty
            || lines.contains { page.ownLineLabel($0, after: "-") != nil }
            || (timed >= 2 && timed * 3 >= filled)
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        let lines = Page.timesFirst(source.lines)
        let page = Page(lines)
        let hasLabels = page.labels.distinct > 0 || !page.ownLines.isEmpty
        var heading = Heading(lines, page.labels) { line in
            page.label(of: line).map { ($0.label, $0.rest) }
        }
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        let paragraphs = Paragraphs(lines)
        var speaker: String?
        var started = false
        var lastStart: Double?
        /// A label or time on a line of its own, waiting for its text.
        var waiting: (line: Int, time: Times)?

        for (offset, raw) in lines.enumerated() where offset >= heading.end {
            let number = offset + 1
            let (lead, rest) = page.leadingTime(raw)
            let labelled = page.label(of: raw)
            let time = lead ?? labelled?.time
            if let time {
                if let end = time.end, end < time.start {
                    builder.warn(number, "Waktu selesai mendahului waktu mulai.")
                }
                if let lastStart, time.start < lastStart {
                    builder.warn(number, "Waktu mundur; mungkin bagian kedua rekaman.")
                }
                lastStart = time.start
            }
            if let (label, text, _) = labelled {
                speaker = label
                started = true
                let times = time ?? waiting?.time
                if text.foldingWhiteSpace().isEmpty {
                    waiting = (number, times ?? Times())
                } else {
                    // "NN2: Hasan Basri. / PS: Harap singkat. / HB: Inggih."
                    let parts = page.voices(in: text)
                    for (index, part) in parts.enumerated() {
                        speaker = part.label ?? label
                        try builder.add(
                            speaker: speaker, start: times?.known,
                            end: index + 1 == parts.count ? times?.end : nil, line: number,
                            text: String(part.text))
                    }
                    waiting = nil
                }
            } else if let (label, labelTime) = page.ownLineLabel(
                rest, after: offset > 0 && started ? lines[offset - 1] : "-")
            {
                speaker = label
                started = true
                waiting = (number, labelTime ?? time ?? Times())
            } else if let time, started || !hasLabels {
                started = true
                if rest.foldingWhiteSpace().isEmpty {
                    waiting = (waiting?.line ?? number, time)
                } else {
                    try builder.add(
                        speaker: Paragraphs.isRemark(rest) ? nil : speaker, start: time.known,
                        end: time.end, line: number, text: String(rest))
                    waiting = nil
                }
            } else if let held = waiting, !raw.foldingWhiteSpace().isEmpty {
                try builder.add(
                    speaker: speaker, start: held.time.known, end: held.time.end, line: held.line,
                    text: String(raw))
                waiting = nil
            } else if started, Paragraphs.isRemark(raw) {
                try builder.add(speaker: nil, line: number, text: String(raw))
            } else if started, paragraphs.begins(at: offset) || builder.turns.last?.speaker == nil {
                let text = page.voices(in: raw)
                for part in text {
                    try builder.add(
                        speaker: part.label ?? speaker, line: number, text: String(part.text))
                }
            } else if started {
                try builder.extend(String(raw), line: number)
            }
        }
        heading.declare(lines, labels: builder.labelKeys)
        builder.cast(heading.roles)
        if page.hasShortTimes { builder.readClock() }
        builder.closeTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }
}

/// The habits of one file: its labels, and how its times are written.
private struct Page {
    var labels = LabelTable([])
    /// Labels that stand on lines of their own, more than once.
    private(set) var ownLines: Set<String> = []
    /// "19.02" at the front of many lines is a time, not a number.
    private var dotted = false

    init(_ lines: [Substring]) {
        let numbers = lines.count { TimeShapes.startsDotted($0) }
        dotted = numbers >= 3 && numbers * 4 >= lines.count
        let short = lines.count { TimeShapes.startsShort($0) }
        hasShortTimes = short >= 3 && short * 4 >= lines.count
        var rests: [Substring] = []
        var counts: [String: Int] = [:]
        for line in lines {
            let rest = leadingTime(line).rest
            rests.append(Self.innerTime(rest)?.line ?? rest)
            if let label = Self.ownLine(rest) { counts[label, default: 0] += 1 }
        }
        labels = LabelTable(rests)
        let recurring = counts.filter {
            ($0.value >= 2 && !LabelTable.isDenied($0.key)) || Self.isKnownAlone($0.key)
        }
        let isHabit = recurring.count >= 2 && recurring.values.reduce(0, +) * 8 >= lines.count
        ownLines = Set(
            isHabit ? recurring.keys.map { $0 } : recurring.keys.filter(Self.isKnownAlone))
    }

    /// Times of two parts are minutes and seconds, or hours and minutes.
    private(set) var hasShortTimes = false

    /// Habits that are only about where things stand: a time behind the words ("… (17.04)") goes to their
    /// front, a rule ("-----|---") is a blank line.
    static func timesFirst(_ lines: [Substring]) -> [Substring] {
        let lines = withoutCounts(lines).map { line in
            guard line.utf8.contains(UInt8(ascii: "|")) else { return line }
            // An empty cell for the time.
            let text = Timecode.trim(line)
            guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return "" }
            return text.first == "|" ? Timecode.trim(text.dropFirst()) : line
        }
        let filled = lines.count { !$0.allSatisfy(\.isWhitespace) }
        let behind = lines.map(timeBehind)
        let count = behind.count { $0 != nil }
        guard count >= 3, count * 2 >= filled else { return lines }
        return zip(lines, behind).map { line, found in
            found.map { "[\($0.time)] \($0.rest)"[...] } ?? line
        }
    }

    /// "003 F> …": a typist who counts his lines.
    private static func withoutCounts(_ lines: [Substring]) -> [Substring] {
        var (counted, filled, last) = (0, 0, 0)
        for line in lines {
            let text = Timecode.trim(line)
            guard !text.isEmpty else { continue }
            filled += 1
            guard let number = Int(text.prefix { $0.isNumber }), number == last + 1 else { continue }
            (counted, last) = (counted + 1, number)
        }
        guard counted >= 5, counted * 5 >= filled * 4 else { return lines }
        return lines.map { line in
            let text = Timecode.trim(line)
            let rest = text.drop { $0.isNumber }.drop { ".)".contains($0) }
            return rest.startIndex == text.startIndex ? line : Timecode.trim(rest)
        }
    }

    private static func timeBehind(_ line: Substring) -> (time: Substring, rest: Substring)? {
        let text = Timecode.trim(line)
        guard let last = text.last, last == ")" || last == "]",
            let open = text.lastIndex(of: last == ")" ? "(" : "["),
            text.distance(from: open, to: text.endIndex) <= 12
        else { return nil }
        let time = text[text.index(after: open)...].dropLast()
        guard time.allSatisfy({ $0.isNumber || $0 == "." || $0 == ":" }), time.count >= 4,
            Timecode.tolerant(time) != nil
        else { return nil }
        return (time, Timecode.trim(text[..<open]))
    }

    /// Several voices in one line, with strokes between: each after the first with its label.
    func voices(in text: Substring) -> [(label: String?, text: Substring)] {
        var parts: [(label: String?, text: Substring)] = [(nil, text)]
        guard text.contains(" / ") else { return parts }
        var rest = text
        var from = text.startIndex
        while let stroke = rest.firstRange(of: " / ") {
            rest = rest[stroke.upperBound...]
            guard let (label, words) = labels.split(rest), let last = parts.indices.last else {
                continue
            }
            parts[last].text = text[from..<stroke.lowerBound]
            from = words.startIndex
            parts.append((label, text[from...]))
        }
        return parts
    }

    /// The label at the front of a line, with a time before or behind it.
    func label(of raw: Substring) -> (label: String, rest: Substring, time: Times?)? {
        let rest = leadingTime(raw).rest
        if let (time, line) = Self.innerTime(rest), let (label, words) = labels.split(line[...]) {
            return (label, words, time)
        }
        return labels.split(rest).map { found in
            // "Lestari  0:05", with the words on the next line.
            let words = Timecode.trim(found.rest)
            guard words.contains(":"), let start = Timecode.tolerant(words) else {
                return (found.label, found.rest, nil)
            }
            return (found.label, "", Times(start: start))
        }
    }

    /// "Yudi [00:12] …", "Yudi 00:12:03: …": the line without the time, which becomes a tab.
    private static func innerTime(_ line: Substring) -> (time: Times, line: Substring)? {
        guard line.utf8.prefix(48).contains(where: \.isDigit),
            let match = TimeShapes.inner(line),
            match.time.contains(":") || match.time.count > 5,
            let start = Timecode.tolerant(match.time)
        else { return nil }
        let rest = Timecode.trim(match.rest)
        let mark = rest.first.map { ":-–—|".contains($0) } ?? true
        return (Times(start: start), Substring(match.name + (mark ? " " : "\t") + rest))
    }

    /// `[00:12:05]`, `(0:12)`, `00.12.05`, `12:05 -`, `[a --> b]` at the front of a line.
    func leadingTime(_ line: Substring) -> (time: Times?, rest: Substring) {
        let text = Timecode.trim(line)
        guard let first = text.utf8.first else { return (nil, text) }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") {
            let close: Character = first == UInt8(ascii: "[") ? "]" : ")"
            guard let end = text.prefix(64).firstIndex(of: close) else { return (nil, text) }
            let inside = Timecode.trim(text[text.index(after: text.startIndex)..<end])
            let rest = Timecode.trim(text[text.index(after: end)...])
            if let sides = Timecode.sides(of: inside) {
                guard let start = Timecode.tolerant(sides.start) else { return (nil, text) }
                return (Times(start: start, end: Timecode.tolerant(sides.end)), rest)
            }
            return Timecode.tolerant(inside).map { (Times(start: $0), rest) } ?? (nil, text)
        }
        guard first.isDigit else { return (nil, text) }
        let head = text.prefix { $0.isNumber || $0 == ":" || $0 == "." || $0 == "," }
        var rest = Timecode.trim(text[head.endIndex...])
        let parts = head.split { $0 == ":" || $0 == "." || $0 == "," }.count
        guard parts >= 3 || (parts == 2 && (dotted || head.contains(":"))),
            head.endIndex == text.endIndex
                || text[head.endIndex].isWhitespace || "-–—|".contains(text[head.endIndex]),
            let start = Timecode.tolerant(head)
        else { return (nil, text) }
        if let mark = rest.first, mark == "-" || mark == "–" || mark == "—" {
            rest = Timecode.trim(rest.dropFirst())
            // "20:00-21:00 WITA" is a time of the clock, not of the recording.
            if rest.first?.isNumber == true { return (nil, text) }
        } else if ["WITA", "WIB", "WIT"].contains(where: { rest.hasPrefix($0) }) {
            return (nil, text)
        }
        if rest.first == "|" { rest = Timecode.trim(rest.dropFirst()) }
        return (Times(start: start), rest)
    }

    /// `Speaker 1  0:05` or `PENYIAR` on a line of its own.
    func ownLineLabel(
        _ line: Substring, after before: Substring
    ) -> (label: String, time: Times?)? {
        let text = Timecode.trim(line)
        guard text.utf8.count <= 60, let last = text.split(separator: " ").last else { return nil }
        if let time = Timecode.tolerant(
            last.trimmingPrefix { "[(".contains($0) }.prefix {
                !"])".contains($0)
            }), last.contains(":") || last.count(where: { $0 == "." }) > 1
        {
            let head = text.dropLast(last.count).foldingWhiteSpace()
            return (LabelTable.isKnown(head) || ownLines.contains(head))
                && head.split(separator: " ").count <= 4 ? (head, Times(start: time)) : nil
        }
        guard let label = Self.ownLine(text) else { return nil }
        // In a file of such labels, a name that comes once stands after a blank line.
        let isOnce =
            ownLines.count >= 2 && before.allSatisfy(\.isWhitespace)
            && LabelTable.looksLikeName(label) && !LabelTable.isDenied(label)
        return ownLines.contains(label) || isOnce ? (label, nil) : nil
    }

    /// A line that can be nothing but a label: a few words, no end of a sentence.
    private static func ownLine(_ line: Substring) -> String? {
        let label = Timecode.trim(line).prefix(61).foldingWhiteSpace()
        let words = label.prefix { $0 != "(" }.split(separator: " ")
        guard label.count <= 50, words.count <= 4, label.first?.isUppercase == true,
            label.last.map({ $0.isLetter || $0.isNumber || $0 == ")" }) == true,
            !label.contains(where: { "?!\":;".contains($0) }),
            // "PANALIPUN, BABINIAN" is a label, "Siap, Pak" is speech.
            !label.contains(",") || label == label.uppercased()
        else { return nil }
        return label
    }

    private static func isKnownAlone(_ label: String) -> Bool {
        label == label.uppercased() && label.split(separator: " ").count <= 3
            && LabelTable.isKnown(label)
    }
}

/// A start, and an end where a range is written; without numbers, a place holder.
private struct Times {
    var start = -1.0
    var end: Double?
    var known: Double? { start < 0 ? nil : start }
}
