// What a text wants, how urgent it is, what it says an office did wrong, and whether it is a nuisance.
package import Complaints

/// Flags that phrases set, whatever else is said, and signals learned from labelled messages.
package struct Signals: Sendable {
    /// A text's stretches shown as the reason of a nuisance.
    package static let maximumReasons = 12
    /// A nuisance needs so many stretches that each speak for it with this weight.
    package static let minimumReasons = 2
    package static let heavyReason = 0.15
    /// All that speaks for a nuisance weighs so much at least: a few polite words are no ground.
    package static let minimumWeight = 0.8

    private var flags: [PhraseID: [String]] = [:]
    package let hints: SignalHints
    /// Labels (see ``SignalLabel``) with their weights; without it every text is a complaint.
    package let learned: LearnedEvidence?

    /// - Parameter flags: phrases that set a flag, e.g. `emergency`, `confidential`.
    package init(flags: [String: [PhraseID]], hints: SignalHints, learned: LearnedEvidence?) {
        for (flag, phrases) in flags {
            for phrase in phrases { self.flags[phrase, default: []].append(flag) }
        }
        self.hints = hints
        self.learned = learned
    }

    /// Reads one text.
    ///
    /// - Parameters:
    ///   - subject: what stands beside it.
    ///   - namesPlace: whether a place of the region is named.
    ///   - civic: the weight of the region's topics in it.
    package func reading(
        of text: TextAnalysis, _ subject: TextAnalysis?, namesPlace: Bool, civic: Double
    ) -> SignalReading {
        var reading = SignalReading()
        for analysis in [text, subject].compactMap(\.self) {
            for match in analysis.matches { reading.flags.formUnion(flags[match.phrase] ?? []) }
        }
        for match in text.matches where flags[match.phrase]?.contains(FlagName.emergency) == true {
            reading.emergency += match.parts.map { text.matchedText($0) }
        }
        guard let learned else { return reading }
        let hits = hints.hits(in: text, subject, namesPlace: namesPlace, civic: civic)
        let scores = learned.scores(of: text, subject, topics: hits)
        var best = -Double.infinity
        var emergency: Int?
        for (number, label) in learned.agencies.enumerated() {
            let score = scores[number]
            if let kind = Kind(rawValue: label.id) {
                if score > best { (best, reading.kind) = (score, kind) }
            } else if label.id != FlagName.spam, score > 0 {
                if label.id == FlagName.emergency { emergency = number }
                reading.flags.insert(label.id)
            }
        }
        if let emergency, reading.emergency.isEmpty {
            let reasons = learned.reasons(for: emergency, of: text, subject, topics: hits)
            reading.emergency = Self.matched(reasons, in: text)
        }
        if reading.kind != .complaint { reading.flags.subtract(FlagName.maladministration) }
        if let spam = learned.agencies.firstIndex(where: { $0.id == FlagName.spam }),
            scores[spam] > best
        {
            let reasons = learned.reasons(for: spam, of: text, subject, topics: hits)
            let weight = reasons.prefix(Self.maximumReasons).reduce(0) { $0 + max(0, $1.weight) }
            // A single odd word in a short message is no ground to put it aside.
            if weight >= Self.minimumWeight,
                Self.stretches(reasons, in: text) >= Self.minimumReasons
            {
                reading.nuisance = Self.matched(reasons, in: text)
            }
        }
        return reading
    }

    private static func matched(
        _ reasons: [EvidenceOpinion.Reason], in text: TextAnalysis
    ) -> [MatchedText] {
        reasons.prefix(maximumReasons).map { text.matchedText($0) }
    }

    /// Stretches of different words, not one within the other, that speak heavily.
    private static func stretches(
        _ reasons: [EvidenceOpinion.Reason], in text: TextAnalysis
    ) -> Int {
        var taken: [Range<Int>] = []
        var said: Set<String> = []
        for reason in reasons where reason.weight >= heavyReason {
            guard !taken.contains(where: { $0.overlaps(reason.words) }),
                said.insert(reason.words.map { text.tokens[$0].normal }.joined(separator: " ")).inserted
            else { continue }
            taken.append(reason.words)
        }
        return taken.count
    }

    /// The reading as learning sees it.
    ///
    /// - Parameters:
    ///   - text: with all personal data covered: what is learned is written into a file.
    ///   - written: the text as it is read later, with its numbers, for the hints.
    package func evidence(
        of text: TextAnalysis, _ written: TextAnalysis, namesPlace: Bool, civic: Double
    ) -> EvidenceReading {
        EvidenceReading(
            text, topics: hints.hits(in: written, nil, namesPlace: namesPlace, civic: civic),
            view: .signals)
    }
}

/// What the signals of one text say.
package struct SignalReading: Sendable {
    /// The likeliest that is no nuisance.
    package var kind: Kind = .complaint
    /// See ``FlagName``; never `spam`.
    package var flags: Set<String> = []
    /// The words that make it an emergency; empty when it is none, or only the subject says so.
    package var emergency: [MatchedText] = []
    /// The words that make it a nuisance, the heaviest first; `nil` when it is none.
    package var nuisance: [MatchedText]?
}
