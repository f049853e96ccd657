// What a citizen wants, by his words: the phrases in them, and what the region's signals say of them.
import Complaints

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

    /// Words that may become traits, and again with a sign those said first: "handak mausulakan", "takun".
    static func words(of text: String) -> Set<String> { words(of: Tokens.split(text)) }

    private static func words(of tokens: [Token]) -> Set<String> {
        let words = tokens.map(\.word)
        return Set(words + words.prefix(saidFirst).map { early + $0 })
            .filter { !$0.hasNumber && $0.count > 1 }
    }

    private static let (saidFirst, early) = (25, "^")

    /// - Parameter words: the rows of the words that the model knows.
    static func read(
        _ text: String, _ matcher: PhraseMatcher, reads: Kind?, words: [String: Int32] = [:]
    ) -> Evidence {
        let tokens = Tokens.split(text)
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
        evidence.traits += Self.words(of: tokens).compactMap { words[$0] }.sorted()
        return evidence
    }
}
