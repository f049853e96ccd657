// WebVTT, by the parsing algorithm of the W3C recommendation webvtt1, more tolerant where a strict
// player would drop a cue: then the text is kept without times, and a warning says so.

enum WebVTT {
    static let format = TranscriptFormat(name: "webvtt", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        guard let first = source.lines.first, first.hasPrefix("WEBVTT") else { return false }
        let next = first.unicodeScalars.dropFirst(6).first
        return next == nil || next == " " || next == "\t"
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var cues = readCues(source.lines, &builder)
        RollUp.undo(&cues)
        if cues.contains(where: { $0.lines.contains { $0.text.holds("<v") } }) {
            for cue in cues { try addVoices(of: cue, to: &builder) }
        } else {
            try CueText.add(cues.map(plain), to: &builder)
        }
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    private static func readCues(
        _ lines: [Substring], _ builder: inout TranscriptBuilder
    ) -> [Cue] {
        var cues: [Cue] = []
        var block: [(number: Int, text: Substring)] = []
        var open: Cue?
        var previousStart = 0.0
        var inHeader = true

        func isComment(_ text: Substring) -> Bool {
            ["NOTE", "STYLE", "REGION"].contains {
                text == $0 || text.hasPrefix($0 + " ") || text.hasPrefix($0 + "\t")
            }
        }
        func closeBlock() {
            if let cue = open {
                cues.append(cue)
            } else if let first = block.first, !inHeader, !isComment(first.text) {
                builder.warn(first.number, "Teks tanpa waktu dilewati.")
            }
            open = nil
            block = []
        }
        for (offset, line) in lines.enumerated().dropFirst() {
            let number = offset + 1
            if line.isEmpty {
                closeBlock()
                inHeader = false
            } else if line.holds("-->"), let sides = Timecode.sides(of: line) {
                // The line above is this cue's id; a cue that was open ends here.
                if open != nil { closeBlock() }
                inHeader = false
                let end = sides.end.split(whereSeparator: { $0 == " " || $0 == "\t" }).first
                var cue = Cue(line: number)
                cue.start = Timecode.strict(sides.start)
                cue.end = Timecode.strict(end ?? "")
                CueText.check(&cue, previousStart: &previousStart, &builder)
                open = cue
            } else if open != nil {
                open?.lines.append((number, line))
            } else {
                block.append((number, line))
            }
        }
        closeBlock()
        return cues
    }

    private static func plain(_ cue: Cue) -> Cue {
        var cue = cue
        cue.lines = cue.lines.map { ($0.number, unescape(CueText.stripTags($0.text)[...])[...]) }
        return cue
    }

    /// One turn per voice span; text outside of any span has no speaker.
    private static func addVoices(
        of cue: Cue, to builder: inout TranscriptBuilder
    ) throws(TranscriptError) {
        var speaker: String?
        var held = ""
        var heldLine = cue.lines.first?.number ?? cue.line
        func flush(_ builder: inout TranscriptBuilder) throws(TranscriptError) {
            try builder.add(
                speaker: speaker, start: cue.start, end: cue.end, line: heldLine, text: held)
            held = ""
        }
        for line in cue.lines {
            if held.isEmpty { heldLine = line.number } else { held += " " }
            var rest = line.text
            while let mark = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
                held += unescape(rest[..<mark])
                let after = rest[rest.utf8.index(after: mark)...]
                guard let end = after.utf8.firstIndex(of: UInt8(ascii: ">")) else {
                    rest = ""
                    builder.warn(line.number, "Tanda \u{201C}<\u{201D} tidak ditutup.")
                    break
                }
                let tag = after[..<end]
                rest = after[after.utf8.index(after: end)...]
                if tag == "/v" {
                    try flush(&builder)
                    (speaker, heldLine) = (nil, line.number)
                } else if let name = voice(tag) {
                    try flush(&builder)
                    (speaker, heldLine) = (name.isEmpty ? nil : name, line.number)
                } else if !CueText.isTag(tag) {
                    held += "<\(tag)>"
                }
            }
            held += unescape(rest)
        }
        try flush(&builder)
    }

    /// The name in `v.class Name`, or `nil` when the tag is no voice tag.
    private static func voice(_ tag: Substring) -> String? {
        guard tag.utf8.first == UInt8(ascii: "v") else { return nil }
        let rest = tag.dropFirst()
        guard let next = rest.unicodeScalars.first else { return "" }
        guard next == "." || next.isBlank else { return nil }
        guard let blank = rest.firstIndex(where: \.isWhitespace) else { return "" }
        return unescape(rest[blank...]).foldingWhiteSpace()
    }

    private static let entities: [(name: String, text: String)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&lrm;", ""), ("&rlm;", ""),
        ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&#34;", "\""), ("&amp;", "&"),
    ]

    static func unescape(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
        var result = ""
        var rest = text
        while let mark = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
            result += rest[..<mark]
            rest = rest[mark...]
            if let entity = entities.first(where: { rest.hasPrefix($0.name) }) {
                result += entity.text
                rest = rest.dropFirst(entity.name.count)
            } else {
                result += "&"
                rest = rest[rest.utf8.index(after: mark)...]
            }
        }
        return result + rest
    }
}
