// Decides which place each mention means, from what stands around it and what is known of the sender.
package import Complaints

extension Gazetteer {
    /// More candidates than this help nobody.
    package static let maximumCandidates = 8

    /// The places named in a text, the surest first; several with lower confidence where the text
    /// leaves it open (namesakes, a village called like its kecamatan).
    ///
    /// - Parameter near: codes of places the sender is known to speak of; they decide between namesakes.
    package func places(in tokens: Tokens, near: [String] = []) -> [Place] {
        reading(of: tokens, near: near).places
    }

    /// The places as ``places(in:near:)`` and the words that name them, which say nothing else.
    ///
    /// - Parameter isWord: whether the word at a place is an ordinary one rather than a name written
    ///   wrongly.
    package func reading(
        of tokens: Tokens, near: [String] = [], isWord: (Int) -> Bool = { _ in false }
    ) -> (places: [Place], words: [Range<Int>]) {
        let words = tokens.words
        let mentions = mentions(
            in: tokens,
            isOrdinary: words.indices.map {
                words[$0].isEveryday || isWord($0)
            })
        guard !mentions.isEmpty else { return ([], []) }
        let resolver = PlaceResolver(
            self, mentions, words, near: near.compactMap { PlaceCode($0) })
        return (places(resolver, tokens), resolver.named)
    }

    private func places(_ resolver: PlaceResolver, _ tokens: Tokens) -> [Place] {
        var best: [(candidate: PlaceResolver.Candidate, order: Int)] = []
        for (order, candidate) in resolver.candidates().enumerated() {
            if let known = best.firstIndex(where: { $0.candidate.place == candidate.place }) {
                if candidate.confidence > best[known].candidate.confidence {
                    best[known].candidate = candidate
                }
            } else {
                best.append((candidate, order))
            }
        }
        return
            best
            .sorted { ($1.candidate.confidence, $0.order) < ($0.candidate.confidence, $1.order) }
            .prefix(Gazetteer.maximumCandidates)
            .map { found, _ in
                place(
                    entry(found.place), confidence: found.confidence,
                    evidence: found.evidence.map { tokens.written($0) }.joined(separator: " … "))
            }
    }
}

/// Resolves the mentions of one text against each other.
private struct PlaceResolver {
    private let gazetteer: Gazetteer
    private let mentions: [PlaceMention]
    private let words: [Word]
    private let near: [PlaceCode]
    /// Areas the text may be naming, each with its first mention.
    private let areas: [PlaceCode: Int]
    /// The places each mention can mean by the words around it.
    private var options: [[Int]] = []

    struct Candidate {
        var place: Int
        var confidence: Double
        var evidence: [Range<Int>]
    }

    init(
        _ gazetteer: Gazetteer, _ mentions: [PlaceMention], _ words: [Word], near: [PlaceCode]
    ) {
        self.gazetteer = gazetteer
        self.mentions = mentions
        self.words = words
        self.near = near
        var areas: [PlaceCode: Int] = [:]
        for (index, mention) in mentions.enumerated()
        where mention.around.level != .village && !mention.isDenied {
            for place in mention.places where gazetteer.isArea(place, mention, words) {
                let code = gazetteer.codes[place]
                if areas[code] == nil { areas[code] = index }
            }
        }
        self.areas = areas
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
                    if let mention = areas[area], mention != index { supporting.insert(mention) }
                    code = area.parent
                }
            }
        }
        let found = mentions.indices.filter { !supporting.contains($0) }
            .flatMap { resolve(options[$0], at: $0) }
        let isHere = found.contains {
            gazetteer.isLocal($0.place) && $0.confidence >= Gazetteer.certain
        }
        guard isHere else { return found }
        // Another town in a text about a place here is where somebody works, or came from.
        return found.map { candidate in
            var candidate = candidate
            if !gazetteer.isLocal(candidate.place) { candidate.confidence *= 0.6 }
            return candidate
        }
    }

    /// The mention that names the area a place lies in, the smallest first, that area's depth, and how
    /// many of the areas it lies in are named.
    private func supporter(of place: Int, at index: Int) -> (mention: Int, depth: Int, areas: Int)?
    {
        var found: (mention: Int, depth: Int, areas: Int)?
        var code = gazetteer.codes[place].parent
        while let area = code {
            if let mention = areas[area], mention != index {
                found = found ?? (mention, area.depth, 0)
                found?.areas += 1
            }
            code = area.parent
        }
        return found
    }

    /// The places a mention can mean by the words before it; none when it is no place at all.
    private func plausible(at index: Int) -> [Int] {
        let mention = mentions[index]
        let levels = gazetteer.levels
        func preferring(_ isRight: (PlaceLevel) -> Bool) -> [Int] {
            let right = mention.places.filter { isRight(levels[$0]) }
            return right.isEmpty ? mention.places : right
        }
        var places = mention.places
        switch mention.around.level {
        case .village: places = preferring(\.isVillage)
        case .kecamatan: places = preferring { $0 == .kecamatan }
        case .kabupaten, .provinsi: places = places.filter { gazetteer.codes[$0].depth < 3 }
        case .kota:
            places = places.filter { !levels[$0].isVillage }
            let cities = places.filter { levels[$0] == .kota }
            places = cities.isEmpty ? places : cities
        default: break
        }
        places = places.filter { isPlausible($0, mention, at: index) }
        guard places.contains(where: { gazetteer.isLocal($0) }) else { return places }
        // Villages of the same name elsewhere only where the text names their area, and not ours.
        let here = places.contains { gazetteer.isLocal($0) && supporter(of: $0, at: index) != nil }
        let isNamedAway = !here && places.contains { isAway($0, at: index) }
        return places.filter { place in
            if gazetteer.isLocal(place) { return !isNamedAway }
            return isNamedAway
                ? isAway(place, at: index) || gazetteer.codes[place].depth < 3
                : gazetteer.codes[place].depth < 3
        }
    }

    /// A place outside whose kecamatan, kabupaten or kota the text names.
    private func isAway(_ place: Int, at index: Int) -> Bool {
        guard !gazetteer.isLocal(place), let support = supporter(of: place, at: index)
        else { return false }
        return support.depth > 1
    }

    private func isPlausible(_ place: Int, _ mention: PlaceMention, at index: Int) -> Bool {
        let around = mention.around
        let depth = gazetteer.codes[place].depth
        let support = supporter(of: place, at: index)
        if !gazetteer.isLocal(place) {
            if depth < 3 { return gazetteer.isCityNamed(mention, words) }
            if let support, support.depth > 1 {
                // A word alone, before a city somewhere in the text, may be anything.
                let isClear =
                    mention.words > 1 || mention.isCapitalised || around.isAfterPreposition
                return around.isNamed || !mention.isEveryday && (support.depth == 3 || isClear)
            }
            return around.isNamed && !mention.isLocal && !mention.isFuzzy && !mention.isEveryday
        }
        if gazetteer.entries[place].isOrdinaryWord, !around.isNamed, around.level == nil {
            if support.map({ isBeside(mention, mentions[$0.mention]) }) ?? false { return true }
            return mention.isCapitalised && around.isAfterPreposition && !around.isRoad
        }
        if mention.isFuzzy, mention.words == 1, !around.isNamed, mention.fit != .guess {
            let isExpected =
                around.isAfterPreposition && mention.written >= Gazetteer.minimumRemains
            // So long a word that nobody knows, one slip from a name, hardly is another one.
            let isLong = mention.fit == .slip && mention.written >= Gazetteer.minimumUnknown
            return support != nil || isExpected || mention.isPlainlyShort || isLong
        }
        return true
    }

    /// "Baru Sungai Raya", "baru kec sungai raya": the kecamatan follows at once.
    private func isBeside(_ mention: PlaceMention, _ kecamatan: PlaceMention) -> Bool {
        let gap = kecamatan.tokens.lowerBound - mention.tokens.upperBound
        guard gap >= 0 else { return false }
        return gap == 0 || gap == 1 && kecamatan.around.level != nil
    }

    private func resolve(_ options: [Int], at index: Int) -> [Candidate] {
        let mention = mentions[index]
        func rank(_ place: Int) -> Int {
            supporter(of: place, at: index).map { $0.depth * 4 + $0.areas } ?? 0
        }
        let best = options.map(rank).max()
        let chosen = options.filter { rank($0) == best }
        let known = chosen.count > 1 ? chosen.filter { isNear($0) } : []
        let kecamatan = chosen.filter {
            gazetteer.levels[$0] == .kecamatan && gazetteer.isLocal($0)
        }
        return chosen.map { place in
            var evidence = [mention.tokensWithLevel]
            var confidence = base(mention)
            if let support = supporter(of: place, at: index) {
                confidence = max(
                    confidence, support.depth > 2 ? 0.97 : support.depth == 2 ? 0.93 : 0)
                if support.depth > 1 { evidence.append(mentions[support.mention].tokensWithLevel) }
            } else if gazetteer.isLocal(place), gazetteer.entries[place].isOrdinaryWord,
                !mention.around.isNamed
            {
                confidence = min(confidence, 0.62)
            }
            confidence *= fitShare(mention, isSupported: supporter(of: place, at: index) != nil)
            if chosen.count > 1 {
                confidence = shared(confidence, place, chosen, known, kecamatan)
            }
            if mention.isDenied { confidence = min(confidence, 1) * 0.2 }
            return Candidate(place: place, confidence: min(confidence, 0.99), evidence: evidence)
        }
    }

    /// The confidence of one of several places that a mention may mean.
    private func shared(
        _ confidence: Double, _ place: Int, _ chosen: [Int], _ known: [Int], _ kecamatan: [Int]
    ) -> Double {
        if known.count == 1 { return known[0] == place ? min(confidence, 0.85) : 0.1 }
        // A bare name that is a kecamatan and its village: the kecamatan is sure either way.
        if !kecamatan.isEmpty { return kecamatan.contains(place) ? 0.65 : 0.35 }
        let locals = chosen.count { gazetteer.isLocal($0) }
        if locals > 0, locals < chosen.count {
            // A village here called like a city: near ones are meant as often as the village.
            let isSameProvince = chosen.contains {
                !gazetteer.isLocal($0)
                    && gazetteer.codes[$0].ancestor(at: 1) == gazetteer.region?.ancestor(at: 1)
            }
            if !gazetteer.isLocal(place) { return isSameProvince ? 0.45 : 0.15 }
            return (isSameProvince ? 0.5 : confidence * 0.85) / Double(locals)
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
            case .slip, .short: 0.85
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

extension Gazetteer {
    /// Whether a mention may name the area a place outside or a village lies in.
    fileprivate func isArea(_ place: Int, _ mention: PlaceMention, _ words: [Word]) -> Bool {
        switch codes[place].depth {
        case 4: false
        case 3: isLocal(place) || mention.around.level == .kecamatan
        default: isLocal(place) || isCityNamed(mention, words)
        }
    }

    /// Whether a mention names a province, regency or city elsewhere.
    fileprivate func isCityNamed(_ mention: PlaceMention, _ words: [Word]) -> Bool {
        let around = mention.around
        // "kelurahan Jepara" is no regency, and every town has a road called after another.
        guard !around.isNamed, !around.isRoad else { return false }
        if around.level != nil { return mention.fit < .short }
        // Called like a word of every day: "malang", "batang".
        let isOrdinary =
            mention.tokens.count == 1
            && ordinary.contains(words[mention.tokens.lowerBound].plain.hash)
        guard mention.isFuzzy else { return !isOrdinary }
        return mention.fit == .slip && around.isAfterPreposition && mention.letters > 7
    }
}
