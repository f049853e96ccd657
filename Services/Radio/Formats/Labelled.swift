// Labelled text, as a typist or a speech recogniser writes it:
//   [00:12:05] PENELEPON 3 (Ibu Siti): …        wrapped lines belong to the paragraph before.
// Lines before the first label are the programme's heading and no turns.

enum Labelled {
    static let format = TranscriptFormat(
        name: "text/labelled", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        var labels = LabelTable()
        var timed = 0
        var filled = 0
        for line in source.lines.prefix(2000) {
            let (time, rest) = leadingTime(line)
            labels.learn(rest)
            if time != nil { timed += 1 }
            if !Timecode.trim(line).isEmpty { filled += 1 }
            if ownLineLabel(rest) != nil { return true }
        }
        return labels.distinct > 0 || (timed >= 2 && timed * 3 >= filled)
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var labels = LabelTable()
        for line in source.lines { labels.learn(leadingTime(line).rest) }
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var speaker: String?
        var started = false
        var lastStart: Double?
        /// A label or time on a line of its own, waiting for its text.
        var waiting: (line: Int, time: Times)?
        let hasLabels = labels.distinct > 0

        for (offset, raw) in source.lines.enumerated() {
            let number = offset + 1
            let (time, rest) = leadingTime(raw)
            if let time {
                if let end = time.end, end < time.start {
                    builder.warn(number, "Waktu selesai mendahului waktu mulai.")
                }
                if let lastStart, time.start < lastStart {
                    builder.warn(number, "Waktu mundur; mungkin bagian kedua rekaman.")
                }
                lastStart = time.start
            }
            if let (label, text) = labels.split(rest) {
                speaker = label
                started = true
                let times = time ?? waiting?.time
                if text.foldingWhiteSpace().isEmpty {
                    waiting = (number, times ?? Times())
                } else {
                    try builder.add(
                        speaker: label, start: times?.known, end: times?.end, line: number,
                        text: String(text))
                    waiting = nil
                }
            } else if let (label, labelTime) = ownLineLabel(rest) {
                speaker = label
                started = true
                waiting = (number, labelTime ?? time ?? Times())
            } else if let time, started || !hasLabels {
                started = true
                if rest.foldingWhiteSpace().isEmpty {
                    waiting = (number, time)
                } else {
                    try builder.add(
                        speaker: speaker, start: time.known, end: time.end, line: number,
                        text: String(rest))
                    waiting = nil
                }
            } else if let held = waiting, !raw.foldingWhiteSpace().isEmpty {
                try builder.add(
                    speaker: speaker, start: held.time.known, end: held.time.end, line: held.line,
                    text: String(raw))
                waiting = nil
            } else if started {
                builder.extend(String(raw))
            }
        }
        builder.closeTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    /// A start, and an end where a range is written; without numbers, a place holder.
    private struct Times {
        var start = -1.0
        var end: Double?
        var known: Double? { start < 0 ? nil : start }
    }

    /// `[00:12:05]`, `(0:12)`, `00.12.05`, `12:05 -`, `[a --> b]` at the front of a line.
    private static func leadingTime(_ line: Substring) -> (time: Times?, rest: Substring) {
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
        guard parts >= 3 || (parts == 2 && head.contains(":")),
            head.endIndex == text.endIndex
                || text[head.endIndex].isWhitespace || text[head.endIndex] == "-",
            let start = Timecode.tolerant(head)
        else { return (nil, text) }
        if let mark = rest.first, mark == "-" || mark == "–" || mark == "—" {
            rest = Timecode.trim(rest.dropFirst())
            // "20:00-21:00 WITA" is a time of the clock, not of the recording.
            if rest.first?.isNumber == true { return (nil, text) }
        } else if ["WITA", "WIB", "WIT"].contains(where: { rest.hasPrefix($0) }) {
            return (nil, text)
        }
        return (Times(start: start), rest)
    }

    /// `Speaker 1  0:05` or `PENYIAR` on a line of its own.
    private static func ownLineLabel(_ line: Substring) -> (label: String, time: Times?)? {
        let text = Timecode.trim(line)
        guard text.utf8.count <= 60, let last = text.split(separator: " ").last else { return nil }
        if let time = Timecode.tolerant(last), last.contains(":") {
            let head = text.dropLast(last.count).foldingWhiteSpace()
            return LabelTable.isKnown(head) && head.split(separator: " ").count <= 4
                ? (head, Times(start: time)) : nil
        }
        let label = String(text)
        guard label == label.uppercased(), label.contains(where: \.isLetter),
            label.split(separator: " ").count <= 3,
            !label.contains(where: { ".,?!\"".contains($0) }),
            LabelTable.isKnown(label)
        else { return nil }
        return (label, nil)
    }
}
