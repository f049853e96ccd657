// What a text is about: keywords of topics, the longest match first.
package import Complaints

/// The keywords of one topic in the three ways people write.
package struct TopicKeywords: Sendable {
    package var topic: String
    package var formal: [PhraseID]
    package var messages: [PhraseID]
    package var dialect: [PhraseID]
    /// Words that say something only together with others ("air", "bus").
    package var weak: [PhraseID]

    package init(
        topic: String, formal: [PhraseID], messages: [PhraseID] = [], dialect: [PhraseID] = [],
        weak: [PhraseID] = []
    ) {
        self.topic = topic
        self.formal = formal
        self.messages = messages
        self.dialect = dialect
        self.weak = weak
    }
}

/// A topic found in a text, with the words that speak of it.
package struct TopicHit: Sendable, Hashable {
    package var topic: String
    /// Sum of the weights of its different keywords.
    package var weight: Double
    /// Token ranges of its keywords in the text.
    package var words: [Range<Int>]

    package init(topic: String, weight: Double, words: [Range<Int>]) {
        self.topic = topic
        self.weight = weight
        self.words = words
    }

    /// For the wire.
    package var topicWeight: TopicWeight {
        TopicWeight(id: topic, weight: (weight * 100).rounded() / 100)
    }
}

/// Keyword → topics, with weights that grow with the number of words.
package struct TopicLexicon: Sendable {
    /// Weight of a keyword of one word, and what each further word adds.
    package static let wordWeight = 1.0
    package static let furtherWordWeight = 0.8
    /// A weak keyword's weight; two of them make one ordinary word.
    package static let weakWeight = 0.4
    /// A keyword found by its stems only counts this much of its weight.
    package static let stemShare = 0.8

    private var topics: [PhraseID: [(topic: String, weak: Bool)]] = [:]

    package init(_ keywords: [TopicKeywords]) {
        for entry in keywords {
            for id in Set(entry.formal + entry.messages + entry.dialect) {
                topics[id, default: []].append((entry.topic, false))
            }
            for id in Set(entry.weak) { topics[id, default: []].append((entry.topic, true)) }
        }
    }

    /// The topics a keyword speaks for.
    package func topics(of phrase: PhraseID) -> [String] {
        topics[phrase]?.map(\.topic) ?? []
    }

    /// Topics of a text, the strongest first.
    ///
    /// A keyword inside a longer one does not count: in "lampu jalan mati" neither "lampu" nor
    /// "jalan" says anything for itself. The same keyword said again does not count again.
    package func hits(in analysis: TextAnalysis) -> [TopicHit] {
        let keywords = analysis.matches.filter { topics[$0.phrase] != nil }
        let cover = Cover(keywords)
        var hits: [String: TopicHit] = [:]
        var counted: Set<Counted> = []
        for match in keywords where !cover.dominates(match) {
            for (topic, weak) in topics[match.phrase] ?? [] {
                var hit = hits[topic] ?? TopicHit(topic: topic, weight: 0, words: [])
                if counted.insert(Counted(topic: topic, words: words(match, analysis))).inserted {
                    hit.weight += TopicLexicon.weight(of: match, weak: weak)
                }
                hit.words += match.parts
                hits[topic] = hit
            }
        }
        return hits.values.sorted { ($1.weight, $0.topic) < ($0.weight, $1.topic) }
    }

    private struct Counted: Hashable {
        var topic: String
        var words: [String]
    }

    private func words(_ match: PhraseMatch, _ analysis: TextAnalysis) -> [String] {
        match.parts.flatMap { $0.map { analysis.tokens[$0].normal } }
    }

    private static func weight(of match: PhraseMatch, weak: Bool) -> Double {
        let full =
            weak ? weakWeight : wordWeight + furtherWordWeight * Double(match.wordCount - 1)
        return match.byStem ? full * stemShare : full
    }
}

/// For every word the longest keyword that covers it.
private struct Cover {
    private var longest: [Int: Range<Int>] = [:]

    init(_ matches: [PhraseMatch]) {
        for match in matches {
            for part in match.parts where part.count > 1 {
                for token in part where part.count > longest[token]?.count ?? 0 {
                    longest[token] = part
                }
            }
        }
    }

    /// Each part of `match` lies within something longer.
    func dominates(_ match: PhraseMatch) -> Bool {
        match.parts.allSatisfy { part in
            guard let over = longest[part.lowerBound] else { return false }
            return over.count > part.count && over.lowerBound <= part.lowerBound
                && over.upperBound >= part.upperBound
        }
    }
}
