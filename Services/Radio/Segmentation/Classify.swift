// What a citizen wants, by his words (the phrases in them, and what the region's signals say of them) and by
// how he is answered.
import Complaints

/// What a citizen said, and what others said to it.
struct Exchange {
    var text: String
    /// The words of host and offices: "terima kasih informasinya" tells what the citizen wanted as well as
    /// his own words do.
    var reply: [String]
}

/// What the model of kinds looks at.
enum KindTraits {
    static let states: [Kind] = [.complaint, .aspiration, .question, .praise, .info, .other]
    private static let counts: [Double] = [2, 3]
    private static let lengths: [Double] = [4, 8, 15, 30, 60]
    private static let hints = Hint.allCases.map { "\($0)" }
    private static let kinds = states.map(\.rawValue)

    private static let all = TraitTable.numbered([
        Question("always", ["yes"]),
        Question("reads as", kinds + ["unread"]),
        Question("phrase", hints.flatMap { hint in Buckets.names(counts).map { hint + " " + $0 } }),
        Question("first phrase", hints),
        Question("asks", ["inside", "at end"]),
        Question("words", Buckets.names(lengths)),
        Question("but", ["yes"]),
        Question("problems", ["none", "one", "more"]),
    ])

    static func course(words: [String]) -> Course {
        Course(TraitTable(all, words: words), states: states.count, bridges: 1)
    }

    /// Words that may become traits: the citizen's, again with a sign those said first ("handak mausulakan",
    /// "takun"), and with another those of the answer.
    static func words(of exchange: Exchange) -> Set<String> {
        words(of: Tokens.split(exchange.text), exchange.reply)
    }

    private static func words(of tokens: [Token], _ reply: [String]) -> Set<String> {
        let words = tokens.map(\.word).filter(tells)
        var all = Set(words)
        for word in words.prefix(saidFirst) { all.insert(early + word) }
        for word in Set(reply.prefix(mostReplied)) where tells(word) { all.insert(replied + word) }
        return all
    }

    private static func tells(_ word: String) -> Bool { word.utf8.count > 1 && !word.hasNumber }

    /// Whether a word of ``words(of:)`` is of the answer.
    static func isReplied(_ word: String) -> Bool { word.hasPrefix(replied) }

    private static let (saidFirst, early, replied) = (25, "^", ">")
    /// Words of an answer that are looked at.
    private static let mostReplied = 400

    /// - Parameter words: the rows of the words that the model knows.
    static func read(
        _ exchange: Exchange, _ matcher: PhraseMatcher, reads: Kind?, words: [String: Int32] = [:]
    ) -> Evidence {
        let tokens = Tokens.split(exchange.text)
        let hits = matcher.hits(in: tokens)
        var evidence = Evidence()
        let wish: Set<Hint> = [
            .question, .praise, .aspiration, .information, .song, .problem, .plea,
        ]
        let reading = reads.flatMap { states.firstIndex(of: $0) } ?? states.count
        evidence.traits = [all[0](0), all[1](reading), all[5](Double(tokens.count), lengths)]
        for hint in Hint.allCases {
            let count = hits.count { $0.cue == hint }
            if count > 0 {
                let bucket = counts.firstIndex { Double(count) < $0 } ?? counts.count
                evidence.traits.append(all[2](hint.rawValue * (counts.count + 1) + bucket))
            }
        }
        if let first = hits.first(where: { wish.contains($0.cue) }) {
            evidence.traits.append(all[3](first.cue.rawValue))
        }
        if tokens.contains(where: \.asks) { evidence.traits.append(all[4](0)) }
        if tokens.last?.asks == true { evidence.traits.append(all[4](1)) }
        if tokens.contains(where: {
            ["tapi", "tetapi", "tp", "namun", "cuma", "sayang", "padahal"].contains($0.word)
        }) {
            evidence.traits.append(all[6](0))
        }
        evidence.traits.append(all[7](min(2, hits.count { $0.cue == .problem })))
        evidence.traits += Self.words(of: tokens, exchange.reply).compactMap { words[$0] }.sorted()
        return evidence
    }
}
