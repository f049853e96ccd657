// Names that are only said in part behind another one: "Wasah Hilir, bukan, Tengah", "Hamayung, yang utara".

extension Gazetteer {
    /// So many words may lie between a name and the last word of its sister.
    static let sideReach = 4

    /// Adds the sister names that only their last word stands for.
    func addSides(_ mentions: inout [PlaceMention], _ tokens: Tokens, _ cues: [PlaceCue?]) {
        guard mentions.contains(where: \.isLocal), cues.contains(.side) else { return }
        var found: [PlaceMention] = []
        for (index, mention) in mentions.enumerated()
        where mention.isLocal && !mention.isFuzzy {
            let next =
                index + 1 < mentions.count ? mentions[index + 1].tokens.lowerBound : cues.count
            var word = mention.tokens.upperBound
            let end = min(next, word + Gazetteer.sideReach)
            let start = word
            while word < end, isBetween(cues[word]) { word += 1 }
            guard word < end, word > start, cues[word] == .side,
                let sister = sister(of: mention, tokens, word, cues)
            else { continue }
            found.append(sister)
        }
        guard !found.isEmpty else { return }
        mentions = (mentions + found).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    private func isBetween(_ cue: PlaceCue?) -> Bool {
        switch cue {
        case .negation, .apology, .correction, .with, .skip, .well: true
        default: false
        }
    }

    /// The village called like a mention but for its last word.
    private func sister(
        of mention: PlaceMention, _ tokens: Tokens, _ word: Int, _ cues: [PlaceCue?]
    ) -> PlaceMention? {
        let words = tokens.words
        var head = Array(mention.tokens)
        if head.count > 1, let last = head.last, cues[last] == .side { head.removeLast() }
        var node: UInt32 = 0
        for token in head + [word] {
            let number = names.trie.number(of: words[token].plain.hash)
            guard number != NumberTable.none, let next = names.trie.next(node, number)
            else { return nil }
            node = next
        }
        var places: [Int] = []
        var letters = 0
        names.trie.forEachValue(of: node) { name in
            let name = names.names[Int(name)]
            guard name.isLocal, !name.isPartial, !name.isSpot else { return }
            letters = max(letters, name.letters)
            places += bearers(name).filter { isLocal($0) }
        }
        guard !places.isEmpty else { return nil }
        var sister = PlaceMention(
            tokens: word..<word + 1, places: places, fit: .halved,
            around: PlaceSurroundings(around: word..<word + 1, words, cues), words: head.count + 1,
            letters: letters, isLocal: true, isPartial: false)
        sister.written = letters
        // "yang utara maksudnya".
        if word + 1 < cues.count, cues[word + 1] == .correction { sister.isCorrection = true }
        return sister
    }

    /// "Telaga Langsat (desanya)", "Murung Raya yang desa", "Telaga Langsat rt 1": a village by the word
    /// behind it.
    func markVillages(_ mentions: inout [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]) {
        for index in mentions.indices
        where mentions[index].around.level == nil && mentions[index].isLocal {
            var end = mentions[index].tokens.upperBound
            let isNumbered = isNumbered(index, mentions, words, cues)
            while end < cues.count, cues[end] == .skip, !words[end].opensSentence { end += 1 }
            let isSaid =
                end < cues.count && (cues[end] == .itself || cues[end] == .village)
                && !words[end].opensSentence
                && !mentions.contains(where: { $0.tokens.lowerBound == end + 1 })
            guard isSaid || isNumbered && mentions[index].places.contains(where: isLocalKecamatan),
                mentions[index].places.contains(where: { isLocal($0) && levels[$0].isVillage })
            else { continue }
            mentions[index].around.level = .village
        }
    }

    private func isLocalKecamatan(_ place: Int) -> Bool {
        isLocal(place) && levels[place] == .kecamatan
    }

    /// "Telaga Langsat rt 1", "rt 1 Telaga Langsat"; but "Ulang Loksado rt 1" is a village in it.
    private func isNumbered(
        _ index: Int, _ mentions: [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]
    ) -> Bool {
        let tokens = mentions[index].tokens
        func ends(at token: Int) -> Bool {
            mentions.contains { $0.tokens.upperBound == token && $0.isLocal }
        }
        if tokens.upperBound < cues.count, cues[tokens.upperBound] == .neighbourhood,
            !words[tokens.upperBound].opensSentence
        {
            return !ends(at: tokens.lowerBound)
        }
        var before = tokens.lowerBound
        guard before > 0, !words[before].opensSentence else { return false }
        before -= 1
        if before > 0, cues[before] == .skip { before -= 1 }
        return cues[before] == .neighbourhood && !ends(at: before)
    }
}
