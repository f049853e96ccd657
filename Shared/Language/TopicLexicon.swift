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

    /// The topics in order of their names, and of each phrase which of them it speaks for.
    private let names: [String]
    private var topics: [[(topic: Int, weak: Bool)]] = []

    package init(_ keywords: [TopicKeywords]) {
        names = Set(keywords.map(\.topic)).sorted()
        for entry in keywords {
            guard let topic = names.firstIndex(of: entry.topic) else { continue }
            for id in Set(entry.formal + entry.messages + entry.dialect) { add(id, topic, false) }
            for id in Set(entry.weak) { add(id, topic, true) }
        }
    }

    private mutating func add(_ phrase: PhraseID, _ topic: Int, _ weak: Bool) {
        while topics.count <= phrase { topics.append([]) }
        topics[phrase].append((topic, weak))
    }

    /// The topics a keyword speaks for.
    package func topics(of phrase: PhraseID) -> [String] {
        phrase < topics.count ? topics[phrase].map { names[$0.topic] } : []
    }

    /// Topics of a text, the strongest first.
    ///
    /// A keyword inside a longer one does not count: in "lampu jalan mati" neither "lampu" nor
    /// "jalan" says anything for itself. The same keyword said again does not count again.
    package func hits(in analysis: TextAnalysis) -> [TopicHit] {
        let keywords = analysis.matches.filter {
            $0.phrase < topics.count && !topics[$0.phrase].isEmpty
        }
        guard !keywords.isEmpty else { return [] }
        let cover = Cover(keywords, words: analysis.tokens.count)
        var hits: [Int: TopicHit] = [:]
        var counted: Set<Counted> = []
        for match in keywords where !cover.dominates(match) {
            let words = Self.words(match, analysis.tokens.words)
            for (topic, weak) in topics[match.phrase] {
                let weight =
                    counted.insert(Counted(topic: topic, words: words)).inserted
                    ? TopicLexicon.weight(of: match, weak: weak) : 0
                var hit =
                    hits.removeValue(forKey: topic)
                    ?? TopicHit(topic: names[topic], weight: 0, words: [])
                hit.weight += weight
                match.forEachPart { hit.words.append($0) }
                hits[topic] = hit
            }
        }
        return hits.values.sorted { ($1.weight, $0.topic) < ($0.weight, $1.topic) }
    }

    private struct Counted: Hashable {
        var topic: Int
        var words: UInt64
    }

    /// One number for the normal forms of the words a match covers.
    private static func words(_ match: PhraseMatch, _ words: [Word]) -> UInt64 {
        var sum: UInt64 = 0
        match.forEachPart { part in
            for index in part { sum = (sum ^ words[index].normal.hash.value) &* 0x100_0000_01b3 }
        }
        return sum
    }

    private static func weight(of match: PhraseMatch, weak: Bool) -> Double {
        let full =
            weak ? weakWeight : wordWeight + furtherWordWeight * Double(match.wordCount - 1)
        return match.byStem ? full * stemShare : full
    }
}

/// For every word the longest keyword that covers it.
private struct Cover {
    private var longest: [Range<Int>]

    init(_ matches: [PhraseMatch], words: Int) {
        longest = Array(repeating: 0..<0, count: words)
        for match in matches { match.forEachPart { add($0) } }
    }

    private mutating func add(_ part: Range<Int>) {
        guard part.count > 1 else { return }
        for token in part where part.count > longest[token].count { longest[token] = part }
    }

    /// Each part of `match` lies within something longer.
    func dominates(_ match: PhraseMatch) -> Bool {
        match.allParts { part in
            let over = longest[part.lowerBound]
            return over.count > part.count && over.lowerBound <= part.lowerBound
                && over.upperBound >= part.upperBound
        }
    }
}
