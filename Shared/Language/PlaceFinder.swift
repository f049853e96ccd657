// Decides which place each mention means, from what stands around it.
package import Complaints

extension Gazetteer {
    /// More candidates than this help nobody.
    package static let maximumCandidates = 8

    /// The places named in a text, the surest first; several with lower confidence where the text
    /// leaves it open (namesakes, a village called like its kecamatan).
    package func places(in tokens: Tokens) -> [Place] {
        reading(of: tokens).places
    }

    /// The places as ``places(in:)`` and the words that name them, which say nothing else.
    ///
    /// - Parameter isWord: whether the word at a place is an ordinary one rather than a name written
    ///   wrongly.
    package func reading(
        of tokens: Tokens, isWord: (Int) -> Bool = { _ in false }
    ) -> (places: [Place], words: [Range<Int>]) {
        let mentions = mentions(in: tokens, isWord: isWord)
        guard !mentions.isEmpty else { return ([], []) }
        let resolver = PlaceResolver(gazetteer: self, mentions: mentions, tokens: tokens)
        return (places(resolver, tokens), resolver.named)
    }

    private func places(
        _ resolver: PlaceResolver, _ tokens: Tokens
    ) -> [Place] {
        var best: [String: (candidate: PlaceResolver.Candidate, order: Int)] = [:]
        for (order, candidate) in resolver.candidates().enumerated() {
            let code = entries[candidate.entry].code
            if candidate.confidence > best[code]?.candidate.confidence ?? 0 {
                best[code] = (candidate, best[code]?.order ?? order)
            }
        }
        return best.values
            .sorted { ($1.candidate.confidence, $0.order) < ($0.candidate.confidence, $1.order) }
            .prefix(Gazetteer.maximumCandidates)
            .map { found, _ in
                let evidence = found.evidence.map { tokens.written($0) }
                return place(
                    entries[found.entry], confidence: found.confidence,
                    evidence: evidence.joined(separator: " … "))
            }
    }
}

/// Resolves the mentions of one text against each other.
private struct PlaceResolver {
    let gazetteer: Gazetteer
    let mentions: [PlaceMention]
    let tokens: Tokens
    /// Kecamatan that the text may be naming, with the mention of each.
    let kecamatan: [String: Int]

    struct Candidate {
        var entry: Int
        var confidence: Double
        var evidence: [Range<Int>]
    }

    init(gazetteer: Gazetteer, mentions: [PlaceMention], tokens: Tokens) {
        self.gazetteer = gazetteer
        self.mentions = mentions
        self.tokens = tokens
        var kecamatan: [String: Int] = [:]
        for (index, mention) in mentions.enumerated() where mention.prefix != .village {
            for entry in mention.entries where gazetteer.entries[entry].level == .kecamatan {
                kecamatan[gazetteer.entries[entry].code] =
                    kecamatan[
                        gazetteer.entries[entry].code] ?? index
            }
        }
        self.kecamatan = kecamatan
    }

    /// The words of the mentions that can be a place.
    var named: [Range<Int>] {
        mentions.indices.filter { !plausible(at: $0).isEmpty }.map { mentions[$0].tokens }
    }

    func candidates() -> [Candidate] {
        let options = mentions.indices.map { plausible(at: $0) }
        /// Mentions that only say in which kecamatan another one lies.
        var supporting: Set<Int> = []
        for (index, entries) in options.enumerated() {
            for entry in entries {
                guard let parent = supporter(of: entry, at: index) else { continue }
                supporting.insert(parent)
            }
        }
        return mentions.indices.filter { !supporting.contains($0) }
            .flatMap { resolve(options[$0], at: $0) }
    }

    /// The mention that names the kecamatan of a village mentioned at `index`.
    private func supporter(of entry: Int, at index: Int) -> Int? {
        guard gazetteer.entries[entry].level.isVillage,
            let parent = gazetteer.entries[entry].parent, let mention = kecamatan[parent],
            mention != index
        else { return nil }
        return mention
    }

    /// The entries a mention can mean by the word before it; none when it is no place at all.
    private func plausible(at index: Int) -> [Int] {
        let mention = mentions[index]
        var entries = mention.entries
        let levels = gazetteer.entries
        switch mention.prefix {
        case .village:
            entries = entries.filter { levels[$0].level.isVillage }.nonEmpty ?? entries
        case .kecamatan:
            entries = entries.filter { levels[$0].level == .kecamatan }.nonEmpty ?? entries
        case .regency:
            entries = entries.filter { !levels[$0].level.isVillage }
        case .preposition, nil:
            break
        }
        return entries.filter { entry in
            let named = mention.prefix == .village || mention.prefix == .kecamatan
            let support = supporter(of: entry, at: index)
            if levels[entry].isOrdinaryWord, !named {
                return support.map { isBeside(mention, mentions[$0]) } ?? false
            }
            if mention.isFuzzy, mention.words == 1, !named {
                return support != nil || mention.prefix == .preposition || mention.isPlainlyShort
            }
            return true
        }
    }

    /// "Baru Sungai Raya", "baru kec sungai raya": the kecamatan follows at once.
    private func isBeside(_ mention: PlaceMention, _ kecamatan: PlaceMention) -> Bool {
        let gap = kecamatan.tokens.lowerBound - mention.tokens.upperBound
        guard gap >= 0 else { return false }
        return gap == 0 || gap == 1 && kecamatan.prefix != nil
    }

    private func resolve(_ options: [Int], at index: Int) -> [Candidate] {
        let mention = mentions[index]
        let supported = options.filter { supporter(of: $0, at: index) != nil }
        let chosen = supported.nonEmpty ?? options
        let kecamatan = chosen.filter { gazetteer.entries[$0].level == .kecamatan }
        return chosen.map { entry in
            var evidence = [mention.tokensWithPrefix]
            var confidence = base(mention)
            if let support = supporter(of: entry, at: index) {
                confidence = 0.97
                evidence.append(mentions[support].tokensWithPrefix)
            }
            if mention.isFuzzy { confidence *= 0.85 }
            if chosen.count > 1 {
                // A bare name that is a kecamatan and its village: the kecamatan is sure either way.
                let isKecamatan = kecamatan.contains(entry)
                confidence =
                    kecamatan.isEmpty
                    ? confidence / Double(chosen.count) : isKecamatan ? 0.65 : 0.35
            }
            return Candidate(entry: entry, confidence: confidence, evidence: evidence)
        }
    }

    /// How sure a name is by itself.
    private func base(_ mention: PlaceMention) -> Double {
        switch mention.prefix {
        case .village, .kecamatan, .regency: 0.95
        case .preposition: 0.9
        case nil: mention.letters < 5 ? 0.65 : 0.85
        }
    }
}

extension Array {
    fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}
