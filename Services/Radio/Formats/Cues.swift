// What SubRip and WebVTT share: a cue with its lines, checks on its times, labels in its text.

/// One timed block of a subtitle file.
struct Cue {
    /// Of the timing line.
    var line: Int
    var start: Double?
    var end: Double?
    var lines: [(number: Int, text: Substring)] = []
}

enum CueText {
    /// Reports times that cannot be read or make no sense; the text of the cue is kept in any case.
    static func check(
        _ cue: inout Cue, previousStart: inout Double, _ builder: inout TranscriptBuilder
    ) {
        guard let start = cue.start, let end = cue.end else {
            builder.warn(cue.line, "Waktu tidak terbaca; teksnya tetap dipakai tanpa waktu.")
            return
        }
        if end < start {
            builder.warn(cue.line, "Waktu selesai mendahului waktu mulai.")
            cue.end = start
        }
        if start < previousStart {
            builder.warn(cue.line, "Waktu mundur; mungkin bagian kedua rekaman.")
        }
        previousStart = start
    }

    /// Turns cues without voice marks into turns, by labels or dialogue dashes where there are any.
    static func add(
        _ cues: [Cue], to builder: inout TranscriptBuilder
    ) throws(TranscriptError) {
        let labels = LabelTable(cues.lazy.flatMap { $0.lines.lazy.map(\.text) })
        let (hasLabels, carry) = (labels.distinct > 0, labels.distinct >= 2)
        var speaker: String?
        for cue in cues {
            var held = ""
            var heldLine = cue.lines.first?.number ?? cue.line
            if !carry { speaker = nil }
            for line in cue.lines where !line.text.isEmpty {
                let text = stripTags(line.text)
                if hasLabels, let (label, rest) = labels.split(text[...]) {
                    try builder.add(
                        speaker: speaker, start: cue.start, end: cue.end, line: heldLine, text: held
                    )
                    (speaker, held, heldLine) = (label, String(rest), line.number)
                } else if isDialogueDash(text), !held.saysNothing {
                    try builder.add(
                        speaker: speaker, start: cue.start, end: cue.end, line: heldLine, text: held
                    )
                    (speaker, held, heldLine) = (nil, String(text.dropFirst()), line.number)
                } else {
                    if held.isEmpty { heldLine = line.number }
                    let part = isDialogueDash(text) ? String(text.dropFirst()) : text
                    held += held.isEmpty ? part : " " + part
                    if held.saysNothing { held = "" }
                }
            }
            try builder.add(
                speaker: speaker, start: cue.start, end: cue.end, line: heldLine, text: held)
        }
    }

    private static func isDialogueDash(_ text: String) -> Bool {
        text.hasPrefix("- ") || text.hasPrefix("– ") || text.hasPrefix(">> ")
    }

    /// What players know as mark-up, by the first word inside the brackets.
    private static let tags: Set<Substring> = [
        "i", "b", "u", "s", "c", "v", "font", "ruby", "rt", "lang", "span", "br",
    ]

    /// Whether `<…>` is mark-up (`i`, `/v`, `c.gelap`, `00:12.500`): "<SD>" is what somebody wrote.
    static func isTag(_ inside: Substring) -> Bool {
        let name = inside.first == "/" ? inside.dropFirst() : inside
        return name.isEmpty || name.first?.isNumber == true
            || tags.contains(name.prefix { $0.isLetter })
    }

    /// Removes `<i>`, `<font …>`, `{\an8}`. A "<" that opens no tag stays.
    static func stripTags(_ line: Substring) -> String {
        guard line.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "{") })
        else { return String(line) }
        var result = ""
        var rest = line
        while let open = rest.firstIndex(where: { $0 == "<" || $0 == "{" }) {
            result += rest[..<open]
            let close: Character = rest[open] == "<" ? ">" : "}"
            let inside = rest[rest.index(after: open)...].prefix(80)
            if let end = inside.firstIndex(of: close), let first = inside.first,
                close == ">" ? isTag(inside[..<end]) : first.isLetter || first == "\\"
            {
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(rest[open])
                rest = rest[rest.index(after: open)...]
            }
        }
        return result + rest
    }
}
