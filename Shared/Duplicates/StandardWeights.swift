// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints and to twelve hundred told by two hands; a region that has judged its
    /// own pairs does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-5", link: 3.1, review: 0.3, recurrence: 3,
        bits: [
            .always: -3.25, .withinHour: 5.24, .withinSixHours: 4.11, .withinDay: 3.11,
            .withinThreeDays: 3.12, .withinWeek: 1.97, .withinThreeWeeks: -3.2,
            .withinWindow: -6.53, .beyondWindow: -22.07, .otherTopic: -0.67, .sharedMatter: 0.09,
            .otherMatter: -3.47, .saysOther: -1.01, .manifoldMatter: -0.23, .elsewhereThere: -0.9,
            .sameVillage: 0.1, .sameKecamatan: 4.8, .otherVillage: -2.49,
            .otherKecamatan: -4.51, .sameRoad: 2.3,
            .otherRoad: -2.49, .sameRT: 1.38, .otherRT: -6.42, .sameHouse: 3.79, .otherHouse: -16.1,
            .sameLane: 4.82, .otherLane: -0.63, .sameRW: 2.49, .otherRW: -3.98, .samePart: 6.46,
            .otherPart: -6, .sameKilometre: 2.07, .otherKilometre: -15.4, .sameLandmark: 2.48,
            .otherLandmark: -1.14, .sameNamedLandmark: 0.44, .sameSender: 0.06, .otherSender: -0.52,
            .otherName: -0.99, .wordsAll: 5.16, .wordsMost: 2.3, .wordsMany: 0.9, .wordsSome: 1.32,
            .wordsNone: -1.14, .rareWord: 0.13, .rareWords: 0.55, .manyRareWords: 0.34,
            .sameSenderOtherMatter: -4.65, .sameSenderSameMatter: 1.39, .sameSenderSoon: 9.06,
            .mostWordsOtherPlace: -0.04, .sameMatterNoDetail: 0.4, .twoHouseholds: -3.98,
            .rival: -1.6, .sameSenderChases: 5.18, .sameSenderNoPlace: 1.24, .sameSenderLast: 5.77,
            .onlyCaseHere: 0.47, .fewCasesHere: 0.31, .onlyCaseOfMatter: 3.04,
            .otherKindOfSpot: -7.95, .spotUnsaid: -0.43, .manyTold: -1.19, .spotNew: -0.1,
            .otherSaid: -0.35, .comesBack: -0.07, .thingHere: 6.14, .thingMaybeHere: 5.15,
            .thingSpotHere: 4.94, .thingSpotUnsaid: 3.77, .thingNoSpot: 5.79, .manifoldHere: 6.69,
            .thingTopicHere: 0.86, .thingOtherLandmark: -0.13, .sharedHere: 5.22,
            .sharedMaybeHere: 4.45, .relatedHere: 2.9, .otherThingHere: 2.69, .unknownHere: 3.36,
            .otherThingSpot: -2.4, .rareWordsHere: 0.84, .thingRareNoPlace: 0.01,
            .thingSpotNoPlace: 0.38, .sharedSpotNoPlace: 1.11, .thingRareNear: 0.39,
            .wordsNoPlace: 2.1, .senderChasesNoPlace: 0.08, .senderThingNoPlace: 3.87,
            .senderOtherNoWords: 0.61, .senderOtherHere: -3.44, .senderSharedMatter: -2.38,
            .senderWords: 3.44, .otherUnsureVillage: -1.26, .nextVillage: 5.15, .spotsApart: -0.9,
            .chasesSoon: 0.4,
        ])
}
