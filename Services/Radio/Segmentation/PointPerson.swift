// Who raises a point of the minutes, and where he is from.
import Language

extension Points {
    /// "Ketua RT 3", "Rombongan ibu-ibu": who speaks, but nobody's name.
    private static let posts = Set(
        words: """
            ketua kepala kades sekretaris lurah camat kader perwakilan wakil rombongan pemuda pemudi \
            karang warga kelompok guru bpd pkk lpm rt rw tokoh buruh petani nelayan pedagang
            """)

    /// Name and place of who raises a point: what stands before the colon or the verb.
    static func person(_ reading: Reading, _ places: PlaceNames) -> Who.Found {
        let tokens = reading.tokens
        let text = reading.turn.text
        var head =
            tokens.prefix(20).firstIndex { PointWords.raising.contains($0.word) && $0.word != "warga" }
            ?? min(12, tokens.count)
        if let colon = tokens.prefix(20).firstIndex(where: {
            $0.range.upperBound < text.endIndex
                && (text[$0.range.upperBound...].hasPrefix(":")
                    || text[$0.range.upperBound...].hasPrefix("):"))
        }) {
            head = min(head, colon + 1)
        }
        var found = Who.Found()
        guard head > 0 else { return found }
        var start = 0
        while start < head,
            !tokens[start].isCapitalised || CallerName.titles.contains(tokens[start].word)
                || ["dari", "seorang"].contains(tokens[start].word)
                || places.length(tokens, at: start) == 0 && NameLikeness(tokens[start].word) == .ordinary
        { start += 1 }
        let isTitle = start > 0 && ["hj", "haji", "h"].contains(tokens[start - 1].word)
        var end = start
        while end < head, tokens[end].isCapitalised, end - start < 4,
            tokens[end].word != "rt", tokens[end].word != "rw",
            CallerName.isName(tokens[end]) || tokens[end].word.count <= 2
                || places.length(tokens, at: end) == 0
                    && !Introduction.isOrdinary(tokens[end].word)
        {
            end += 1
            if tokens[end - 1].endsClause
                || tokens[end - 1].endsSentence && tokens[end - 1].word.count > 2
            {
                break
            }
            if end < tokens.count,
                text[tokens[end - 1].range.upperBound..<tokens[end].range.lowerBound].contains("(")
            {
                break
            }
        }
        if end > start, places.length(tokens, at: start) == 0,
            !Introduction.isOrdinary(tokens[start].word), !posts.contains(tokens[start].word)
        {
            let from = isTitle ? start - 1 : start
            found.name = String(
                text[tokens[from].range.lowerBound..<tokens[end - 1].range.upperBound])
        }
        if let at = (0..<max(head, min(tokens.count, 14))).first(where: {
            places.length(tokens, at: $0) > 0
        }) {
            let length = places.length(tokens, at: at)
            found.place = String(
                text[tokens[at].range.lowerBound..<tokens[at + length - 1].range.upperBound])
        }
        return found
    }
}
