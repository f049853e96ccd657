// Which places a mention can mean by the words around it: a name, a namesake elsewhere, or only a word.

extension PlaceResolver {
    /// The places a mention can mean by the words before it; none when it is no place at all.
    func plausible(at index: Int) -> [Int] {
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
        case .kabupaten, .provinsi:
            places = places.filter { gazetteer.codes[$0].depth < 3 }
            let wanted: PlaceLevel =
                mention.around.level == .provinsi ? .provinsi : .kabupaten
            let exact = places.filter { levels[$0] == wanted }
            places = exact.isEmpty ? places : exact
        case .kota:
            places = places.filter { !levels[$0].isVillage }
            let cities = places.filter { levels[$0] == .kota }
            places = cities.isEmpty ? places : cities
        default: break
        }
        places = places.filter { isPlausible($0, mention, at: index) }
        // "bundaran banjarbaru" is the city, not the village.
        if places.contains(where: { levels[$0] == .kota && !gazetteer.isLocal($0) }),
            isBesideTown(mention)
        {
            places = places.filter { levels[$0] == .kota }
        }
        guard places.contains(where: { gazetteer.isLocal($0) }) else { return places }
        // Villages of the same name elsewhere only where the text names their area, and not ours.
        let here = places.contains {
            gazetteer.isLocal($0) && supporter(of: $0, at: index).map { $0.depth > 1 } ?? false
        }
        let isNamedAway =
            !here && places.contains { isAway($0, at: index) }
            || !places.contains { isHeld($0, at: index) }
                && places.contains { isAwayBeside($0, at: index) }
        return places.filter { place in
            if gazetteer.isLocal(place) { return !isNamedAway }
            return isNamedAway
                ? isAway(place, at: index) || gazetteer.codes[place].depth < 3
                : gazetteer.codes[place].depth < 3
        }
    }

    /// A place outside whose kecamatan, kabupaten or kota the text names.
    func isAway(_ place: Int, at index: Int) -> Bool {
        guard !gazetteer.isLocal(place), let support = supporter(of: place, at: index)
        else { return false }
        return support.depth > 1 || mentions[index].isPaired
            || isBeside(mentions[index], mentions[support.mention])
    }

    /// The area a place here lies in is named, and not only somewhere in the text as the region may be.
    func isHeld(_ place: Int, at index: Int) -> Bool {
        guard gazetteer.isLocal(place), let support = supporter(of: place, at: index)
        else { return false }
        return support.depth > 2
            || support.depth == 2 && isBeside(mentions[index], mentions[support.mention])
    }

    /// "Murung Raya Kalteng", "Puruk Cahu Murung Raya": its province follows, or its seat stands beside.
    private func isAwayBeside(_ place: Int, at index: Int) -> Bool {
        guard !gazetteer.isLocal(place) else { return false }
        if let support = supporter(of: place, at: index),
            isBeside(mentions[index], mentions[support.mention])
        {
            return true
        }
        return [index - 1, index + 1].contains { other in
            guard mentions.indices.contains(other), mentions[other].places.contains(place)
            else { return false }
            let first = mentions[min(index, other)].tokens.upperBound
            let gap = mentions[max(index, other)].tokens.lowerBound - first
            return (0...1).contains(gap)
                && mentions[other].places.allSatisfy { !gazetteer.isLocal($0) }
        }
    }

    private func isPlausible(_ place: Int, _ mention: PlaceMention, at index: Int) -> Bool {
        let around = mention.around
        let depth = gazetteer.codes[place].depth
        let support = supporter(of: place, at: index)
        if !gazetteer.isLocal(place) {
            if depth < 3 { return gazetteer.isCityNamed(mention) }
            if let support, support.depth == 1, !mention.isPaired {
                // A province alone holds a village of every name.
                return isBeside(mention, mentions[support.mention]) && mention.words > 1
                    || mention.isCapitalised && around.isAfterPreposition && !mention.isLocal
                        && !mention.isFuzzy && !mention.isEveryday
            }
            if let support {
                // A word alone, before a city somewhere in the text, may be anything.
                let isClear =
                    mention.words > 1 || mention.isCapitalised || around.isAfterPreposition
                    || mention.isPaired
                return around.isNamed || mention.isPaired
                    || !mention.isEveryday && (support.depth == 3 || isClear)
            }
            guard !mention.isLocal, !mention.isFuzzy, !mention.isEveryday else { return false }
            // A kecamatan near by is known by its name alone: "Tapin Utara", "di Martapura", "RS Barabai".
            let isKnown =
                depth == 3 && isSameProvince(place)
                && (mention.words > 1 || around.isAfterPreposition
                    || gazetteer.seats.contains(place))
                && !around.isThing
            return around.isNamed || isKnown && !around.isRoad
        }
        if support == nil, isInUnknownArea(mention) { return false }
        // "hamak-hamak" is no village.
        if mention.tokens.count == 1, !around.isNamed, isDoubled(mention) { return false }
        if !around.isNamed, signs.isDoubled(mention) { return false }
        if mention.tokens.count == 1, around.level == nil, signs.isVerb(mention) { return false }
        if signs.isGluedVerb(mention), !signs.isPlaced(mention) { return false }
        if signs.isStumble(mention) { return false }
        let isBesideArea = support.map { isBeside(mention, mentions[$0.mention]) } ?? false
        // "pohon Kalumpang", "mandi Balimau".
        if around.isThing, around.level == nil, !around.isAfterPreposition, !isBesideArea,
            mention.words == 1 || mention.isEveryday || isWord(place)
        {
            return false
        }
        if mention.isCorrection { return true }
        if isAdjective(mention), !isBesideArea { return false }
        if gazetteer.entries[place].isAlsoWord, !isBesideArea, isOnlyWord(mention, at: index) {
            return false
        }
        // "Ibu Hariti": a person, or said to one: "bu Hariti gelap".
        if around.isTitled, around.level == nil, mention.isCapitalised, !isBesideArea,
            !signs.isPlaced(mention)
        {
            return false
        }
        if gazetteer.entries[place].isOrdinaryWord, around.level == nil, !isBesideArea {
            return isMeant(mention, isSupported: (support?.depth ?? 0) > 2)
        }
        if mention.isFuzzy, mention.words == 1, !around.isNamed, mention.fit != .guess {
            let isExpected =
                around.isAfterPreposition && mention.written >= Gazetteer.minimumRemains
            // So long a word that nobody knows, one slip from a name, hardly is another one.
            let isLong = mention.fit == .slip && mention.written >= Gazetteer.minimumUnknown
            let isSigned =
                mention.fit == .slip && signs.isPlaced(mention)
                && mention.written >= Gazetteer.fuzzyNameLength
            return support != nil || isSigned || isExpected || mention.isPlainlyShort || isLong
        }
        return true
    }

    /// A name that means something else as well, where nothing says that a place is meant.
    private func isOnlyWord(_ mention: PlaceMention, at index: Int) -> Bool {
        let start = mention.tokens.lowerBound
        let around = mention.around
        // "bakarung2", "dipasungkan".
        if mention.words > 2, !mention.isPartial { return false }
        if mention.tokens.count == 1, mention.fit < .slip, !mention.around.isAfterPreposition,
            !words[start].isPlainLetters
                || mention.written > mention.letters && !signs.isPlaced(mention)
        {
            return true
        }
        if around.level == nil, signs.isMaterial(mention) { return true }
        if signs.isPlaced(mention) {
            let isClear = mention.around.isAfterPreposition || mention.around.level != nil
            return !isClear && signs.isThing(mention)
        }
        if mention.around.isTitled || signs.isThing(mention) { return true }
        if mention.isCapitalised, !words[start].opensSentence, start > 0 { return false }
        // "badaun belum dapat": to be asked about.
        if signs.isCompared(mention) { return false }
        // A village called like it is named as well: "bamban, bukan yang bamban utara".
        let isSister = mentions.enumerated().contains { other, found in
            other != index && found.isLocal && found.words > mention.words && !found.isFuzzy
                && words[found.tokens.lowerBound].plain.hash == words[start].plain.hash
        }
        if isSister { return false }
        // Another place is named beside it: "badaun dan bajayau".
        return !mentions.enumerated().contains { other, found in
            other != index && found.isLocal && !found.isFuzzy && !found.isDenied
                && !found.places.contains { mention.places.contains($0) }
                && (signs.isPlaced(found) || !found.isWord && !found.isEveryday)
        }
    }

    /// "kades baru", "desa baru saja": no name, though a village is called so.
    private func isAdjective(_ mention: PlaceMention) -> Bool {
        guard mention.tokens.count == 1, cues[mention.tokens.lowerBound] == .newly,
            !mention.isCapitalised
        else { return false }
        let around = mention.around
        if around.isOfHead || around.level == .kecamatan { return true }
        if let level = around.levelAt, level > 0, cues[level - 1] == .rank { return true }
        let end = mention.tokens.upperBound
        guard around.level == .village, end < words.count, !words[end].opensSentence
        else { return false }
        return cues[end] == .well || cues[end] == .already || cues[end] == .only
    }

    /// "desa Sungai Raya kec Labuan Amas Selatan": a kecamatan that is none here.
    private func isInUnknownArea(_ mention: PlaceMention) -> Bool {
        var index = mention.tokens.upperBound
        while index < cues.count, cues[index]?.isSkipped == true, !words[index].opensSentence {
            index += 1
        }
        guard index + 1 < cues.count, cues[index] == .kecamatan, !words[index].opensSentence,
            cues[index + 1] == nil, !words[index + 1].isEveryday, !words[index + 1].isStopWord,
            words[index + 1].isPlainLetters,
            !words[index + 1].opensSentence || words[index].plain.count <= 4
        else { return false }
        return !mentions.contains { $0.isLocal && $0.tokens.contains(index + 1) }
    }

    /// The name is a word as well.
    private func isWord(_ place: Int) -> Bool {
        gazetteer.isLocal(place)
            && (gazetteer.entries[place].isOrdinaryWord || gazetteer.entries[place].isAlsoWord)
    }

    /// "bundaran", "walikota" stand near it.
    private func isBesideTown(_ mention: PlaceMention) -> Bool {
        let near = max(0, mention.tokens.lowerBound - PlaceSurroundings.reach)
        let far = min(cues.count, mention.tokens.upperBound + PlaceSurroundings.reach)
        return mention.around.level == .kota || (near..<far).contains { cues[$0] == .town }
    }

    func isSameProvince(_ place: Int) -> Bool {
        gazetteer.codes[place].ancestor(at: 1) == gazetteer.region?.ancestor(at: 1)
    }

    /// The same word stands beside it, and is no part of a longer name as in "Habirau - Habirau Tengah".
    private func isDoubled(_ mention: PlaceMention) -> Bool {
        let word = mention.tokens.lowerBound
        return [word - 1, word + 1].contains { other in
            words.indices.contains(other) && words[other].plain.hash == words[word].plain.hash
                && !words[max(other, word)].opensSentence
                && !mentions.contains { $0.tokens.count > 1 && $0.tokens.contains(other) }
        }
    }

    /// Whether a name that is a word of every day too is meant as a name.
    private func isMeant(_ mention: PlaceMention, isSupported: Bool) -> Bool {
        let around = mention.around
        // "batulaki jalannya amblas": nobody writes words of every day together.
        if mention.words > 1, mention.tokens.count == 1, !mention.isFuzzy { return true }
        guard !around.isRoad else { return false }
        if signs.isCalled(mention) || isWhereTheyLive(mention) { return true }
        if mention.words > 1, signs.isTopic(mention) { return true }
        let isLater = !words[mention.tokens.lowerBound].opensSentence
        if isSupported { return around.isAfterPreposition || mention.isCapitalised && isLater }
        if mention.words > 1 {
            return around.isAfterPreposition || mention.isCapitalised && isLater
        }
        // "di madang": to be asked about.
        return mention.isCapitalised && around.isAfterPreposition || isRightBehindIn(mention)
    }

    /// "warga parigi", "kami Tambangan": to be asked about.
    private func isWhereTheyLive(_ mention: PlaceMention) -> Bool {
        let start = mention.tokens.lowerBound
        guard start > 0, !words[start].opensSentence, cues[start] != .newly else { return false }
        return cues[start - 1] == .residence || cues[start - 1] == .we && mention.isCapitalised
    }

    private func isRightBehindIn(_ mention: PlaceMention) -> Bool {
        let start = mention.tokens.lowerBound
        return start > 0 && cues[start - 1] == .preposition && words[start - 1].plain.count < 3
            && !words[start].isStopWord
    }

    /// "Baru Sungai Raya", "baru yang di kec sungai raya": the kecamatan follows at once.
    func isBeside(_ mention: PlaceMention, _ kecamatan: PlaceMention) -> Bool {
        let gap = kecamatan.tokens.lowerBound - mention.tokens.upperBound
        guard gap >= 0, gap <= Gazetteer.linkReach else { return false }
        let between = mention.tokens.upperBound..<kecamatan.tokens.lowerBound
        return between.allSatisfy {
            cues[$0]?.isLink ?? false || cues[$0] == .correction || cues[$0] == .here
        }
    }
}

extension Gazetteer {
    /// Whether a mention may name the area a place outside or a village lies in.
    func isArea(_ place: Int, _ mention: PlaceMention) -> Bool {
        switch codes[place].depth {
        case 4: false
        case 3:
            isLocal(place) || mention.around.level == .kecamatan
                || mention.isPaired && mention.around.level == nil
        default: isLocal(place) || isCityNamed(mention)
        }
    }

    /// Whether a mention names a province, regency or city elsewhere.
    func isCityNamed(_ mention: PlaceMention) -> Bool {
        let around = mention.around
        // "kelurahan Jepara" is no regency, and every town has a road called after another.
        guard !around.isNamed, !around.isRoad else { return false }
        // "Kandangan Kota banjir" is not the town of Banjar.
        if around.level != nil {
            return mention.fit < .slip || mention.fit == .slip && !mention.isEveryday
        }
        // Called like a word of every day: "malang", "batang".
        let isOrdinary = mention.isOrdinaryTown && !mention.isPaired
        guard mention.isFuzzy else { return !isOrdinary }
        return mention.fit == .slip && around.isAfterPreposition && mention.letters > 7
    }
}
