// Speaker labels in plain text: "PENELEPON 3 (Ibu Siti): …", "[SPEAKER_00]: …", "Penyiar — …".
// "Pukul 09.15: …" and "Catatan: …" look the same and are not: a label is known or comes again.

/// What a label says about its speaker.
package struct SpeakerLabel: Sendable, Hashable {
    package var role: Role?
    /// From parentheses: `Penelepon 1 (Syarifah)`; or the honorific label itself: `Ibu Siti`.
    package var name: String?
    /// After the name in parentheses: `(Ibu Siti, Kandangan)`.
    package var place: String?

    package init(_ label: String) {
        var outer = label
        if let open = label.firstIndex(of: "("), let close = label.lastIndex(of: ")"), open < close
        {
            let parts = label[label.index(after: open)..<close].split(
                separator: ",", maxSplits: 1, omittingEmptySubsequences: true)
            name = parts.first.map { Self.withoutHonorific($0.foldingWhiteSpace()) }
            place = parts.count > 1 ? parts[1].foldingWhiteSpace() : nil
            outer = String(label[..<open])
        }
        let words = outer.lowercased().split { !$0.isLetter }.map(String.init)
        role = Self.role(of: words)
        if role == .caller, name == nil, let first = words.first, Self.honorifics.contains(first),
            words.count > 1
        {
            let given = outer.foldingWhiteSpace()
            name = given.split(separator: " ").dropFirst().joined(separator: " ")
        }
    }

    private static func withoutHonorific(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count > 1, ["pak", "bapak", "ibu", "bu"].contains(words[0].lowercased()) else {
            return name
        }
        return words.dropFirst().joined(separator: " ")
    }

    private static func role(of words: [String]) -> Role? {
        guard let first = words.first, !words.contains(where: notLabels.contains) else {
            return nil
        }
        let rest = honorifics.contains(first) ? Array(words.dropFirst()) : words
        for word in rest.prefix(3) {
            if let role = roles[word] { return role }
        }
        return honorifics.contains(first) && rest.count > 0 ? .caller : nil
    }

    private static let honorifics: Set<String> = [
        "pak", "bapak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "bang",
        "acil", "paman", "amang", "haji", "hj",
    ]

    /// Words of titles ("Bupati Mendengar: …") that a speaker's label never holds.
    private static let notLabels: Set<String> = [
        "mendengar", "menjawab", "menyapa", "sapa", "episode", "edisi", "hadir",
    ]

    private static let roles: [String: Role] = {
        var table: [String: Role] = [:]
        let words: [(Role, String)] = [
            (
                .host,
                "penyiar host pembawa presenter announcer moderator mc pemandu studio operator"
            ),
            (.regent, "bupati wabup walikota wali gubernur wagub"),
            (.regent, "wakil"),
            (
                .official,
                """
                kadis kepala kabid kabag kasi kasubbag sekda sekretaris camat lurah dirut direktur \
                plt dinas pdam pln pambakal kades kapolres kapolsek inspektur inspektorat asisten \
                rsud bpbd kasatpol kasat kalak narasumber pejabat opd disdukcapil dinkes disdik \
                dinsos dishub dlh pupr putr distan disdag perkim bkd bpjs
                """
            ),
            (
                .caller,
                "penelepon penelpon penelfon pendengar warga caller masyarakat peserta pelapor"
            ),
            (.message, "sms wa whatsapp pesan chat"),
        ]
        for (role, list) in words {
            for word in list.split(separator: " ") { table[String(word)] = role }
        }
        return table
    }()
}

/// The labels one file really uses.
struct LabelTable {
    private var counts: [String: Int] = [:]

    /// A label that might be one, with the text after it.
    struct Candidate {
        var label: String
        var rest: Substring
        /// Set off by a dash instead of a colon: only a known label counts.
        var needsRole: Bool
    }

    /// First pass: remembers what stands before a colon on this line.
    mutating func learn(_ line: Substring) {
        guard let candidate = Self.candidate(line),
            !candidate.needsRole || Self.isKnown(candidate.label)
        else { return }
        counts[Self.key(candidate.label), default: 0] += 1
    }

    /// Second pass: the label of a line if it is one.
    func split(_ line: Substring) -> (label: String, rest: Substring)? {
        guard let candidate = Self.candidate(line) else { return nil }
        let known = Self.isKnown(candidate.label)
        let recurring = (counts[Self.key(candidate.label)] ?? 0) >= 2 && !candidate.needsRole
        guard known || (recurring && !Self.isDenied(candidate.label)) else { return nil }
        // "Kepala dinas bilang: …" is a sentence; a label is written as a name or comes again.
        guard recurring || Self.looksLikeName(candidate.label) else { return nil }
        return (candidate.label, candidate.rest)
    }

    /// How many different labels the file uses.
    var distinct: Int {
        counts.count { Self.isKnown($0.key) || ($0.value >= 2 && !Self.isDenied($0.key)) }
    }

    static func isKnown(_ label: String) -> Bool {
        if SpeakerLabel(label).role != nil { return true }
        let words = label.lowercased().split { !$0.isLetter }
        return words.count == 1 && ["speaker", "spk", "pembicara"].contains(words[0])
            && label.contains(where: \.isNumber)
    }

    private static func looksLikeName(_ label: String) -> Bool {
        let words = label.prefix { $0 != "(" }.split(separator: " ")
        return words.count == 1
            || (words.count == 2 && SpeakerLabel(String(words[1])).role != nil)
            || words.allSatisfy { $0.first.map { $0.isUppercase || !$0.isLetter } ?? true }
    }

    /// "T1" and "T2" are one kind of label.
    private static func key(_ label: String) -> String {
        label.lowercased().replacing(/[0-9]+/, with: "#")
    }

    private static let denied: Set<String> = [
        "catatan", "nb", "pukul", "jam", "note", "ket", "keterangan", "alamat", "telp", "telepon",
        "hp", "http", "https", "tanggal", "hari", "nomor", "no", "judul", "acara", "durasi",
        "narasi", "waktu", "tempat", "ps", "www", "nama",
    ]

    private static func isDenied(_ label: String) -> Bool {
        guard let first = label.lowercased().split(whereSeparator: { !$0.isLetter }).first else {
            return true
        }
        return denied.contains(String(first))
    }

    private static let longestLabel = 60

    static func candidate(_ line: Substring) -> Candidate? {
        var text = Timecode.trim(line)
        while let first = text.first, first == "-" || first == "•" || first == "*" || first == "–" {
            text = Timecode.trim(text.dropFirst())
        }
        guard let first = text.first, first.isLetter || first == "[" || first == "(" else {
            return nil
        }
        var depth = 0
        var index = text.startIndex
        var length = 0
        while index < text.endIndex, length < longestLabel {
            let character = text[index]
            if character == "(" || character == "[" { depth += 1 }
            if character == ")" || character == "]" { depth -= 1 }
            let next = text.index(after: index)
            if character == ":" && depth <= 0 {
                guard next == text.endIndex || !text[next].isNumber && text[next] != "/" else {
                    return nil
                }
                return accept(text[..<index], rest: text[next...], needsRole: false)
            }
            if (character == "—" || character == "–") && length > 1 && depth == 0 {
                return accept(text[..<index], rest: text[next...], needsRole: true)
            }
            if depth == 0, "?!;\"“".contains(character) { return nil }
            index = next
            length += 1
        }
        return nil
    }

    private static func accept(_ head: Substring, rest: Substring, needsRole: Bool) -> Candidate? {
        var label = head.foldingWhiteSpace()
        if label.hasPrefix("["), label.hasSuffix("]") || label.hasSuffix(")") {
            label = String(label.dropFirst().dropLast())
        } else if label.hasPrefix("("), label.hasSuffix(")") {
            label = String(label.dropFirst().dropLast())
        }
        let outer = label.prefix { $0 != "(" }
        let words = outer.split(separator: " ")
        guard let first = words.first, words.count <= 6, first.first?.isLetter == true else {
            return nil
        }
        // A full stop or comma belongs to a sentence, except in "H.", "Hj.", "Drs.".
        for word in words where word.hasSuffix(".") && word.count > 4 { return nil }
        if outer.contains(",") { return nil }
        return Candidate(label: label, rest: rest, needsRole: needsRole)
    }
}
