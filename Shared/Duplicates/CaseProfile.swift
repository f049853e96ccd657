// What a complaint has in common with a case: with all its complaints together, of which one may name the
// village, another the road, and a third the thing.

/// Gathers the features of the pairs a complaint makes with the complaints of one case.
struct CaseProfile {
    /// What some pair has.
    private var some = Features(rawValue: 0)
    /// What all pairs have.
    private var all = Features(rawValue: .max)

    mutating func add(_ pair: Features) {
        some.formUnion(pair)
        all.formIntersection(pair)
    }

    /// Of what excludes each other the best counts; what is against it only when all say so, but for
    /// a spot that is not the same.
    var features: Features {
        var features = some.subtracting(Self.ofAll).union(all.intersection(Self.ofAll))
        for scale in Self.scales {
            let found = features.rawValue & scale.mask
            guard found != 0 else { continue }
            features = Features(rawValue: features.rawValue & ~scale.mask | scale.best(found))
        }
        return features
    }

    private static let ofAll = Features([
        .spotUnsaid, .spotNew, .sameMatterNoDetail, .shortText, .otherSaid,
    ]).union(Features.vetoesOfAll)

    /// Features of which a pair has one, the best first.
    private struct Scale {
        let mask: UInt128
        /// The bits of the features rise from the best to the worst.
        let isRising: Bool
        private let order: [UInt128]

        init(_ features: [Feature]) {
            order = features.map { 1 << UInt128($0.rawValue) }
            mask = order.reduce(0, |)
            isRising = zip(order, order.dropFirst()).allSatisfy { $0 < $1 }
        }

        func best(_ found: UInt128) -> UInt128 {
            isRising ? found & (~found &+ 1) : order.first { found & $0 != 0 } ?? 0
        }
    }

    private static let scales = [
        Scale([
            .withinHour, .withinSixHours, .withinDay, .withinThreeDays, .withinWeek, .withinTwoWeeks,
            .withinThreeWeeks, .withinWindow, .beyondWindow,
        ]),
        Scale([.sameTopic, .noTopic, .otherTopic]),
        Scale([.sameMatter, .sharedMatter, .relatedMatter, .noMatter, .otherMatter]),
        Scale([
            .sameVillage, .sameUnsureVillage, .sameKecamatan, .nextVillage, .noPlace, .otherUnsureVillage,
            .otherVillage, .otherKecamatan,
        ]),
        Scale([.sameSender, .otherSender]), Scale([.sameName, .otherName]),
        Scale([.wordsAll, .wordsMost, .wordsMany, .wordsSome, .wordsFew, .wordsNone]),
        // Where all words of one complaint are the same, another's contain none besides.
        Scale([.wordsAll, .contained]),
        Scale([.sameLandmark, .otherLandmark]), Scale([.sameLandmark, .elsewhereThere]),
        Scale([.manyRareWords, .rareWords, .rareWord]), Scale([.sameTrouble, .otherTrouble]),
    ]
}

extension Features {
    private static let soon = Features([
        .withinHour, .withinSixHours, .withinDay, .withinThreeDays, .withinWeek,
    ])
    private static let today = Features([.withinHour, .withinSixHours, .withinDay])
    private static let alike = Features([.wordsAll, .wordsMost, .wordsMany, .contained])
    private static let telling = Features([.wordsSome, .rareWord, .rareWords, .manyRareWords])
    private static let rare = Features([.rareWords, .manyRareWords])

    /// The same thing at the same time: a person is asked, however little else is known.
    var isWorthAsking: Bool {
        let isSameHere = contains(.sameVillage) && contains(.sameMatter) && has(Self.soon)
        return !isVetoed && (contains(.onlyCaseOfMatter) || isSameHere)
    }

    /// The thing is another or only alike, and no word tells that both mean one.
    var isOnlyAlike: Bool {
        !contains(.sameMatter) && !contains(.sameSender) && !has(Self.rare) && !has(Self.alike)
    }

    /// Another thing told by another person in other words: that the place is the same says too little, and
    /// that only the kecamatan is, or that one is about money, even of a thing alike. Of a cause, or of what
    /// nobody recognises, words or what is wrong must tell besides.
    var isLoose: Bool {
        if isOtherTrouble || isNextComplaint || isAnywhere || isOneOfMany { return true }
        if contains(.sameMatter) || contains(.sameSender) || has(Self.alike) { return false }
        if contains(.otherMatter) || !isHere || contains(.moneyApart) { return true }
        let isTold = contains(.sameTrouble) || contains(.wordsSome) || has(Self.rare)
        if contains(.relatedMatter) { return !contains(.sameVillage) || !isTold && !contains(.rareWord) }
        return contains(.noMatter) && !isTold
    }

    /// Of a school, an office or a market much is complained about: another person means the same only where
    /// a word or the trouble says so.
    private var isOneOfMany: Bool {
        contains(.manifoldMatter) && !contains(.sameSender) && !contains(.sameTrouble)
            && !has(Self.telling) && !has(Self.alike)
    }

    /// A hole in the road: a village has many, and only one of the two says where.
    private var isAnywhere: Bool {
        contains(.matterEverywhere) && contains(.spotUnsaid) && !contains(.sameSender) && !has(Self.agreeing)
            && !contains(.wordsSome) && !has(Self.alike) && !has(Self.rare)
    }

    /// What is wrong is another thing, told in other words: the roof of the school, and its locked gate.
    private var isOtherTrouble: Bool {
        contains(.otherTrouble) && !contains(.sameSenderChases) && !has(Self.alike) && !has(Self.rare)
    }

    /// The same person tells of another thing in other words, and does not ask after the first.
    private var isNextComplaint: Bool {
        guard contains(.sameSender), !contains(.sameSenderChases), !has(Self.alike) else { return false }
        if contains(.noMatter) { return contains(.wordsNone) }
        // Of a school, or a market, one may complain twice in a month.
        return !contains(.sameMatter) || contains(.manifoldMatter) && !isOfDays && !has(Self.rare)
    }

    /// The villages named are probably two; or one is not named, and few words are alike, or there are others
    /// of the matter that may be meant as well.
    var isUnplaced: Bool {
        if contains(.otherUnsureVillage) { return true }
        if contains(.namesake), !contains(.sameSender), !has(Self.alike), !has(Self.rare) { return true }
        if contains(.sameSender) { return false }
        // Short, or of two villages alike.
        if contains(.noPlace), contains(.shortText) || contains(.rival) { return true }
        if has(Self.alike) { return false }
        // One names only the kecamatan: another thing of it says the same as well.
        if contains(.sameKecamatan), contains(.spotElsewhere) { return !has(Self.telling) }
        if contains(.sameKecamatan) {
            let isNow = contains(.sameMatter) && !contains(.wordsNone)
                && (contains(.withinHour) || contains(.withinSixHours))
            return !isNow && !has(Self.agreeing) && !has(Self.rare) && !contains(.wordsSome)
                && !contains(.onlyCaseNear)
        }
        guard contains(.noPlace) else { return false }
        let isOnly = contains(.onlyCaseOfMatter) && !contains(.manifoldMatter)
        return !isOnly && !has(Self.rare) && !(contains(.sameMatter) && contains(.sameNamedLandmark))
    }

    /// One names no village, and another person tells it.
    var isOfNoPlace: Bool { contains(.noPlace) && !contains(.sameSender) }

    private func has(_ any: Features) -> Bool { !isDisjoint(with: any) }

    /// With what thing and place, sender and place, words and place say together.
    var together: Features {
        var features = self
        if contains(.sameSender) { features.addOfSender(isHere) } else if isHere { features.addHere() }
        if !contains(.sameSender), !isHere { features.addElsewhere() }
        if isHere, contains(.sameMatter) {
            if contains(.sameTopic) { features.insert(.thingTopicHere) }
            if contains(.elsewhereThere) || contains(.otherLandmark) { features.insert(.thingOtherLandmark) }
        }
        return features
    }

    private mutating func addHere() {
        let isSure = contains(.sameVillage)
        let hasSpot = has(Self.agreeing)
        if contains(.sameMatter) {
            if contains(.manifoldMatter) {
                insert(.manifoldHere)
            } else if !contains(.matterAtSpot) {
                insert(isSure ? .thingHere : .thingMaybeHere)
            } else if hasSpot {
                insert(.thingSpotHere)
            } else {
                insert(contains(.spotUnsaid) ? .thingSpotUnsaid : .thingNoSpot)
            }
            if has(Self.soon) { insert(.thingSoon) }
            if has(Self.rare) { insert(.thingRareHere) }
        } else if contains(.sharedMatter) {
            insert(isSure ? .sharedHere : .sharedMaybeHere)
            if has(Self.rare) { insert(.sharedRareHere) }
        } else if contains(.relatedMatter) {
            insert(.relatedHere)
        } else if contains(.otherMatter) {
            insert(.otherThingHere)
            if hasSpot { insert(.otherThingSpot) }
        } else {
            insert(.unknownHere)
        }
        if has(Self.today), !contains(.sameMatter), !contains(.otherMatter) { insert(.alikeToday) }
        if has(Self.alike) { insert(.wordsHere) } else if has(Self.rare) { insert(.rareWordsHere) }
    }

    private mutating func addElsewhere() {
        if contains(.sameMatter), contains(.matterAtSpot), !has(Features.details) { insert(.spotElsewhere) }
        let isAlike = contains(.sharedMatter) || contains(.relatedMatter)
        if contains(.noPlace) {
            if contains(.sameMatter), has(Self.rare) { insert(.thingRareNoPlace) }
            if has(Self.agreeing) {
                if contains(.sameMatter) { insert(.thingSpotNoPlace) }
                if isAlike { insert(.sharedSpotNoPlace) }
            }
            if has(Self.alike) { insert(.wordsNoPlace) }
        } else if contains(.sameKecamatan), contains(.sameMatter) {
            if has(Self.agreeing) { insert(.thingSpotNear) }
            if has(Self.rare) { insert(.thingRareNear) }
        }
    }

    private mutating func addOfSender(_ isHere: Bool) {
        if contains(.noPlace) {
            if contains(.sameSenderChases) { insert(.senderChasesNoPlace) }
            if contains(.sameMatter), has(Self.soon) { insert(.senderThingNoPlace) }
            if contains(.otherMatter), !has(Self.rare), !contains(.rareWord) { insert(.senderOtherNoWords) }
        }
        if isHere, contains(.sameMatter) { insert(.senderThingHere) }
        if isHere, contains(.otherMatter) { insert(.senderOtherHere) }
        if contains(.sharedMatter) || contains(.relatedMatter) { insert(.senderSharedMatter) }
        if has(Self.alike) { insert(.senderWords) }
    }
}
