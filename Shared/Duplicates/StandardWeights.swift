// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints and to twelve hundred told by two hands; a region that has judged its
    /// own pairs does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-5", link: 2.6, review: 0.3, recurrence: 3,
        bits: [
            .always: -2.84, .withinHour: 4.82, .withinSixHours: 3.52, .withinDay: 3.03,
            .withinThreeDays: 2.85, .withinWeek: 1.93, .withinThreeWeeks: -3.26,
            .withinWindow: -8.05, .beyondWindow: -22.07, .otherTopic: -0.63, .sameMatter: 0.7,
            .sharedMatter: 0.72, .otherMatter: -3.08, .relatedMatter: 0.29, .saysOther: -0.84,
            .manifoldMatter: -0.52, .elsewhereThere: -1.74, .sameVillage: 0.06, .sameKecamatan: 4.2,
            .otherVillage: -1.69, .otherKecamatan: -3.49, .sameRoad: 1.07, .otherRoad: -2.77,
            .sameRT: 1.2, .otherRT: -6.01, .sameHouse: 3.34, .otherHouse: -16.51, .sameLane: 4.69,
            .otherLane: -0.79, .sameRW: 0.97, .otherRW: -3.83, .samePart: 6.46, .otherPart: -6,
            .sameKilometre: 2.07, .otherKilometre: -15.4, .sameLandmark: 1.94, .otherLandmark: -0.7,
            .sameNamedLandmark: 0.16, .sameSender: 0.32, .otherSender: -0.73, .otherName: -1.29,
            .wordsAll: 5.19, .wordsMost: 1.21, .wordsMany: 0.82, .wordsSome: 1.05,
            .wordsNone: -0.74, .rareWord: 0.23, .rareWords: 0.28, .manyRareWords: 0.58,
            .sameSenderOtherMatter: -4.08, .sameSenderSameMatter: 2.85, .sameSenderSoon: 9.06,
            .mostWordsOtherPlace: -0.23, .sameMatterNoDetail: 0.07, .twoHouseholds: -2.93,
            .rival: -1.47, .sameSenderChases: 5.7, .sameSenderNoPlace: 0.55, .sameSenderLast: 6.08,
            .onlyCaseHere: 0.63, .onlyCaseOfMatter: 2.33, .otherKindOfSpot: -7.44,
            .spotUnsaid: -0.68, .severalSuchHere: -0.36, .manyTold: -0.93, .spotNew: -0.14,
            .matterEverywhere: -0.36, .otherSaid: -0.73, .thingHere: 5.65, .thingMaybeHere: 5.7,
            .thingSpotHere: 5.25, .thingSpotUnsaid: 3.16, .thingNoSpot: 5.54, .manifoldHere: 5.54,
            .thingTopicHere: 0.01, .thingOtherLandmark: -1.09, .sharedHere: 4.71,
            .sharedMaybeHere: 4.1, .relatedHere: 2.91, .otherThingHere: 3.01, .unknownHere: 4.28,
            .otherThingSpot: -1.21, .rareWordsHere: 0.08, .thingSpotNoPlace: 0.77,
            .sharedSpotNoPlace: 0.31, .thingRareNear: 0.1, .wordsNoPlace: 2.29,
            .senderChasesNoPlace: 0.04, .senderThingNoPlace: 3.86, .senderOtherNoWords: 0.32,
            .senderThingHere: 1.43, .senderOtherHere: -2.78, .senderSharedMatter: -4.07,
            .senderWords: 5.41, .otherUnsureVillage: -0.64, .nextVillage: 4.06, .spotsApart: -0.37,
            .chasesSoon: 0.48,
        ])
}
