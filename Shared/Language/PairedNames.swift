// Names elsewhere that stand beside the area they lie in, which tells them from words: "sewon bantul".

/// The pairs of one text.
struct PairedNames {
    /// So many places of one name are compared with those of the name beside it.
    static let bearersMax = 300

    private var ranges: [Range<Int>] = []

    init(_ gazetteer: Gazetteer, _ reader: NameReader, _ isOrdinary: [Bool]) {
        var areas: [Int: [NameHit]] = [:]
        for hit in reader.hits
        where hit.fit < .slip {
            if gazetteer.bearers(gazetteer.names.names[hit.name])
                .contains(where: { !gazetteer.isLocal($0) && gazetteer.codes[$0].depth < 4 })
            {
                areas[hit.tokens.lowerBound, default: []].append(hit)
            }
        }
        guard !areas.isEmpty else { return }
        for hit in reader.hits where hit.fit < .slip {
            let end = hit.tokens.upperBound
            let isLevel = end < reader.cues.count && reader.cues[end]?.isLevel == true
            // Two words of every day in a row are no place, and "buru-buru" is none.
            let isWord = hit.tokens.count == 1 && isOrdinary[hit.tokens.lowerBound]
            for area in areas[isLevel ? end + 1 : end] ?? []
            where (isLevel || area.name != hit.name)
                && (isLevel || !isWord || area.tokens.count > 1)
                && PairedNames.lies(hit, in: area, gazetteer)
            {
                ranges += [hit.tokens, area.tokens]
            }
        }
    }

    private static func lies(_ hit: NameHit, in area: NameHit, _ gazetteer: Gazetteer) -> Bool {
        let areas = gazetteer.bearers(gazetteer.names.names[area.name])
            .filter { !gazetteer.isLocal($0) && gazetteer.codes[$0].depth < 4 }
        return gazetteer.bearers(gazetteer.names.names[hit.name]).prefix(bearersMax)
            .contains { place in
                !gazetteer.isLocal(place)
                    && areas.contains { area in
                        area != place
                            && gazetteer.codes[place].lies(in: gazetteer.codes[area])
                    }
            }
    }

    func contains(_ tokens: Range<Int>) -> Bool { ranges.contains(tokens) }

    func contains(_ hit: NameHit) -> Bool { hit.fit < .slip && ranges.contains(hit.tokens) }

    /// Whether a name takes some of the words of a pair: "pasar martapura" before "kabupaten banjar".
    func isCut(by hit: NameHit) -> Bool { ranges.contains { $0.overlaps(hit.tokens) } }
}
