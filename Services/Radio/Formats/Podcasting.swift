// Podcasting 2.0 JSON: `segments` with `startTime` and `body`, one of them perhaps a single word; the
// speaker stands only where he changes.

enum Podcasting {
    static let format = TranscriptFormat(name: "podcast", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        source.json?.objects.first?.objects("segments")?.prefix(50).contains {
            $0["body"] != nil
        } ?? false
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        builder.warnDamage(source.json)
        var speaker: String?
        /// Words of one speaker that wait for the end of their sentence.
        var held: (text: String, start: Double?, end: Double?, line: Int)?
        let segments = (source.json?.objects ?? []).flatMap { $0.objects("segments") ?? [$0] }
        for segment in segments {
            guard let body = segment.text("body")?.foldingWhiteSpace(), !body.isEmpty else {
                continue
            }
            let next = segment.text("speaker")?.foldingWhiteSpace()
            let changes = next.map { !$0.isEmpty && $0 != speaker } ?? false
            if let sentence = held, changes || !isOpen(sentence.text, limits) {
                try builder.add(
                    speaker: speaker, start: sentence.start, end: sentence.end,
                    line: sentence.line, text: sentence.text)
                held = nil
            }
            if changes { speaker = next }
            let start = segment.number("startTime")
            if start == nil { builder.warn(segment.line, "Waktu tidak terbaca.") }
            let begun = held ?? ("", start, nil, segment.line)
            held = (
                begun.text + (begun.text.isEmpty ? "" : " ") + body, begun.start,
                segment.number("endTime"), begun.line
            )
        }
        if let sentence = held {
            try builder.add(
                speaker: speaker, start: sentence.start, end: sentence.end, line: sentence.line,
                text: sentence.text)
        }
        builder.closeTimes()
        builder.checkTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    /// A sentence without its end, and not yet too long for one turn.
    private static func isOpen(_ text: String, _ limits: TranscriptLimits) -> Bool {
        !(text.last.map { ".?!".contains($0) } ?? true)
            && text.utf8.count < min(sentenceBytes, limits.turnBytes)
    }

    /// Longer than what anybody says in one breath.
    private static let sentenceBytes = 400
}
