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
        .oneSpotUnsaid, .twoHouseholds, .saysOther, .otherKindOfSpot,
    ])
    /// Time, which does not count for a recurrence.
    static let times = Features([
        .withinHour, .withinSixHours, .withinDay, .withinThreeDays, .withinWeek, .withinTwoWeeks,
        .withinThreeWeeks, .withinWindow, .beyondWindow,
    ])
    static let details = Features([
        .sameRoad, .sameRT, .sameHouse, .sameLane, .samePart, .sameKilometre, .sameNamedLandmark,
    ])

    /// Details that agree.
    static let agreeing = details.union(Features([.sameRW, .sameLandmark]))

    package var isVetoed: Bool { !isDisjoint(with: Self.vetoes) }
}
