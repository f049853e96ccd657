// Reads the terms of a text: what learned evidence is trained on, and what it is asked with.
import Foundation

/// A term of a text with the words it stands at; none when only the subject has it.
package struct FoundTerm: Sendable {
    package var term: EvidenceTerm
    /// In words, its length per time it is said; in topics, how much it is spoken of.
    package var amount: Double
    /// Token ranges of the text.
    package var words: [Range<Int>]
}

/// A text as learned evidence sees it.
package struct EvidenceReading: Sendable {
    /// Terms beyond this many words of a text are not read: nobody needs ten pages to say where.
    static let maximumWords = 2_000

    /// Each term once, in the order of its first place.
    package private(set) var terms: [FoundTerm] = []
    private var places: [EvidenceTerm: Int] = [:]

    /// - Parameters:
    ///   - text: whose words the terms point to.
    ///   - subject: what stands beside it; its terms count, but have no place in the text.
    ///   - topics: of both, the strongest first.
    ///   - view: of what is learned, or asked.
    package init(
        _ text: TextAnalysis, subject: TextAnalysis? = nil, topics: [TopicHit],
        view: EvidenceView = .agencies
    ) {
        let stemmer = Stemmer()
        terms.reserveCapacity(text.tokens.count * 10)
        read(text.tokens, view.passesNames ? text.names : [], stemmer, hasPlaces: true)
        if let subject {
            read(subject.tokens, view.passesNames ? subject.names : [], stemmer, hasPlaces: false)
        }
        for index in terms.indices { terms[index].amount = 1 + log(terms[index].amount) }
        for hit in topics {
            add(.topic(hit.topic), view.topicShare * log(1 + hit.weight), hit.words)
        }
        if let first = topics.first {
            add(.strongestTopic(first.topic), view.topicShare, first.words)
        } else {
            add(.noTopic, view.topicShare, [])
        }
    }

    private mutating func read(
        _ tokens: Tokens, _ passed: Set<Int>, _ stemmer: borrowing Stemmer, hasPlaces: Bool
    ) {
        var previous: String?
        for (index, token) in tokens.prefix(EvidenceReading.maximumWords).enumerated() {
            // A bare number is a house, a date or a person's; it says nothing of the matter.
            let normal = token.normal
            guard !passed.contains(index), normal.utf8.contains(where: { !(0x30...0x39).contains($0) })
            else {
                previous = nil
                continue
            }
            let word = hasPlaces ? [index..<index + 1] : []
            let stem = stemmer.stem(normal)
            add(.word(normal), 1, word)
            add(.stem(stem), 1, word)
            if let previous {
                add(.pair(previous, stem), 1, hasPlaces ? [index - 1..<index + 1] : [])
            }
            EvidenceTerm.Letters.all(of: token.plain) { add(.piece($0), 1, word) }
            previous = stem
        }
    }

    private mutating func add(_ term: EvidenceTerm, _ amount: Double, _ words: [Range<Int>]) {
        if let place = places[term] {
            terms[place].amount += amount
            terms[place].words += words
        } else {
            places[term] = terms.count
            terms.append(FoundTerm(term: term, amount: amount, words: words))
        }
    }
}
