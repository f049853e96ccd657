// What a condition asks for in the text.
import Complaints
package import Language

extension Condition {
    /// It looks at the words of the text.
    var isAboutText: Bool {
        switch self {
        case .words, .near, .topics, .mentions: true
        case .any(let parts): parts.contains(where: \.isAboutText)
        default: false
        }
    }

    /// Nothing but the words of the text can make it hold.
    package var isOnlyAboutText: Bool {
        switch self {
        case .words, .near, .topics, .mentions: true
        case .any(let parts), .all(let parts): !parts.isEmpty && parts.allSatisfy(\.isOnlyAboutText)
        default: false
        }
    }

    /// The topics it looks for.
    var topicsAskedFor: Set<String> {
        switch self {
        case .topics(let topics, _), .mentions(let topics): topics
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.topicsAskedFor) }
        case .not(let part): part.topicsAskedFor
        default: []
        }
    }

    /// The phrases it looks for.
    package var phrasesAskedFor: Set<PhraseID> {
        switch self {
        case .words(let phrases): phrases
        case .near(let first, let second, _): first.union(second)
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.phrasesAskedFor) }
        case .not(let part): part.phrasesAskedFor
        default: []
        }
    }
}
