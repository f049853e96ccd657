// Minutes of a citizens' forum: numbered points under headings, each with who raised it, the answer and
// what was agreed. Every point, and every labelled line of it, is a turn.

enum Minutes {
    static let format = TranscriptFormat(name: "minutes", recognises: recognises, parse: parse)

    /// Words of which one stands in the heading of minutes.
    private static let headings = [
        "notulen", "notula", "berita acara", "forum komunikasi masyarakat",
        "forum konsultasi publik",
        "musrenbang", "hasil kesepakatan", "risalah", "mimbar pelayanan publik", "fkm ", "fkp ",
    ]
    /// What a line of a point begins with.
    private static let fields: Set<String> = [
        "usulan", "usul", "masalah", "permasalahan", "pertanyaan", "keluhan", "saran", "masukan",
        "tanggapan", "jawaban", "penjelasan", "kesepakatan", "disepakati", "hasil", "tindak lanjut",
        "rencana tindak lanjut", "batas waktu", "tenggat", "target", "penanggung jawab", "pengusul",
        "penanya", "warga",
    ]

    private static func recognises(_ source: SourceText) -> Bool {
        let head = source.lines.prefix(30).map { $0.prefix(200).lowercased() + " " }
        guard head.contains(where: { line in headings.contains { line.contains($0) } }) else {
            return false
        }
        let points = source.lines.prefix(2000).count { point($0) != nil }
        return points >= 2 || isProse(source)
    }

    /// Paragraphs under a heading that names minutes: nobody's speech, told by who wrote them down.
    private static func isProse(_ source: SourceText) -> Bool {
        let filled = source.lines.lazy.map { Timecode.trim($0) }.filter { !$0.isEmpty }
        let isHeaded = filled.prefix(proseHead).contains { line in
            let text = line.prefix(200).lowercased() + " "
            return line.utf8.count < longestHeading && headings.contains { text.contains($0) }
        }
        return isHeaded && filled.count { $0.utf8.count >= longestHeading } >= fewestParagraphs
            && LabelTable(source.lines.lazy.map { $0[...] }).distinct < 2
    }

    private static let (proseHead, longestHeading, fewestParagraphs) = (5, 80, 4)

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var started = false
        var isOpen = false
        let lines = source.lines.map { $0[...] }
        let paragraphs = Paragraphs(lines)
        // Without points everything after the first blank line is told.
        let isNumbered = source.lines.count { point($0) != nil } >= 2
        for (offset, line) in source.lines.enumerated() {
            let number = offset + 1
            let text = Timecode.trim(line)
            guard !text.isEmpty else {
                isOpen = false
                started = started || !isNumbered
                continue
            }
            let numbered = point(text)
            started = started || numbered != nil
            // Before the first point: place, date, who was there.
            guard started else { continue }
            let words = numbered ?? bullet(text)
            if let (label, rest) = label(words) {
                try builder.add(
                    speaker: label, line: number, text: rest.isEmpty ? label : String(rest))
                isOpen = true
            } else if numbered != nil || !isOpen || isSection(text)
                || (offset > 0 && paragraphs.begins(at: offset))
                || text.contains(" | ") || follows(heading: offset, lines)
            {
                try builder.add(speaker: nil, line: number, text: String(words))
                isOpen = true
            } else {
                try builder.extend(String(words), line: number)
            }
        }
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    /// What follows "1." "2)" "(3)" at the front of a line; "12.30" is a time.
    private static func point(_ line: Substring) -> Substring? {
        var text = Timecode.trim(line)
        if text.hasPrefix("(") { text = text.dropFirst() }
        let digits = text.utf8.prefix(4).prefix { $0.isDigit }
        guard (1...3).contains(digits.count) else { return nil }
        let rest = text[digits.endIndex...]
        guard let mark = rest.unicodeScalars.first, mark == "." || mark == ")" else { return nil }
        let words = rest.dropFirst()
        guard let next = words.unicodeScalars.first, next.isBlank else { return nil }
        return Timecode.trim(words)
    }

    /// A long line under a short one that ends no sentence: the short one is a heading.
    private static func follows(heading offset: Int, _ lines: [Substring]) -> Bool {
        guard offset > 0, lines[offset].utf8.count >= longestHeading else { return false }
        let before = Timecode.trim(lines[offset - 1])
        guard before.utf8.count < longestHeading, let last = before.last, !".,;:".contains(last)
        else {
            return false
        }
        return offset < 2 || Timecode.trim(lines[offset - 2]).isEmpty
    }

    /// "B. TANGGAPAN PESERTA", "II. Hasil".
    private static func isSection(_ line: Substring) -> Bool {
        guard let dot = line.firstIndex(of: "."), line.utf8.count < longestHeading else {
            return false
        }
        let mark = line[..<dot]
        return mark.count <= 4 && !mark.isEmpty && mark.allSatisfy { "ABCDEFGHIVX".contains($0) }
    }

    private static func bullet(_ line: Substring) -> Substring {
        for mark in ["- ", "• ", "* ", "– ", "a. ", "b. ", "c. ", "d. ", "e. "]
        where line.hasPrefix(mark) {
            return Timecode.trim(line.dropFirst(mark.count))
        }
        return line
    }

    /// "Usulan (Ibu Siti, Kandangan): …", "Camat Kandangan: …".
    private static func label(_ line: Substring) -> (label: String, rest: Substring)? {
        guard let colon = line.utf8.prefix(90).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let label = line[..<colon].foldingWhiteSpace()
        let rest = Timecode.trim(line[line.utf8.index(after: colon)...])
        let bare = label.prefix { $0 != "(" }.lowercased().foldingWhiteSpace()
        guard
            fields.contains(bare) || (LabelTable.isKnown(label) && LabelTable.looksLikeName(label))
        else { return nil }
        return (label, rest)
    }
}
