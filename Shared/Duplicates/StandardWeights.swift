// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints and to six hundred told by hand; a region that has judged its own pairs
    /// does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-4", link: 3.3, review: 0.3, recurrence: 3,
        bits: [
            .always: -4.4, .withinHour: 4.52, .withinSixHours: 3.78, .withinDay: 3.1,
            .withinThreeDays: 2.96, .withinWeek: 1.94, .withinThreeWeeks: -3.23,
            .withinWindow: -8.98, .beyondWindow: -22.07, .otherTopic: -0.31, .sameMatter: 1.51,
            .sharedMatter: 0.91, .otherMatter: -2.26, .relatedMatter: 1.49, .manifoldMatter: -0.63,
            .elsewhereThere: -1.84, .sameVillage: 0.3, .sameUnsureVillage: 0.23,
            .sameKecamatan: 5.2, .otherVillage: -1.79, .otherKecamatan: -3.36, .sameRoad: 1.43,
            .otherRoad: -3.63, .sameRT: 1.35, .otherRT: -6.57, .sameHouse: 3.05,
            .otherHouse: -17.21, .sameLane: 4.64, .otherLane: -0.83, .sameRW: 1.41, .otherRW: -3.55,
            .samePart: 6.46, .otherPart: -6, .sameKilometre: 2.07, .otherKilometre: -15.4,
            .sameLandmark: 2.2, .sameSender: 0.21, .otherSender: -0.5, .otherName: -1.16,
            .wordsAll: 5.2, .wordsMost: 2.6, .wordsMany: 1.5, .wordsSome: 1.45, .wordsNone: -1.41,
            .contained: 1.1, .rareWord: 0.01, .rareWords: 0.3, .manyRareWords: 0.53,
            .sameSenderOtherMatter: -4.37, .sameSenderSameMatter: 2.83, .sameSenderSoon: 9.06,
            .sameMatterNoDetail: 0.31, .twoHouseholds: -2.1, .rival: -0.88, .sameSenderChases: 5.01,
            .sameSenderNoPlace: 0.24, .sameSenderLast: 5.97, .onlyCaseHere: 0.17,
            .onlyCaseOfMatter: 0.85, .otherKindOfSpot: -7.07, .spotUnsaid: -0.66,
            .onlySuchHere: 0.5, .manyTold: -0.95, .thingHere: 6.8, .thingMaybeHere: 5.41,
            .thingSpotHere: 5.02, .thingSpotUnsaid: 3.95, .thingNoSpot: 5.78, .manifoldHere: 6.44,
            .sharedHere: 4.51, .sharedMaybeHere: 4.59, .relatedHere: 2.86, .otherThingHere: 3.32,
            .unknownHere: 4.4, .otherThingSpot: -0.93, .sharedRareHere: 1.49,
            .thingRareNoPlace: 0.14, .thingSpotNoPlace: 0.28, .wordsNoPlace: 1.69,
            .senderThingNoPlace: 3.86, .senderOtherNoWords: 0.66, .senderThingHere: 1.42,
            .senderOtherHere: -3.47, .senderSharedMatter: -3.81, .senderWords: 5.14,
            .otherUnsureVillage: -1.2, .spotElsewhere: -0.55,
        ])
}
