// What a condition asks for, in a few words for a trace.
import Complaints
import Language

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
    var isOnlyAboutText: Bool {
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
    var phrasesAskedFor: Set<PhraseID> {
        switch self {
        case .words(let phrases): phrases
        case .near(let first, let second, _): first.union(second)
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.phrasesAskedFor) }
        case .not(let part): part.phrasesAskedFor
        default: []
        }
    }

    /// What it asks for, in a few words for a trace.
    var shortName: String {
        switch self {
        case .always: "nothing"
        case .all: "all of several conditions"
        case .any: "one of several conditions"
        case .not(let part): "no \(part.shortName)"
        case .words: "its words"
        case .near(_, _, let words): "its words within \(words) words of each other"
        case .topics(let topics, _): "topic \(topics.sorted().joined(separator: ", "))"
        case .mentions(let topics): "topic \(topics.sorted().joined(separator: ", "))"
        case .places(let codes): "a place in \(codes.sorted().joined(separator: ", "))"
        case .level(let levels): "a \(levels.map(\.rawValue).sorted().joined(separator: " or "))"
        case .placeFlag(let flags): "a place marked \(flags.sorted().joined(separator: ", "))"
        case .channel(let channels):
            "channel \(channels.map(\.rawValue).sorted().joined(separator: ", "))"
        case .kind(let kinds): "kind \(kinds.map(\.rawValue).sorted().joined(separator: ", "))"
        case .flag(let flags): "flag \(flags.sorted().joined(separator: ", "))"
        case .account(let accounts): "account \(accounts.sorted().joined(separator: ", "))"
        case .sender(let traits):
            "a sender who is \(traits.map(\.rawValue).sorted().joined(separator: " or "))"
        case .programme(let names):
            names.isEmpty ? "a programme" : "programme \(names.sorted().joined(separator: ", "))"
        case .commitment(let names, let isDated):
            "a promise" + (isDated.map { $0 ? " with a day" : " without a day" } ?? "")
                + (names.isEmpty ? "" : " by \(names.sorted().joined(separator: " or "))")
        case .time(let window): "received \(window.text)"
        case .duplicate(let relations, let count):
            "\(relations.map(\.rawValue).sorted().joined(separator: " or ")), \(count) or more in its case"
        case .followup(let isOne): isOne ? "an answer to us" : "no answer to us"
        case .agency(let agencies): "agency \(agencies.sorted().joined(separator: ", "))"
        case .agencyFlag(let flags): "an agency marked \(flags.sorted().joined(separator: ", "))"
        }
    }
}
