// A road or landmark that the region pack knows, and of which it knows the kecamatan and no village: as a
// place of its own, for two texts that name it speak of one place.
import Language

enum KnownSpot {
    /// Villages have the numbers 1001 and up, and 2001 and up.
    private static let least: UInt64 = 5_000
    private static let leastLandmark: UInt64 = 7_500
    private static let each: UInt64 = 2_500

    /// The number of a spot, in the form of a village's code.
    static func place(_ spot: PlaceSpot) -> UInt64 {
        let number = UInt64(LinkFacts.number(of: spot.name.lowercased())) % each
        return LinkFacts.code(spot.inside) + (spot.isRoad ? least : leastLandmark) + number
    }

    static func isSpot(_ place: UInt64) -> Bool { !NamedPlace.isName(place) && place % 10_000 >= least }
    static func isRoad(_ place: UInt64) -> Bool { isSpot(place) && place % 10_000 < leastLandmark }
    static func kecamatan(_ place: UInt64) -> UInt64 { place / 10_000 }
}
