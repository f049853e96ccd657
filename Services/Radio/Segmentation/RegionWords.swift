// What the segmenter takes from a region pack: its places, its stations' phrases, its reading of wishes.
import Complaints
import Language
package import Region

extension Segmenter {
    /// Cuts with a region's places, phrases and signals.
    package init(model: Model, _ pack: RegionPack) {
        self.init(
            model: model, phrases: Phrases(station: pack.station), places: PlaceNames(pack),
            reads: { text in
                let analysis = pack.analysis(text)
                let places = pack.places(in: analysis)
                return pack.signals.reading(
                    of: analysis, nil,
                    namesPlace: places.contains { pack.gazetteer.isInRegion($0.code) },
                    civic: pack.lexicon.hits(in: analysis).reduce(0) { $0 + $1.weight }
                ).kind
            })
    }
}

extension PlaceNames {
    /// Villages, districts and their other names.
    init(_ pack: RegionPack) {
        self.init(pack.gazetteer.entries.flatMap { [$0.name] + $0.aliases })
    }
}

extension Phrases {
    /// Which section of a pack's `station` adds to which phrases.
    private static let sections: [String: Hint] = [
        "opening": .filler, "closing": .filler, "advert": .filler, "next_call": .greet,
        "read_aloud": .announce, "greeting": .song, "song": .song, "dropped": .dropped,
        "resumed": .resumed, "another": .another, "anonymous": .anonymous,
    ]

    /// The standard phrases and those of a pack's stations.
    package init(station: [String: [String]]) {
        self.init()
        for (section, phrases) in station {
            guard let hint = Self.sections[section] else { continue }
            add(phrases, to: hint)
        }
    }

    /// Those that are not there yet.
    mutating func add(_ phrases: [String], to hint: Hint) {
        let known = Set((lists[hint] ?? "").split(separator: ",").map { $0.foldingWhiteSpace() })
        let added = phrases.map { $0.lowercased().foldingWhiteSpace() }.filter { !known.contains($0) }
        lists[hint] = ([lists[hint] ?? ""] + added).joined(separator: ", ")
    }
}
