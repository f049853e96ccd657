// What a text wants and how urgent it is, by the phrases of a region pack.
package import Complaints

/// Phrases that tell the kind of a message, an emergency, or a wish to stay unnamed.
package struct Signals: Sendable {
    /// A flag the phrases of a pack may set, e.g. `emergency`, `confidential`.
    package typealias Flag = String

    private var kinds: [PhraseID: [Kind]] = [:]
    private var flags: [PhraseID: [Flag]] = [:]

    package init(kinds: [Kind: [PhraseID]], flags: [Flag: [PhraseID]]) {
        for (kind, phrases) in kinds {
            for phrase in phrases { self.kinds[phrase, default: []].append(kind) }
        }
        for (flag, phrases) in flags {
            for phrase in phrases { self.flags[phrase, default: []].append(flag) }
        }
    }

    /// The kind most words speak for, counted by the length of the phrases. Words of a complaint win
    /// a tie: a question in a complaint ("kapan diperbaiki?") does not make it a question.
    ///
    /// - Returns: `nil` when no phrase says anything.
    package func kind(of analysis: TextAnalysis) -> Kind? {
        var counts: [Kind: Int] = [:]
        var seen: Set<PhraseID> = []
        for match in analysis.matches where seen.insert(match.phrase).inserted {
            for kind in kinds[match.phrase] ?? [] { counts[kind, default: 0] += match.wordCount }
        }
        let order: [Kind] = [.complaint, .question, .aspiration, .praise, .info, .other]
        var best: Kind?
        for kind in order where counts[kind, default: 0] > counts[best ?? .other, default: 0] {
            best = kind
        }
        return best
    }

    /// The flags set by the text, with the words that set each.
    package func flags(of analysis: TextAnalysis) -> [Flag: [Range<Int>]] {
        var found: [Flag: [Range<Int>]] = [:]
        for match in analysis.matches {
            for flag in flags[match.phrase] ?? [] { found[flag, default: []] += match.parts }
        }
        return found
    }
}
