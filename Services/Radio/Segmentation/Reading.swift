// A turn as the segmenter sees it: its words, the cues found in it, and who speaks.

/// One turn, read once; everything after works on this.
struct Reading: Sendable {
    var turn: Turn
    var tokens: [Token]
    var hits: [PhraseMatcher.Hit]
    /// From the label, or inferred; `nil` when the transcript has no labels.
    var role: Role?
    var label: SpeakerLabel?
    /// A caller's label that is not the last caller's; `nil` when labels cannot tell.
    var newCaller: Bool?
    /// Who speaks, where only the lines before say so.
    var voice: String?
    /// By when something will be done is said in it.
    var promises: Bool
    private var counts: [Int8]

    init(_ turn: Turn, matcher: PhraseMatcher) {
        self.init(turn, label: turn.speaker.map(SpeakerLabel.init), matcher: matcher)
    }

    private init(_ turn: Turn, label: SpeakerLabel?, matcher: PhraseMatcher) {
        self.turn = turn
        self.label = label
        tokens = Tokens.split(turn.text)
        promises = DueDate.find(in: tokens, airedOn: LocalDate(days: 0)) != nil
        hits = matcher.hits(in: tokens)
        counts = Array(repeating: 0, count: Hint.allCases.count)
        for hit in hits where counts[hit.cue.rawValue] < 100 { counts[hit.cue.rawValue] += 1 }
        role = turn.role ?? (label?.isGuess == true ? nil : label?.role)
    }

    /// The turns of a programme. A label says the same however often it comes.
    static func all(_ turns: some Sequence<Turn>, matcher: PhraseMatcher) -> [Reading] {
        var labels: [String: SpeakerLabel] = [:]
        return turns.map { turn in
            guard let speaker = turn.speaker else { return Reading(turn, label: nil, matcher: matcher) }
            let label = labels[speaker] ?? SpeakerLabel(speaker)
            labels[speaker] = label
            return Reading(turn, label: label, matcher: matcher)
        }
    }

    /// "Halo, ulun …": a caller's hello, not the host's.
    var greetsBack: Bool {
        let head = tokens.prefix(4).map(\.word)
        guard let first = head.first,
            ["halo", "hallo", "assalamualaikum", "selamat"].contains(first)
        else { return false }
        return head.dropFirst().contains { ["saya", "ulun", "ini", "aku", "nama"].contains($0) }
            && !head.contains("siapa")
    }

    /// "Baik Pak Hariyanto, …", "Terima kasih Bu Wati": not the caller's words.
    var addressesCaller: Bool {
        let head = tokens.prefix(5)
        guard
            let title = head.firstIndex(where: {
                ["pak", "bu", "ibu", "bapak"].contains($0.word)
            }), title > 0, title + 1 < head.count
        else { return false }
        return ["baik", "kasih", "oke", "ok", "nah", "inggih", "mudah", "siap"].contains(
            head[title - 1].word) && !Introduction.isOrdinary(head[title + 1].word)
    }

    var words: [String] { tokens.map(\.word) }

    func count(_ cue: Hint) -> Int { Int(counts[cue.rawValue]) }
    func has(_ cue: Hint) -> Bool { counts[cue.rawValue] > 0 }

    /// Whether the label means one person.
    var labelIsSpecific: Bool { label?.isSpecific ?? false }

    /// The label without what typists add when a caller comes back: `PENELEPON 2 (lagi)`.
    var labelKey: String { label?.key ?? "" }

    /// Who obeys begins so: "Siap Pak", "Baik Pak Bupati", "Mohon izin".
    var obeys: Bool {
        let head = tokens.prefix(3).map(\.word)
        guard let first = head.first else { return false }
        let second = head.dropFirst().first ?? ""
        return first == "siap" || (first == "baik" && ["pak", "bu", "bapak"].contains(second))
            || (["mohon", "izin", "ijin"].contains(first)
                && ["maaf", "izin", "ijin", "pak", "bu", "bapak"].contains(second))
    }

    /// A host who tells at length what somebody else suffers: a message, read or retold.
    var retells: Bool {
        guard tokens.count >= 14, count(.problem) + count(.plea) + count(.question) >= 2 else {
            return false
        }
        return tokens.dropFirst(5).contains {
            ["saya", "kami", "ulun", "sy", "katanya"].contains($0.word)
        }
    }

    /// "Kedua, …", "Terus dari …", "Satu lagi …": the next of several messages or matters.
    var listsNext: Bool {
        tokens.prefix(2).contains { Self.listing.contains($0.word) }
    }

    private static let listing = Set(
        words: """
            satu dua tiga empat lima pertama kedua ketiga keempat kelima terus lalu kemudian \
            selanjutnya berikutnya terakhir lagi sabuting panambayan kadua katalu sama dan berikut \
            lanjut
            """)

    /// "# Penelpon 2", "--- SMS ---", "PENELEPON KETIGA": a typist's line above a call or a message.
    var isHeadline: Bool {
        guard turn.speaker == nil else { return false }
        if turn.role == nil, tokens.count <= Self.mostOfHeading, isCounted || opensForm { return true }
        guard (1...5).contains(tokens.count) else { return false }
        return tokens.contains { Self.headlines.contains($0.word) } && tokens.last?.asks != true
    }

    private static let mostOfHeading = 12

    /// "(Pukul : 20.11)": the first field of a caller's form.
    private var opensForm: Bool {
        guard turn.text.hasPrefix("("), let first = tokens.first?.word else { return false }
        return ["pukul", "jam", "waktu", "no", "nomor"].contains(first) && turn.text.contains(":")
    }

    /// A message that stands on a line of its own, as no typist's label introduces it.
    var isSetApart: Bool { turn.speaker == nil && turn.role == .message }

    /// "*4* Mohon …", "5. ass. pak …", "(6) …": a message with its number.
    var isCounted: Bool {
        var rest = turn.text.utf8[...]
        while let first = rest.first, "*([#".utf8.contains(first) { rest = rest.dropFirst() }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...2).contains(digits.count), let mark = rest[digits.endIndex...].first else {
            return false
        }
        return "*).]:".utf8.contains(mark) && rest.count > digits.count + 8
            && rest[digits.endIndex...].dropFirst().first != 0x30
    }

    /// "(tepuk tangan)", "_katawaan_": what a typist noted within a call, not the advert that ends it.
    var isAside: Bool { isRemark && !isBreak && !isHeadline }

    /// "(iklan sabun)", "~~ lagu ~~", "JEDA IKLAN": nobody's matter.
    var isBreak: Bool {
        isRemark && (tokens.isEmpty || namesBreak) || endsFile || announcesBreak
            || turn.speaker != nil && namesBreak && Paragraphs.isRemark(turn.text[...])
    }

    private var namesBreak: Bool { tokens.contains { Self.breaks.contains($0.word) } }

    /// A typist's line in capitals, without brackets.
    private var announcesBreak: Bool {
        guard turn.speaker == nil, turn.role == nil, let first = tokens.first,
            tokens.count <= Self.mostOfHeading
        else { return false }
        return Self.breaks.contains(first.word) && !turn.text.contains(where: \.isLowercase)
    }

    /// "Demikian resume ini dibuat.": the typist takes his leave.
    private var endsFile: Bool {
        guard turn.speaker == nil, turn.role == nil, turn.start == nil, tokens.count <= Self.mostOfHeading,
            let first = tokens.first
        else { return false }
        return ["demikian", "selesai", "penutup", "sekian"].contains(first.word)
    }

    /// A message read as it was written: the whole turn is quoted, after a remark in brackets at most.
    var isWholeMessage: Bool {
        guard role != .caller, role != .regent, role != .official, tokens.count >= Self.leastOfMessage else {
            return false
        }
        var text = Timecode.trim(turn.text[...])
        if text.first == "(", let close = text.firstIndex(of: ")") {
            text = Timecode.trim(text[text.index(after: close)...])
        }
        if text.hasPrefix(">>") { return turn.speaker != nil }
        return text.first.map { "\"“„".contains($0) } == true && closesQuote
    }

    /// The turn begins with a quotation mark.
    var opensQuote: Bool { turn.text.first.map { "\"“„".contains($0) } == true }

    private var closesQuote: Bool {
        guard let open = turn.text.firstIndex(where: { "\"“„".contains($0) }) else { return false }
        return turn.text[turn.text.index(after: open)...].contains { "\"”“".contains($0) }
    }

    private static let leastOfMessage = 6

    private var isRemark: Bool {
        turn.speaker == nil && turn.role == nil && Paragraphs.isRemark(turn.text[...])
    }

    /// "(telepon putus)", "[suara hilang]": of the call before, whoever speaks next.
    var tellsOfCall: Bool {
        tokens.contains { word in Self.ends.contains { word.word.hasPrefix($0) } }
    }

    private static let ends = ["putus", "terputus", "pagat", "hilang", "ditutup", "tut"]

    private static let breaks = Set(
        words: """
            iklan lagu jeda azan adzan jingle jinggel musik selingan sponsor spot promo selesai tamat tutup \
            rekaman rehat break pembuka penutup bumper berita sandiwara siaran pita kaset
            """)

    private static let headlines = Set(
        words: """
            penelepon penelpon panelpon telepon telpon sms wa whatsapp surat pesan penanya kasus urut \
            antrean antrian panalpun tilpun penilpun
            """)

    /// A quotation of some length: words that are not the speaker's own.
    var quotes: Bool {
        // A byte of one of the marks, before letters are looked at.
        guard turn.text.utf8.contains(where: { $0 == 0x22 || $0 == 0xE2 || $0 == 0xC2 }),
            let open = turn.text.firstIndex(where: { "\"“„«".contains($0) })
        else { return false }
        return turn.text.utf8[open...].count(where: { $0 == 0x20 }) >= 4
    }
}
