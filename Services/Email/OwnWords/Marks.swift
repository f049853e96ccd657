// The marks mail programs set before words that are not the sender's.

/// Finds attributions, separators and header blocks in the lines of a mail.
struct Marks {
    let lines: [MailLine]

    init(_ lines: [MailLine]) { self.lines = lines }

    /// Lines over which a program may break an attribution.
    static let attributionLinesMax = 4
    static let attributionCharactersMax = 320
    /// Lines a header block may have, long lists of recipients included.
    static let headerLinesMax = 24

    /// "-----Pesan Asli-----" and its like: what follows is an earlier mail.
    func isOriginalMark(_ index: Int) -> Bool {
        let (text, wasAdorned) = lines[index].unadorned
        guard wasAdorned else { return false }
        if text == "original" { return true }
        guard let word = MarkWords.original.first(where: { text.hasPrefix($0) }) else { return false }
        // "-------- Original message --------From: …": HTML without a line end between them.
        return text.utf8.count <= 40 || text.dropFirst(word.count).drop { $0 == " " }.hasPrefix("---")
    }

    /// "---------- Pesan terusan ---------" and its like: what follows is the mail that is handed on.
    func isForwardMark(_ index: Int) -> Bool {
        let (text, wasAdorned) = lines[index].unadorned
        guard MarkWords.forwardedBytes.begin(text), text.count <= 120,
            MarkWords.forwarded.contains(where: { text.hasPrefix($0) })
        else { return false }
        return wasAdorned || text.hasSuffix(":") && text.count <= 45
    }

    /// The first line that holds something, from `index` on.
    func nextLine(from index: Int) -> Int? {
        lines[min(index, lines.count)...].firstIndex { !$0.isBlank }
    }

    func isQuoted(_ index: Int?) -> Bool { index.map { lines[$0].depth > 0 } ?? false }
}

// MARK: - Attributions

extension Marks {
    /// The line after an attribution that begins at `index`, or `nil`.
    ///
    /// A sentence such as "Pada 3 Mei Pak RT menulis:" reads like one, so besides the verb at its end
    /// it must show what only programs write, or quoted lines must follow.
    ///
    /// - Parameter isWithin: asked for a line within another that may be one, so that the question
    ///   ends after one step.
    func attributionEnd(_ index: Int, isWithin: Bool = false) -> Int? {
        let first = lines[index]
        guard first.depth == 0, !first.isBlank else { return nil }
        let opening = first.unadorned.text
        let opens = Self.opensAttribution(opening)
        if opens, goesOnBehindItsVerb(opening) { return index + 1 }
        let startsWithDate = opening.first?.isNumber == true
        var joined = ""
        for next in index..<min(index + Self.attributionLinesMax, lines.count) {
            let line = lines[next]
            guard line.depth == 0, !line.isBlank else { return nil }
            let text = line.unadorned.text
            if next > index {
                guard continues(joined, with: text, opens || startsWithDate) else { return nil }
                if Self.opensAttribution(text),
                    isWithin || attributionEnd(next, isWithin: true) != nil
                { return nil }
            }
            joined += (joined.isEmpty ? "" : " ") + text
            guard
                joined.utf8.count <= Self.attributionCharactersMax
                    || joined.count <= Self.attributionCharactersMax
            else { return nil }
            guard let ending = Ending(joined) else { continue }
            let following = nextLine(from: next + 1)
            let isCertain =
                switch ending {
                case .verb where opens:
                    joined.contains(where: \.isNumber)
                        && (isOfProgram(joined) || isQuoted(following))
                case .verb:
                    // "Aduan HSS <aduan@hss.example> menulis:"
                    joined.contains("@") && joined.hasSuffix(":")
                        || isQuoted(following) && joined.hasSuffix(":") && joined.count <= 80
                case .verbAndDate:
                    // "Aduan <aduan@hss.example> menulis pada 5 Nov 2026 10.15:"
                    joined.contains("@") && joined.contains(where: \.isNumber)
                case .address:
                    // "2026-11-05 10:15 GMT+07:00 Aduan <aduan@hss.example>:", as Gmail once wrote.
                    startsWithDate && DateSigns.hasTime(joined)
                }
            return isCertain ? next + 1 : nil
        }
        return nil
    }

    private static func opensAttribution(_ text: Substring) -> Bool {
        MarkWords.attributionOpeningBytes.begin(text)
            && MarkWords.attributionOpenings.contains { text.hasPrefix($0) }
    }

    /// "Pada Sen, 23 Nov 2026 pada 9:12, Aduan <aduan@hss.example> menulis: Di mana?": what it introduces
    /// stands in the same line.
    private func goesOnBehindItsVerb(_ text: Substring) -> Bool {
        guard let verb = [">menulis: ", "> menulis: ", "> wrote: "].lazy
            .compactMap({ text.firstRange(of: $0) }).first
        else { return false }
        let head = text[..<verb.lowerBound]
        return head.utf8.count <= Self.attributionCharactersMax && head.contains("@")
            && head.contains(where: \.isNumber)
    }

    /// Whether the attribution `joined` so far goes on in the next line. The sender's last line must
    /// not be taken for its beginning.
    private func continues(_ joined: String, with text: Substring, _ opens: Bool) -> Bool {
        guard opens else {
            // A name and an address may stand before the verb, but not a whole paragraph.
            return text.hasPrefix("<")
                || joined.contains("@") && text.count <= 24 && Ending(String(text)) != nil
        }
        return !".!?".contains(joined.last ?? "a") || joined.hasSuffix(".m.")
    }

    private enum Ending {
        case verb, verbAndDate, address

        init?(_ joined: String) {
            // As good as no line ends so.
            guard joined.utf8.last == UInt8(ascii: ":") || MarkWords.verbBytes.occur(in: joined)
            else { return nil }
            var bare = joined[...]
            while let last = bare.last, ": -".contains(last) { bare.removeLast() }
            if MarkWords.verbs.contains(where: { bare.hasSuffix($0) || bare == $0.dropFirst() }) {
                self = .verb
            } else if joined.hasSuffix(">:") {
                self = .address
            } else if joined.hasSuffix(":"), joined.contains("@"),
                joined.contains("> menulis ") || joined.contains("> wrote ")
            {
                self = .verbAndDate
            } else {
                return nil
            }
        }
    }

    /// An address, a time with a date, or a weekday cut short: people write none of them so.
    private func isOfProgram(_ text: String) -> Bool {
        text.contains("@") || DateSigns.hasTime(text) && DateSigns.hasDate(text)
            || DateSigns.hasShortWeekday(text)
    }
}

// MARK: - Header blocks

extension Marks {
    enum Field: Hashable { case from, sent, to, subject, other }

    /// The line after a block such as "Dari: … Dikirim: … Kepada: … Perihal: …" at `index`.
    ///
    /// - Parameter isAnnounced: a separator stands before it. Without one it must show an address or
    ///   a time, because letters too begin with "Dari: … Kepada: … Tanggal: … Perihal: …".
    func headerBlockEnd(_ index: Int, isAnnounced: Bool = false) -> Int? {
        guard let first = field(index), first.field != .other else { return nil }
        var seen: Set<Field> = []
        var end = index
        var last = Field.other
        var hasAddress = false
        var isSent = false
        // Whether a blank line stands between the fields, as HTML paragraphs have it.
        var isSpaced: Bool?
        var next = index
        while next < min(index + Self.headerLinesMax, lines.count) {
            let line = lines[next]
            if line.isEmpty {
                if seen.count == 1, isSpaced == nil { isSpaced = true }
                guard isSpaced == true, next + 1 < lines.count, field(next + 1) != nil else { break }
                next += 1
                continue
            }
            guard line.depth == lines[index].depth else { break }
            if let (name, label, value) = field(next) {
                if name != .other, seen.contains(name), name != .to { break }
                seen.insert(name)
                if seen.count == 2, isSpaced == nil { isSpaced = false }
                last = name
                hasAddress = hasAddress || name != .subject && value.contains("@")
                if name == .sent, !value.isEmpty {
                    isSent = isSent || MarkWords.sentByProgram.contains(label)
                        || DateSigns.hasTime(String(value))
                }
            } else {
                let continues =
                    line.isIndented && isSpaced == false || last == .to && line.plain.contains("@")
                guard continues, next > index else { break }
            }
            end = next
            next += 1
        }
        let others = seen.intersection([.sent, .to, .subject]).count
        guard seen.contains(.from) else { return nil }
        if isAnnounced { return others >= 1 ? end + 1 : nil }
        guard others >= 2, seen.contains(.sent) else { return nil }
        return isSent || hasAddress ? end + 1 : nil
    }

    /// The line after a separator and the header block it announces, or after a header block alone.
    func announcedBlockEnd(_ index: Int) -> Int? {
        let isMark = isOriginalMark(index) || isForwardMark(index)
        if isMark || lines[index].isRule, let next = nextLine(from: index + 1),
            next <= index + 3, let end = headerBlockEnd(next, isAnnounced: isMark)
        { return end }
        if isMark { return index + 1 }
        return headerBlockEnd(index)
    }

    /// The sender named in the block that begins at `index`, at most `end`.
    func sender(_ block: Range<Int>) -> String? {
        block.lazy.compactMap { self.field($0) }.first { $0.field == .from }
            .map { String($0.value) }
    }

    private func field(_ index: Int) -> (field: Field, label: String, value: Substring)? {
        let plain = lines[index].plain
        guard let colon = plain.utf8.prefix(28).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var label = plain[..<colon]
        while label.last == " " { label.removeLast() }
        guard let field = MarkWords.fields[String(label)] else { return nil }
        return (field, String(label), plain[plain.index(after: colon)...])
    }
}

/// Dates as programs write them, in either language.
enum DateSigns {
    /// `10.15` or `10:15`.
    static func hasTime(_ text: String) -> Bool {
        // By bytes: whole mails are made of lines that are asked this.
        let bytes = Array(text.utf8)
        func isDigit(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index])
        }
        func isWord(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let byte = bytes[index]
            return isDigit(index) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte >= 0x80
        }
        for (index, byte) in bytes.enumerated() where byte == 0x2E || byte == 0x3A {
            guard isDigit(index - 1), isDigit(index + 1), bytes[index + 1] <= 0x35,
                isDigit(index + 2), !isDigit(index + 3)
            else { continue }
            if !isWord(index - 2) { return true }
            if isDigit(index - 2), bytes[index - 2] <= 0x32, !isWord(index - 3) { return true }
        }
        return false
    }

    /// A year, or `5/11/26`.
    static func hasDate(_ text: String) -> Bool {
        text.contains(#/\b(19|20)\d\d\b/#) || text.contains(#/\b\d{1,2}[/-]\d{1,2}[/-]\d\d\b/#)
    }

    /// "pada sel, 5 nov": the weekday as three letters and a comma.
    static func hasShortWeekday(_ text: String) -> Bool {
        text.contains(", ") && text.contains(
            #/\b(sen|sel|rab|kam|jum|sab|min|mon|tue|wed|thu|fri|sat|sun)\.?, [^,]{0,12}\d/#)
    }
}
