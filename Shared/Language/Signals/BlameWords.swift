// Who is said to have acted badly: an office or its people, by the order of the words. "Petugas membentak
// warga" blames the office, "warga memarahi petugas" does not, nor does "mohon petugas memperbaiki".

/// What a text says against an office or its people.
package struct Blame: Sendable, Hashable {
    /// Somebody of an office is blamed, or how it serves, without the name of one of those looked for.
    package var isOpen = false
    /// Agencies whose own name stands nearest to what is said.
    package var named: Set<String> = []
    /// The words that say it: token ranges of the text.
    package var words: [Range<Int>] = []

    package var isEmpty: Bool { !isOpen && named.isEmpty }
}

/// The words by which an office is blamed.
package struct BlameWords: Sendable {
    /// What a phrase says. A new role is one case here and one key of the section `blame`.
    package enum Role: String, Sendable, CaseIterable {
        /// An office or its people.
        case actors
        /// Somebody else, or a request: whoever stands before it did not do what comes behind.
        case others
        /// Right before what is said, they take it back: "tidak pernah marah".
        case negations
        /// What somebody does badly; he stands before it.
        case acts
        /// What somebody is like; he stands before it, or right behind.
        case traits
        /// What is done to somebody; who did it stands behind.
        case suffered
        /// It says by itself that an office served badly.
        case alone
    }

    /// Words between who acts and what he did.
    package static let distanceMax = 6
    /// Words between what somebody is like, or did to somebody, and him who is named behind it.
    package static let behindMax = 2
    /// So many accusations of one text are looked at.
    package static let saidMax = 100

    private var roles: [PhraseID: Role] = [:]
    private var names: [PhraseID: String] = [:]

    /// - Parameters:
    ///   - phrases: by what they say.
    ///   - names: of agencies, each by its phrases.
    package init(_ phrases: [Role: [PhraseID]] = [:], names: [String: [PhraseID]] = [:]) {
        for (role, phrases) in phrases { for phrase in phrases { roles[phrase] = role } }
        for (agency, phrases) in names { for phrase in phrases { self.names[phrase] = agency } }
    }

    /// A phrase where it stands.
    private struct Mark {
        var words: Range<Int>
        var role: Role
        var agency: String?
    }

    /// Reads one text.
    package func reading(of text: TextAnalysis) -> Blame {
        var blame = Blame()
        var people: [Mark] = []
        var denied: Set<Int> = []
        var said: [Mark] = []
        for match in text.matches {
            let agency = names[match.phrase]
            guard let role = agency == nil ? roles[match.phrase] : .actors else { continue }
            let mark = Mark(words: match.stretch, role: role, agency: agency)
            switch role {
            case .actors, .others: people.append(mark)
            case .negations: denied.insert(mark.words.upperBound)
            case .acts, .traits, .suffered, .alone: said.append(mark)
            }
        }
        for mark in said.prefix(Self.saidMax) where !denied.contains(mark.words.lowerBound) {
            switch mark.role {
            case .alone:
                blame.isOpen = true
                blame.words.append(mark.words)
            case .acts: note(before(mark, people, text.tokens), mark, &blame)
            case .traits:
                let first = before(mark, people, text.tokens)
                note(first?.role == .actors ? first : behind(mark, people, text.tokens), mark, &blame)
            case .suffered: note(behind(mark, people, text.tokens), mark, &blame)
            case .actors, .others, .negations: continue
            }
        }
        return blame
    }

    private func note(_ actor: Mark?, _ said: Mark, _ blame: inout Blame) {
        guard let actor, actor.role == .actors else { return }
        if let agency = actor.agency { blame.named.insert(agency) } else { blame.isOpen = true }
        blame.words += [actor.words, said.words]
    }

    /// The nearest before it in its sentence; of two that end there, the one that is an agency's name.
    private func before(_ said: Mark, _ people: [Mark], _ tokens: Tokens) -> Mark? {
        people.filter { mark in
            let gap = said.words.lowerBound - mark.words.upperBound
            return (0...Self.distanceMax).contains(gap)
                && !parts(tokens, mark.words.upperBound...said.words.lowerBound)
        }.max { a, b in
            (a.words.upperBound, a.agency == nil ? 0 : 1) < (b.words.upperBound, b.agency == nil ? 0 : 1)
        }
    }

    private func behind(_ said: Mark, _ people: [Mark], _ tokens: Tokens) -> Mark? {
        let near = people.filter { mark in
            let gap = mark.words.lowerBound - said.words.upperBound
            return (0...Self.behindMax).contains(gap)
                && !parts(tokens, said.words.upperBound...mark.words.lowerBound)
        }
        guard let first = near.min(by: { $0.words.lowerBound < $1.words.lowerBound }) else { return nil }
        // "dibentak petugas Inspektorat": whose he is stands right behind him.
        let whose = near.first { $0.agency != nil && $0.words.lowerBound == first.words.upperBound }
        return first.role == .actors ? whose ?? first : first
    }

    /// A new sentence begins at one of these words.
    private func parts(_ tokens: Tokens, _ words: ClosedRange<Int>) -> Bool {
        words.contains { tokens[$0].opensSentence }
    }
}

extension PhraseMatch {
    /// From its first word to its last.
    var stretch: Range<Int> { first.lowerBound..<(rest.last ?? first).upperBound }
}
