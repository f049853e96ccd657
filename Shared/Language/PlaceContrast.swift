// Of places that are compared the one that goes without: "Hamayung Utara dapat, Hamayung belum".

/// What is said of each of several places, good or bad.
struct PlaceContrast {
    /// So many words before a place are looked at, and so many behind it.
    static let reachBefore = 5
    static let reachBehind = 8
    /// "dari Nagara mau ke": so many words behind a place "ke" may stand in.
    static let wayWords = 3
    /// A letter is signed with so many words at most.
    static let signatureWords = 6

    private enum Said {
        case well, bad
    }

    private var said: [Int: Said] = [:]
    private var isContrast = false
    /// Nothing is said to be wrong, and of some places nothing at all.
    private var isOnlyWell = false
    /// Something is wrong in some, and nothing is said of the others.
    private var isOnlyBad = false
    /// The sender's own place, where it is set against another: "di tempat kami".
    private var home: (place: Int, isWell: Bool)?

    func isWell(_ mention: Int) -> Bool { said[mention] == .well }

    func isBad(_ mention: Int) -> Bool { said[mention] == .bad }

    /// By how much it is stressed.
    subscript(_ mention: Int) -> Double {
        var stress = 1.0
        if isContrast, let said = said[mention] { stress = said == .bad ? 1.15 : 0.75 }
        if isOnlyWell, said[mention] == .well { stress *= 0.85 }
        if isOnlyBad, said[mention] == .bad { stress *= 1.06 }
        if let home, home.place == mention { stress *= home.isWell ? 0.7 : 1.15 }
        return stress
    }

    /// - Parameter order: the mentions that may be meant, as they follow each other.
    init(_ order: [Int], _ mentions: [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]) {
        guard order.count > 1 else { return }
        var isSaidBehind = false
        for (place, index) in order.enumerated() {
            let tokens = mentions[index].tokens
            let next =
                place + 1 < order.count
                ? mentions[order[place + 1]].tokens.lowerBound : words.count
            let last = place > 0 ? mentions[order[place - 1]].tokens.upperBound : 0
            let behind = PlaceContrast.stretch(
                from: tokens.upperBound, to: min(next, tokens.upperBound + Self.reachBehind), words)
            if let found = PlaceContrast.said(in: behind, cues) {
                said[index] = found
                isSaidBehind = true
            } else {
                // "Bajayau sudah PLN, Badaun pakai genset" says nothing good of Badaun.
                guard !isSaidBehind else {
                    isSaidBehind = false
                    continue
                }
                let first = max(last, tokens.lowerBound - Self.reachBefore, 0)
                var start = min(first, tokens.lowerBound)
                for word in start..<tokens.lowerBound where words[word].opensSentence {
                    start = word
                }
                if words[tokens.lowerBound].opensSentence { start = tokens.lowerBound }
                said[index] = PlaceContrast.said(in: start..<max(start, tokens.lowerBound), cues)
            }
        }
        // "Bajayau dan Bajayau Tengah sudah ada tower": said of both.
        for (place, index) in order.enumerated().dropLast().reversed() where said[index] == nil {
            let next = order[place + 1]
            let end = mentions[index].tokens.upperBound
            let between = end..<max(end, mentions[next].tokens.lowerBound)
            let isJoined = between.allSatisfy {
                cues[$0] == .with || cues[$0]?.isPreposition == true
            }
            if between.count < 2, isJoined, let found = said[next] {
                said[index] = found
            }
        }
        isContrast = said.values.contains(.bad) && said.values.contains(.well)
        // "Kami orang Hamalau, itu tempatnya di Hariti" tells it.
        if !order.contains(where: { mentions[$0].around.isLocated }) {
            home = PlaceContrast.home(order, mentions, words, cues)
        }
        // "Kami dari Hamalau, di Hariti sudah jalan".
        isOnlyWell =
            !said.values.contains(.bad)
            && order.contains { said[$0] == nil }
        isOnlyBad = !said.values.contains(.well) && order.contains { said[$0] == nil }
    }

    /// Words of the same sentence.
    private static func stretch(from start: Int, to end: Int, _ words: [Word]) -> Range<Int> {
        var last = start
        while last < end, !words[last].opensSentence { last += 1 }
        return start..<last
    }

    /// What is wrong counts before what is well: "sudah dua hari mati". "tidak banjir" is well.
    private static func said(in range: Range<Int>, _ cues: [PlaceCue?]) -> Said? {
        var isWell = false
        var isBad = false
        for index in range {
            switch cues[index] {
            case .already:
                // "sudah 3 hari" says nothing, "baru sudah" neither.
                let next = index + 1
                isWell =
                    isWell || next == cues.count || cues[next] != .time && cues[next] != .skip
            case .thanks: isWell = true
            case .asking: isBad = true
            case .well:
                // "hanya punya tiga ruang".
                if index > range.lowerBound, cues[index - 1] == .only {
                    isBad = true
                } else {
                    isWell = true
                }
            case .trouble:
                if isLacking(index, from: range.lowerBound, cues) {
                    isWell = true
                } else {
                    isBad = true
                }
            case .lack:
                // "tidak ada masalah" is well.
                var next = index + 1
                if next < range.upperBound, cues[next] == .belonging { next += 1 }
                // "kada kaya Kandangan" says nothing of Kandangan.
                let isLack = next >= range.upperBound || cues[next] != .trouble
                if isLack, next >= cues.count || cues[next] != .unlike { isBad = true }
            default: break
            }
        }
        return isBad ? .bad : isWell ? .well : nil
    }

    /// "tidak banjir", "tidak ada masalah".
    private static func isLacking(_ index: Int, from start: Int, _ cues: [PlaceCue?]) -> Bool {
        guard index > start else { return false }
        if cues[index - 1] == .lack { return true }
        return index > start + 1 && cues[index - 1] == .belonging && cues[index - 2] == .lack
    }

    /// "Saya dari Hamak Timur … di tempat kami": the place that is lived in, or that a letter is signed
    /// from, and whether all is well there.
    private static func home(
        _ order: [Int], _ mentions: [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]
    ) -> (place: Int, isWell: Bool)? {
        let homes = order.filter { mentions[$0].around.isResidence || isOrigin(mentions[$0], cues) }
        let signed = order.last.flatMap { isSignature(mentions[$0], words, cues) ? $0 : nil }
        guard let home = homes.count == 1 ? homes.first : signed else { return nil }
        let start = home == signed ? 0 : mentions[home].tokens.upperBound
        for index in start..<cues.count where isOurs(index, cues, from: start) {
            let behind = stretch(
                from: index + 1, to: min(cues.count, index + 1 + Self.reachBehind), words)
            return (home, said(in: behind, cues) == .well)
        }
        return nil
    }

    /// "di sini", "di tempat kami", "jembatan kami", "sekolah kami".
    private static func isOurs(_ index: Int, _ cues: [PlaceCue?], from start: Int) -> Bool {
        if cues[index] == .here { return true }
        guard cues[index] == .we, index > start,
            index + 1 == cues.count || cues[index + 1]?.isPreposition != true
        else { return false }
        switch cues[index - 1] {
        case .village, .matter, .passing, .preposition, .toward, .from: return true
        default: return cues[max(start, index - 2)] == .preposition
        }
    }

    /// "Dari Hamalau" is where somebody writes from; "dari Hamalau ke Kandangan", "kalau dari" is a way.
    static func isOrigin(_ mention: PlaceMention, _ cues: [PlaceCue?]) -> Bool {
        let end = mention.tokens.upperBound
        return mention.around.isFrom && !mention.around.isGiven && !mention.around.isPassing
            && (end == cues.count || cues[end]?.isPreposition != true)
            && !cues[end..<min(cues.count, end + Self.wayWords)].contains(.toward)
    }

    /// "Terima kasih. Warga Kaliring": the last words, of a few.
    private static func isSignature(
        _ mention: PlaceMention, _ words: [Word], _ cues: [PlaceCue?]
    ) -> Bool {
        guard mention.tokens.upperBound + 1 >= words.count else { return false }
        var start = mention.tokens.lowerBound
        while start > 0, !words[start].opensSentence { start -= 1 }
        return start > Self.reachBehind && words.count - start <= Self.signatureWords
            && !(start..<words.count).contains { cues[$0] == .trouble }
    }
}
