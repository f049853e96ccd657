// Towns and provinces elsewhere beside a name: what is called like a place here lies in them.

extension PlaceResolver {
    /// "Kecamatan Kandangan, Kabupaten Kediri": a town elsewhere follows at once, whose places are not known.
    func isInTown(_ place: Int, at index: Int) -> Bool {
        guard gazetteer.isLocal(place), !isHeld(place, at: index) else { return false }
        // "Jl. Hasan Basri Banjarmasin".
        if mentions[index].isSpot, isRightBeforeTown(mentions[index]) { return true }
        guard !mentions[index].around.isRoad else { return false }
        if isBehindTown(index) { return true }
        guard index + 1 < mentions.count else { return false }
        let next = mentions[index + 1]
        let start = mentions[index].tokens.upperBound
        let end = next.tokens.lowerBound
        guard end >= start, end - start <= Gazetteer.besideReach, !next.isDenied,
            !mentions[index].isSpot
        else { return false }
        let entry = gazetteer.entries[place]
        let isWord = entry.isOrdinaryWord || entry.isAlsoWord
        let isLinked = (start..<end).allSatisfy {
            !words[$0].opensSentence && (cues[$0]?.isLevel == true || cues[$0]?.isSkipped == true)
        }
        // "Simpur Center, Bandar Lampung"; but not "di Simpur, ke Banjarmasin".
        let isAfter = isWord && end - start < 3 && (start..<end).allSatisfy { cues[$0] == nil }
        // "SMA Banua Hanyar di Banjarmasin".
        let isIn =
            isWord && end - start == 1 && cues[start] == .preposition
            && words[start].plain.count < 3 && signs.between(start - 1, start).count == 1
        let isProvince = options[index + 1].allSatisfy { gazetteer.codes[$0].depth == 1 }
        // "di Sungai Pinang Samarinda"; but not "dari Kandangan Banjarmasin".
        let around = mentions[index].around
        let isRightBefore =
            end == start && start < words.count && !words[start].opensSentence
            && (isProvince
                || around.isRightBehindPreposition && !around.isToward && !around.isFrom
                    && !around.isVia && gazetteer.levels[place].isVillage)
        guard isLinked || isAfter || isIn || isRightBefore else { return false }
        let isDash = signs.between(start - 1, start).contains { $0 == 0x2D || $0 == 0x3E }
        guard start == words.count || !isDash || end > start else { return false }
        return !options[index + 1].isEmpty
            && options[index + 1].allSatisfy {
                !gazetteer.isLocal($0) && gazetteer.codes[$0].depth < 4
            }
    }

    private func isRightBeforeTown(_ spot: PlaceMention) -> Bool {
        mentions.indices.contains { other in
            mentions[other].tokens.lowerBound == spot.tokens.upperBound && !options[other].isEmpty
                && options[other].allSatisfy { !gazetteer.isLocal($0) }
        }
    }

    /// "menetap di Samarinda, tepatnya di Sungai Pinang": in the town that was just named.
    private func isBehindTown(_ index: Int) -> Bool {
        guard index > 0, let town = options[index - 1].first else { return false }
        let around = mentions[index - 1].around
        let start = mentions[index - 1].tokens.upperBound
        let between = start..<max(start, mentions[index].tokens.lowerBound)
        return !gazetteer.isLocal(town) && !around.isFrom && !around.isToward && !around.isPassing
            && !mentions[index - 1].isDenied && between.count <= Gazetteer.besideReach
            && between.contains { cues[$0] == .incident }
            && between.allSatisfy { cues[$0] == .incident || cues[$0]?.isLink == true }
    }

    /// "urang Kandangan tapi tabrakan di Banjarmasin", "merantau di Tenggarong, jalan di sini rusak".
    func isMatterAway(_ index: Int, _ stress: PlaceStress) -> Bool {
        guard options[index].contains(where: { !gazetteer.isLocal($0) }),
            options[index].allSatisfy({ !gazetteer.isLocal($0) })
        else { return false }
        let mention = mentions[index]
        let end = mention.tokens.upperBound
        let next =
            mentions.first { $0.tokens.lowerBound >= end && $0.isLocal }?.tokens.lowerBound
            ?? words.count
        if mention.around.isLiving { return (end..<next).contains { cues[$0] == .here } }
        return stress[index] > 1.05 && mention.around.isRightBehindPreposition
            && !mention.around.isResidence
    }
}
