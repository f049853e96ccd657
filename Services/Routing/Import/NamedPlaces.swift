// The places that the columns of a file name, looked up in the region.
import Complaints
import Language
import Region

/// The places that a file's columns name, each pair looked up once.
struct NamedPlaces {
    private let region: RegionPack
    private var known: [String: [Place]] = [:]
    /// Different names remembered; a file of nonsense must not fill the memory.
    private static let knownMax = 20_000

    init(_ region: RegionPack) { self.region = region }

    mutating func places(of kept: [String: String]) -> [Place] {
        let village = kept[CaseField.village.rawValue].map { "desa \($0)" }
        let kecamatan = kept[CaseField.kecamatan.rawValue].map { "kecamatan \($0)" }
        let text = [village, kecamatan].compactMap(\.self).joined(separator: ", ")
        guard !text.isEmpty else { return [] }
        if let places = known[text] { return places }
        let places = Array(region.gazetteer.places(in: region.tokenizer.tokens(text)).prefix(1))
        if known.count < Self.knownMax { known[text] = places }
        return places
    }
}
