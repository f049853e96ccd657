// The weights that are used where a region has none of its own.

extension LinkWeights {
    /// Fitted to generated complaints; a region that has judged its own pairs does better
    /// (`mendengar duplicates fit`).
    package static let standard = LinkWeights(
        version: "standard-1", link: 4.57, review: -2, recurrence: 6,
        bits: [
            .always: -11.01, .withinHour: 6.09, .withinSixHours: 5.87, .withinDay: 5.34,
            .withinThreeDays: 4.43, .withinWeek: 2.89, .withinThreeWeeks: -2.9,
            .withinWindow: -5.67, .beyondWindow: -21.84, .sameTopic: 0.18, .sameMatter: 5.99,
            .sharedMatter: 2.86, .otherMatter: -2.49, .sameVillage: 7.88,
            .sameUnsureVillage: 4.36, .sameKecamatan: 5.36, .otherVillage: -2.32,
            .otherKecamatan: -6.13, .sameRoad: 2.56, .otherRoad: -11.01, .sameRT: 2.72,
            .otherRT: -12.11, .sameHouse: 2.15, .otherHouse: -15.43, .sameLane: 3,
            .otherLane: -8, .sameRW: 2.2, .otherRW: -6.05, .samePart: 2, .otherPart: -6,
            .sameKilometre: 2, .otherKilometre: -5, .otherLandmark: -6.25,
            .sameNamedLandmark: 0.45, .oneSpotUnsaid: -2.28, .sameSender: 1.58,
            .otherSender: -0.16, .sameName: 0.65, .wordsAll: 2, .wordsMost: 1.5,
            .wordsMany: 0.8, .wordsSome: 0.07, .wordsNone: -0.22, .contained: 0.5,
            .shortText: -0.25, .rareWord: 1.25, .rareWords: 1.54, .manyRareWords: 1.32,
            .sameSenderOtherMatter: -5.33, .sameSenderSameMatter: 7.08, .sameSenderSoon: 9,
            .mostWordsOtherPlace: -2.82, .mostWordsNoPlace: -1.28, .sameMatterNoDetail: -1.12,
            .twoHouseholds: -4.81, .rival: -3,
        ])
}
