// The citizen's own words on the matter: without greeting, introduction, thanks and personal data.

/// What is left of a citizen's turn, and what its introduction said.
struct CitizenWords {
    var text = ""
    var name: String?
    var place: String?
}

struct CitizenText: Sendable {
    let places: PlaceNames
    /// Whether the transcript is written with capitals (a speech recogniser's often is not).
    let hasCapitals: Bool
    /// Names by which callers address the hosts.
    var hosts: Set<String> = []

    /// The matter in one turn of a caller.
    func matter(of reading: Reading) -> CitizenWords {
        words(reading.turn.text, reading.tokens, hits: reading.hits)
    }

    /// The matter in a host's turn that also holds the caller's first words ("halo dengan siapa ini
    /// darurat pak …"): after the last greeting phrase.
    func matterAfterGreeting(of reading: Reading) -> CitizenWords {
        let last = reading.hits.filter { $0.cue == .greet }.map(\.last).max() ?? -1
        guard last + 1 < reading.tokens.count else { return CitizenWords() }
        let from = reading.tokens[last + 1].range.lowerBound
        let rest = String(reading.turn.text[from...])
        let result = words(rest, Tokens.split(rest), hits: [])
        let matters = reading.hits.contains {
            $0.first > last && ($0.cue == .problem || $0.cue == .plea)
        }
        return matters && result.text.split(separator: " ").count >= 3
            ? result
            : CitizenWords(
                text: "", name: result.name, place: result.place)
    }

    private func words(
        _ text: String, _ tokens: [Token], hits: [PhraseMatcher.Hit]
    ) -> CitizenWords {
        let introduction = Introduction(
            text, tokens: tokens, places: places, hasCapitals: hasCapitals)
        var result = CitizenWords(name: introduction.name, place: introduction.place)
        let sentences = sentenceRanges(tokens, from: introduction.matter)
        var kept: [Range<Int>] = []
        for (index, sentence) in sentences.enumerated() {
            // Each sentence may itself be an introduction ("Baru yang di Sungai Raya. Pak Bupati, …").
            if index > 0 {
                let slice = Array(tokens[sentence])
                let again = Introduction(
                    text, tokens: slice, places: places, hasCapitals: hasCapitals)
                if again.matter == slice.count {
                    result.place = result.place ?? again.place
                    result.name = result.name ?? again.name
                    continue
                }
            }
            let inside = hits.filter { sentence.contains($0.first) && sentence.contains($0.last) }
            if sentence.count <= 12, let wish = inside.last(where: { $0.cue == .anonymous }) {
                result.place = result.place ?? placeAfter(wish.last, text, tokens, sentence)
                continue
            }
            if isFarewell(tokens[sentence]) || isOnlyNumber(text, tokens[sentence]) { continue }
            kept.append(sentence)
        }
        result.text = join(text, tokens, kept)
        return result
    }

    /// "Saya tidak usah disebut nama lah Pak, di Baru."
    private func placeAfter(
        _ wish: Int, _ text: String, _ tokens: [Token], _ sentence: Range<Int>
    ) -> String? {
        guard
            let lead = tokens.indices[(wish + 1)..<sentence.upperBound].first(where: {
                ["di", "dari", "warga"].contains(tokens[$0].word)
            })
        else { return nil }
        let slice = Array(tokens[lead..<sentence.upperBound])
        return Introduction(text, tokens: slice, places: places, hasCapitals: hasCapitals).place
    }

    private func sentenceRanges(_ tokens: [Token], from: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = from
        for index in from..<max(from, tokens.count) where tokens[index].endsSentence {
            ranges.append(start..<index + 1)
            start = index + 1
        }
        return ranges
    }

    private static let farewells: Set<String> = [
        "terima", "tarima", "kasih", "terimakasih", "tarimakasih", "makasih", "makasi", "wassalam",
        "wassalamualaikum", "wassalamu", "alaikum", "itu", "saja", "haja", "sekian", "pak", "bu",
        "bupati", "bapak", "ibu", "banyak", "wr", "wb", "sehat", "selalu", "lah", "ya", "iya",
        "inggih",
        "baik", "sudah", "dan", "wan", "warahmatullahi", "wabarakatuh", "atas", "perhatiannya",
        "sakian",
        "dulu", "oh", "siap", "alhamdulillah", "amin", "aamiin",
    ]

    private func isFarewell(_ tokens: ArraySlice<Token>) -> Bool {
        tokens.allSatisfy { Self.farewells.contains($0.word) }
    }

    /// "NIK ulun enam tiga …": nothing but personal data.
    private func isOnlyNumber(_ text: String, _ tokens: ArraySlice<Token>) -> Bool {
        guard let first = tokens.first, let last = tokens.last else { return true }
        let sentence = String(text[first.range.lowerBound..<last.range.upperBound])
        let masked = OnAir.mask(sentence)
        guard masked != sentence else { return false }
        let rest = masked.replacing(OnAir.maskedIdentity, with: "")
            .replacing(OnAir.maskedPhone, with: "")
        return rest.split(separator: " ").count <= 4
    }

    private func join(_ text: String, _ tokens: [Token], _ kept: [Range<Int>]) -> String {
        var parts: [String] = []
        for range in kept {
            let lower = tokens[range.lowerBound].range.lowerBound
            // Up to the next sentence, so that the closing marks stay.
            let next = range.upperBound
            let upper = next < tokens.count ? tokens[next].range.lowerBound : text.endIndex
            parts.append(String(text[lower..<upper]).foldingWhiteSpace())
        }
        return OnAir.mask(parts.joined(separator: " "))
    }

    /// A message read aloud: the words as written, without "pak bupati" before and the host's
    /// "dari warga … tidak mau disebut namanya" after, when these are not inside quotation marks.
    func message(_ text: String, isQuoted: Bool) -> CitizenWords {
        let tokens = Tokens.split(text)
        var result = CitizenWords(text: OnAir.mask(text.foldingWhiteSpace()))
        if !isQuoted {
            var from = 0
            while from < tokens.count,
                ["pak", "bu", "bupati", "yth", "bapak", "kepada", "ibu"].contains(tokens[from].word)
            {
                from += 1
            }
            var to = tokens.count
            if let tail = tokens.indices.last(where: {
                tokens[$0].word == "dari" && $0 > tokens.count / 2 && tokens.count - $0 <= 11
                    && $0 + 1 < tokens.count
                    && ["warga", "bapak", "ibu", "pak", "bu", "sdr", "hamba"].contains(
                        tokens[$0 + 1].word)
            }) {
                to = tail
                result = signature(Array(tokens[(tail + 1)...]), text, result)
            }
            guard from < to else { return result }
            let end = to < tokens.count ? tokens[to].range.lowerBound : text.endIndex
            let body = String(text[tokens[from].range.lowerBound..<end])
            result.text = OnAir.mask(body.foldingWhiteSpace())
            if to < tokens.count { return result }
        }
        // A signature: a last short sentence, "bu Ainah rt 3" or "hamdan habirau".
        if let stop = tokens.indices.dropLast().last(where: { tokens[$0].endsSentence }),
            tokens.count - stop - 1 <= 6
        {
            result = signature(Array(tokens[(stop + 1)...]), text, result)
        }
        return result
    }

    /// Who sent a message, by what its reader says before: "dari ibu wati di mataraman tulisannya".
    func sender(in announcement: String) -> CitizenWords {
        let tokens = Tokens.split(announcement)
        var result = CitizenWords()
        func canBeName(_ index: Int) -> Bool {
            tokens.indices.contains(index) && !Introduction.isOrdinary(tokens[index].word)
                && (tokens[index].isCapitalised || !hasCapitals) && tokens[index].word.count > 2
                && tokens[index].word.allSatisfy(\.isLetter)
        }
        let leads: Set<String> = ["akun", "nama", "namanya", "pengirimnya", "pengirim"]
        let start =
            tokens.indices.last {
                Introduction.honorifics.contains(tokens[$0].word) && !tokens[$0].endsSentence
                    && canBeName($0 + 1)
            }
            ?? tokens.indices.last {
                (leads.contains(tokens[$0].word) || (hasCapitals && tokens[$0].word == "dari"))
                    && !tokens[$0].endsSentence && canBeName($0 + 1)
                    && places.length(tokens, at: $0 + 1) == 0
            }
        guard let start else { return result }
        var end = start + 1
        while end < tokens.count, canBeName(end), end - start <= (hasCapitals ? 3 : 1) {
            end += 1
            if tokens[end - 1].endsClause || tokens[end - 1].endsSentence { break }
        }
        result.name = String(
            announcement[tokens[start + 1].range.lowerBound..<tokens[end - 1].range.upperBound])
        var rest = end
        while rest < tokens.count,
            ["di", "dari", "warga", "asal", "matan"].contains(tokens[rest].word)
        { rest += 1 }
        var until = rest
        while until < tokens.count, until - rest < 5,
            hasCapitals
                ? tokens[until].isCapitalised || tokens[until].word.allSatisfy(\.isNumber)
                : !SpokenMessage.bridges.contains(tokens[until].word) && until - rest < 3
        {
            until += 1
            if tokens[until - 1].endsSentence { break }
        }
        let isLed = rest > end || (rest == end && tokens[end - 1].endsClause)
        if until > rest, isLed {
            result.place = String(
                announcement[tokens[rest].range.lowerBound..<tokens[until - 1].range.upperBound])
        }
        return result
    }

    private func signature(
        _ tokens: [Token], _ text: String, _ words: CitizenWords
    ) -> CitizenWords {
        var words = words
        guard let first = tokens.first, let last = tokens.last else { return words }
        let common: Set<String> = [
            "tolong", "tlg", "mohon", "terima", "kasih", "makasih", "trims", "pdam", "segera",
            "kami",
            "sudah", "belum", "kada", "tidak", "ini", "itu", "ditindak", "thx", "tks",
            "tanggapannya",
            "wassalam", "sakit", "rusak",
        ]
        var start = 0
        if first.word == "warga" {
            let end = tokens.firstIndex { ["tidak", "kada", "yang", "nang"].contains($0.word) }
            let until = tokens[(end ?? tokens.count) - 1].range.upperBound
            if tokens.count > 1, (end ?? tokens.count) > 1 {
                words.place = String(text[tokens[1].range.lowerBound..<until])
            }
            return words
        }
        if tokens.contains(where: { common.contains($0.word) }) { return words }
        let hasHonorific = Introduction.honorifics.contains(first.word)
        if hasHonorific { start = 1 }
        var end = start
        while end < tokens.count, end - start < 3, places.length(tokens, at: end) == 0,
            !["rt", "rw", "desa", "di", "dari", "kec", "kel", "ds"].contains(tokens[end].word),
            !tokens[end].word.contains(where: \.isNumber)
        {
            end += 1
            if tokens[end - 1].endsClause { break }
            if !hasHonorific, end - start == 1 { break }
        }
        let earlier = text[..<first.range.lowerBound].lowercased()
        let namesPlace =
            end < tokens.count
            && (places.length(tokens, at: end) > 0
                || ["rt", "desa", "di", "dari"].contains(tokens[end].word)
                || (end > 0 && tokens[end - 1].endsClause
                    && tokens[end...].allSatisfy(\.isCapitalised))
                || earlier.contains(tokens[end].word))
        guard end > start, hasHonorific || namesPlace else { return words }
        words.name = String(text[tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound])
        if end < tokens.count, words.place == nil {
            words.place = String(text[tokens[end].range.lowerBound..<last.range.upperBound])
        }
        return words
    }

    /// The first place named in a text: a known name with what leads to it, or "Jalan …".
    func placeInside(_ text: String) -> String? {
        let tokens = Tokens.split(text)
        let known = knownPlace(tokens)
        let led = ledPlace(tokens)
        var range = known ?? led
        if let known, let led, led.overlaps(known) {
            range = min(led.lowerBound, known.lowerBound)..<max(led.upperBound, known.upperBound)
        }
        return range.map {
            let lower = tokens[$0.lowerBound].range.lowerBound
            return String(text[lower..<tokens[$0.upperBound - 1].range.upperBound])
        }
    }

    private func knownPlace(_ tokens: [Token]) -> Range<Int>? {
        for index in tokens.indices {
            var end = index
            while end < tokens.count {
                let length = places.length(tokens, at: end)
                let joins = ["kec", "kecamatan", "di", "desa"].contains(tokens[end].word)
                if length > 0 {
                    end += length
                } else if end > index, joins, places.length(tokens, at: end + 1) > 0 {
                    end += 1
                } else {
                    break
                }
            }
            if end > index { return index..<end }
        }
        return nil
    }

    private static let leads: Set<String> = [
        "desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "jalan", "jl", "jln", "rt", "dusun",
        "kampung", "gang", "pasar", "simpang", "komplek",
    ]

    private func ledPlace(_ tokens: [Token]) -> Range<Int>? {
        for index in tokens.indices.dropLast() where Self.leads.contains(tokens[index].word) {
            var end = index + 1
            while end < tokens.count, end - index < 5, !tokens[end - 1].endsSentence,
                tokens[end].isCapitalised || tokens[end].word.allSatisfy(\.isNumber)
                    || Self.leads.contains(tokens[end].word)
            {
                end += 1
            }
            if end > index + 1 { return index..<end }
        }
        return nil
    }
}
