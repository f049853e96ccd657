// What speaks for and against two complaints being about the same: the features a link is scored by.

/// One thing two complaints have in common, or not. What is not known is no feature.
package enum Feature: UInt8, Sendable, Hashable, CaseIterable {
    case always
    // Time between them.
    case withinHour, withinSixHours, withinDay, withinThreeDays, withinWeek, withinTwoWeeks
    case withinThreeWeeks, withinWindow, beyondWindow
    // What about.
    case sameTopic, otherTopic, noTopic, sameMatter, sharedMatter, otherMatter, noMatter
    case relatedMatter, saysOther, manifoldMatter, matterAtSpot, elsewhereThere
    // Where.
    case sameVillage, sameUnsureVillage, sameKecamatan, otherVillage, otherKecamatan, noPlace
    case sameRoad, otherRoad, sameRT, otherRT, sameHouse, otherHouse, sameLane, otherLane
    case sameRW, otherRW, samePart, otherPart, sameKilometre, otherKilometre
    case sameLandmark, otherLandmark, sameNamedLandmark, oneSpotUnsaid
    // Who.
    case sameSender, otherSender, sameName, otherName
    // Which words.
    case wordsAll, wordsMost, wordsMany, wordsSome, wordsFew, wordsNone
    case contained, shortText
    case rareWord, rareWords, manyRareWords
    // Together.
    case sameSenderOtherMatter, sameSenderSameMatter, sameSenderSoon, mostWordsOtherPlace
    case mostWordsNoPlace, sameMatterNoDetail, twoHouseholds, rival
    case sameSenderChases, sameSenderNoPlace, sameSenderLast
    // How many other cases there are.
    case onlyCaseHere, fewCasesHere, onlyCaseOfMatter, otherKindOfSpot, spotUnsaid
    case onlySuchHere, severalSuchHere, manyTold
    case spotNew, matterEverywhere
    // What the text says of others.
    case otherSaid, comesBack, moneyApart
    // What the case as a whole has in common with it: the thing and the place together.
    case thingHere, thingMaybeHere, thingSpotHere, thingSpotUnsaid, thingNoSpot, manifoldHere, thingSoon
    case thingTopicHere, thingOtherLandmark, sharedHere, sharedMaybeHere, relatedHere, otherThingHere
    case unknownHere, otherThingSpot, wordsHere, rareWordsHere, sharedRareHere
    case thingRareNoPlace, thingSpotNoPlace, sharedSpotNoPlace, thingSpotNear, thingRareNear, wordsNoPlace
    case senderChasesNoPlace, senderThingNoPlace, senderOtherNoWords, senderThingHere, senderOtherHere
    case senderSharedMatter, senderWords
    case otherUnsureVillage, spotElsewhere
    // The next village, where what goes out goes out for many; two spots of different kinds.
    case nextVillage, spotsApart
    case thingRareHere, alikeToday, onlyCaseSoon, chasesSoon
    // What is wrong, and who the text says is speaking.
    case sameTrouble, otherTrouble
    case onlyCaseNear, namesake

    /// As written in the weights file and in the reasons of a link: "same_topic".
    package var name: String {
        var name = ""
        for letter in "\(self)" {
            if letter.isUppercase, name.last?.isLowercase == true { name += "_" }
            name.append(letter)
        }
        return name.lowercased()
    }

    /// For a person.
    package var words: String? { Self.texts[self] }

    private static let byName: [String: Feature] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// The feature of a name in a weights file.
    package init?(name: String) {
        guard let feature = Self.byName[name] else { return nil }
        self = feature
    }

    private static let texts: [Feature: String] = [
        .withinHour: "berselang kurang dari satu jam", .withinSixHours: "berselang beberapa jam",
        .withinDay: "pada hari yang sama", .withinThreeDays: "berselang satu sampai tiga hari",
        .withinWeek: "dalam satu minggu", .withinTwoWeeks: "dalam dua minggu",
        .withinThreeWeeks: "dalam tiga minggu", .withinWindow: "lebih dari tiga minggu",
        .beyondWindow: "sudah lama berselang", .sameTopic: "topik sama",
        .sameMatter: "hal yang sama", .sharedMatter: "hal yang serupa", .otherMatter: "hal lain",
        .otherTopic: "topik lain", .sameVillage: "desa sama",
        .sameUnsureVillage: "desa mungkin sama", .sameKecamatan: "kecamatan sama",
        .otherVillage: "desa lain", .otherKecamatan: "kecamatan lain", .noPlace: "tempat tidak disebut",
        .otherUnsureVillage: "mungkin desa lain", .spotElsewhere: "hal yang ada di banyak desa",
        .sameRoad: "jalan sama",
        .otherRoad: "jalan lain", .sameRT: "RT sama", .otherRT: "RT lain", .sameHouse: "nomor rumah sama",
        .otherHouse: "nomor rumah lain", .sameLane: "gang sama", .otherLane: "gang lain",
        .sameRW: "RW sama", .otherRW: "RW lain", .samePart: "blok atau dusun sama",
        .otherPart: "blok atau dusun lain", .sameKilometre: "kilometer sama",
        .otherKilometre: "kilometer lain", .sameLandmark: "patokan sama",
        .otherLandmark: "patokan lain", .sameNamedLandmark: "patokan bernama sama",
        .sameSender: "pelapor sama", .otherSender: "pelapor lain", .sameName: "nama pelapor sama",
        .otherName: "nama pelapor lain", .wordsAll: "isi hampir sama persis",
        .wordsMost: "sebagian besar kata sama", .wordsMany: "banyak kata sama",
        .wordsSome: "beberapa kata sama", .wordsFew: "sedikit kata sama",
        .wordsNone: "kata berbeda", .contained: "isi yang satu termuat dalam yang lain",
        .rareWord: "satu kata jarang sama", .rareWords: "kata-kata jarang sama",
        .manyRareWords: "banyak kata jarang sama", .twoHouseholds: "urusan masing-masing rumah",
        .rival: "ada kasus lain yang sama miripnya", .relatedMatter: "sebab atau akibatnya",
        .manifoldMatter: "hal yang banyak di satu desa",
        .saysOther: "disebut sebagai hal lain", .sameSenderChases: "menanyakan laporannya sendiri",
        .sameSenderNoPlace: "pelapor sama, tempat tidak diulang",
        .sameSenderLast: "laporan terakhir pelapor ini",
        .onlyCaseHere: "satu-satunya kasus di desa ini", .fewCasesHere: "sedikit kasus di desa ini",
        .onlyCaseOfMatter: "satu-satunya kasus tentang hal ini",
        .elsewhereThere: "patokan lain", .spotUnsaid: "tempat persisnya hanya disebut satu pihak",
        .otherKindOfSpot: "patokan tempatnya tidak sejenis",
        .onlySuchHere: "satu-satunya kasus semacam ini di desa ini",
        .matterEverywhere: "hal yang ada di banyak titik",
        .manyTold: "sudah dilaporkan beberapa orang", .spotNew: "titik yang belum disebut laporan lain",
        .severalSuchHere: "ada beberapa kasus semacam ini di desa ini",
        .otherSaid: "laporan terdahulu membedakan diri", .comesBack: "rusak lagi setelah diperbaiki",
        .moneyApart: "hanya satu yang soal uang", .thingHere: "hal yang sama di desa yang sama",
        .thingMaybeHere: "hal yang sama, desa mungkin sama",
        .thingSpotHere: "hal dan titik yang sama",
        .thingSpotUnsaid: "hal sama, titiknya hanya disebut sepihak",
        .thingNoSpot: "hal sama, titiknya tidak disebut", .manifoldHere: "hal sama yang banyak di desa ini",
        .thingSoon: "hal sama di desa ini dalam seminggu", .thingTopicHere: "hal dan topik sama di desa ini",
        .thingOtherLandmark: "hal sama, patokan lain", .sharedHere: "hal serupa di desa yang sama",
        .sharedMaybeHere: "hal serupa, desa mungkin sama", .relatedHere: "sebab atau akibatnya di desa ini",
        .otherThingHere: "desa sama, hal lain", .unknownHere: "hal tidak dikenali, desa sama",
        .otherThingSpot: "hal lain di titik yang sama", .wordsHere: "isi dan desa sama",
        .rareWordsHere: "kata-kata jarang dan desa sama",
        .sharedRareHere: "hal serupa, kata jarang, desa sama",
        .thingRareNoPlace: "hal dan kata jarang sama, tanpa desa",
        .thingSpotNoPlace: "hal dan titik sama, tanpa desa",
        .sharedSpotNoPlace: "hal serupa dan titik sama, tanpa desa",
        .thingSpotNear: "hal dan titik sama di kecamatan ini",
        .thingRareNear: "hal dan kata jarang sama di kecamatan ini", .wordsNoPlace: "isi sama, tanpa desa",
        .senderChasesNoPlace: "pelapor menanyakan laporannya, tempat tidak diulang",
        .senderThingNoPlace: "pelapor dan hal sama, tempat tidak diulang",
        .senderOtherNoWords: "pelapor sama, hal lain, kata lain",
        .senderThingHere: "pelapor, hal dan desa sama",
        .senderOtherHere: "pelapor sama, hal lain di desa ini",
        .nextVillage: "desa sekecamatan, gangguan yang meluas pada hari yang sama",
        .thingRareHere: "hal dan kata jarang sama di desa ini",
        .alikeToday: "hal serupa di desa ini pada hari yang sama",
        .onlyCaseSoon: "satu-satunya kasus tentang hal ini, baru beberapa hari",
        .chasesSoon: "menanyakan kelanjutan, hal yang sama di desa ini",
        .onlyCaseNear: "satu-satunya kasus tentang hal ini di kecamatan",
        .namesake: "nama desa dipakai beberapa desa",
        .sameTrouble: "kerusakan atau gangguan yang sama", .otherTrouble: "kerusakan atau gangguan lain",
        .spotsApart: "masing-masing menyebut titik lain",
        .senderSharedMatter: "pelapor sama, hal serupa", .senderWords: "pelapor dan isi sama",
    ]
}

/// The features of a pair, as a set.
package struct Features: OptionSet, Sendable, Hashable {
    package let rawValue: UInt128
    package init(rawValue: UInt128) { self.rawValue = rawValue }

    package init(_ features: some Sequence<Feature>) {
        self.init(rawValue: features.reduce(0) { $0 | 1 << UInt128($1.rawValue) })
    }

    mutating func insert(_ feature: Feature) {
        self = Features(rawValue: rawValue | 1 << UInt128(feature.rawValue))
    }

    mutating func remove(_ feature: Feature) {
        self = Features(rawValue: rawValue & ~(1 << UInt128(feature.rawValue)))
    }

    /// Whether the pair has a feature.
    package func contains(_ feature: Feature) -> Bool { rawValue >> UInt128(feature.rawValue) & 1 == 1 }

    /// In the order of ``Feature``.
    package var list: [Feature] { Feature.allCases.filter(contains) }

    /// Both say where exactly, and it is not the same: never linked automatically.
    package static let vetoes = Features([
        .otherRoad, .otherRT, .otherHouse, .otherLane, .otherRW, .otherPart, .otherKilometre,
        .otherKindOfSpot,
    ])
    /// The same, where it is so for all complaints of a case.
    static let vetoesOfAll = Features([
        .twoHouseholds, .saysOther, .comesBack, .oneSpotUnsaid, .spotsApart,
    ])
    /// Time, which does not count for a recurrence, nor what says that it is one.
    static let times = Features([
        .comesBack, .saysOther,
        .withinHour, .withinSixHours, .withinDay, .withinThreeDays, .withinWeek, .withinTwoWeeks,
        .withinThreeWeeks, .withinWindow, .beyondWindow,
    ])
    /// What depends on how rare words are.
    static let ofRareWords = Features([
        .rareWord, .rareWords, .manyRareWords, .rareWordsHere, .thingRareHere, .sharedRareHere,
        .thingRareNoPlace, .thingRareNear,
    ])
    /// What depends on other complaints than the two.
    static let ofOthers = ofRareWords.union(
        Features([
            .sameSenderLast, .onlyCaseHere, .fewCasesHere, .onlySuchHere, .severalSuchHere,
            .onlyCaseOfMatter, .onlyCaseSoon, .onlyCaseNear, .manyTold, .rival,
        ]))
    static let details = Features([
        .sameRoad, .sameRT, .sameHouse, .sameLane, .samePart, .sameKilometre, .sameNamedLandmark,
    ])

    /// Details that agree.
    static let agreeing = details.union(Features([.sameRW, .sameLandmark]))

    package var isVetoed: Bool { isOtherSpot || !isDisjoint(with: Self.vetoesOfAll) }
    /// Both say where exactly, and it is not the same.
    var isOtherSpot: Bool { !isDisjoint(with: Self.vetoes) }
}
