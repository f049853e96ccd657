// Vosk: a stream of objects `{"result": [words], "text": …}` after one another, or the `monologues` of
// vosk-transcriber. It has no sentences: a pause ends a turn.

enum Vosk {
    static let format = TranscriptFormat(name: "vosk", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        guard let json = source.json else { return false }
        return json.objects.prefix(50).contains {
            $0.objects("result")?.isEmpty == false || $0.objects("monologues") != nil
                || $0.objects("alternatives")?.first?.text("text") != nil
        }
    }

    /// Seconds of silence between two sentences.
    private static let pause = 0.6

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        builder.warnDamage(source.json)
        for object in source.json?.objects ?? [] {
            for monologue in object.objects("monologues") ?? [] {
                let name = monologue.objects("speaker")?.first?.text("name", "id")
                try add(
                    monologue.objects("terms") ?? [], name == "unknown" ? nil : name,
                    monologue, &builder)
            }
            let best = object.objects("alternatives")?.first ?? object
            if object["monologues"] == nil {
                try add(best.objects("result") ?? [], nil, best, &builder)
            }
        }
        builder.checkTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    private static func add(
        _ words: [LooseJSON.Object], _ speaker: String?, _ whole: LooseJSON.Object,
        _ builder: inout TranscriptBuilder
    ) throws(TranscriptError) {
        guard !words.isEmpty else {
            return try builder.add(
                speaker: speaker, start: whole.number("start"), end: whole.number("end"),
                line: whole.line, text: whole.text("text") ?? "")
        }
        var (text, line) = ("", whole.line)
        var start: Double?
        var end: Double?
        for word in words {
            guard let next = word.text("word", "text") else { continue }
            let begin = word.number("start")
            if let begin, let last = end, begin - last > pause {
                try builder.add(speaker: speaker, start: start, end: last, line: line, text: text)
                (text, start) = ("", nil)
            }
            if text.isEmpty { line = word.line }
            start = start ?? begin
            end = word.number("end") ?? end
            text += text.isEmpty ? next : " " + next
        }
        try builder.add(speaker: speaker, start: start, end: end, line: line, text: text)
    }
}
