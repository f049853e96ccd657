// The citizen's own words in a reply: what is quoted below them is cut off.

/// Cuts the quoted history off replies.
///
/// Only replies: on the first mail of a case nothing is cut, because what looks like history is
/// often the complaint itself, forwarded. Cutting too much is the worse error, so a reply that
/// would become empty stays whole.
enum OwnWords {
    static func text(of mail: ParsedMail) -> String {
        guard mail.inReplyTo != nil || !mail.references.isEmpty, !Forward.isForward(mail) else {
            return mail.text
        }
        return cutHistory(mail.text)
    }

    /// The lines before the history; `text` itself if nothing would be left.
    static func cutHistory(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var kept: [String] = []
        var index = 0
        scan: while index < lines.count {
            let line = lines[index].trimmed
            if isSeparator(line) || startsHeaderBlock(lines, at: index) { break }
            if let after = attributionEnd(lines, from: index) {
                // Answers between the quoted lines stay, so only the quote is skipped.
                index = after
                continue scan
            }
            if !line.hasPrefix(">") { kept.append(lines[index]) }
            index += 1
        }
        while let last = kept.last, last.trimmed.isEmpty || isMobileSignature(last.trimmed) {
            kept.removeLast()
        }
        while let first = kept.first, first.trimmed.isEmpty { kept.removeFirst() }
        return kept.isEmpty ? text : kept.joined(separator: "\n")
    }

    /// "-----Pesan Asli-----", "-----Original Message-----", a rule of underscores before a header.
    private static func isSeparator(_ line: String) -> Bool {
        guard line.hasPrefix("--") else { return false }
        let words = line.trimmingPrefix { $0 == "-" || $0 == " " }.lowercased()
        return ["pesan asli", "pesan sebelumnya", "original message", "surat asli"]
            .contains { words.hasPrefix($0) }
    }

    /// Outlook's block: From and at least two more of its fields within the next lines.
    private static func startsHeaderBlock(_ lines: [String], at index: Int) -> Bool {
        guard field(lines[index]).map(["dari", "from"].contains) == true else { return false }
        let others: Set<String> = [
            "dikirim", "kepada", "ke", "tanggal", "perihal", "subjek", "hal", "cc", "tembusan",
            "sent", "to", "date", "subject",
        ]
        let next = lines[(index + 1)...].prefix(5).compactMap(field)
        return next.count(where: others.contains) >= 2
    }

    private static func field(_ line: String) -> String? {
        let plain = line.filter { $0 != "*" }
        guard let colon = plain.firstIndex(of: ":") else { return nil }
        return plain[..<colon].trimmed.lowercased()
    }

    /// The line after "Pada … menulis:" or "On … wrote:", which mail programs break into up to
    /// three lines; `nil` if none starts here. It must have a digit (the date), so that a sentence
    /// such as "Pada papan itu ada yang menulis:" stays.
    private static func attributionEnd(_ lines: [String], from index: Int) -> Int? {
        let start = lines[index].trimmed.lowercased()
        guard ["pada ", "on ", "tanggal "].contains(where: start.hasPrefix) else { return nil }
        var joined = ""
        for next in index..<min(index + 3, lines.count) {
            joined += " " + lines[next].trimmed.lowercased()
            let ends = ["menulis:", "wrote:", "menulis", "berkata:"]
                .contains { joined.hasSuffix($0) }
            if ends { return joined.contains(where: \.isNumber) ? next + 1 : nil }
        }
        return nil
    }

    private static func isMobileSignature(_ line: String) -> Bool {
        let lower = line.lowercased()
        return ["dikirim dari ", "sent from my ", "dapatkan outlook untuk ", "get outlook for "]
            .contains { lower.hasPrefix($0) } && lower.count <= 60
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
