// What a speaker's label says: "PENELEPON 3 (Ibu Siti, Kandangan)", "Ririn (penyiar)", "Kadis PUTR".
import Language

/// What a label says about its speaker.
package struct SpeakerLabel: Sendable, Hashable {
    package var role: Role?
    /// The role is only guessed from an honorific: `Pak Rudi` calls, or heads an agency.
    package var isGuess = false
    /// `Penelepon 1 (Syarifah)`, `Penelepon Rusmini`, `Ibu Siti`, `WAGIMAN`.
    package var name: String?
    /// After the name in parentheses: `(Ibu Siti, Kandangan)`.
    package var place: String?
    /// The same for every form of one label: `penelepon 2` for `PENELEPON 2 (lagi)`.
    package var key: String
    /// Whether the label means one person: it has a number, a name, or is no plain role.
    package var isSpecific: Bool
    /// Roles that a label of a few letters may be short for: `PNY`, `Bup`, `tlp1`.
    package var shortens: Set<Role> = []

    package init(_ label: String) {
        var outer = label
        var inner: [String] = []
        if let open = label.firstIndex(of: "("), let close = label.lastIndex(of: ")"), open < close
        {
            inner = label[label.index(after: open)..<close].split(
                separator: ",", maxSplits: 1, omittingEmptySubsequences: true
            ).map { $0.foldingWhiteSpace() }
            outer = String(label[..<open])
        }
        let words = Self.words(outer)
        let innerRole = inner.first.flatMap { first in
            let words = Self.words(first)
            // Behind a sign; "Pak Umar (Lingkungan III)" lives there.
            let isSign = outer.count { $0.isLetter } <= Self.longestShort
            return Self.role(of: words)
                ?? (isSign && words.contains(where: Self.offices.contains) ? .official : nil)
        }
        (role, isGuess) = (Self.role(of: words), false)
        // "PENYIAR (MEMBACA WA)"
        let isRead = role == .host && innerRole == .message
        if role == nil || isRead || (Self.isHonorific(words) && innerRole != nil) {
            role = innerRole ?? role
        } else if Self.isHonorific(words), role == .caller, !words.contains(where: Self.isCaller) {
            isGuess = true
        }
        let own = Self.ownName(outer)
        if let own, let first = inner.first, innerRole == nil {
            // "Hj. Rusdiana (Kandangan Kota)", "Marwan (Simpur)": the name stands outside.
            (name, place) = (own, first)
        } else if let first = inner.first, innerRole == nil || Self.isHonorific(Self.words(first)),
            Self.isName(first)
        {
            name = Self.withoutHonorific(first)
            place = inner.count > 1 ? inner[1] : nil
        } else {
            name = own
        }
        // "Penelp. IV"
        let isCounted = words.count == 2 && Numerals.roman(words[1]) != nil
        let numbered = outer.hasNumber || isCounted
        let isOneWord = inner.isEmpty && (isCounted || words.count { $0.contains(where: \.isLetter) } == 1)
        shortens = isOneWord && role == nil ? Self.shortened(words) : []
        isSpecific = numbered || name != nil || words.contains { Self.roles[$0] == nil }
        let keyed = numbered || own != nil ? words : words + inner.flatMap(Self.words)
        key = keyed.filter { !Self.resumed.contains($0) }.joined(separator: " ")
        if inner.isEmpty, !numbered, own == nil, role == .caller, words.count > 1,
            words.allSatisfy({ Self.roles[$0] != nil || Self.nobody.contains($0) })
        {
            isSpecific = false
        }
        if words.isEmpty {
            // ">>", "--": a sign for whoever speaks in that part.
            (key, isSpecific) = (label.filter { !$0.isWhitespace }, false)
        }
    }

    /// `Penelepon`, `Ibu penelepon`: a role, and nobody's name.
    var isRole: Bool { role != nil && !isGuess && name == nil }

    /// `IKLAN`, `X (bunyi)`: the typist's mark for what nobody says.
    var isRemark: Bool {
        key.split(separator: " ").first.map { Self.remarks.contains(String($0)) } ?? false
    }

    private static let remarks = Set(
        words: """
            iklan lagu azan adzan jingle musik bunyi ket keterangan catatan jeda backsound efek \
            selingan
            """)

    /// `SPEAKER_03`: a recogniser's, which may be wrong for a cue.
    var isRecognisers: Bool {
        ["speaker", "spk", "pembicara"].contains { key.hasPrefix($0) }
            && key.hasNumber
    }

    /// `PNP`, `p`, `--`: too short for a name, and without a number.
    var isShort: Bool {
        name == nil && role == nil && !isNumbered && key.count <= Self.longestShort
    }

    /// `Penelepon 3`, `T3`.
    var isNumbered: Bool { key.hasNumber }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static let longestShort = 4

    /// "pny", "bup", "plp": the first letter of a role's word and some of its consonants, or its beginning.
    private static func shortened(_ words: [String]) -> Set<Role> {
        guard let first = words.first else { return [] }
        let short = first.filter(\.isLetter)
        guard short.count >= 2, roles[short] == nil else { return [] }
        // "pnyiar", "penelpn": a vowel or two left out.
        if short.count > longestShort {
            // "penelp" begins a role's word.
            let begun = Set(roles.filter { $0.key.hasPrefix(short) }.values)
            if !begun.isEmpty { return begun }
            return Set(
                fullWords.filter { word, _ in
                    word.first == short.first && word.last == short.last
                        && word.count - short.count <= 2 && bones(word) == bones(short) && holds(word, short)
                }.map(\.1))
        }
        // "kd" stands before the office: "kdpu", "kdhb".
        if short.hasPrefix("kd") { return [.official] }
        let isBare = !short.contains { "aeiou".contains($0) }
        return Set(
            fullWords.filter { word, _ in
                word.hasPrefix(short) || isBare && word.first == short.first && holds(word, short)
            }.map(\.1))
    }

    private static func bones(_ word: String) -> String { word.filter { !"aeiou".contains($0) } }

    /// Whether the letters stand in the word in this order.
    private static func holds(_ word: String, _ letters: String) -> Bool {
        var rest = letters[...]
        for letter in word where letter == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private static let fullWords: [(String, Role)] = [
        ("penyiar", .host), ("pembawa", .host), ("pemandu", .host), ("moderator", .host), ("host", .host),
        ("bupati", .regent), ("bapak", .regent), ("wabup", .regent),
        ("kepala", .official), ("kadis", .official), ("direktur", .official), ("camat", .official),
        ("penelepon", .caller), ("penilpun", .caller), ("telepon", .caller), ("telpon", .caller),
        ("tilpun", .caller), ("penanya", .caller), ("warga", .caller), ("pendengar", .caller),
        ("pesan", .message), ("surat", .message),
    ]

    private static func isHonorific(_ words: [String]) -> Bool {
        words.first.map(honorifics.contains) ?? false
    }

    /// The role that a word alone names.
    static func role(ofWord word: String) -> Role? { roles[word] }

    private static func isCaller(_ word: String) -> Bool { roles[word] == .caller }

    /// What typists add when a caller comes back.
    private static let resumed: Set<String> = [
        "lagi", "lg", "kembali", "lanjutan", "sambungan", "lanjut", "pulang",
    ]

    /// Words that stand where a name would, and name nobody.
    private static let nobody: Set<String> = [
        "seorang", "anonim", "tidak", "tanpa", "nama", "pria", "wanita", "perempuan", "laki",
        "via", "lewat", "telepon", "telpon", "sms", "wa", "speaker", "spk", "pembicara", "suara",
        "disamarkan", "dirahasiakan", "tak", "dikenal", "satu", "dua", "tiga", "baru", "hamba", "di", "dari",
        "dalam", "luar", "studio",
    ]

    private static func isName(_ text: String) -> Bool {
        let words = words(text)
        return !words.isEmpty && words.count <= 5 && (text.first?.isLetter ?? false)
            && words.contains { $0.contains { "aeiouy".contains($0) } }
            && !words.contains { nobody.contains($0) || resumed.contains($0) }
            && !words.contains { $0.hasNumber }
    }

    /// What is left of the label without role words: a name, if it can be one.
    private static func ownName(_ outer: String) -> String? {
        var parts = outer.split { $0.isWhitespace || $0 == "_" || $0 == ":" }.map(String.init)
        if let first = parts.first, roles[first.lowercased()] == .caller { parts.removeFirst() }
        // "Keluhan Ibu Siti": what the line is, and then who.
        while let first = parts.first, FieldLabel.isNobodys(first) { parts.removeFirst() }
        parts.removeAll { $0.allSatisfy { $0.isNumber || !$0.isLetter && $0 != "." } }
        // "Penelp. IV": a short word for a role and a numeral.
        if parts.count == 2, Numerals.roman(parts[1].lowercased()) != nil,
            !shortened(words(parts[0])).isEmpty
        {
            return nil
        }
        let text = withoutHonorific(parts.joined(separator: " "))
        let letters = text.count(where: \.isLetter)
        guard letters >= 3, isName(text), !words(text).contains(where: offices.contains),
            !parts.contains(where: { roles[$0.lowercased()] != nil || head($0.lowercased()) != nil }),
            shortened(words(text)).isEmpty
        else { return nil }
        let shouts = text == text.uppercased() && text != text.lowercased()
        return shouts ? text.lowercased().titleCased : text
    }

    private static func withoutHonorific(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count > 1, plain.contains(words[0].lowercased()) else { return name }
        return words.dropFirst().joined(separator: " ")
    }

    private static func role(of words: [String]) -> Role? {
        guard let first = words.first, !words.contains(where: notLabels.contains) else {
            return nil
        }
        let rest = honorifics.contains(first) ? Array(words.dropFirst()) : words
        for (index, word) in rest.prefix(3).enumerated() {
            guard let role = roles[word] ?? roles[String(word.prefix { !$0.isNumber })] ?? head(word)
            else { continue }
            // "Wakil pemuda" is no regent's deputy.
            if word == "wakil", index + 1 < rest.count, roles[rest[index + 1]] != .regent { continue }
            return role
        }
        return honorifics.contains(first) && !rest.isEmpty ? .caller : nil
    }

    /// "Kadistan", "Kadisdag": who heads an office, written as one word.
    private static func head(_ word: String) -> Role? {
        ["kadis", "kadin"].contains { word.hasPrefix($0) && word.count > $0.count + 2 } ? .official : nil
    }

    /// "J (Pertanian)": in parentheses after a sign these are offices, and nobody's name.
    private static let offices = Set(
        words: """
            pertanian perdagangan kesehatan pendidikan perhubungan pariwisata perikanan peternakan koperasi \
            perpustakaan lingkungan sosial pekerjaan perumahan ketahanan ketenagakerjaan keuangan hukum \
            pemerintahan organisasi perizinan kependudukan kebudayaan kehutanan pengairan ukm umkm kesbangpol
            """)

    /// Left out of a name; `Haji` is part of it.
    private static let plain: Set<String> = [
        "pak", "bapak", "bpk", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "bang",
        "kak", "acil", "paman", "amang",
    ]
    private static let honorifics = plain.union(["haji", "hj", "h", "nenek", "kakek"])

    /// Words of titles ("Bupati Mendengar: …") that a speaker's label never holds.
    private static let notLabels: Set<String> = [
        "mendengar", "menjawab", "menyapa", "sapa", "episode", "edisi", "hadir", "bersama",
    ]

    private static let roles: [String: Role] = {
        var table: [String: Role] = [:]
        let words: [(Role, String)] = [
            (
                .host,
                """
                penyiar host pembawa presenter announcer moderator mc pemandu pewara pengasuh \
                pramusiar studio operator
                """
            ),
            (.regent, "bupati wabup walikota wali gubernur wagub wakil"),
            (
                .official,
                """
                kadis kepala kabid kabag kasi kasubbag sekda sekretaris camat lurah dirut direktur \
                plt dinas pdam pln pambakal kades kapolres kapolsek inspektur inspektorat asisten \
                rsud bpbd kasatpol kasat kalak narasumber pejabat opd disdukcapil dinkes disdik \
                dinsos dishub dlh pupr putr sekcam puskesmas uptd korwil \
                pemdes kapus distan disdag perkim bkd bpjs kadisdik kadinkes \
                kadinsos kadishub diskominfo kominfo bappeda dispora satpol sekwan danramil dandim \
                kapolda ketua baznas bulog dpmd narsum dpupr disdukcapil dukcapil capil kesra disdikbud \
                disperindag disperin disnaker dispar disporapar diskop diskopukm bapenda damkar \
                satpolpp dpkp disnak disbun disketapang dprd
                """
            ),
            (
                .caller,
                """
                penelepon penelpon penelfon panelpon panalpun panalipun penilpun pendengar \
                warga caller masyarakat \
                peserta pelapor penanya
                """
            ),
            (.message, "sms wa whatsapp pesan chat surat email"),
        ]
        for (role, list) in words {
            for word in list.split(separator: " ") { table[String(word)] = role }
        }
        return table
    }()
}
