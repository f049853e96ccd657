// The lines before the first speech: title, date, and who is who ("Pemandu: Yudi", "BP = Bupati").

/// The heading of a typed transcript.
struct Heading {
    /// The first line that is speech.
    var end = 0
    /// What the heading says of the file's labels, by their key.
    var roles: [String: Role] = [:]

    /// A heading is looked for in so many lines.
    private static let longest = 40

    /// `split` gives the label and words of a line.
    init(_ lines: [Substring], _ labels: LabelTable, split: (Substring) -> (String, Substring)?) {
        let block = lines.prefix(Self.longest)
        let start = block.firstIndex { !Paragraphs.isBlank($0) } ?? 0
        let gap = block[start...].firstIndex(where: Paragraphs.isBlank)
        let equations = lines.count { Self.isEquation($0) }
        for index in block.indices {
            // "PU  = Kadis PUPR", where "=" is not what stands behind every voice.
            if Self.isEquation(lines[index]), equations <= Self.mostEquations { continue }
            guard let (label, rest) = split(lines[index]) else { continue }
            let words = rest.split(separator: " ").count
            let isUnique = labels.uses(label) < 2
            let isFact =
                rest.contains(where: \.isLetter) && !rest.contains { "?!".contains($0) }
                && (isUnique ? SpeakerLabel(label).role != nil : !".".contains(rest.last ?? "."))
            let inBlock = gap.map { index < $0 } ?? false
            guard isFact, index < block.endIndex, words <= (inBlock ? (isUnique ? 15 : 3) : 2)
            else {
                end = index
                return
            }
        }
    }

    /// A sign of few letters, or several, and what they stand for.
    private static func isEquation(_ line: Substring) -> Bool {
        guard let sign = line.firstIndex(of: "="), line[..<sign].last?.isWhitespace == true
        else { return false }
        let words = line[..<sign].split { $0.isWhitespace || $0 == "," }
        return (1...4).contains(words.count) && words.allSatisfy { $0.count <= 5 }
    }
    private static let mostEquations = 12

    /// Whether somebody speaks in a line: a title or a remark of the typist greets nobody and tells nothing
    /// of himself.
    static func isSpeech(_ line: Substring) -> Bool {
        guard !line.prefix(24).contains(":"), !Paragraphs.isRemark(line) else { return false }
        let words = line.lowercased().split { !$0.isLetter }.map(String.init)
        return words.count >= fewestSpoken && words.contains(where: spoken.contains)
    }

    private static let fewestSpoken = 5
    private static let spoken: Set<String> = [
        "halo", "hallo", "saya", "aku", "ulun", "kami", "kita", "assalamualaikum", "assalamu", "pendengar",
        "silakan", "silahkan", "terimakasih", "kasih", "selamat", "inggih", "baik",
    ]

    /// Reads who is who from the heading's lines, for the labels of the turns.
    mutating func declare(_ lines: [Substring], labels: Set<String>) {
        // "Kotak pesan bupati" over a programme makes no message of what the regent says.
        let unknown = labels.filter { label in
            let own = SpeakerLabel(label)
            return own.role == nil || own.isGuess
        }.map { ($0, $0.split(separator: " ").map(String.init)) }
        for line in lines.prefix(end) {
            let legend = Self.legend(line, labels)
            guard legend.isEmpty else {
                roles.merge(legend) { $1 }
                continue
            }
            var head: Role?
            for part in Self.facts(line).split(whereSeparator: { ",;.|/".contains($0) }) {
                var facts = part
                if let colon = part.firstIndex(of: ":") {
                    head = SpeakerLabel(String(part[..<colon])).role
                    facts = part[part.index(after: colon)...]
                }
                let words = facts.lowercased().split { !$0.isLetter && !$0.isNumber }
                    .map(String.init)
                let own = words.lazy.compactMap { SpeakerLabel($0).role }.first
                guard let role = own ?? head, role != .caller else { continue }
                let named = unknown.filter { $1.count == 1 && words.contains($1[0]) }
                if named.count > 1 {
                    // "z zahra f fahmi bpt bupati": each role is of the label before it.
                    var label: String?
                    for word in words {
                        label = named.first { $1[0] == word }?.0 ?? label
                        if let label, let role = SpeakerLabel(word).role { roles[label] = role }
                    }
                    continue
                }
                // "P#) pesan" is said of P1, P2 and so on.
                for (key, parts) in unknown
                where !parts.isEmpty
                    && parts.allSatisfy({
                        words.contains($0) || part.contains("#") && words.contains(Self.bare($0))
                    })
                {
                    roles[key] = role
                }
            }
        }
    }

    /// "py = penyiar, pen = penelepon", "penyiar = p bupati = b": what stands on both sides of the signs.
    private static func legend(_ line: Substring, _ labels: Set<String>) -> [String: Role] {
        let words = line.replacing("=", with: " = ").split(separator: " ")
        var found = signs(line, labels)
        for at in words.indices.dropFirst().dropLast() where words[at] == "=" {
            if ["dst", "dll", "seterusnya"].contains(words[at - 1].lowercased().filter(\.isLetter)) {
                // "T1, T2 dst = penelepon".
                guard at >= 2, let role = SpeakerLabel(bareLabel(words[at + 1])).role else { continue }
                let sign = bare(bareLabel(words[at - 2]).lowercased())
                for label in labels where bare(label) == sign { found[label] = role }
                continue
            }
            let left = SpeakerLabel(bareLabel(words[at - 1]))
            let right = SpeakerLabel(bareLabel(words[at + 1]))
            for (label, other) in [(left, right), (right, left)] {
                // "pen" is said of "pen 1" and "pen2".
                let keys = labels.filter {
                    $0 == label.key || [label.key, label.key + " "].contains(bare($0))
                }
                let role = other.role ?? (other.shortens.count == 1 ? other.shortens.first : nil)
                guard !keys.isEmpty, let role else { continue }
                for key in keys { found[key] = role }
                break
            }
        }
        return found
    }

    /// "# Kak Iyan (penyiar), > orang yg nelpon, * Pak Wabup": signs that stand for somebody.
    private static func signs(_ line: Substring, _ labels: Set<String>) -> [String: Role] {
        var found: [String: Role] = [:]
        for part in line.split(whereSeparator: { ",;".contains($0) }) {
            let words = part.split { $0.isWhitespace || "()".contains($0) }.map(String.init)
            // A dash joins the halves of a title.
            guard
                let at = words.firstIndex(where: {
                    LabelTable.isSign($0) && $0 != "-" && labels.contains($0)
                })
            else { continue }
            let behind = words[(at + 1)...].map { $0.lowercased() }
            let role = behind.lazy.compactMap { SpeakerLabel.role(ofWord: $0) }.first
            found[words[at]] =
                behind.contains(where: calling.contains)
                ? .caller : role ?? (behind.contains(where: people.contains) ? .caller : nil)
        }
        return found
    }

    private static let calling: Set<String> = ["nelpon", "menelpon", "nelepon", "menelepon", "nilpun"]
    private static let people: Set<String> = ["banua", "urang", "orang"]

    private static func bareLabel(_ word: Substring) -> String {
        word.contains(where: \.isLetter) ? word.filter { $0.isLetter || $0.isNumber } : String(word)
    }

    private static func bare(_ word: String) -> String { word.filter { !$0.isNumber } }

    /// A line with a comma before each new fact: "D) Dilla  K) Kang Ijul", "Dilla dan Ijul".
    private static func facts(_ line: Substring) -> String {
        let words = line.replacing(" dan ", with: ",").split(separator: " ")
        return words.map { $0.last == ")" && $0.count <= 4 && $0.first != "(" ? "," + $0 : $0[...] }
            .joined(separator: " ")
    }
}
