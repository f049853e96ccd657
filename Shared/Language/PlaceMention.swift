// Where a text says the name of a place, before it is decided which place is meant.

/// A stretch of the text that is the name of one or several places.
struct PlaceMention {
    var tokens: Range<Int>
    /// Places that bear the name, those of the region first.
    var places: [Int]
    var fit: NameFit
    var around: PlaceSurroundings
    /// Words and letters of the longest of the names.
    var words: Int
    var letters: Int
    /// Letters that were written.
    var written = 0
    var isLocal: Bool
    var isPartial: Bool
    var isSpot = false
    /// Written short, and with enough letters to be nothing else: "kmawakan".
    var isPlainlyShort = false
    /// Made of words of every day: "makmur".
    var isEveryday = false
    /// Its places are called like a word, if a rare one: "badaun".
    var isWord = false
    /// Called like a word of every day, where it is a town: "malang", "batu bara".
    var isOrdinaryTown = false
    /// Every word of it is written with a capital, as names are.
    var isCapitalised = false
    /// Said to be wrong, here or by a later word: "bukan Tabihi".
    var isDenied = false
    /// Named after "ralat": the right one.
    var isCorrection = false
    /// A place elsewhere beside the area it lies in, or that area: "sewon bantul".
    var isPaired = false

    var isFuzzy: Bool { fit.isFuzzy }

    /// The mention with the word that tells its level.
    var tokensWithLevel: Range<Int> {
        around.levelAt.map { $0..<tokens.upperBound } ?? tokens
    }
}

extension Gazetteer {
    /// Mentions beyond this many are not looked at.
    static let mentionsMax = 300

    /// All mentions, the longer name before the shorter one it contains, and what each word says of them.
    ///
    /// - Parameter isOrdinary: whether the word at a place is an ordinary one; such a one is only taken
    ///   for a name written wrongly after "desa", "kec".
    func mentions(
        in tokens: Tokens, isOrdinary: [Bool]
    ) -> (mentions: [PlaceMention], cues: [PlaceCue?]) {
        let reader = NameReader(self, tokens, isOrdinary: isOrdinary)
        let paired = PairedNames(self, reader, isOrdinary)
        let hits = withoutForeignLevels(
            reader.hits.filter {
                paired.contains($0)
                    || isEnough($0, tokens, reader) && !(isAway($0) && paired.isCut(by: $0))
            },
            reader.cues)
        var mentions = merged(longest(hits, in: tokens), tokens, reader)
        let guesses = guesses(mentions, in: tokens, reader)
        if !guesses.isEmpty {
            mentions = (mentions + guesses).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
        }
        for index in mentions.indices.dropFirst()
        where mentions[index - 1].around.isRoad && !mentions[index - 1].isSpot
            && mentions[index - 1].tokens.upperBound == mentions[index].tokens.lowerBound
        {
            // "jalan Habirau - Habirau Tengah" names both ends of a road.
            mentions[index].around.isRoad = true
        }
        for index in mentions.indices where paired.contains(mentions[index].tokens) {
            mentions[index].isPaired = true
        }
        addSides(&mentions, tokens, reader.cues)
        markVillages(&mentions, tokens.words, reader.cues)
        markCorrections(&mentions, tokens, reader.cues)
        return (mentions, reader.cues)
    }

    /// Whether a hit can be a name at all, before its places are looked at.
    private func isEnough(_ hit: NameHit, _ tokens: Tokens, _ reader: NameReader) -> Bool {
        let name = names.names[hit.name]
        let isCertain = hit.fit < .slip && !name.isPartial && name.isLocal
        if isCertain { return true }
        let around = PlaceSurroundings(around: hit.tokens, tokens.words, reader.cues)
        if name.isPartial {
            guard hit.fit < .slip, !around.isThing else { return false }
            // "jalan Taniran", "Amawang banjir": a word that is nothing else.
            return around.isNamed || around.isAfterPreposition
                || !hit.tokens.allSatisfy { reader.isOrdinary[$0] }
        }
        // Villages and kecamatan outside the region are only listened to where an area outside may be
        // named; whether it is, is seen later.
        if !name.isLocal, !isCity(name), around.level == nil, !isSeat(name), !reader.hasAreaCue,
            !around.isAfterPreposition, name.words == 1 || name.letters < 8
        {
            return false
        }
        guard hit.fit.isFuzzy else { return true }
        let words = tokens.words[hit.tokens]
        let letters = words.reduce(0) { $0 + Int($1.plain.count) }
        // "tanah bakang": of a long name a sound may be missing.
        let missing = name.words > 1 && name.letters >= Gazetteer.longName ? 2 : 1
        if letters >= name.letters - missing, name.letters >= Gazetteer.fuzzyNameLength {
            return true
        }
        let isExpected = around.isNamed || around.isAfterPreposition
        if hit.fit == .slip {
            if !around.isNamed, hit.tokens.contains(where: { reader.isBent($0) }),
                !hit.tokens.contains(where: { reader.isName($0) })
            {
                return false
            }
            // A first word so short that a slip makes it another one says little by itself.
            let first = Int(words.first?.plain.count ?? 0)
            if first < Gazetteer.minimumFuzzyWord, name.words == 1 || name.letters < 8 {
                return false
            }
            if isExpected, name.letters >= Gazetteer.minimumFuzzyWord { return true }
        }
        if around.isNamed, letters >= 3, letters * 2 >= name.letters { return true }
        if isExpected, letters >= 4, letters * 2 >= name.letters { return true }
        return letters >= Gazetteer.minimumRemains && letters * 2 >= name.letters
            && hit.tokens.contains { reader.looksShort($0) }
            && (words.count > 1 || words.first?.isAsWritten ?? false)
    }

    /// Without the villages elsewhere that are called "Desa Baru", where the text means the desa Baru here.
    private func withoutForeignLevels(_ hits: [NameHit], _ cues: [PlaceCue?]) -> [NameHit] {
        let isLevel: (NameHit) -> Bool = { [names] hit in
            !names.names[hit.name].isLocal && cues[hit.tokens.lowerBound]?.isLevel == true
        }
        guard hits.contains(where: isLevel) else { return hits }
        let local = Set(hits.filter { names.names[$0.name].isLocal }.flatMap(\.tokens))
        return hits.filter { !isLevel($0) || local.isDisjoint(with: $0.tokens) }
    }

    private func isAway(_ hit: NameHit) -> Bool { !names.names[hit.name].isLocal }

    private func isCity(_ name: PlaceName) -> Bool {
        bearers(name).contains { codes[$0].depth < 3 }
    }

    private func isSeat(_ name: PlaceName) -> Bool {
        !seats.isEmpty
            && bearers(name).prefix(PairedNames.bearersMax).contains { seats.contains($0) }
    }

    func bearers(_ name: PlaceName) -> LazyMapSequence<ArraySlice<UInt32>, Int> {
        names.bearers[name.bearers].lazy.map { Int($0) }
    }

    /// Drops "Sungai Raya" within "Sungai Raya Utara", and the first words of a name where all are there.
    private func longest(_ hits: [NameHit], in tokens: Tokens) -> [NameHit] {
        func rank(_ hit: NameHit) -> (Int, Int, Int) {
            let name = names.names[hit.name]
            return (
                hit.tokens.count, name.isPartial ? 0 : name.isLocal ? 2 : 1, -Int(hit.fit.rawValue)
            )
        }
        var best: [Int: (Int, Int, Int)] = [:]
        for hit in hits {
            let rank = rank(hit)
            for token in hit.tokens
            where best[token].map({ ($0.0, $0.2, $0.1) < (rank.0, rank.2, rank.1) }) ?? true {
                best[token] = rank
            }
        }
        return hits.filter { hit in
            let rank = rank(hit)
            return hit.tokens.allSatisfy { token in
                guard let best = best[token] else { return true }
                // A name elsewhere letter by letter stays beside one here with a slip of the pen.
                return best.0 == rank.0
                    && (best.2 < rank.2 || best.2 == rank.2 && best.1 <= max(1, rank.1)
                        || rank.1 == 2 && best.1 == 1)
            }
        }
    }

    private func merged(
        _ hits: [NameHit], _ tokens: Tokens, _ reader: NameReader
    ) -> [PlaceMention] {
        var mentions: [PlaceMention] = []
        let ordered = hits.sorted {
            ($0.tokens.lowerBound, $0.tokens.upperBound, $0.fit.rawValue, $0.name)
                < ($1.tokens.lowerBound, $1.tokens.upperBound, $1.fit.rawValue, $1.name)
        }
        for hit in ordered {
            let name = names.names[hit.name]
            let isOther =
                mentions.last.map { $0.isFuzzy != hit.fit.isFuzzy && name.isLocal && !$0.isLocal }
                ?? false
            if mentions.last?.tokens != hit.tokens || isOther {
                guard mentions.count < Gazetteer.mentionsMax else { break }
                var mention = PlaceMention(
                    tokens: hit.tokens, places: [], fit: hit.fit,
                    around: PlaceSurroundings(
                        around: hit.tokens, tokens.words, reader.cues),
                    words: 0, letters: 0, isLocal: false, isPartial: name.isPartial)
                let word = tokens.words[hit.tokens.lowerBound]
                // A letter too few by a slip leaves more than what an SMS leaves.
                let least = hit.fit == .slip ? Gazetteer.minimumFuzzyWord : Gazetteer.minimumAlone
                mention.isPlainlyShort =
                    hit.tokens.count == 1 && reader.looksShort(hit.tokens.lowerBound)
                    && word.isAsWritten && word.plain.count >= least
                mention.written = tokens.words[hit.tokens].reduce(0) { $0 + Int($1.plain.count) }
                mention.isSpot = name.isSpot
                mention.isEveryday = hit.tokens.allSatisfy { reader.isOrdinary[$0] }
                mention.isOrdinaryTown = ordinary.contains(
                    tokens.words[hit.tokens].reduce(WordHash()) {
                        $0.joined(with: tokens.letters($1.plain))
                    })
                mention.isCapitalised = tokens.words[hit.tokens].allSatisfy(\.isCapitalised)
                mentions.append(mention)
            }
            let last = mentions.count - 1
            guard mentions[last].fit.isFuzzy == hit.fit.isFuzzy,
                mentions[last].isPartial == name.isPartial, mentions[last].isSpot == name.isSpot
            else { continue }
            for place in bearers(name) where !mentions[last].places.contains(place) {
                mentions[last].places.append(place)
            }
            mentions[last].isWord =
                mentions[last].isWord
                || mentions[last].places.contains { isLocal($0) && entries[$0].isAlsoWord }
            mentions[last].isLocal = mentions[last].isLocal || name.isLocal
            mentions[last].words = max(mentions[last].words, name.words)
            mentions[last].letters = max(mentions[last].letters, name.letters)
        }
        return mentions
    }
}
