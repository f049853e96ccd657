// Compares two complaints: which features the pair has.
import Language

extension Features {
    private static let day: UInt32 = 86_400

    /// - Parameters:
    ///   - counts: how telling words are.
    init(_ new: LinkFacts, _ old: LinkFacts, counts: WordCounts) {
        self.init(rawValue: 0)
        insert(.always)
        addTime(new.at > old.at ? new.at - old.at : old.at - new.at)
        let likeness = counts.likeness(new.sketch, old.sketch)
        addTopic(new, old)
        addTrouble(new, old)
        addPlace(new, old)
        addSpot(new, old)
        addSender(new, old)
        addWords(likeness, new, old)
        addTogether(new, old)
    }

    private mutating func addTime(_ seconds: UInt32) {
        switch seconds {
        case ..<3_600: insert(.withinHour)
        case ..<21_600: insert(.withinSixHours)
        case ..<Self.day: insert(.withinDay)
        case ..<(3 * Self.day): insert(.withinThreeDays)
        case ..<(7 * Self.day): insert(.withinWeek)
        case ..<(14 * Self.day): insert(.withinTwoWeeks)
        case ..<(21 * Self.day): insert(.withinThreeWeeks)
        case ..<(UInt32(DuplicateIndex.windowDays) * Self.day): insert(.withinWindow)
        default: insert(.beyondWindow)
        }
    }

    private mutating func addTopic(_ new: LinkFacts, _ old: LinkFacts) {
        if new.topic == 0 || old.topic == 0 {
            insert(.noTopic)
        } else if new.topic == old.topic {
            insert(.sameTopic)
        } else {
            insert(.otherTopic)
        }
        if new.matter == 0 || old.matter == 0 {
            insert(.noMatter)
        } else if new.matter == old.matter {
            insert(.sameMatter)
            if MatterWords.manifold.contains(new.matter) { insert(.manifoldMatter) }
            if MatterWords.atSpot.contains(new.matter) { insert(.matterAtSpot) }
            if MatterWords.everywhere.contains(new.matter) { insert(.matterEverywhere) }
        } else if new.tells(of: old.matter) || old.tells(of: new.matter)
            || new.nextMatter != 0 && new.nextMatter == old.nextMatter
            || MatterWords.isKin(new.matter, old.matter)
        {
            insert(.sharedMatter)
            if MatterWords.manifold.contains(new.matter) || MatterWords.manifold.contains(old.matter) {
                insert(.manifoldMatter)
            }
        } else if MatterWords.isRelated(new.matter, old.matter) {
            insert(.relatedMatter)
        } else {
            insert(.otherMatter)
        }
    }

    private mutating func addTrouble(_ new: LinkFacts, _ old: LinkFacts) {
        if !new.trouble.isDisjoint(with: old.trouble) { insert(.sameTrouble) }
        if new.trouble.isOther(than: old.trouble) { insert(.otherTrouble) }
    }

    private mutating func addPlace(_ new: LinkFacts, _ old: LinkFacts) {
        guard new.place != 0, old.place != 0 else {
            insert(.noPlace)
            return
        }
        let isSure = new.marks.contains(.surePlace) && old.marks.contains(.surePlace)
        if new.marks.contains(.namesake) != old.marks.contains(.namesake) { insert(.namesake) }
        if NamedPlace.isName(new.place), NamedPlace.isName(old.place) {
            switch NamedPlace.compare(new.place, old.place) {
            case .same: insert(isSure ? .sameVillage : .sameUnsureVillage)
            case .unsure: insert(.sameUnsureVillage)
            case .other: insert(isSure ? .otherVillage : .otherUnsureVillage)
            }
        } else if new.place == old.place, new.hasVillage {
            insert(isSure ? .sameVillage : .sameUnsureVillage)
            if new.isKnownSpot { insert(KnownSpot.isRoad(new.place) ? .sameRoad : .sameNamedLandmark) }
        } else if new.isKnownSpot || old.isKnownSpot, new.kecamatan == old.kecamatan {
            // A road may run through the village; two roads are seldom one place.
            insert(new.isKnownSpot && old.isKnownSpot ? .otherUnsureVillage : .sameKecamatan)
        } else if !isSure, new.place != old.place {
            addUnsurePlace(new, old)
        } else if new.kecamatan != old.kecamatan {
            insert(.otherKecamatan)
        } else {
            let isOther = new.hasVillage && old.hasVillage
            insert(!isOther ? .sameKecamatan : isOutage(new, old) ? .nextVillage : .otherVillage)
        }
    }

    /// What goes out in a village, or comes over it, within a day of its neighbour has mostly done so for
    /// both; not what has been so for months.
    private func isOutage(_ new: LinkFacts, _ old: LinkFacts) -> Bool {
        new.sharesWidespread(with: old) && !new.marks.contains(.lasting) && !old.marks.contains(.lasting)
            && (contains(.withinHour) || contains(.withinSixHours) || contains(.withinDay))
    }

    /// A name written wrongly may be the same village, and the name of a village that of its kecamatan.
    private mutating func addUnsurePlace(_ new: LinkFacts, _ old: LinkFacts) {
        if NamedPlace.isName(new.place) || NamedPlace.isName(old.place) {
            // Two villages are named, of which nobody knows the one: whether it is the other, a person says.
            insert(new.hasVillage && old.hasVillage ? .otherUnsureVillage : .noPlace)
        } else if new.kecamatan != old.kecamatan {
            insert(.otherUnsureVillage)
        } else {
            let isWide = [new, old].contains { $0.marks.contains(.mayBeKecamatan) || !$0.hasVillage }
            insert(isWide ? .sameKecamatan : isOutage(new, old) ? .nextVillage : .otherUnsureVillage)
        }
    }

    private mutating func addSpot(_ new: LinkFacts, _ old: LinkFacts) {
        add(new.road.agreement(with: old.road), .sameRoad, .otherRoad)
        add(new.rt, old.rt, .sameRT, .otherRT)
        add(UInt16(new.rw), UInt16(old.rw), .sameRW, .otherRW)
        add(new.house, old.house, .sameHouse, .otherHouse)
        add(new.lane, old.lane, .sameLane, .otherLane)
        add(new.part, old.part, .samePart, .otherPart)
        add(new.kilometre, old.kilometre, .sameKilometre, .otherKilometre)
        if new.landmark != 0, old.landmark != 0, new.landmark != old.landmark, new.matter == old.matter,
            !MatterWords.wide.contains(new.matter)
        {
            insert(.elsewhereThere)
        }
        if new.landmark != 0, old.landmark != 0 {
            let namesDiffer =
                new.landmarkName != 0 && old.landmarkName != 0 && new.landmarkName != old.landmarkName
            // In front of the market, and behind it.
            let isOtherSide = new.landmark == old.landmark && new.isOnOtherSide(than: old)
            let isSame = new.landmark == old.landmark && !namesDiffer && !isOtherSide
            insert(isSame ? .sameLandmark : .otherLandmark)
            if isOtherSide { insert(.spotsApart) }
            if new.landmark == old.landmark, new.landmarkName != 0, new.landmarkName == old.landmarkName {
                insert(.sameNamedLandmark)
            }
        }
        let isLane = (new.lane != 0, old.lane != 0)
        if isLane.0 != isLane.1, !contains(.sameRoad), !contains(.sameRT),
            isLane.0 ? !old.road.isNone : !new.road.isNone
        {
            insert(.otherKindOfSpot)
        }
        let isKnown = new.isKnownSpot && new.place == old.place
        if !isKnown, new.hasAnySpot != old.hasAnySpot || new.hasAnySpot && isDisjoint(with: Self.agreeing) {
            insert(.spotUnsaid)
            if new.hasAnySpot { insert(.spotNew) }
        }
        // A lamp on a bridge and one at the cemetery of RT 3: no detail says another, and none the same.
        if new.hasAnySpot, old.hasAnySpot, isDisjoint(with: Self.agreeing), new.sharesSpotMatter(with: old) {
            insert(.spotsApart)
        }
        if new.marks.contains(.oneSeller) || old.marks.contains(.oneSeller),
            isDisjoint(with: Self.agreeing)
        {
            insert(.oneSpotUnsaid)
        }
        // One names several spots, the other one: whether it is among them is for a person to say.
        if new.marks.contains(.severalSpots) != old.marks.contains(.severalSpots),
            isDisjoint(with: Self.details), new.hasSpot || old.hasSpot,
            !MatterWords.wide.contains(new.matter)
        {
            insert(.oneSpotUnsaid)
        }
    }

    private mutating func add(_ agreement: Agreement, _ same: Feature, _ other: Feature) {
        switch agreement {
        case .same: insert(same)
        case .different: insert(other)
        case .unknown: break
        }
    }

    private mutating func add(_ a: UInt16, _ b: UInt16, _ same: Feature, _ other: Feature) {
        guard a != 0, b != 0 else { return }
        insert(a == b ? same : other)
    }

    private mutating func addSender(_ new: LinkFacts, _ old: LinkFacts) {
        let isSame = new.isOfSameSender(as: old)
        let isOther =
            new.phone != 0 && old.phone != 0 || new.email != 0 && old.email != 0
        if isSame { insert(.sameSender) } else if isOther { insert(.otherSender) }
        if !isSame, new.name != 0, old.name != 0 {
            insert(new.name == old.name ? .sameName : .otherName)
        }
    }

    private mutating func addWords(_ likeness: Likeness, _ new: LinkFacts, _ old: LinkFacts) {
        if likeness.fewer < 3, min(new.sketch.count, old.sketch.count) < 4 { insert(.shortText) }
        switch likeness.ratio {
        case 0.9...: insert(.wordsAll)
        case 0.7...: insert(.wordsMost)
        case 0.5...: insert(.wordsMany)
        case 0.3...: insert(.wordsSome)
        case 0.12...: insert(.wordsFew)
        default: insert(.wordsNone)
        }
        if likeness.contained >= 0.85, likeness.ratio < 0.9, likeness.words >= 3 { insert(.contained) }
        switch likeness.rareWords {
        case 0: break
        case 1: insert(.rareWord)
        case 2: insert(.rareWords)
        default: insert(.manyRareWords)
        }
    }

    private mutating func addTogether(_ new: LinkFacts, _ old: LinkFacts) {
        let mostWords = contains(.wordsAll) || contains(.wordsMost) || contains(.contained)
        if new.marks.contains(.differs), !old.marks.contains(.differs) { insert(.saysOther) }
        if old.marks.contains(.differs), !new.marks.contains(.differs) { insert(.otherSaid) }
        // The hole that is left of a burst pipe, the help after a flood.
        if new.marks.contains(.aftermath) != old.marks.contains(.aftermath), !contains(.sameMatter),
            !contains(.sameSender)
        {
            insert(.saysOther)
        }
        if new.marks.contains(.comesBack), !old.marks.contains(.comesBack) { insert(.comesBack) }
        if new.marks.contains(.money) != old.marks.contains(.money) { insert(.moneyApart) }
        if contains(.sameSender) {
            let isElsewhere = contains(.otherVillage) || contains(.otherKecamatan)
            if new.marks.contains(.chases), !isElsewhere { insert(.sameSenderChases) }
            if !new.hasVillage, new.road.isNone { insert(.sameSenderNoPlace) }
            if contains(.otherMatter) { insert(.sameSenderOtherMatter) }
            if contains(.sameMatter) { insert(.sameSenderSameMatter) }
            if mostWords, (new.at > old.at ? new.at - old.at : old.at - new.at) < 4 * Self.day {
                insert(.sameSenderSoon)
            }
        }
        if mostWords, contains(.otherVillage) || contains(.otherKecamatan) { insert(.mostWordsOtherPlace) }
        if mostWords, contains(.noPlace) { insert(.mostWordsNoPlace) }
        let isPersonal =
            MatterWords.personal.contains(new.matter) && MatterWords.personal.contains(old.matter)
            && !(new.tells(of: MatterWords.office) && old.tells(of: MatterWords.office))
        if isPersonal, !contains(.sameSender), !contains(.sameHouse),
            !(contains(.wordsAll) && !contains(.shortText) && !contains(.otherSender))
        { insert(.twoHouseholds) }
        if Self.areTwoThefts(new, old, self) { insert(.twoHouseholds) }
        // The shops of two people.
        if MatterWords.sold.contains(new.matter), contains(.otherLandmark), new.landmark == LinkFacts.shop,
            old.landmark == LinkFacts.shop
        {
            insert(.twoHouseholds)
        }
        if contains(.sameMatter), isDisjoint(with: Self.details) { insert(.sameMatterNoDetail) }
    }
}

extension Features {
    /// What tells that two speak of one thing taken.
    private static let telling = Features([
        .wordsAll, .wordsMost, .wordsMany, .contained, .sameRoad, .sameLane, .sameHouse, .sameNamedLandmark,
    ])

    /// Each theft is of somebody else's: a goat of one house, a motorcycle of another. Told by two in words
    /// of their own, they are two.
    static func areTwoThefts(_ new: LinkFacts, _ old: LinkFacts, _ pair: Features) -> Bool {
        new.marks.contains(.taken) && old.marks.contains(.taken) && !pair.contains(.sameSender)
            && pair.isDisjoint(with: telling)
    }
}

extension LinkFacts {
    /// Whether a matter is one of those besides the first.
    func tells(of matter: UInt8) -> Bool { matter != 0 && (matter == nextMatter || matter == lastMatter) }

    /// Whether both tell of one thing that goes out, or comes over, several villages; of a landslide only
    /// where it closes the road.
    fileprivate func sharesWidespread(with other: LinkFacts) -> Bool {
        [matter, nextMatter, lastMatter].contains { shared in
            guard MatterWords.widespread.contains(shared), shared == other.matter || other.tells(of: shared),
                shared == matter || shared == other.matter
            else { return false }
            return shared != MatterWords.landslide
                || trouble.contains(.blocked) && other.trouble.contains(.blocked)
        }
    }

    fileprivate func isOnOtherSide(than other: LinkFacts) -> Bool {
        let sides = Marks([.inFront, .behind])
        let (mine, theirs) = (marks.intersection(sides), other.marks.intersection(sides))
        return !mine.isEmpty && !theirs.isEmpty && mine.isDisjoint(with: theirs)
    }

    /// Whether both tell of something that stands at one spot and of which a village has several.
    fileprivate func sharesSpotMatter(with other: LinkFacts) -> Bool {
        [matter, nextMatter].contains { shared in
            (shared == other.matter || shared == other.nextMatter)
                && (MatterWords.atSpot.contains(shared) || MatterWords.ofPlace.contains(shared))
                && !MatterWords.wide.contains(shared)
        }
    }

    /// Both villages are named beyond doubt and are two, and it is nothing that goes out for both.
    func isElsewhere(than other: LinkFacts) -> Bool {
        guard place != other.place, marks.contains(.surePlace), other.marks.contains(.surePlace),
            hasVillage, other.hasVillage, !NamedPlace.isName(place), !NamedPlace.isName(other.place),
            kecamatan != other.kecamatan || !isKnownSpot && !other.isKnownSpot
        else { return false }
        return !sharesWidespread(with: other)
    }

    /// Phone or address are the same.
    func isOfSameSender(as other: LinkFacts) -> Bool {
        phone != 0 && phone == other.phone || email != 0 && email == other.email
    }

    /// Whether the two are linked only by a person: one is sensitive, and another tells it.
    func isHeld(from other: LinkFacts) -> Bool {
        (isSensitive || other.isSensitive) && !isOfSameSender(as: other)
    }

    /// Whether any detail of a spot is named.
    var hasAnySpot: Bool {
        !road.isNone || rt != 0 || house != 0 || lane != 0 || part != 0 || kilometre != 0 || landmark != 0
    }

    fileprivate var hasSpot: Bool { !road.isNone || rt != 0 || house != 0 }
}

extension Features {
    /// Both name a village beyond doubt, and not the same one.
    var isElsewhere: Bool { contains(.otherVillage) || contains(.otherKecamatan) }

    /// The details of the spot alone: what may be against a link.
    static func spot(_ new: LinkFacts, _ old: LinkFacts) -> Features {
        var features = Features(rawValue: 0)
        features.addSpot(new, old)
        return features
    }
}
