// Of places that are compared the one that goes without: "Hamayung Utara dapat, Hamayung belum".

/// What is said of each of several places, good or bad.
struct PlaceContrast {
    /// So many words before a place are looked at, and so many behind it.
    static let reachBefore = 5
    static let reachBehind = 8

    private enum Said {
        case well, bad
    }

    private var said: [Int: Said] = [:]
    private var isContrast = false
    /// The sender's own place, where it is set against another: "di tempat kami".
    private var home: Int?

    func isBad(_ mention: Int) -> Bool { isContrast && said[mention] == .bad }

    /// By how much it is stressed.
    subscript(_ mention: Int) -> Double {
        var stress = 1.0
        if isContrast, let said = said[mention] { stress = said == .bad ? 1.15 : 0.75 }
        if home == mention { stress *= 1.15 }
        return stress
    }

    /// - Parameter order: the mentions that may be meant, as they follow each other.
    init(_ order: [Int], _ mentions: [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]) {
        guard order.count > 1 else { return }
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
            } else {
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
            if between.count < 2, isJoined, let found = said[next]
            {
                said[index] = found
            }
        }
        isContrast = said.values.contains(.bad) && said.values.contains(.well)
        home = PlaceContrast.home(order, mentions, cues)
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
            case .well: isWell = true
            case .trouble:
                if index > range.lowerBound, cues[index - 1] == .lack {
                    isWell = true
                } else {
                    isBad = true
                }
            case .lack:
                if index + 1 >= range.upperBound || cues[index + 1] != .trouble { isBad = true }
            default: break
            }
        }
        return isBad ? .bad : isWell ? .well : nil
    }

    /// "Saya dari Hamak Timur … di tempat kami": the place that is lived in.
    private static func home(
        _ order: [Int], _ mentions: [PlaceMention], _ cues: [PlaceCue?]
    ) -> Int? {
        let homes = order.filter { mentions[$0].around.isResidence || mentions[$0].around.isFrom }
        guard homes.count == 1, let home = homes.first else { return nil }
        let behind = mentions[home].tokens.upperBound..<cues.count
        let isOurs = behind.contains { index in
            cues[index] == .we && index > behind.lowerBound
                && (cues[index - 1]?.isPreposition == true || cues[index - 1] == .village
                    || cues[max(behind.lowerBound, index - 2)] == .preposition)
                || cues[index] == .here
        }
        return isOurs ? home : nil
    }
}
