// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints and to some two thousand told by four hands; a region that has judged
    /// its own pairs does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-3", link: 1.5, review: -1.2, recurrence: 3,
        bits: [
            .always: -6.06, .withinHour: 1.91, .withinSixHours: 1.93, .withinDay: 0.83,
            .withinThreeDays: 1.07, .withinWeek: 0.73, .withinThreeWeeks: -1.87,
            .withinWindow: -3.91, .beyondWindow: -22.07, .otherTopic: -0.29, .sameMatter: 0.84,
            .sharedMatter: 2.59, .otherMatter: -0.49, .relatedMatter: 0.98, .saysOther: -6.45,
            .manifoldMatter: -0.72, .matterAtSpot: -0.13, .sameVillage: 0.37,
            .sameKecamatan: 0.75, .otherVillage: -3.33, .otherKecamatan: -2.48, .sameRoad: 1.41,
            .otherRoad: -3.39, .sameRT: 1.77, .otherRT: -6.21, .sameHouse: 3.48,
            .otherHouse: -16.49, .sameLane: 3.02, .otherLane: -8, .sameRW: 1.84, .otherRW: -6.46,
            .samePart: 6.46, .otherPart: -6, .sameKilometre: 2.07, .otherKilometre: -15.4,
            .sameLandmark: 0.31, .otherLandmark: -1.77, .oneSpotUnsaid: -4.69, .otherSender: -1.6,
            .sameName: 2.05, .otherName: -0.04, .wordsAll: 5.49, .wordsMost: 2.06,
            .wordsNone: -1.02, .shortText: -2.88, .rareWord: 1.67, .rareWords: 2.04,
            .manyRareWords: 2.83, .sameSenderOtherMatter: -2.34, .sameSenderSoon: 9.06,
            .mostWordsOtherPlace: -4.16, .mostWordsNoPlace: -0.19, .sameMatterNoDetail: 1.42,
            .twoHouseholds: -0.81, .rival: -0.59, .sameSenderChases: 2.77,
            .sameSenderNoPlace: 4.93, .sameSenderLast: 4.71, .onlyCaseHere: 1.87,
            .onlyCaseOfMatter: 1.9, .otherKindOfSpot: -7.04, .spotUnsaid: -0.17,
            .severalSuchHere: -1.93, .manyTold: -0.75, .spotNew: -0.8, .matterEverywhere: -0.57,
            .otherSaid: -0.25, .comesBack: -2.53, .moneyApart: -1.23, .thingHere: 7.6,
            .thingMaybeHere: 5.85, .thingSpotHere: 8.72, .thingSpotUnsaid: 3.83,
            .thingNoSpot: 6.45, .manifoldHere: 5.07, .thingOtherLandmark: -3.73,
            .sharedHere: 2.79, .sharedMaybeHere: 4.65, .relatedHere: 1.7, .otherThingHere: 3.51,
            .unknownHere: 4.88, .otherThingSpot: -0.78, .thingRareNoPlace: 1.11,
            .thingSpotNoPlace: 2.98, .sharedSpotNoPlace: 2.99, .thingRareNear: 4.19,
            .senderChasesNoPlace: 0.71, .senderThingNoPlace: 3.84, .senderOtherNoWords: 0.2,
            .senderOtherHere: -1.35, .senderSharedMatter: -3.95, .senderWords: 2.91,
        ])
}
