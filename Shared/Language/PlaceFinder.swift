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
        let (mentions, cues) = mentions(
            in: tokens,
            isOrdinary: words.indices.map {
                words[$0].isEveryday || isWord($0)
            })
        guard !mentions.isEmpty else { return ([], []) }
        let resolver = PlaceResolver(
            self, mentions, tokens, cues, near: near.compactMap { PlaceCode($0) })
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
                    entry(found.place), confidence: min(found.confidence, Gazetteer.surest),
                    evidence: found.evidence.map { tokens.written($0) }.joined(separator: " … "))
            }
    }
}
