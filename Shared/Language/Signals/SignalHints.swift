// The hints of a text: groups of phrases that stand in it, links, codes, numbers, a question mark, a place.
import Complaints

/// Groups of phrases. A hint decides nothing: learned signals weigh it beside the words.
package struct SignalHints: Sendable {
    /// What is seen without phrases: a link to a host that is not trusted, a code to dial, a long number, a
    /// question mark at the end, a place of the region, a matter the region has an office for.
    package static let shapes = ["link", "code", "number", "asks", "place", "civic"]
    /// So many digits are a telephone, an account, a card.
    static let longNumber = 8

    private var groups: [String] = []
    private var members: [PhraseID: [Int]] = [:]
    private var trustedHosts: [String] = []

    /// - Parameters:
    ///   - phrases: by the name of their group.
    ///   - trustedHosts: hosts people link to when they show something; `go.id` means all below it.
    package init(_ phrases: [String: [PhraseID]] = [:], trustedHosts: [String] = []) {
        self.trustedHosts = trustedHosts
        for (group, ids) in phrases.sorted(by: { $0.key < $1.key }) {
            for id in ids { members[id, default: []].append(groups.count) }
            groups.append(group)
        }
    }

    /// Every hint there can be.
    package var names: Set<String> { Set(groups).union(Self.shapes) }

    /// The hints of a text as topics: each with the words that give it.
    ///
    /// - Parameters:
    ///   - subject: its phrases count as well, and have no place in the text.
    ///   - civic: the weight of the region's topics in both.
    func hits(
        in text: TextAnalysis, _ subject: TextAnalysis?, namesPlace: Bool, civic: Double
    ) -> [TopicHit] {
        var found: [String: TopicHit] = [:]
        func add(_ hint: String, _ weight: Double, _ words: [Range<Int>] = []) {
            found[hint, default: TopicHit(topic: hint, weight: 0, words: [])].weight += weight
            found[hint]?.words += words
        }
        var seen: Set<PhraseID> = []
        for match in text.matches {
            guard let own = members[match.phrase], seen.insert(match.phrase).inserted else {
                continue
            }
            for group in own { add(groups[group], Double(match.wordCount), match.parts) }
        }
        for match in subject?.matches ?? [] {
            guard let own = members[match.phrase], seen.insert(match.phrase).inserted else {
                continue
            }
            for group in own { add(groups[group], Double(match.wordCount)) }
        }
        for address in WrittenAddresses(text.text, trustedHosts: trustedHosts).found {
            add(address.isCode ? "code" : "link", 1)
        }
        for (index, token) in text.tokens.words.enumerated()
        where Int(token.end - token.start) >= Self.longNumber && text.tokens.isNumber(index) {
            add("number", 1, [index..<index + 1])
        }
        if Self.asks(text.text) { add("asks", 1) }
        if namesPlace { add("place", 1) }
        if civic > 0 { add("civic", civic) }
        return found.values.sorted { ($1.weight, $0.topic) < ($0.weight, $1.topic) }
    }

    private static func asks(_ text: String) -> Bool {
        text.utf8.last { $0 > 32 && $0 != UInt8(ascii: ".") } == UInt8(ascii: "?")
    }
}

extension Tokens {
    /// Digits only.
    fileprivate func isNumber(_ index: Int) -> Bool {
        letters[words[index].plain.range].allSatisfy { (0x30...0x39).contains($0) }
    }
}
