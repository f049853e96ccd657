// SubRip (.srt). There is no standard; this follows what players accept: an index that may be missing,
// any separators in times, text with blank lines, mark-up, and labels or dashes for speakers.

enum SubRip {
    static let format = TranscriptFormat(name: "srt", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        for line in source.lines.prefix(200) where Timecode.isTiming(line) {
            if let sides = Timecode.sides(of: line), Timecode.tolerant(sides.start) != nil {
                return true
            }
        }
        return false
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var cues = readCues(source.lines, &builder)
        RollUp.undo(&cues)
        try CueText.add(cues, to: &builder)
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    private static func readCues(
        _ lines: [Substring], _ builder: inout TranscriptBuilder
    ) -> [Cue] {
        var cues: [Cue] = []
        var previousStart = 0.0
        for (offset, line) in lines.enumerated() {
            let number = offset + 1
            guard Timecode.isTiming(line), let sides = Timecode.sides(of: line) else {
                if isIndexAlone(lines, offset, cues.count + 1) {
                    builder.warn(number, "Waktu tidak ada; teksnya tetap dipakai tanpa waktu.")
                    cues.append(Cue(line: number))
                } else if let last = cues.indices.last {
                    cues[last].lines.append((number, line))
                } else if !Timecode.trim(line).isEmpty, Int(Timecode.trim(line)) == nil {
                    builder.warn(number, "Teks sebelum waktu yang pertama dilewati.")
                }
                continue
            }
            if let last = cues.indices.last { dropIndex(&cues[last]) }
            let end = sides.end.split(separator: " ").first ?? sides.end
            var cue = Cue(line: number)
            cue.start = Timecode.tolerant(sides.start)
            cue.end = Timecode.tolerant(end)
            CueText.check(&cue, previousStart: &previousStart, &builder)
            cues.append(cue)
        }
        return cues
    }

    /// The next index behind a blank line, and no timing line below it.
    private static func isIndexAlone(_ lines: [Substring], _ offset: Int, _ next: Int) -> Bool {
        guard Int(Timecode.trim(lines[offset])) == next, next > 1, offset + 1 < lines.count,
            Timecode.trim(lines[offset - 1]).isEmpty
        else { return false }
        return !Timecode.isTiming(lines[offset + 1]) && !Timecode.trim(lines[offset + 1]).isEmpty
    }

    /// The number above a timing line belongs to the next cue, not to the text of this one.
    private static func dropIndex(_ cue: inout Cue) {
        guard let last = cue.lines.last else { return }
        let text = Timecode.trim(last.text)
        let bare = text.hasPrefix("-") ? text.dropFirst() : text
        guard !bare.isEmpty, bare.count <= 9, bare.allSatisfy({ $0.isNumber || $0 == "." }) else {
            return
        }
        cue.lines.removeLast()
    }
}
