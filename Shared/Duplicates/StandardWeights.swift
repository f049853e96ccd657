// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints and to a hundred told by hand; a region that has judged its own pairs
    /// does better (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-2", link: 2.7, review: -0.6, recurrence: 6,
        bits: [
            .always: -7.1, .withinHour: 4.23, .withinSixHours: 3.27, .withinDay: 3.02,
            .withinThreeDays: 2.47, .withinWeek: 1.73, .withinThreeWeeks: -2.43,
            .withinWindow: -7.1, .beyondWindow: -22.07, .sameTopic: 0.49, .otherTopic: -0.41,
            .sameMatter: 4.25, .sharedMatter: 1.63, .otherMatter: -3.35, .saysOther: -1.63,
            .sameVillage: 5.77, .sameUnsureVillage: 5.06, .sameKecamatan: 2.45,
            .otherVillage: -2.56, .otherKecamatan: -4.46, .sameRoad: 0.99, .otherRoad: -6.76,
            .sameRT: 2.17, .otherRT: -5.98, .sameHouse: 1.56, .otherHouse: -15.84,
            .sameLane: 3, .otherLane: -8, .sameRW: 2.87, .otherRW: -6.16, .samePart: 2,
            .otherPart: -6, .sameKilometre: 4.43, .otherKilometre: -8.57, .sameLandmark: 1.12,
            .otherLandmark: -3.78, .oneSpotUnsaid: -0.8, .sameSender: 0.6, .otherSender: -0.51,
            .sameName: 1.69, .wordsAll: 2, .wordsMost: 1.5, .wordsMany: 0.8, .wordsSome: 0.02,
            .wordsNone: -0.78, .contained: 0.5, .shortText: -0.62, .rareWord: 0.79,
            .rareWords: 2.28, .manyRareWords: 1.84, .sameSenderOtherMatter: -1.38,
            .sameSenderSameMatter: 4.28, .sameSenderSoon: 9.02, .mostWordsOtherPlace: -3.51,
            .mostWordsNoPlace: -2.02, .sameMatterNoDetail: -1.33, .twoHouseholds: -2.41,
            .rival: -2, .sameSenderChases: 1.69, .sameSenderNoPlace: 8.18,
            .sameSenderLast: 1.26, .onlyCaseHere: 0.56, .onlyCaseOfMatter: 1.9,
            .otherKindOfSpot: -3.93, .spotUnsaid: -0.16,
        ])
}
