// The citizen's own words on the matter: without greeting, introduction, thanks and personal data.

struct CitizenText: Sendable {
    let places: PlaceNames
    /// Whether the transcript is written with capitals (a speech recogniser's often is not).
    let hasCapitals: Bool

    /// The matter in one turn of a caller.
    func matter(of reading: Reading) -> String {
        words(reading.turn.text, reading.tokens, hits: reading.hits)
    }

    /// The matter in a host's turn that also holds the caller's first words ("halo dengan siapa ini
    /// darurat pak …"): after the last greeting phrase.
    func matterAfterGreeting(of reading: Reading) -> String {
        let last = reading.hits.filter { $0.cue == .greet }.map(\.last).max() ?? -1
        guard last + 1 < reading.tokens.count else { return "" }
        let from = reading.tokens[last + 1].range.lowerBound
        let rest = String(reading.turn.text[from...])
        let result = words(rest, Tokens.split(rest), hits: [])
        let matters = reading.hits.contains {
            $0.first > last && ($0.cue == .problem || $0.cue == .plea)
        }
        return matters && result.split(separator: " ").count >= 3 ? result : ""
    }

    private func words(
        _ text: String, _ tokens: [Token], hits: [PhraseMatcher.Hit]
    ) -> String {
        let introduction = Introduction(tokens, places: places, hasCapitals: hasCapitals)
        let sentences = sentenceRanges(tokens, from: introduction.matter)
        var kept: [Range<Int>] = []
        for (index, sentence) in sentences.enumerated() {
            // Each sentence may itself be an introduction ("Baru yang di Sungai Raya. Pak Bupati, …").
            if index > 0 {
                let slice = Array(tokens[sentence])
                let again = Introduction(slice, places: places, hasCapitals: hasCapitals)
                if again.matter == slice.count { continue }
            }
            let inside = hits.filter { sentence.contains($0.first) && sentence.contains($0.last) }
            if sentence.count <= 12, inside.contains(where: { $0.cue == .anonymous }) { continue }
            if isFarewell(tokens[sentence]) || isOnlyNumber(text, tokens[sentence]) { continue }
            kept.append(sentence)
        }
        return join(text, tokens, kept)
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
    func message(_ text: String, isQuoted: Bool) -> String {
        let whole = OnAir.mask(text.foldingWhiteSpace())
        guard !isQuoted else { return whole }
        let tokens = Tokens.split(text)
        let from = tokens.firstIndex {
            !["pak", "bu", "bupati", "yth", "bapak", "kepada", "ibu"].contains($0.word)
        }
        let to =
            tokens.indices.last {
                tokens[$0].word == "dari" && $0 > tokens.count / 2 && tokens.count - $0 <= 11
                    && $0 + 1 < tokens.count
                    && ["warga", "bapak", "ibu", "pak", "bu", "sdr", "hamba"].contains(tokens[$0 + 1].word)
            } ?? tokens.count
        guard let from, from < to else { return whole }
        let end = to < tokens.count ? tokens[to].range.lowerBound : text.endIndex
        return OnAir.mask(String(text[tokens[from].range.lowerBound..<end]).foldingWhiteSpace())
    }
}
