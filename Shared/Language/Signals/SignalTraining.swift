// Learns signals from labelled messages. Pure: equal messages in equal order give an equal table.
import Complaints

/// A message with what is known of it.
package struct LabelledMessage: Sendable {
    package var reading: EvidenceReading
    /// One of ``SignalLabel/intents`` and any of ``SignalLabel/flags``.
    package var labels: Set<String>
    /// Equal texts have equal keys.
    package var key: String
    /// Who wrote it: a hand is judged by what the others teach.
    package var hand: Int

    package init(reading: EvidenceReading, labels: Set<String>, key: String, hand: Int) {
        self.reading = reading
        self.labels = labels
        self.key = key
        self.hand = hand
    }
}

extension LabelledMessage {
    /// Neither a nuisance nor a greeting.
    fileprivate var hasMatter: Bool { labels.isDisjoint(with: [FlagName.spam, Kind.other.rawValue]) }
}

/// How good each label was on hands it had not seen.
package struct SignalQuality: Sendable, Hashable {
    package var label: String
    /// Messages that have it.
    package var of: Int
    package var found: Int
    /// Messages marked with it that do not have it.
    package var wrong: Int
}

/// Learning with its settings.
package struct SignalTraining: Sendable {
    /// With fewer messages a flag is not learned.
    package static let minimumMessages = 8
    /// A term must stand in so many different messages.
    package var minimumTexts = 2
    /// The strongest terms are kept.
    package var maximumTerms = 5_000
    package var smallestWeight = 0.05
    package var cost = 0.3
    /// Of messages with a matter, so many may pass for a nuisance where hands are held out.
    package var misfiledMax = 0.006
    /// Of the messages marked with a flag, so many must have it where hands are held out.
    package var flagPrecision = 0.7

    package init() {}

    /// Learns from labelled messages of at least two hands.
    package func learn(
        _ messages: [LabelledMessage]
    ) throws(EvidenceProblem) -> (learned: LearnedEvidence, quality: [SignalQuality]) {
        guard messages.count >= EvidenceTraining.minimumCases else {
            throw .tooFewCases(messages.count)
        }
        let labels = SignalLabel.all.filter { label in
            messages.count { $0.labels.contains(label) } >= Self.minimumMessages
        }
        let hands = Set(messages.map(\.hand)).sorted()
        guard hands.count > 1, labels.count > 1 else { throw .oneAgency(labels.first ?? "") }
        let table = CaseTable(
            messages.map { DecidedCase(reading: $0.reading, agency: "", key: $0.key) })
        var scores = [[Double]](repeating: [], count: messages.count)
        for hand in hands {
            let known = messages.indices.filter { messages[$0].hand != hand }
            let fitted = fit(table, known, messages, labels)
            for row in messages.indices where messages[row].hand == hand {
                scores[row] = fitted.model.scores(table.vector(row, fitted.vocabulary))
            }
        }
        let shifts = shifts(scores, messages, labels)
        for row in scores.indices {
            for label in labels.indices { scores[row][label] += shifts[label] }
        }
        var fitted = fit(table, Array(messages.indices), messages, labels)
        for label in labels.indices { fitted.model.bases[label] += shifts[label] }
        return (written(fitted, table, messages, labels), quality(scores, messages, labels))
    }

    // MARK: Fitting

    private struct Fitted {
        var vocabulary: Vocabulary
        var model: LinearModel
    }

    private func fit(
        _ table: CaseTable, _ rows: [Int], _ messages: [LabelledMessage], _ labels: [String]
    ) -> Fitted {
        let whole = table.vocabulary(of: rows, minimumTexts: minimumTexts)
        let first = train(table, rows, whole, messages, labels)
        let strongest = table.terms.indices.map { column in
            (column: Int32(column), weight: first.weights.map { abs($0[column]) }.max() ?? 0)
        }.filter { $0.weight > 0 }.sorted { ($1.weight, $0.column) < ($0.weight, $1.column) }
        let kept = whole.keeping(Set(strongest.prefix(maximumTerms).map(\.column)))
        var model = train(table, rows, kept, messages, labels)
        for label in labels.indices {
            for column in model.weights[label].indices
            where abs(model.weights[label][column]) < smallestWeight {
                model.weights[label][column] = 0
            }
        }
        return Fitted(vocabulary: kept, model: model)
    }

    /// The intents against each other, each flag against its absence.
    private func train(
        _ table: CaseTable, _ rows: [Int], _ vocabulary: Vocabulary,
        _ messages: [LabelledMessage], _ labels: [String]
    ) -> LinearModel {
        let vectors = rows.map { table.vector($0, vocabulary) }
        var model = LinearModel(weights: [], bases: [])
        for label in labels {
            let targets = rows.map { messages[$0].labels.contains(label) ? 1 : 0 }
            guard Set(targets).count > 1 else {
                model.weights.append(Array(repeating: 0, count: table.terms.count))
                model.bases.append(-9)
                continue
            }
            let trained = LinearTraining.train(
                vectors, labels: targets, classes: 2, columns: table.terms.count, cost: cost)
            model.weights.append(trained.weights[1])
            model.bases.append(trained.bases[1])
        }
        return model
    }

    // MARK: Judging by the hands that were held out

    /// What is added to the base of each label so that a nuisance, or a flag, is as seldom wrong as asked.
    private func shifts(
        _ scores: [[Double]], _ messages: [LabelledMessage], _ labels: [String]
    ) -> [Double] {
        labels.enumerated().map { number, label in
            if label == FlagName.spam {
                let margins = messages.indices.filter { messages[$0].hasMatter }
                    .map { scores[$0][number] - bestKind(scores[$0], labels) }
                    .sorted(by: >)
                let allowed = Int(Double(margins.count) * misfiledMax)
                guard margins.count > allowed else { return 0 }
                // Half-way to the last one that is allowed: neither is met exactly by another text.
                return -(margins[allowed] + margins[max(0, allowed - 1)]) / 2
            }
            guard SignalLabel.flags.contains(label) else { return 0 }
            return -threshold(
                messages.indices.map { (scores[$0][number], messages[$0].labels.contains(label)) })
        }
    }

    /// The score from which a mark finds most for what it gets wrong (the best F1), and is right as often
    /// as asked.
    private func threshold(_ outcomes: [(score: Double, isRight: Bool)]) -> Double {
        let all = outcomes.count(where: \.isRight)
        var right = 0
        var best = (f1: 0.0, score: Self.never)
        for (index, outcome) in outcomes.sorted(by: { $0.score > $1.score }).enumerated() {
            right += outcome.isRight ? 1 : 0
            let f1 = 2 * Double(right) / Double(all + index + 1)
            if f1 > best.f1, Double(right) >= flagPrecision * Double(index + 1) {
                best = (f1, outcome.score - 1e-6)
            }
        }
        return best.score
    }

    /// No message scores so much.
    private static let never = 9.0

    private func bestKind(_ scores: [Double], _ labels: [String]) -> Double {
        labels.indices.filter { Kind(rawValue: labels[$0]) != nil }.map { scores[$0] }.max() ?? 0
    }

    private func quality(
        _ scores: [[Double]], _ messages: [LabelledMessage], _ labels: [String]
    ) -> [SignalQuality] {
        let kinds = labels.indices.filter { Kind(rawValue: labels[$0]) != nil }
        return labels.indices.map { number in
            let label = labels[number]
            var quality = SignalQuality(label: label, of: 0, found: 0, wrong: 0)
            for (row, message) in messages.enumerated() {
                let has = message.labels.contains(label)
                quality.of += has ? 1 : 0
                let isMarked: Bool
                if label == FlagName.spam {
                    isMarked = scores[row][number] > bestKind(scores[row], labels)
                } else if kinds.contains(number) {
                    // Which kind a nuisance would have been is nobody's concern.
                    guard !message.labels.contains(FlagName.spam) else { continue }
                    isMarked = kinds.max { scores[row][$0] < scores[row][$1] } == number
                } else {
                    isMarked = scores[row][number] > 0
                }
                if isMarked { has ? (quality.found += 1) : (quality.wrong += 1) }
            }
            return quality
        }
    }

    // MARK: The table

    private func written(
        _ fitted: Fitted, _ table: CaseTable, _ messages: [LabelledMessage], _ labels: [String]
    ) -> LearnedEvidence {
        LearnedEvidence(
            agencies: labels.enumerated().map { number, label in
                LearnedEvidence.KnownAgency(
                    id: label, base: EvidenceTraining.rounded(fitted.model.bases[number]),
                    cases: messages.count { $0.labels.contains(label) })
            },
            entries: EvidenceTraining.entries(fitted.model, fitted.vocabulary, table),
            calibration: LearnedEvidence.Calibration(slope: 1, base: 0), thresholds: [],
            view: .signals)
    }
}
