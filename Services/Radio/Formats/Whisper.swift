// JSON of Whisper and of programs around it: whisper and whisperX (`segments` with `start`, `end`, `text`;
// words with speakers), whisper.cpp (`transcription` with `offsets`). A list of segments alone will do, and
// YouTube's lines (`duration` for `end`).

enum Whisper {
    static let format = TranscriptFormat(name: "whisper", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        guard let json = source.json else { return false }
        return json.objects.prefix(50).contains { object in
            if isSegment(object) { return true }
            if let segments = object.objects("segments") {
                return segments.isEmpty || segments.prefix(50).contains(where: isSegment)
            }
            return object.objects("transcription") != nil
        }
    }

    private static func isSegment(_ object: LooseJSON.Object) -> Bool {
        object.text("text") != nil && object["start"] != nil
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        let json = source.json
        builder.warnDamage(json)
        var speaker: String?
        for object in json?.objects ?? [] {
            let segments =
                object.objects("segments") ?? object.objects("transcription") ?? [object]
            for segment in segments where segment.text("text") != nil {
                try add(segment, &speaker, &builder)
            }
        }
        builder.checkTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    private static func add(
        _ segment: LooseJSON.Object, _ speaker: inout String?, _ builder: inout TranscriptBuilder
    ) throws(TranscriptError) {
        let offsets = segment.objects("offsets")?.first
        let start = segment.number("start") ?? offsets?.number("from").map { $0 / 1000 }
        // YouTube's lines have a length instead of an end.
        let end =
            segment.number("end") ?? offsets?.number("to").map { $0 / 1000 }
            ?? segment.number("duration").flatMap { length in start.map { $0 + length } }
        if start == nil || end == nil {
            builder.warn(segment.line, "Waktu tidak terbaca; teksnya tetap dipakai.")
        }
        let text = (segment.text("text") ?? "").replacing("[SPEAKER_TURN]", with: "")
        if (segment.number("compression_ratio") ?? 0) > mostCompression
            || (segment.number("no_speech_prob") ?? 0) > mostSilence
        {
            builder.warn(segment.line, "Mungkin bukan ucapan, melainkan karangan mesin: periksa.")
        }
        let words = segment.objects("words") ?? []
        let parts = bySpeaker(words, own: label(segment) ?? speaker)
        guard parts.count > 1 else {
            speaker = label(segment) ?? parts.first?.speaker ?? speaker
            return try builder.add(
                speaker: speaker, start: start, end: end, line: segment.line, text: text)
        }
        var last = start
        for (index, part) in parts.enumerated() {
            // Number words have no times of their own.
            let begin = index == 0 ? start : part.start ?? last
            let stop = index == parts.count - 1 ? end : part.end ?? parts[index + 1].start
            try builder.add(
                speaker: part.speaker, start: begin, end: stop, line: segment.line, text: part.text)
            last = stop ?? last
            speaker = part.speaker
        }
    }

    /// From these on Whisper itself takes a segment for a failure.
    private static let (mostCompression, mostSilence) = (2.4, 0.6)

    private struct Part {
        var speaker: String?
        var start: Double?
        var end: Double?
        var text = ""
    }

    /// A segment of two speakers, cut between sentences: the words of a sentence vote.
    private static func bySpeaker(_ words: [LooseJSON.Object], own: String?) -> [Part] {
        var parts: [Part] = []
        var sentence = Part()
        var votes: [String: Int] = [:]
        var current = own
        func close() {
            let most = votes.values.max() ?? 0
            // Where two have as many, the one who speaks already goes on.
            let winners = votes.filter { $0.value == most }.keys.sorted()
            if let current, winners.contains(current) {
                sentence.speaker = current
            } else {
                sentence.speaker = winners.first ?? current
            }
            current = sentence.speaker
            if let last = parts.indices.last, parts[last].speaker == sentence.speaker {
                parts[last].text += " " + sentence.text
                parts[last].end = sentence.end ?? parts[last].end
            } else {
                parts.append(sentence)
            }
            (sentence, votes) = (Part(), [:])
        }
        for word in words {
            guard let text = word.text("word", "text") else { continue }
            if let speaker = label(word) { votes[speaker, default: 0] += 1 }
            sentence.start = sentence.start ?? word.number("start")
            sentence.end = word.number("end") ?? sentence.end
            sentence.text += sentence.text.isEmpty ? text : " " + text
            if text.foldingWhiteSpace().last.map({ ".?!".contains($0) }) == true { close() }
        }
        if !sentence.text.isEmpty { close() }
        return parts
    }

    private static func label(_ object: LooseJSON.Object) -> String? {
        if let number = object.number("speaker") { return "Speaker \(Int(clamping: number))" }
        guard let text = object.text("speaker")?.foldingWhiteSpace(), !text.isEmpty, text != "?"
        else { return nil }
        return text
    }
}

extension Int {
    /// Numbers of a file may be of any size.
    init(clamping number: Double) {
        self = Int(Swift.max(-1e15, Swift.min(1e15, number)))
    }
}

extension TranscriptBuilder {
    /// Reports what of a JSON file could not be read.
    mutating func warnDamage(_ json: LooseJSON?) {
        for line in json?.damaged ?? [] {
            warn(line, "Bagian JSON ini rusak dan dilewati.")
        }
    }
}
