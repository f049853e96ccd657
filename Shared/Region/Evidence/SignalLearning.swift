// Learns signals from labelled messages with the words and places of a region.
import Complaints
import Foundation
package import Language
import Rules
package import ServiceKit

extension RegionPack {
    /// A file of labelled messages by one hand.
    package struct LabelledHand: Sendable {
        package var file: String
        package var rows: [LabelledRow]

        package init(file: String, rows: [LabelledRow]) {
            self.file = file
            self.rows = rows
        }
    }

    /// How to read and to correct the file.
    private static let signalsHead = """
        # What labelled messages teach: what a sender wants, what is a nuisance, an emergency, what an
        # office did wrong. Learned by `mendengar signals learn` from the folder messages; corrected by
        # hand as an evidence file: a line of `terms` is a term, what it adds for each label, and how
        # rare it is; #question is a hint of signals.yaml. The kind with the highest score is taken; a
        # message is a nuisance when `spam` is above all kinds, and has a flag when its score is above 0.
        about: tanda pesan yang dipelajari dari contoh
        kind: learned
        """

    /// Learns from messages of at least two hands. Personal data is covered before a word is read.
    ///
    /// - Returns: the file as text, and how good each label was on hands it had not seen.
    /// - Throws: ``ConfigurationError`` for labels that do not exist, ``EvidenceProblem`` for too little.
    package func learnSignals(
        from hands: [LabelledHand], vetoes: [SettledWeight] = [], locked: [SettledWeight] = [],
        digest: String, _ training: SignalTraining = SignalTraining()
    ) throws -> (text: String, quality: [SignalQuality]) {
        var messages: [LabelledMessage] = []
        for (number, hand) in hands.enumerated() {
            for row in hand.rows {
                messages.append(
                    message(row.text, labels: try Self.labels(row, hand.file), hand: number))
            }
        }
        let (learned, quality) = try training.learn(messages)
        let intents = quality.filter { Kind(rawValue: $0.label) != nil }
        let right = Double(intents.reduce(0) { $0 + $1.found })
        let share = right / Double(max(1, intents.reduce(0) { $0 + $1.found + $1.wrong }))
        let file = EvidenceFile(
            source: EvidenceFile.Source(
                history: digest, cases: messages.count, skipped: 0, date: nil),
            quality: HeldOutQuality(
                cases: messages.count, top1: share, top3: 0, unprunedTop1: 0, cost: training.cost),
            evidence: learned, vetoes: vetoes, locked: locked, view: .signals)
        return (file.text(head: Self.signalsHead), quality)
    }

    /// What was settled by hand in a table that is written over; nothing where there is none.
    package func settledSignals(
        in path: String
    ) throws(ConfigurationError) -> (vetoes: [SettledWeight], locked: [SettledWeight]) {
        guard FileManager.default.fileExists(atPath: path) else { return ([], []) }
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: path, problems: problems).map()
        _ = (map.string("about"), map.string("kind"))
        let file = EvidenceFile(
            map, agencies: Set(SignalLabel.all), topics: nil, view: .signals)
        try problems.throwIfAny()
        return (file.vetoes, file.locked)
    }

    private func message(_ text: String, labels: Set<String>, hand: Int) -> LabelledMessage {
        let written = PersonalData.mask(text)
        let masked = PersonalData.mask(text, Set(PersonalData.Kind.allCases))
        let understanding = Understanding(.example(masked, at: Self.anyTime), self, ruleBook)
        let facts = understanding.facts
        return LabelledMessage(
            reading: signals.evidence(
                of: understanding.analysis, analysis(written),
                namesPlace: facts.knownPlaces.contains { gazetteer.isInRegion($0.code) },
                civic: facts.topics.reduce(0) { $0 + $1.weight }),
            labels: labels,
            key: understanding.analysis.tokens.map(\.normal).joined(separator: " "), hand: hand)
    }

    private static func labels(
        _ row: LabelledRow, _ file: String
    ) throws(ConfigurationError) -> Set<String> {
        let labels = Set(row.agency.lowercased().split(separator: " ").map(String.init))
        func fail(_ message: String) -> ConfigurationError {
            ConfigurationError([YAMLProblem(file: file, line: row.line, message: message)])
        }
        if let unknown = labels.subtracting(SignalLabel.all).min() {
            let hint = nearest(to: unknown, among: SignalLabel.all)
            throw fail(
                "there is no label '\(unknown)'" + (hint.map { ", did you mean '\($0)'?" } ?? ""))
        }
        guard labels.intersection(SignalLabel.intents).count == 1 else {
            throw fail(
                "needs exactly one of: " + SignalLabel.intents.joined(separator: ", "))
        }
        return labels
    }
}
