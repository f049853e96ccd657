// Labelled text, as a typist or a speech recogniser writes it:
//   [00:12:05] PENELEPON 3 (Ibu Siti): …        wrapped lines belong to the paragraph before.
// Lines before the first label are the programme's heading and no turns, unless somebody speaks in them.

enum Labelled {
    static let format = TranscriptFormat(
        name: "text/labelled", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        let page = Page(Array(source.lines.prefix(2000)))
        let lines = page.lines
        let timed = lines.count { page.leadingTime($0).time != nil }
        let filled = lines.count { !Timecode.trim($0).isEmpty }
        return page.labels.distinct > 0 || !page.ownLines.isEmpty
            || lines.contains { page.ownLineLabel($0, after: "-") != nil }
            || page.told != nil
            || (timed >= 2 && timed * 3 >= filled)
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        let page = Page(source.lines)
        let lines = page.lines
        var told = page.told
        let hasLabels = page.labels.distinct > 0 || !page.ownLines.isEmpty
        var heading = Heading(lines, page.labels) { line in
            page.label(of: line).map { ($0.label, $0.rest) }
        }
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        let paragraphs = Paragraphs(lines)
        var speaker: String?
        var started = false
        var lastStart: Double?
        /// Where words without a label begin before the first.
        var firstBare: Int?
        /// A label or time on a line of its own, waiting for its text.
        var waiting: (line: Int, time: Times)?

        for (offset, raw) in lines.enumerated() {
            let number = offset + 1
            guard offset >= heading.end else {
                let words = page.leadingTime(raw).rest
                if firstBare != nil ? !words.isEmpty && page.label(of: raw) == nil : Heading.isSpeech(words) {
                    firstBare = firstBare ?? number
                    try builder.add(speaker: nil, line: number, text: String(words))
                }
                continue
            }
            if Paragraphs.isBlank(raw) { builder.leaveBlank() }
            defer { if Page.isDrawn(raw) { builder.leaveBlank() } }
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
                told?.heard(label)
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
            } else if told != nil, !Paragraphs.isRemark(rest), !rest.foldingWhiteSpace().isEmpty {
                let (voice, isNamed) = told?.speaker(of: rest) ?? (nil, false)
                let isAlone = offset == 0 || Paragraphs.isBlank(lines[offset - 1])
                if isNamed || isAlone || !started || time != nil || paragraphs.begins(at: offset) {
                    try builder.add(speaker: voice, start: time?.known, line: number, text: String(rest))
                } else {
                    try builder.extend(String(rest), line: number)
                }
                (started, waiting) = (true, nil)
            } else if started, time == nil, waiting == nil,
                let text = page.message(raw, after: offset > 0 ? lines[offset - 1] : "")
            {
                try builder.add(speaker: nil, role: .message, line: number, text: String(text))
            } else if let time, started || !hasLabels {
                started = true
                if rest.foldingWhiteSpace().isEmpty {
                    waiting = (waiting?.line ?? number, time)
                } else {
                    let isBreak = Paragraphs.announcesBreak(rest)
                    let isBare = page.leavesOthersBare || Paragraphs.isRemark(rest) || isBreak
                    try builder.add(
                        speaker: isBare ? nil : speaker, start: time.known,
                        end: time.end, line: number, text: isBreak ? "(\(rest))" : String(rest))
                    waiting = nil
                }
            } else if let held = waiting, !raw.foldingWhiteSpace().isEmpty {
                try builder.add(
                    speaker: speaker, start: held.time.known, end: held.time.end, line: held.line,
                    text: String(raw))
                waiting = nil
            } else if started,
                page.isRemark(raw) || page.isHeading(raw)
                    || Paragraphs.isBlank(lines[offset - 1]) && TypedLines.isCallHeading(raw)
            {
                try builder.add(speaker: nil, line: number, text: String(raw))
            } else if started, page.hasVoicesBehind || page.breaksNoLines {
                // Where each line has its voice, one without is somebody's.
                try builder.add(speaker: nil, line: number, text: String(raw))
            } else if started,
                paragraphs.begins(at: offset)
                    || builder.turns.last?.speaker == nil && builder.turns.last?.role == nil
            {
                let text = page.voices(in: raw)
                for part in text {
                    try builder.add(
                        speaker: part.label ?? speaker, line: number, text: String(part.text))
                }
            } else if started {
                try builder.extend(String(raw), line: number)
            }
        }
        if let firstBare {
            builder.warn(
                firstBare, "Ucapan sebelum nama pembicara yang pertama dibaca tanpa nama pembicara.")
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
    /// With the time first, then the label, then the words.
    let lines: [Substring]
    private(set) var hasVoicesBehind = false
    var labels = LabelTable([])
    /// What begins a message that no label introduces.
    private(set) var messageMarks: Set<Character> = []
    /// The file tells who said what.
    private(set) var told: ReportedSpeech?
    /// Labels that stand on lines of their own, more than once.
    private(set) var ownLines: Set<String> = []
    /// "19.02" at the front of many lines is a time, not a number.
    private var dotted = false

    private static let fewestMessages = 2
    /// In a file of so many lines one label alone is none.
    private static let fewestBeside = 8

    init(_ source: [Substring]) {
        let (lines, hasVoicesBehind) = TypedLines.ordered(source)
        (self.lines, self.hasVoicesBehind) = (lines, hasVoicesBehind)
        let numbers = lines.count { TimeShapes.startsDotted($0) }
        dotted = numbers >= 3 && numbers * 4 >= lines.count
        let short = lines.count { TimeShapes.startsShort($0) }
        hasShortTimes = short >= 3 && short * 4 >= lines.count
        var rests: [Substring] = []
        var counts: [String: Int] = [:]
        for line in lines {
            let rest = leadingTime(line).rest
            rests.append(Self.innerTime(rest)?.line ?? TimeShapes.withoutDotted(rest))
            if let label = Self.ownLine(rest) { counts[label, default: 0] += 1 }
        }
        labels = LabelTable(rests)
        if labels.isLone, lines.count >= Self.fewestBeside { labels = LabelTable([]) }
        let recurring = counts.filter {
            ($0.value >= 2 && !LabelTable.isDenied($0.key)) || Self.isKnownAlone($0.key)
        }
        let isHabit = recurring.count >= 2 && recurring.values.reduce(0, +) * 8 >= lines.count
        ownLines = Set(
            isHabit ? recurring.keys.map { $0 } : recurring.keys.filter(Self.isKnownAlone))
        let voices = lines.map { label(of: $0)?.label }
        let unlabelled = zip(lines, voices).filter { $0.1 == nil }.map(\.0)
        if ownLines.isEmpty { told = ReportedSpeech(unlabelled) }
        guard labels.distinct > 0 else { return }
        var marks: [Character: Int] = [:]
        for line in unlabelled {
            if let (mark, _) = TypedLines.messageMark(line) { marks[mark, default: 0] += 1 }
        }
        messageMarks = Set(marks.filter { $0.value >= Self.fewestMessages }.keys)
        let counted = TypedLines.countMatters(zip(lines, voices).lazy.map { ($0, $1 != nil) })
        (countsMessages, countsHeadings) = (counted == .messages, counted == .headings)
        let timed = zip(lines, voices).filter { leadingTime($0.0).time != nil }
        leavesOthersBare = Self.saidAgain(timed.map(\.1)) >= Self.fewestAgain
        breaksNoLines = labels.voiceSign != nil && lines.contains { $0.utf8.count > Self.widestPage }
        let shouted = unlabelled.count { Self.isShouted($0) }
        shoutsRemarks = shouted * Self.rarelyShouted < lines.count
    }

    /// Whoever has no label is another voice than the one before: or why would "tlp" be said again behind it?
    private(set) var leavesOthersBare = false
    private static let fewestAgain = 3

    /// How often a label is said again after lines without one.
    private static func saidAgain(_ labels: [String?]) -> Int {
        var last: String?
        var (again, isBare) = (0, false)
        for label in labels {
            if let label {
                if label == last, isBare { again += 1 }
                (last, isBare) = (label, false)
            } else {
                isBare = true
            }
        }
        return again
    }

    /// A dash begins the lines of those without a label, and lines are as long as what was said: what has
    /// neither is a third voice, not the rest of a line.
    private(set) var breaksNoLines = false
    private static let widestPage = 140

    /// Messages have numbers.
    private var countsMessages = false
    /// "3) Masrani, Batu Laki": a line with a number stands above each call.
    private var countsHeadings = false

    func isHeading(_ line: Substring) -> Bool { countsHeadings && TypedLines.counted(line) != nil }

    /// A line in capitals is the typist's: the others are not.
    private var shoutsRemarks = false
    private static let (rarelyShouted, fewestShouted) = (8, 6)

    /// "TELEPON PUTUS": what the typist notes, where nobody else is written in capitals.
    func isRemark(_ line: Substring) -> Bool {
        Paragraphs.isRemark(line) || shoutsRemarks && Self.isShouted(line)
    }

    /// "==========", "- - -": nothing but strokes.
    static func isDrawn(_ line: Substring) -> Bool {
        line.count { !$0.isWhitespace } >= fewestStrokes
            && line.allSatisfy { $0.isWhitespace || "=-–—_*~.#".contains($0) }
    }

    private static let fewestStrokes = 3

    private static func isShouted(_ line: Substring) -> Bool {
        line.count(where: \.isLetter) >= fewestShouted && !line.contains(where: \.isLowercase)
    }

    /// Times of two parts are minutes and seconds, or hours and minutes.
    private(set) var hasShortTimes = false

    /// The words of a message that no label introduces.
    func message(_ line: Substring, after before: Substring) -> Substring? {
        if countsMessages, let (_, words) = TypedLines.counted(line) { return words }
        guard let (mark, words) = TypedLines.messageMark(line), messageMarks.contains(mark)
        else { return nil }
        // A quotation may go on in the next line.
        guard mark == "\"", let last = Timecode.trim(before).last else { return words }
        return ".?!:\"”)".contains(last) ? words : nil
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
        if let found = labels.split(rest) {
            // ">> (16.08) halo": the time behind the label.
            if let first = Timecode.trim(found.rest).first, "[(".contains(first) {
                let (time, words) = leadingTime(found.rest)
                if let time, !words.isEmpty { return (found.label, words, time) }
            }
            // "Lestari  0:05", with the words on the next line.
            let words = Timecode.trim(found.rest)
            guard words.contains(":"), let start = Timecode.tolerant(words) else {
                return (found.label, found.rest, nil)
            }
            return (found.label, "", Times(start: start))
        }
        // "19.21 a/ …", where times are rare.
        let words = TimeShapes.withoutDotted(rest)
        guard words.startIndex > rest.startIndex, let found = labels.split(words),
            labels.uses(found.label) >= 2
        else { return nil }
        let time = Timecode.tolerant(Timecode.trim(rest[..<words.startIndex]))
        return (found.label, found.rest, time.map { Times(start: $0) })
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
        // "09.15" alone on its line is no number.
        let isAlone = head.endIndex == text.endIndex && head.count >= 4
        guard parts >= 3 || (parts == 2 && (dotted || isAlone || head.contains(":"))),
            head.endIndex == text.endIndex
                || text[head.endIndex].isWhitespace || "-–—|".contains(text[head.endIndex]),
            let start = Timecode.tolerant(head)
        else { return (nil, text) }
        if let mark = rest.first, mark == "-" || mark == "–" || mark == "—" {
            rest = Timecode.trim(rest.dropFirst())
            // "00:31-00:58  <Mirna> …"; "20:00-21:00 WITA" is a time of the clock, not of the recording.
            if rest.first?.isNumber == true {
                let tail = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
                let words = Timecode.trim(rest[tail.endIndex...])
                guard let end = Timecode.tolerant(tail), let sign = words.first, "<[(/".contains(sign)
                else { return (nil, text) }
                return (Times(start: start, end: end), words)
            }
        } else if let zone = ["WITA", "WIB", "WIT"].first(where: { rest.hasPrefix($0 + " ") || rest == $0 }) {
            // "09:06 WITA PENELEPON: …"; without a label it is a fact of the heading.
            rest = Timecode.trim(rest.dropFirst(zone.count))
            guard rest.prefix(60).contains(":") else { return (nil, text) }
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
            ownLines.count >= 2 && Paragraphs.isBlank(before)
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
