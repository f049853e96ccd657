// Names so badly written or heard that no word of them is one: after "desa", or beside a named kecamatan.

extension Gazetteer {
    /// So many places of a text are looked at this way.
    static let guessesMax = 12
    /// Shorter stretches are like too many names.
    static let minimumGuess = 6
    /// A name may be heard as so many words.
    static let guessWordsMax = 3

    /// Mentions of places of the region behind words that promise one, where nothing was found.
    func guesses(
        _ mentions: [PlaceMention], in tokens: Tokens, _ reader: NameReader
    ) -> [PlaceMention] {
        let taken = Set(mentions.flatMap(\.tokens))
        let areas = mentions.flatMap(\.places).filter { isLocal($0) && levels[$0] == .kecamatan }
            .map { codes[$0] }
        var found: [PlaceMention] = []
        var looked = 0
        for start in tokens.words.indices.dropFirst() where looked < Gazetteer.guessesMax {
            guard let cue = reader.cues[start - 1], !taken.contains(start),
                !reader.isOrdinary[start], reader.cues[start] == nil
            else { continue }
            let isWanted: (Int) -> Bool
            switch cue {
            case .village: isWanted = { [levels] in levels[$0].isVillage }
            case .kecamatan: isWanted = { [levels] in levels[$0] == .kecamatan }
            case .preposition where !areas.isEmpty:
                isWanted = { [codes] place in areas.contains { codes[place].lies(in: $0) } }
            default: continue
            }
            looked += 1
            if let guess = guess(from: start, tokens, reader, taken, isWanted) {
                found.append(guess)
            }
        }
        return found
    }

    private func guess(
        from start: Int, _ tokens: Tokens, _ reader: NameReader, _ taken: Set<Int>,
        _ isWanted: (Int) -> Bool
    ) -> PlaceMention? {
        var best: (share: Double, end: Int, places: [Int])?
        var letters: [UInt8] = []
        for end in start + 1...start + Gazetteer.guessWordsMax {
            guard end <= tokens.words.count, !taken.contains(end - 1),
                end == start + 1 || !tokens.words[end - 1].opensSentence
            else { break }
            letters += tokens.letters(tokens.words[end - 1].plain)
            guard letters.count >= Gazetteer.minimumGuess else { continue }
            for (place, name) in joinedNames where isWanted(place) && name.first == letters.first {
                let most = name.count < 7 ? 1 : name.count < 12 ? 2 : 3
                guard let slips = EditDistance.slips(letters[...], name[...], most: most)
                else { continue }
                let share = Double(slips) / Double(name.count)
                if share < best?.share ?? 1 {
                    best = (share, end, [place])
                } else if share == best?.share, best?.places.contains(place) == false {
                    best?.places.append(place)
                }
            }
        }
        guard let best, best.places.count <= Gazetteer.maximumPartial else { return nil }
        var mention = PlaceMention(
            tokens: start..<best.end, places: best.places, fit: .guess,
            around: PlaceSurroundings(before: start, tokens.words, reader.cues),
            words: best.end - start, letters: letters.count, isLocal: true, isPartial: false)
        mention.written = letters.count
        return mention
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
