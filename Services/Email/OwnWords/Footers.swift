// What stands at the end of words because a program or an office put it there.

/// Finds mobile footers, disclaimers, antivirus lines, list footers and signatures at the end of a
/// run of lines. From the bottom up, because below the sender's last word nothing of his follows.
struct Footers {
    let lines: [MailLine]
    /// Also the unmarked block of an office below a closing phrase. Not on the first mail of a case:
    /// there the lines below a name may be how the citizen is reached.
    let office: Bool

    static let paragraphLinesMax = 30
    /// Footers below one another, and how far from the end of a mail they are looked for: nobody writes
    /// more, and each is looked at closely.
    static let footersMax = 8
    static let tailLinesMax = 1_000
    static let signatureLinesMax = 10
    static let signatureBytesMax = 800

    init(_ lines: [MailLine], office: Bool) {
        self.lines = lines
        self.office = office
    }

    /// Labels the footers at the end of `run`.
    func label(_ run: Range<Int>, _ labels: inout [OwnWords.Kind?]) {
        var end = run.upperBound
        var hasSignature = false
        var below: OwnWords.Kind?
        guard lines.count - run.upperBound <= Self.tailLinesMax else { return }
        for _ in 0..<Self.footersMax {
            while end > run.lowerBound, lines[end - 1].isEmpty, !lines[end - 1].isRule { end -= 1 }
            guard end > run.lowerBound else { return }
            let start: Int
            let kind: OwnWords.Kind
            if let found = footer(run.lowerBound..<end, below) {
                (start, kind) = found
            } else if !hasSignature, let found = signature(run.lowerBound..<end) {
                (start, kind) = (found, .signature)
                hasSignature = true
            } else {
                return
            }
            for index in start..<end { labels[index] = kind }
            end = start
            below = kind
            // The line drawn above it goes with it.
            var above = end
            while above > run.lowerBound, lines[above - 1].isBlank { above -= 1 }
            if kind != .signature, above > run.lowerBound, lines[above - 1].isRule {
                for index in (above - 1)..<end { labels[index] = kind }
                end = above - 1
            }
        }
    }

    private func footer(_ run: Range<Int>, _ below: OwnWords.Kind?) -> (Int, OwnWords.Kind)? {
        if let start = mobileFooter(run) { return (start, .mobileFooter) }
        return paragraphFooter(run, below)
    }
}

// MARK: - Mobile footers

extension Footers {
    private func mobileFooter(_ run: Range<Int>) -> Int? {
        let last = run.upperBound - 1
        var text = lines[last].withoutLinks
        var start = last
        if text.isEmpty, !lines[last].isRule, last > run.lowerBound, !lines[last - 1].isEmpty {
            // "Dapatkan Outlook untuk iOS", and its link on a line of its own.
            start -= 1
            text = lines[start].withoutLinks
        }
        if Self.isMobileFooter(text) { return start }
        // "Dikirim dari", and the name of the program on a line of its own.
        guard start == last, last > run.lowerBound, text.count <= 40 else { return nil }
        let above = lines[last - 1].withoutLinks
        let goesOn = ["untuk ", "for ", "di ", "on "].contains(where: text.hasPrefix)
        guard goesOn || FooterWords.mobileOpenings.contains(where: { above + " " == $0 }) else {
            return nil
        }
        return Self.isMobileFooter(above + " " + text) ? last - 1 : nil
    }

    /// "Dikirim dari iPhone saya", but not "Dikirim dari kantor desa" and not
    /// "Dikirim dari HP tetangga, mohon balas ke 0812…".
    static func isMobileFooter(_ written: String) -> Bool {
        // "[Dikirim dari Yahoo Mail di Android](https://…)"
        let isBracketed = written.hasPrefix("[") && written.hasSuffix("]")
        let text = isBracketed ? String(written.dropFirst().dropLast()) : written
        guard text.utf8.count <= 120, FooterWords.mobileOpeningBytes.begin(text),
            let opening = FooterWords.mobileOpenings.first(where: text.hasPrefix)
        else { return false }
        let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.count <= 16, !words.contains(where: { $0.utf8.count { 0x30...0x39 ~= $0 } > 4 })
        else { return false }
        let excuses = ["salah ketik", "typo", "singkat", "brevity", "kesalahan ketik"]
        let isExcuse = excuses.contains { text.contains($0) }
        guard isExcuse || !words.contains(where: FooterWords.ofPeople.contains) else { return false }
        if opening == "sent from my " { return words.count <= 12 }
        return words.contains(where: FooterWords.devices.contains)
    }
}

// MARK: - Paragraphs: disclaimers, antivirus, lists

extension Footers {
    private func paragraphFooter(
        _ run: Range<Int>, _ below: OwnWords.Kind?
    ) -> (Int, OwnWords.Kind)? {
        let paragraph = paragraph(run)
        if let (start, found) = Disclaimer.find(in: lines, paragraph) {
            // A weak one counts beside a certain one.
            if found.isCertain || below == .disclaimer { return (start, found.kind) }
            var above = start
            while above > run.lowerBound, lines[above - 1].isEmpty { above -= 1 }
            if above > run.lowerBound, above < start || start > paragraph.lowerBound,
                let (_, upper) = Disclaimer.find(
                    in: lines, self.paragraph(run.lowerBound..<above)), upper.isCertain
            { return (start, found.kind) }
        }
        return nil
    }

    /// The last lines of `run` up to a blank one.
    private func paragraph(_ run: Range<Int>) -> Range<Int> {
        var start = run.upperBound
        while start > run.lowerBound, run.upperBound - start < Self.paragraphLinesMax,
            !lines[start - 1].isBlank
        { start -= 1 }
        return start..<run.upperBound
    }
}

// MARK: - Signatures

extension Footers {
    private func signature(_ run: Range<Int>) -> Int? {
        markedSignature(run) ?? (office ? officeBlock(run) : nil)
    }

    /// The mark of RFC 3676 and what stands below it, when that is short and reads like a signature:
    /// people also part paragraphs with "--".
    private func markedSignature(_ run: Range<Int>) -> Int? {
        var index = run.upperBound
        var count = 0
        while index > run.lowerBound {
            index -= 1
            let line = lines[index]
            if line.isSignatureMark || line.plain == "--" || line.plain == "—" {
                let below = (index + 1)..<run.upperBound
                guard looksLikeSignature(below, strict: !line.isSignatureMark) else { return nil }
                return office || namesSomebody(below, strict: !line.isSignatureMark) ? index : nil
            }
            if !line.isBlank { count += 1 }
            guard count <= Self.signatureLinesMax else { return nil }
        }
        return nil
    }

    private func looksLikeSignature(_ range: Range<Int>, strict: Bool) -> Bool {
        let filled = lines[range].filter { !$0.isBlank }
        guard !filled.isEmpty, filled.reduce(0, { $0 + $1.plain.utf8.count }) <= Self.signatureBytesMax
        else { return false }
        var sentences = 0
        for line in filled {
            let words = line.plain.split { !$0.isLetter && !$0.isNumber }
            guard line.plain.count <= (strict ? 75 : 110), !line.plain.contains("?"),
                !words.contains(where: { FooterWords.ofComplaints.contains(String($0)) })
            else { return false }
            if words.count >= 6, let last = line.plain.last, ".!".contains(last) { sentences += 1 }
        }
        return sentences <= (strict ? 0 : 1)
    }

    /// On the first mail of a case "--" may part two complaints, and what stands below it may be all that
    /// says where: there it goes only with an office or a way to reach it, or where it is short and names no
    /// place.
    private func namesSomebody(_ range: Range<Int>, strict: Bool) -> Bool {
        let texts = lines[range].filter { !$0.isEmpty }.map(\.plain)
        if texts.contains(where: Self.isOffice) || texts.contains(where: Self.isContact) { return true }
        let words = texts.map { $0.split { !$0.isLetter && !$0.isNumber } }
        let namesPlace = words.joined().contains { FooterWords.ofPlaces.contains(String($0)) }
        // Below the mark of a program a name comes first, and a motto may follow.
        return !namesPlace && (strict ? words : Array(words.prefix(1))).allSatisfy { $0.count <= 3 }
    }

    /// "Hormat saya, NAME" stays; title, office and numbers below it go, when they show both an
    /// office and a way to reach it.
    private func officeBlock(_ run: Range<Int>) -> Int? {
        var index = run.upperBound
        var filled = 0
        while index > run.lowerBound, filled <= Self.signatureLinesMax + 2 {
            index -= 1
            guard !lines[index].isBlank else { continue }
            filled += 1
            guard Self.isClosing(lines[index].plain) else { continue }
            guard let name = lines[(index + 1)..<run.upperBound].firstIndex(where: { !$0.isEmpty })
            else { return nil }
            let block = (name + 1)..<run.upperBound
            let texts = lines[block].filter { !$0.isEmpty }.map(\.plain)
            guard texts.count >= 2, looksLikeSignature(block, strict: true),
                texts.contains(where: Self.isOffice), texts.contains(where: Self.isContact)
            else { return nil }
            return block.lowerBound
        }
        return nil
    }

    private static func isClosing(_ text: String) -> Bool {
        text.count <= 40 && FooterWords.closings.contains { text.hasPrefix($0) }
    }

    private static func isOffice(_ text: String) -> Bool {
        text.split { !$0.isLetter }.contains { FooterWords.office.contains(String($0)) }
    }

    private static func isContact(_ text: String) -> Bool {
        text.contains("@") || text.contains("www.") || text.contains("http")
            || FooterWords.contact.contains { text.hasPrefix($0) } && text.contains(where: \.isNumber)
    }
}
