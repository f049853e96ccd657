// Which of several places a text speaks of, by how it speaks of each.

/// The stress on each mention: above 1 where it is what the text is about.
struct PlaceStress {
    /// "di situ" points back over so many words.
    static let pointingReach = 5

    private var stress: [Double]

    subscript(_ mention: Int) -> Double { stress[mention] }

    /// - Parameter meant: the mentions that may be what is meant.
    init(
        _ mentions: [PlaceMention], _ words: [Word], _ cues: [PlaceCue?], among meant: Set<Int>
    ) {
        stress = Array(repeating: 1, count: mentions.count)
        let order = meant.sorted()
        let turn = PlaceStress.turn(order, mentions, cues)
        let contrast = PlaceContrast(order, mentions, words, cues)
        var isPassing = mentions.map(\.around.isPassing)
        for (place, index) in order.enumerated() {
            let mention = mentions[index]
            var value = 1.0
            if mention.around.isToward { value *= 0.85 }
            if mention.around.isOnlyTo { value *= 0.85 }
            if mention.around.isVia { value *= 0.93 }
            if mention.around.isReference { value *= 0.82 }
            if mention.around.isThought { value *= 0.8 }
            if mention.around.isFormer { value *= 0.88 }
            if mention.around.isCause { value *= 0.88 }
            if mention.around.isLiving { value *= 0.88 }
            if mention.around.isHouse, !isTroubled(mention, cues) { value *= 0.92 }
            if mention.around.isOurs, !mention.around.isHouse { value *= 1.08 }
            if PlaceStress.isOfOthers(mention, cues) { value *= 0.8 }
            if mention.around.isFrom {
                value *= PlaceContrast.isOrigin(mention, cues) ? 0.92 : 0.85
            }
            if mention.around.isUnlike { value *= 0.75 }
            if place > 0, isListed(mentions[order[place - 1]], mention, words, cues),
                isPassing[order[place - 1]]
            {
                isPassing[index] = true
            }
            if isPassing[index], !contrast.isBad(index) { value *= 0.8 }
            value *= contrast[index]
            if mention.around.isOffice, mention.around.level != .village { value *= 0.8 }
            if mention.around.isIncident { value *= mention.around.isLocated ? 1.2 : 1.1 }
            let isAgain = order.contains {
                $0 != index && mentions[$0].places == mention.places
            }
            if isAgain { value *= 1.12 }
            let next =
                place + 1 < order.count
                ? mentions[order[place + 1]].tokens.lowerBound : cues.count
            let behind = mention.tokens.upperBound
            let reach = behind..<max(behind, min(next, behind + PlaceStress.pointingReach))
            let isThere = behind < cues.count && cues[behind] == .there
            if mention.around.isGiven, isThere || contrast.isWell(index) {
                // "kalau di Amawang Kanan sana", "kalau di Nagara sudah".
                value *= 0.8
            } else if reach.contains(where: { cues[$0] == .there }) {
                value *= 1.08
            }
            if let turn { value *= mention.tokens.lowerBound > turn ? 1.1 : 0.85 }
            stress[index] = value
        }
    }

    /// "Tembusan: Kades Bajayau, Kades Badaun": one after the other.
    private func isListed(
        _ first: PlaceMention, _ second: PlaceMention, _ words: [Word], _ cues: [PlaceCue?]
    ) -> Bool {
        let end = first.tokens.upperBound
        let start = second.tokens.lowerBound
        return start >= end && !(end...start).contains { words[$0].opensSentence }
            && (end..<start).allSatisfy { cues[$0]?.isLevel == true || cues[$0] == .with }
    }

    /// "rumah kami di Hamalau terendam".
    private func isTroubled(_ mention: PlaceMention, _ cues: [PlaceCue?]) -> Bool {
        let end = mention.tokens.upperBound
        return cues[end..<min(cues.count, end + PlaceStress.pointingReach)].contains(.trouble)
    }

    /// "yang setuju orang Hakurung semua".
    private static func isOfOthers(_ mention: PlaceMention, _ cues: [PlaceCue?]) -> Bool {
        let end = mention.tokens.upperBound
        return mention.around.isResidence && end < cues.count && cues[end] == .all
    }

    /// Named on the way, and not as where it is.
    private static func isAside(_ mention: PlaceMention, _ cues: [PlaceCue?]) -> Bool {
        let around = mention.around
        return around.isToward || around.isPassing || around.isUnlike || around.isReference
            || around.isVia || isOfOthers(mention, cues)
    }

    /// The last "tapi" with places before and behind it.
    private static func turn(
        _ order: [Int], _ mentions: [PlaceMention], _ cues: [PlaceCue?]
    ) -> Int? {
        guard let first = order.first, let last = order.last else { return nil }
        let between =
            mentions[first].tokens
            .upperBound..<max(
                mentions[first].tokens.upperBound, mentions[last].tokens.lowerBound)
        // "ada bidan tapi ga ada obat, disuruh ke Kandangan" turns to no other place.
        let told = order.last { !isAside(mentions[$0], cues) }
            .map { mentions[$0].tokens.lowerBound }
        return between.last {
            (cues[$0] == .but || cues[$0] == .correction) && $0 < told ?? 0
        }
    }
}
