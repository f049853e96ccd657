// Automatic captions of YouTube roll: each line is shown twice, below and then above, with short cues
// between. Undone by comparing with the cue before only, so that what was said twice stays twice. Whisper's
// `highlight_words` shows a line as often as it has words, each time with another word underlined.

enum RollUp {
    /// Cues shorter than this only move a line up.
    private static let bridge = 0.1
    /// Files of other programs repeat a line now and then; a rolling one repeats nearly all.
    private static let (leastRepeated, leastTimed) = (0.5, 0.25)

    static func undo(_ cues: inout [Cue]) {
        joinHighlights(&cues)
        guard isRolling(cues) else { return }
        var last: String?
        for index in cues.indices {
            var lines = written(cues[index])
            let shown = lines.last?.plain
            if let first = lines.first, let last, !isTimed(first.line.text), first.plain == last {
                lines.removeFirst()
            }
            cues[index].lines = lines.map(\.line)
            last = shown ?? last
        }
        cues.removeAll { $0.lines.isEmpty }
    }

    /// Cues that follow one another without a gap and differ only in what is underlined are one.
    private static func joinHighlights(_ cues: inout [Cue]) {
        let underlined = cues.count { cue in cue.lines.contains { $0.text.holds("<u>") } }
        guard Double(underlined) >= leastUnderlined * Double(max(1, cues.count)) else { return }
        var joined: [Cue] = []
        var shown: [String] = []
        for cue in cues {
            let lines = cue.lines.map { plain($0.text) }
            if let last = joined.indices.last, lines == shown, joined[last].end == cue.start {
                joined[last].end = cue.end
            } else {
                joined.append(cue)
            }
            shown = lines
        }
        cues = joined
    }

    /// Of the cues.
    private static let leastUnderlined = 0.4

    /// Two signs at least: lines that come again, and words with times or bridges.
    private static func isRolling(_ cues: [Cue]) -> Bool {
        var (repeated, timed, bridges) = (0, 0, 0)
        var last: String?
        for cue in cues {
            let lines = written(cue)
            if lines.contains(where: { isTimed($0.line.text) }) { timed += 1 }
            if let start = cue.start, let end = cue.end, end - start <= bridge { bridges += 1 }
            if let first = lines.first, let last, first.plain == last { repeated += 1 }
            last = lines.last?.plain ?? last
        }
        let count = Double(max(1, cues.count - 1))
        guard repeated >= 2, Double(repeated) >= leastRepeated * count else { return false }
        return Double(timed) >= leastTimed * count || bridges >= 2
    }

    /// The lines of a cue that say something, and what each says.
    private static func written(
        _ cue: Cue
    ) -> [(line: (number: Int, text: Substring), plain: String)] {
        cue.lines.map { (line: $0, plain: plain($0.text)) }.filter { !$0.plain.isEmpty }
    }

    private static func plain(_ line: Substring) -> String {
        CueText.stripTags(line).foldingWhiteSpace()
    }

    /// `<00:00:01.240><c> siapa</c>`
    private static func isTimed(_ line: Substring) -> Bool {
        guard let mark = line.utf8.firstIndex(of: UInt8(ascii: "<")) else { return false }
        var rest = line[mark...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[rest.utf8.index(after: open)...]
            if rest.utf8.first?.isDigit == true { return true }
        }
        return false
    }
}
