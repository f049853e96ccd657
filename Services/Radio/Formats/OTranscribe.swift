// oTranscribe's own files (.otr): JSON around a bit of HTML with marks of time. It becomes lines of text,
// with the times in front, which are then read like any typed text.

enum OTranscribe {
    static let format = TranscriptFormat(name: "otranscribe", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        guard let root = source.json?.objects.first, let text = root.text("text") else {
            return false
        }
        return root["media"] != nil || root["media-time"] != nil || text.contains("data-timestamp")
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        let html = source.json?.objects.first?.text("text") ?? ""
        var warnings = source.warnings
        for line in source.json?.damaged ?? [] {
            warnings.append(
                ParseWarning(line: line, message: "Bagian JSON ini rusak dan dilewati."))
        }
        let document = SourceText(document: lines(html), warnings: warnings)
        var transcript = try TranscriptReader.read(document, limits, of: source.gathering)
        transcript.format = format.name
        return transcript
    }

    private static let breaks: Set<String> = ["br", "br/", "p", "/p", "div", "/div", "li", "/li"]
    private static let silent: Set<String> = ["script", "style"]
    /// Longer than any tag that the program writes.
    private static let tagBytes = 2000

    private static func lines(_ html: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var rest = html[...]
        var closing: String?
        func flush() {
            lines += WebVTT.unescape(line[...]).split(
                separator: "\n", omittingEmptySubsequences: false
            ).map(String.init)
            line = ""
        }
        while let mark = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
            if closing == nil { line += rest[..<mark] }
            let after = rest[rest.utf8.index(after: mark)...]
            guard let end = after.utf8.prefix(tagBytes).firstIndex(of: UInt8(ascii: ">")) else {
                if closing == nil { line += "<" }
                rest = after
                continue
            }
            let tag = after[..<end]
            rest = after[after.utf8.index(after: end)...]
            let name = tag.prefix { !$0.isWhitespace }.lowercased()
            if let waiting = closing {
                if name == waiting { closing = nil }
            } else if silent.contains(name) {
                closing = "/" + name
            } else if breaks.contains(name) {
                flush()
            } else if name == "/span", Timecode.tolerant(line.foldingWhiteSpace()[...]) != nil {
                line += " "
            } else if tag.contains("timestamp") {
                // The words of the mark itself, "0:12", are the time; those of a line begin it.
                if !line.foldingWhiteSpace().isEmpty { flush() }
            }
        }
        if closing == nil { line += rest }
        flush()
        return lines
    }
}
