// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Halfway between standard-5, which was fitted to texts of two hands, and a fit to those of three and to
    /// generated ones, with what is wrong as a feature: on texts of a hand that neither had seen, the mean of
    /// both was right more often than either, so that links are made from fewer bits on. A region that has
    /// judged its own pairs does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-6", link: 2.75, review: 0.3, recurrence: 3,
        bits: [
            .always: -2.16, .withinHour: 4.74, .withinSixHours: 3.7, .withinDay: 3.03,
            .withinThreeDays: 2.84, .withinWeek: 1.94, .withinThreeWeeks: -3.04, .withinWindow: -6.16,
            .beyondWindow: -22.07, .otherTopic: -0.87, .sameMatter: 0.08, .otherMatter: -3.29,
            .saysOther: -1.73, .manifoldMatter: -0.38, .elsewhereThere: -0.96, .sameVillage: 0.32,
            .sameKecamatan: 4, .otherVillage: -2.28, .otherKecamatan: -3.88, .sameRoad: 1.63,
            .otherRoad: -1.62, .sameRT: 1.72, .otherRT: -6.33, .sameHouse: 3.83, .otherHouse: -15.55,
            .sameLane: 5.12, .otherLane: -1.34, .sameRW: 2.07, .otherRW: -4.07, .samePart: 6.46,
            .otherPart: -5.54, .sameKilometre: 2.07, .otherKilometre: -15.4, .sameLandmark: 2.58,
            .otherLandmark: -1.08, .sameNamedLandmark: 1.06, .otherSender: -0.71, .sameName: 0.08,
            .otherName: -0.68, .wordsAll: 4.35, .wordsMost: 1.15, .wordsMany: 0.45, .wordsSome: 1.29,
            .wordsNone: -1.15, .shortText: -0.32, .rareWord: 0.18, .rareWords: 0.28, .manyRareWords: 0.69,
            .sameSenderOtherMatter: -4.04, .sameSenderSameMatter: 0.88, .sameSenderSoon: 9.06,
            .mostWordsOtherPlace: -0.74, .sameMatterNoDetail: 0.64, .twoHouseholds: -3.1, .rival: -1.41,
            .sameSenderChases: 5.42, .sameSenderNoPlace: 0.62, .sameSenderLast: 5.54, .onlyCaseHere: 0.36,
            .fewCasesHere: 0.15, .onlyCaseOfMatter: 2.56, .otherKindOfSpot: -8.31, .spotUnsaid: -0.48,
            .severalSuchHere: -0.28, .manyTold: -1.02, .spotNew: -0.12, .otherSaid: -0.17,
            .comesBack: -0.77, .thingHere: 5.79, .thingMaybeHere: 5.29, .thingSpotHere: 5.31,
            .thingSpotUnsaid: 3.23, .thingNoSpot: 6.06, .manifoldHere: 5.47, .thingTopicHere: 0.55,
            .thingOtherLandmark: -1.12, .sharedHere: 4.8, .sharedMaybeHere: 4.42, .relatedHere: 3.44,
            .otherThingHere: 2.96, .unknownHere: 3.46, .otherThingSpot: -2.31, .rareWordsHere: 0.42,
            .thingSpotNoPlace: 0.51, .sharedSpotNoPlace: 1.5, .thingSpotNear: 0.12, .thingRareNear: 0.2,
            .wordsNoPlace: 2.24, .senderChasesNoPlace: 0.11, .senderThingNoPlace: 3.92,
            .senderOtherNoWords: 0.85, .senderOtherHere: -2.38, .senderSharedMatter: -2.8,
            .senderWords: 3.44, .otherUnsureVillage: -1.17, .spotElsewhere: -0.14, .nextVillage: 5.55,
            .spotsApart: -0.89, .onlyCaseSoon: 0.45, .chasesSoon: 0.6, .sameTrouble: 0.23,
            .otherTrouble: -1.1, .onlyCaseNear: 0.37, .namesake: -0.8,
        ])
}
