// What the words before a name say of it, and the one right behind it.

/// What stands before a name, read back from it within its sentence.
struct PlaceSurroundings {
    /// So many words before a name are looked at.
    static let reach = 4

    var level: PlaceCue?
    /// Where the word that tells the level stands.
    var levelAt: Int?
    var isAfterPreposition = false
    var isResidence = false
    var isRoad = false
    var isOffice = false
    var isNegated = false
    /// Another place is compared with it: "tidak seperti desa Bariang".
    var isUnlike = false
    /// "kades" says the level.
    var isOfHead = false
    /// "pak" stands right before it.
    var isTitled = false
    /// The name of a plant or a custom by the word right before it.
    var isThing = false
    /// The word right before it is "di", "ke", "dari".
    var isRightBehindPreposition = false
    /// "ke", "dari": where somebody goes, or comes from.
    var isToward = false
    var isFrom = false
    /// Named for another reason, or as where it happens.
    var isPassing = false
    var isIncident = false
    /// "tempatnya di": right before it.
    var isLocated = false
    /// "kalau" stands before it.
    var isGiven = false
    /// "rumah saya di": where somebody lives, and no more.
    var isHouse = false
    /// "tinggal di".
    var isLiving = false
    /// "lewat", and "sebelum", "selepas": on the way to where it is.
    var isVia = false
    var isReference = false
    /// "kami kira di".
    var isThought = false
    /// "dulu di".
    var isFormer = false
    /// "gara-gara proyek di".
    var isCause = false
    /// "hanya sampai": there it still is as it should be.
    var isOnlyTo = false
    /// "sawah kami di".
    var isOurs = false

    /// "desa" or "kec" stands before it.
    var isNamed: Bool { level == .village || level == .kecamatan }

    /// - Parameter cues: the cue of each word.
    init(around name: Range<Int>, _ words: [Word], _ cues: [PlaceCue?]) {
        let start = name.lowerBound
        // "hamalau rt 3" is where somebody is.
        isAfterPreposition =
            name.upperBound < cues.count && cues[name.upperBound] == .neighbourhood
        if start > 0, !words[start].opensSentence || PlaceSurroundings.isShort(words[start - 1]) {
            // "nama saya Hariti" as well.
            let before = start > 1 && cues[start - 1]?.isSkipped == true ? start - 2 : start - 1
            // "anak-anak Daha Barat", "ibu-ibu Hamalau".
            let isSeveral =
                start > 1 && (cues[start - 1] == .person || cues[start - 1] == .title)
                && words[start - 1].plain.hash == words[start - 2].plain.hash
            if isSeveral { (isResidence, isAfterPreposition) = (true, true) }
            // "pasar ikan Bangkau".
            let isPublic =
                before > 0 && cues[before - 1] == .preposition && words[before - 1].plain.count > 3
                && before == start - 1
            if isPublic, cues[before] == .thing { isAfterPreposition = true }
            // "pabrik padi Bangkau" as well.
            let isMarket = isPublic || before > 0 && cues[before - 1] == .firm
            let isPerson =
                cues[before] == .person
                && (words[start].opensSentence || words[start].lower - words[before].upper < 2
                    || before < start - 1)
                || cues[start - 1] == .parent
                || name.upperBound < cues.count && cues[name.upperBound] == .parent
            isThing =
                isPerson && !isSeveral
                || !words[start].opensSentence
                    && (cues[before] == .thing && !isMarket || cues[before] == .named)
            isTitled =
                cues[start - 1] == .title && !isSeveral
                && words[start].lower - words[start - 1].upper < 2
            isRightBehindPreposition =
                cues[start - 1].map { $0.isPreposition || $0 == .belonging } ?? false
        }
        var index = start
        /// Nothing but words that belong to the name lies between: for the level, and for "bukan".
        var isNear = true
        var isLinked = true
        var isAbout = false
        while index > 0, start - index < PlaceSurroundings.reach,
            !words[index].opensSentence
                || cues[index - 1] != nil && words[index - 1].plain.count <= 4
        {
            index -= 1
            let cue = cues[index]
            switch cue {
            case .village, .head, .itself, .kecamatan, .kabupaten, .kota, .provinsi:
                if isNear, level == nil {
                    let isVillage = cue == .head || cue == .itself
                    (level, levelAt) = (isVillage ? .village : cue, index)
                    isOfHead = cue == .head
                }
            case .preposition, .toward, .from, .via, .neighbourhood:
                if isNear || levelAt == index + 1 {
                    isAfterPreposition = true
                    // "ke pasar Kandangan" is a way there.
                    let further = cue == .preposition && index > 0 ? cues[index - 1] : cue
                    // "ke bank di Kandangan" too.
                    let isInside =
                        cue == .preposition && index > 1 && cues[index - 2] == .toward
                        && words[index].lower - words[index - 1].upper < 2
                        && (cues[index - 1]?.isWord ?? words[index - 1].isEveryday)
                    isToward = further == .toward || isInside
                    isFrom = further == .from
                    isVia = further == .via
                    // "air dari Wasah Hilir".
                    if isFrom, index > 0, cues[index - 1]?.isMatter == true { isCause = true }
                    isOurs =
                        cue == .preposition && index > 1 && cues[index - 1] == .we
                        && cues[index - 2] != .kin && cues[index - 2] != .person
                }
                isNear = false
            case .residence, .living:
                if start - index <= 3 { isResidence = true }
                if cue == .living { isLiving = true }
                if isNear { isAfterPreposition = true }
                isNear = false
            case .road:
                if isNear, level == nil { isRoad = true }
                isNear = false
            case .house:
                if cues[index + 1] == .kin || cues[index + 1] == .person {
                    isPassing = true
                } else if isAfterPreposition || cues[index + 1] == .we {
                    (isResidence, isHouse) = (true, true)
                }
                isNear = false
            case .office:
                isOffice = true
                isNear = false
            case .agency:
                // "pelanggan PDAM di Hamalau" is no letter to it, "ke dinas di Kandangan" is.
                let isStopped = words[index + 1].lower - words[index].upper > 1
                if !isAfterPreposition && !isStopped
                    || isAfterPreposition && index > 0 && cues[index - 1] == .toward
                {
                    isOffice = true
                }
                isNear = false
            case .negation:
                // "bukan hanya di sini" is here as well.
                if isLinked, cues[index + 1] != .only { isNegated = true }
                isNear = false
            case .belonging:
                if index == start - 1 { isAfterPreposition = true }
                isNear = false
            case .passing, .moving:
                // "di sekolah adik saya di Hamalau" is no way to school.
                if index == 0 || cues[index - 1] != .preposition { isPassing = true }
                isNear = false
            case .given: (isGiven, isNear) = (true, false)
            case .incident:
                (isIncident, isNear) = (true, false)
                if isLinked { isLocated = true }
            case .unlike:
                if isLinked { isUnlike = true }
                isNear = false
            case .reference:
                if isLinked { isReference = true }
                isNear = false
            case .still:
                if isLinked, isAfterPreposition || isNear { (isIncident, isLocated) = (true, true) }
                isNear = false
            case .thought:
                // "kira-kira 3 km dari".
                if cues[index + 1] != .thought, index == 0 || cues[index - 1] != .thought {
                    isThought = true
                }
                isNear = false
            case .cause: (isCause, isNear) = (true, false)
            case .formerly: (isFormer, isNear) = (true, false)
            case .now:
                if isLinked, isRightBehindPreposition { isOurs = true }
                isNear = false
            case .about: (isAbout, isNear) = (true, false)
            case .lack:
                // "tidak sampai ke Hamalau" is what is wrong in Hamalau.
                if isLinked, isToward, !isUnlike { (isToward, isOurs) = (false, true) }
                if isLinked, isAbout { isUnlike = true }
                (isNear, isLinked) = (false, false)
            case .only:
                if isLinked, isToward { isOnlyTo = true }
                isNear = false
            case .dont:
                // "jangan di Kandangan terus", "jangan cuma Kandangan".
                if isLinked { isUnlike = true }
                isNear = false
            case .homeward:
                if isFrom { isPassing = true }
                if isLinked { isToward = false }
                isNear = false
            case .named:
                // "namanya pak Bariah apa Bariang".
                if index + 1 < start, cues[index + 1] == .title { isThing = true }
                isNear = false
            case .correction, .apology, .right, .thing, .there, .person, .parent,
                .with, .here, .which, .rank, .modal, .asking, .attend, .firm,
                .estate:
                isNear = false
            case .skip, .we, .title: break
            case .newly:
                if isLinked, isToward { isOnlyTo = true }
                (isNear, isLinked) = (false, false)
            case .but, .matter, .trouble, .well, .side, .town, .kin, .all, .brand, .flourish,
                .shortHead, .already, .time, .thanks, nil:
                (isNear, isLinked) = (false, false)
            }
        }
        if isNameOfVillage(name, words, cues) {
            (level, isThing) = (.village, false)
        }
    }

    /// "H." and "Bpk." end no sentence.
    private static func isShort(_ word: Word) -> Bool { word.plain.count <= 3 }

    /// "desa kami namanya Baru", "Baru itu nama desa".
    private func isNameOfVillage(
        _ name: Range<Int>, _ words: [Word], _ cues: [PlaceCue?]
    ) -> Bool {
        guard level == nil else { return false }
        let start = name.lowerBound
        if start > 1, cues[start - 1] == .named || cues[start - 2] == .named {
            let from = max(0, start - 2 - PlaceSurroundings.reach)
            if (from..<start).contains(where: { cues[$0] == .village || cues[$0] == .itself }) {
                return true
            }
        }
        var end = name.upperBound
        while end < cues.count, end - name.upperBound < 2, cues[end]?.isSkipped == true { end += 1 }
        return end + 1 < cues.count && cues[end] == .named && cues[end + 1] == .village
    }
}
