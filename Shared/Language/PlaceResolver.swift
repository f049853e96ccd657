// Weighs what the mentions of one text can mean against each other.

/// Resolves the mentions of one text against each other.
struct PlaceResolver {
    let gazetteer: Gazetteer
    let mentions: [PlaceMention]
    let words: [Word]
    let cues: [PlaceCue?]
    let signs: PlaceSigns
    private let near: [PlaceCode]
    /// Areas the text may be naming, each with its mentions; those that say its level first.
    private let areas: [PlaceCode: [Int]]
    /// The places each mention can mean by the words around it.
    private(set) var options: [[Int]] = []

    /// How sure a bare name of one word is at most: not enough to act on.
    static let bare = 0.45

    /// A place that is stressed less is not what the text is about.
    static let meant = 0.9

    struct Candidate {
        var place: Int
        /// Above 1 only to tell which of several sure ones is meant.
        var confidence: Double
        var evidence: [Range<Int>]
        var mention: Int
    }

    init(
        _ gazetteer: Gazetteer, _ mentions: [PlaceMention], _ tokens: Tokens, _ cues: [PlaceCue?],
        near: [PlaceCode]
    ) {
        self.gazetteer = gazetteer
        self.mentions = mentions
        words = tokens.words
        self.cues = cues
        signs = PlaceSigns(mentions: mentions, tokens: tokens, cues: cues)
        self.near = near
        var areas: [PlaceCode: [Int]] = [:]
        for (index, mention) in mentions.enumerated()
        where mention.around.level != .village && !mention.isDenied {
            for place in mention.places where gazetteer.isArea(place, mention) {
                areas[gazetteer.codes[place], default: []].append(index)
            }
        }
        self.areas = areas.mapValues { found in
            found.filter { mentions[$0].around.level != nil }
                + found.filter { mentions[$0].around.level == nil }
        }
        options = mentions.indices.map { plausible(at: $0) }
        for index in mentions.indices.dropFirst()
        where mentions[index].tokens == mentions[index - 1].tokens {
            // A name elsewhere, and one here with a slip of the pen: the area that is named decides.
            let isAway = options[index - 1].contains { self.isAway($0, at: index - 1) }
            options[isAway || options[index].isEmpty ? index : index - 1] = []
        }
    }

    /// The words of the mentions that can be a place.
    var named: [Range<Int>] {
        mentions.indices.filter { !options[$0].isEmpty && !mentions[$0].isSpot }
            .map { mentions[$0].tokens }
    }

    func candidates() -> [Candidate] {
        // Mentions that only say in which area another one lies.
        var supporting: Set<Int> = []
        for (index, places) in options.enumerated() where !mentions[index].isDenied {
            for place in places {
                var code = gazetteer.codes[place].parent
                while let area = code {
                    supporting.formUnion((areas[area] ?? []).filter { isOther($0, index) })
                    code = area.parent
                }
            }
        }
        let found = mentions.indices.filter { !supporting.contains($0) }
            .flatMap { resolve(options[$0], at: $0) }
        let weighed = weighed(found)
        // Elsewhere, and not the place here that is called like it.
        guard let best = weighed.max(by: { $0.confidence < $1.confidence }),
            best.confidence >= Gazetteer.certain, !gazetteer.isLocal(best.place)
        else { return weighed }
        return weighed.filter { !mentions[$0.mention].isDenied }
    }

    /// Of several places the one that is spoken of first: told again, pointed at, after "tapi"; not the
    /// one where somebody works, came from or goes to.
    private func weighed(_ found: [Candidate]) -> [Candidate] {
        let meant = Set(found.filter { $0.confidence >= Gazetteer.asked }.map(\.mention))
        guard meant.count > 1 else { return found }
        let stress = PlaceStress(mentions, words, cues, among: meant)
        var found = found
        for index in found.indices {
            // Whether it is the kecamatan or its village is no doubt beside other places.
            let isOne = isOneOfTwo(found[index].mention)
            let confidence =
                found[index].confidence * stress[found[index].mention] * (isOne ? 1.2 : 1)
            // Stress makes nothing sure that is not.
            let isSure = found[index].confidence >= Gazetteer.certain
            found[index].confidence =
                isSure ? confidence : min(confidence, Gazetteer.certain - 0.01)
        }
        // "Saya orang HSS, jalan di Batulicin rusak".
        if found.contains(where: {
            !gazetteer.isLocal($0.place) && $0.confidence >= Gazetteer.certain
        }) {
            for index in found.indices
            where gazetteer.isLocal(found[index].place) && !isLocal(found[index])
                && mentions[found[index].mention].around.isResidence
            {
                found[index].confidence *= 0.6
            }
        }
        let isThere = meant.contains { isMatterAway($0, stress) }
        if isThere {
            for index in found.indices where gazetteer.isLocal(found[index].place) {
                let around = mentions[found[index].mention].around
                if around.isResidence || around.isFrom || around.isPassing {
                    found[index].confidence *= 0.5
                }
            }
        }
        // A place here that somebody only comes from or passes says nothing of where it is.
        let best =
            found.filter { isLocal($0) && stress[$0.mention] >= PlaceResolver.meant }
            .map(\.confidence).max() ?? 0
        guard best >= Gazetteer.certain else { return found }
        // "Murung Raya yang desa, di Daha Utara, HSS".
        let isRegionNamed = found.contains {
            isLocal($0) && (supporter(of: $0.place, at: $0.mention)?.areas ?? 0) > 1
        }
        // Another town in a text about a place here is where somebody works, or came from; unless it is
        // what all is about.
        for index in found.indices where !gazetteer.isLocal(found[index].place) {
            let around = mentions[found[index].mention].around
            let isClear =
                stress[found[index].mention] > 1 && found[index].evidence.count > 1
                && !around.isResidence && !isRegionNamed
            if found[index].confidence <= best || !isClear {
                found[index].confidence *= 0.6
            }
        }
        return found
    }

    /// A kecamatan and the village in it that is called like it.
    private func isOneOfTwo(_ index: Int) -> Bool {
        let places = options[index]
        return places.count == 2 && places.allSatisfy { gazetteer.isLocal($0) }
            && gazetteer.codes[places[1]].lies(in: gazetteer.codes[places[0]])
    }

    /// In the region, and not all of it.
    private func isLocal(_ candidate: Candidate) -> Bool {
        gazetteer.isLocal(candidate.place) && gazetteer.codes[candidate.place].depth > 2
    }

    /// The name again says nothing of where it lies, but for "Kec. Simpur".
    func isOther(_ area: Int, _ index: Int) -> Bool {
        guard area != index else { return false }
        let isSame = mentions[area].places.contains { mentions[index].places.contains($0) }
        return !isSame
            || mentions[area].around.level != nil
                && (mentions[index].around.level == .village
                    || isBeside(mentions[index], mentions[area]))
    }

    /// The mention that names the area a place lies in, the smallest first, that area's depth, and how
    /// many of the areas it lies in are named.
    func supporter(of place: Int, at index: Int) -> (mention: Int, depth: Int, areas: Int)? {
        var found: (mention: Int, depth: Int, areas: Int)?
        var code = gazetteer.codes[place].parent
        while let area = code {
            let mention = areas[area]?.first { isOther($0, index) }
            if let mention {
                found = found ?? (mention, area.depth, 0)
                found?.areas += 1
            }
            code = area.parent
        }
        return found
    }

    private func resolve(_ options: [Int], at index: Int) -> [Candidate] {
        let mention = mentions[index]
        func rank(_ place: Int) -> Int {
            supporter(of: place, at: index).map { $0.depth * 4 + $0.areas } ?? 0
        }
        let best = options.map(rank).max()
        let chosen = options.filter { rank($0) == best }
        var known = chosen.count > 1 ? chosen.filter { isNear($0) } : []
        if chosen.count > 1, known.isEmpty {
            // Of two villages of a name the one in the kecamatan of a third village that is named.
            let beside = Set(
                self.options.enumerated().compactMap { other, places in
                    other != index && places.count == 1 && !mentions[other].isDenied
                        ? gazetteer.codes[places[0]].ancestor(at: 3) : nil
                })
            known = chosen.filter {
                gazetteer.codes[$0].ancestor(at: 3).map(beside.contains) ?? false
            }
        }
        let kecamatan = chosen.filter { place in
            gazetteer.levels[place] == .kecamatan
                && (gazetteer.isLocal(place)
                    || chosen.allSatisfy { gazetteer.codes[$0].lies(in: gazetteer.codes[place]) })
        }
        return chosen.filter { !isInTown($0, at: index) }.map { place in
            var evidence = [mention.tokensWithLevel]
            var confidence = base(mention)
            if let support = supporter(of: place, at: index) {
                confidence = max(
                    confidence, support.depth > 2 ? 0.97 : support.depth == 2 ? 0.93 : 0)
                if support.depth > 1 { evidence.append(mentions[support.mention].tokensWithLevel) }
            } else if gazetteer.isLocal(place), gazetteer.entries[place].isOrdinaryWord,
                !mention.around.isNamed
            {
                confidence = min(confidence, ordinary(mention))
            }
            if !gazetteer.isLocal(place), gazetteer.codes[place].depth == 3,
                !mention.around.isNamed,
                supporter(of: place, at: index) == nil
            {
                confidence = min(confidence, Gazetteer.certain)
            }
            confidence *= fitShare(mention, isSupported: supporter(of: place, at: index) != nil)
            if chosen.count > 1 {
                confidence = shared(confidence, place, chosen, known, kecamatan)
            }
            if isUnsigned(place, mention, at: index) {
                confidence = min(confidence, PlaceResolver.bare)
            }
            if gazetteer.isLocal(place), signs.isFirm(mention), !isInNamedArea(place, at: index) {
                confidence = min(confidence, PlaceResolver.bare)
            }
            if mention.isDenied { confidence = min(confidence, 1) * 0.2 }
            return Candidate(
                place: place, confidence: min(confidence, 0.99), evidence: evidence, mention: index)
        }
    }

    /// How sure a name that is a word of every day can be.
    private func ordinary(_ mention: PlaceMention) -> Double {
        let start = mention.tokens.lowerBound
        let end = mention.tokens.upperBound
        let isNumbered = end < cues.count && cues[end] == .neighbourhood
        // The first word of a sentence is always written so.
        let isCapitalised = mention.isCapitalised && !words[start].opensSentence
        if isCapitalised, mention.around.isRightBehindPreposition {
            return mention.words > 1 ? 0.85 : 0.75
        }
        return mention.words > 1 ? 0.72 : isCapitalised || isNumbered ? 0.62 : PlaceResolver.bare
    }

    /// The kecamatan it lies in stands beside it.
    private func isInNamedArea(_ place: Int, at index: Int) -> Bool {
        guard let support = supporter(of: place, at: index), support.depth > 2 else { return false }
        return isBeside(mentions[index], mentions[support.mention])
    }

    /// A name of one word that nothing around it calls a place: to be asked about.
    private func isUnsigned(_ place: Int, _ mention: PlaceMention, at index: Int) -> Bool {
        guard gazetteer.isLocal(place), mention.tokens.count == 1,
            supporter(of: place, at: index) == nil
        else { return false }
        if signs.isThing(mention), !signs.isPlaced(mention) { return true }
        if mention.around.isTitled, !signs.isPlaced(mention) { return true }
        return !signs.isPlaced(mention)
            && (gazetteer.entries[place].isAlsoWord || !signs.isCompared(mention))
            && !(mention.isCapitalised && !words[mention.tokens.lowerBound].opensSentence)
            && !options.enumerated().contains { other, places in
                other != index && places.contains { gazetteer.isLocal($0) }
            }
    }

    /// The confidence of one of several places that a mention may mean.
    private func shared(
        _ confidence: Double, _ place: Int, _ chosen: [Int], _ known: [Int], _ kecamatan: [Int]
    ) -> Double {
        if known.count == 1 { return known[0] == place ? min(confidence, 0.85) : 0.1 }
        // A bare name that is a kecamatan and its village: the kecamatan is sure either way.
        if !kecamatan.isEmpty { return kecamatan.contains(place) ? 0.65 : 0.35 }
        // "di Semarang" is the city rather than the regency around it.
        let cities = chosen.filter { gazetteer.levels[$0] == .kota }
        if cities.count == 1, chosen.allSatisfy({ gazetteer.codes[$0].depth == 2 }) {
            return confidence * (cities[0] == place ? 0.6 : 0.4)
        }
        let locals = chosen.count { gazetteer.isLocal($0) }
        if locals > 0, locals < chosen.count {
            // A village here called like a city: near ones are meant as often as the village.
            let hasNear = chosen.contains { !gazetteer.isLocal($0) && isSameProvince($0) }
            if !gazetteer.isLocal(place) { return hasNear ? 0.45 : 0.15 }
            return (hasNear ? 0.49 : confidence * 0.85) / Double(locals)
        }
        return confidence / Double(chosen.count)
    }

    /// What is known of the sender speaks for it: it is that place, lies in it, or in its kecamatan.
    private func isNear(_ place: Int) -> Bool {
        let code = gazetteer.codes[place]
        return near.contains { known in
            code == known || code.lies(in: known) && known.depth > 2
                || known.depth > 2 && code.ancestor(at: 3) == known.ancestor(at: 3)
        }
    }

    private func fitShare(_ mention: PlaceMention, isSupported: Bool) -> Double {
        let share: Double =
            switch mention.fit {
            case .exact: 1
            case .halved: 0.97
            case .slip, .short: isSupported ? 0.95 : 0.85
            // Not sure enough to act on, unless its kecamatan is named.
            case .guess: isSupported ? 0.75 : 0.6
            }
        return mention.isPartial ? share * 0.85 : share
    }

    /// How sure a name is by itself.
    private func base(_ mention: PlaceMention) -> Double {
        let around = mention.around
        var base: Double
        switch around.level {
        case .village, .kecamatan, .kabupaten, .kota, .provinsi: base = 0.95
        default:
            base = around.isAfterPreposition ? 0.9 : mention.letters < 5 ? 0.65 : 0.85
            if around.isRoad { base = 0.7 }
        }
        if mention.isCorrection { return 0.97 }
        // "Bapak Bupati, jalan di desa …" goes on with the matter; "Camat Simpur" is whom it is written to.
        if around.isOffice, around.level != .village { base -= 0.12 }
        if around.isResidence { base -= 0.03 }
        return base
    }
}
