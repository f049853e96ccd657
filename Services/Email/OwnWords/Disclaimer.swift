// Paragraphs an office or a program sets below every mail.

/// What a paragraph says that nobody writes by hand.
struct Disclaimer {
    var kind: OwnWords.Kind
    /// Enough by itself; a weak one needs a neighbour.
    var isCertain: Bool

    static let charactersMax = 6_000

    /// The first line of `paragraph` from which on it is one, and what it is.
    static func find(in lines: [MailLine], _ paragraph: Range<Int>) -> (Int, Disclaimer)? {
        // Most last paragraphs speak of none of this, and need no closer look.
        guard lines[paragraph].contains(where: { FooterWords.gates.occur(in: $0.plain) }) else { return nil }
        for start in paragraph {
            // The sender's words may stand in the same paragraph, so it must begin like one.
            let line = lines[start]
            guard !line.isEmpty, line.depth == 0 else { continue }
            guard opens(line.plain) else { continue }
            let text = lines[start..<paragraph.upperBound].map(\.plain).joined(separator: " ")
            guard text.utf8.count <= charactersMax else { continue }
            if let found = judge(text) { return (start, found) }
        }
        return nil
    }

    /// What `text`, one paragraph in lower case, is.
    static func judge(_ text: String) -> Disclaimer? {
        let words = Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        // "Pesan ini rahasia, identitas saya jangan dibuka" is a citizen's wish.
        guard words.isDisjoint(with: FooterWords.ofReporters) else { return nil }
        if isAntivirus(text, words) { return Disclaimer(kind: .antivirus, isCertain: true) }
        if isListFooter(text) { return Disclaimer(kind: .listFooter, isCertain: true) }
        if isGreen(text, words) { return Disclaimer(kind: .disclaimer, isCertain: true) }
        let topics = FooterWords.legal.filter { topic in topic.contains { text.contains($0) } }
        let speaksOfMail = FooterWords.thisMail.contains { text.contains($0) }
        let heading = FooterWords.headings.first { text.hasPrefix($0) }
        let hasHeading = heading != nil
        if hasHeading, text.count <= 30 { return Disclaimer(kind: .disclaimer, isCertain: false) }
        guard !topics.isEmpty, speaksOfMail || hasHeading, words.isDisjoint(with: FooterWords.ofMatters)
        else { return nil }
        // Secrecy alone is not enough: citizens ask for it too, and that a letter is for the inspectorate
        // only. A lawyer speaks to whoever reads a mail by mistake, or says what his company does not answer
        // for.
        let addressesReader = !words.isDisjoint(with: FooterWords.ofReaders)
            || FooterWords.wrongReaders.contains { text.contains($0) }
            || heading.map { !FooterWords.headingsOfPeople.contains($0) } ?? false
        let isLiability = topics.contains { FooterWords.liability.contains($0[0]) }
        let isSpecial = topics.contains { $0 != FooterWords.legal[0] } && (addressesReader || isLiability)
        return Disclaimer(
            kind: .disclaimer, isCertain: isSpecial && topics.count + (hasHeading ? 1 : 0) >= 2)
    }

    private static func opens(_ line: String) -> Bool {
        let head = String(line.prefix(90))
        return FooterWords.paragraphOpenings.contains { head.contains($0) }
            || FooterWords.headings.contains { head.hasPrefix($0) }
            || FooterWords.legal.dropFirst().contains { $0.contains { head.contains($0) } }
            || isAntivirus(line, Set(line.split { !$0.isLetter }.map(String.init)))
            || isListFooter(line) || line.count <= 80 && line.contains("mailing list")
    }

    /// "Bebas virus. www.avast.com"
    private static func isAntivirus(_ text: String, _ words: Set<String>) -> Bool {
        guard text.count <= 400 else { return false }
        let acts = ["virus", "dipindai", "scanned", "checked", "diperiksa", "malware"]
        return !words.isDisjoint(with: FooterWords.antivirus)
            && acts.contains { text.contains($0) }
            || text.hasPrefix("bebas virus") && text.count <= 80
            || text.hasPrefix("virus-free") && text.count <= 80
    }

    /// "Pertimbangkan lingkungan sebelum mencetak email ini."
    private static func isGreen(_ text: String, _ words: Set<String>) -> Bool {
        text.count <= 400
            && !words.isDisjoint(with: ["cetak", "mencetak", "dicetak", "print", "printing", "kertas"])
            && ["email", "e-mail", "surel", "pesan ini", "message", "surat elektronik"].contains {
                text.contains($0)
            }
            && !words.isDisjoint(with: FooterWords.green)
    }

    private static func isListFooter(_ text: String) -> Bool {
        text.count <= 1_500 && FooterWords.lists.contains { text.contains($0) }
    }
}
