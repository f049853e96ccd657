// Names so badly written or heard that no word of them is one: after "desa", or beside a named kecamatan.

extension Gazetteer {
    /// So many places of a text are looked at this way.
    static let guessesMax = 12
    /// Shorter stretches are like too many names.
    static let minimumGuess = 6
    /// So many letters may be left of a name before its kecamatan.
    static let minimumShortGuess = 4
    /// A name may be heard as so many words.
    static let guessWordsMax = 3

    /// A name without a kecamatan beside it must be heard so well, and be so long.
    static let minimumAloneGuess = 8

    /// Mentions of places of the region behind words that promise one, or right before a kecamatan, where
    /// nothing was found.
    func guesses(
        _ mentions: [PlaceMention], in tokens: Tokens, _ reader: NameReader
    ) -> [PlaceMention] {
        var listener = PlaceListener(self, mentions, tokens, reader)
        for start in tokens.words.indices.dropFirst() { listener.listen(from: start) }
        for area in listener.areas where !area.isFuzzy { listener.listen(before: area) }
        return listener.found
    }
}

/// Listens for names in the words of one text.
private struct PlaceListener {
    private let gazetteer: Gazetteer
    private let tokens: Tokens
    private let reader: NameReader
    private let words: [Word]
    /// Words that are part of a name already.
    private var isTaken: [Bool]
    /// Single words that are a name letter by letter, though elsewhere.
    private var isName: [Bool]
    /// The mentions of a kecamatan of the region, and their codes.
    private(set) var areas: [PlaceMention]
    private var codes: [PlaceCode]
    private(set) var found: [PlaceMention] = []
    private var looked = 0
    private var isBeforeArea = false

    /// Which places are listened for.
    private enum Wanted {
        case village, kecamatan
        /// Villages of the kecamatan that are named.
        case inside
    }

    init(
        _ gazetteer: Gazetteer, _ mentions: [PlaceMention], _ tokens: Tokens, _ reader: NameReader
    ) {
        self.gazetteer = gazetteer
        self.tokens = tokens
        self.reader = reader
        words = tokens.words
        isTaken = Array(repeating: false, count: words.count)
        isName = isTaken
        for mention in mentions {
            if mention.isLocal { for token in mention.tokens { isTaken[token] = true } }
            if !mention.isFuzzy, mention.tokens.count == 1 {
                isName[mention.tokens.lowerBound] = true
            }
        }
        areas = mentions.filter { mention in
            mention.places.contains {
                gazetteer.isLocal($0) && gazetteer.levels[$0] == .kecamatan
            }
        }
        codes = areas.flatMap(\.places).filter { gazetteer.levels[$0] == .kecamatan }
            .map { gazetteer.codes[$0] }
    }

    /// Behind "desa", "kec", "di".
    mutating func listen(from start: Int) {
        guard let cue = reader.cues[start - 1], !isTaken[start], looked < Gazetteer.guessesMax,
            reader.cues[start]?.isWord ?? true,
            !words[start].opensSentence || words[start - 1].plain.count <= 4
        else { return }
        let isPlace = cue.isPreposition || cue.isHome
        var wanted: Wanted?
        if !reader.isOrdinary[start] {
            switch cue {
            case .village, .head: wanted = .village
            case .kecamatan: wanted = .kecamatan
            default: wanted = isPlace && !codes.isEmpty ? .inside : nil
            }
        }
        guard wanted != nil || isPlace || cue == .village || cue == .head else { return }
        var end = start
        while end < min(start + Gazetteer.guessWordsMax, words.count), isFree(end),
            end == start || !words[end].opensSentence
        {
            end += 1
        }
        listen(
            (start..<end).map { start..<($0 + 1) }, wanted ?? .village, most: wanted == nil ? 1 : 3)
    }

    /// Right before the kecamatan it lies in.
    mutating func listen(before area: PlaceMention) {
        let end = area.tokensWithLevel.lowerBound
        guard looked < Gazetteer.guessesMax, !words[end].opensSentence else { return }
        var start = end
        while start > max(0, end - Gazetteer.guessWordsMax), isFree(start - 1),
            start == end || !words[start].opensSentence
        {
            start -= 1
        }
        isBeforeArea = true
        listen((start..<end).reversed().map { $0..<end }, .inside, most: 3)
        isBeforeArea = false
    }

    private func isFree(_ word: Int) -> Bool {
        !isTaken[word] && reader.cues[word]?.isLevel != true
    }

    /// - Parameter most: slips of the pen that are allowed; with 1 only a long name counts.
    private mutating func listen(_ windows: [Range<Int>], _ wanted: Wanted, most: Int) {
        looked += 1
        var best: (share: Double, window: Range<Int>, letters: Int, places: [Int])?
        let least = most == 1 ? Gazetteer.minimumAloneGuess : Gazetteer.minimumGuess
        for window in windows {
            let count = window.reduce(0) { $0 + Int(words[$1].plain.count) }
            let isShort =
                wanted == .inside && window.count == 1
                && (isBeforeArea
                    || reader.looksShort(window.lowerBound) && words[window.lowerBound].isAsWritten)
            guard count >= (isShort ? Gazetteer.minimumShortGuess : least),
                window.count > 1
                    || !reader.isOrdinary[window.lowerBound] && !isName[window.lowerBound]
            else { continue }
            let heard = Heard.letters(window.flatMap { tokens.letters(words[$0].plain) })
            compare(heard, window, wanted, most, least, isShort, &best)
        }
        guard let best, best.places.count <= Gazetteer.maximumPartial else { return }
        var mention = PlaceMention(
            tokens: best.window, places: best.places, fit: .guess,
            around: PlaceSurroundings(around: best.window, words, reader.cues),
            words: best.window.count, letters: best.letters, isLocal: true, isPartial: false)
        mention.written = best.letters
        found.append(mention)
    }

    private func compare(
        _ heard: [UInt8], _ window: Range<Int>, _ wanted: Wanted, _ most: Int, _ least: Int,
        _ isShort: Bool,
        _ best: inout (share: Double, window: Range<Int>, letters: Int, places: [Int])?
    ) {
        let names = gazetteer.joinedNames
        let bits = Heard.bits(heard[...])
        let isBold =
            !reader.isOrdinary[window.lowerBound]
            && (isBeforeArea
                || window.lowerBound > 0 && reader.cues[window.lowerBound - 1] != nil)
        for index in names.indices(like: wanted == .inside ? nil : heard.first) {
            let name = names.spelled(index)
            guard abs(name.count - heard.count) <= most || isShort,
                isWanted(names[index].place, wanted)
            else { continue }
            // The first letter may be misheard, but little else then.
            let isSame = name.first == heard.first
            let allowed = !isBold || !isSame || name.count < 7 ? 1 : name.count < 12 ? 2 : 3
            let share: Double
            if heard.count >= least,
                let slips = names.slips(index, heard[...], bits, most: min(most, allowed))
            {
                share = Double(slips) / Double(name.count)
            } else if isShort, isBeforeArea,
                SoundIndex.sound(heard[...]) == SoundIndex.sound(name)
            {
                // "Kapu Simpur".
                share = 0
            } else if isShort, let cost = ShortIndex.cost(of: heard[...], for: name) {
                // "hrti Sungai Raya": so short that only the kecamatan tells what it is.
                share = Double(cost) / Double(name.count)
            } else {
                continue
            }
            let place = names[index].place
            if share < best?.share ?? 1 {
                best = (share, window, heard.count, [place])
            } else if share == best?.share, best?.places.contains(place) == false {
                best?.places.append(place)
            }
        }
    }

    private func isWanted(_ place: Int, _ wanted: Wanted) -> Bool {
        switch wanted {
        case .village: gazetteer.levels[place].isVillage
        case .kecamatan: gazetteer.levels[place] == .kecamatan
        case .inside:
            codes.contains {
                gazetteer.codes[place] != $0 && gazetteer.codes[place].lies(in: $0)
            }
        }
    }
}

/// How many slips of the pen lie between two words.
enum EditDistance {
    /// Letters changed, missing, too many, or swapped with their neighbour; `nil` when more than `most`.
    static func slips(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, most: Int) -> Int? {
        guard abs(a.count - b.count) <= most else { return nil }
        let (a, b) = (Array(a), Array(b))
        var before: [Int] = []
        var row = Array(0...b.count)
        for i in a.indices {
            var next = [i + 1]
            next.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(row[j + 1], next[j]) + 1
                cost = min(cost, row[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                next.append(cost)
            }
            if next.allSatisfy({ $0 > most }) { return nil }
            (before, row) = (row, next)
        }
        let slips = row[b.count]
        return slips <= most ? slips : nil
    }
}
