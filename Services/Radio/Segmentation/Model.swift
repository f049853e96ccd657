// The learned weights: of who is who, and of how a programme goes on, with speakers and without.
import Foundation

/// All that was learned from programmes that people had cut.
package struct Model: Sendable {
    /// Roles of labels.
    var voices = Chain(
        states: Roles.states.count, traits: VoiceTraits.table.names.count, bridges: 1)
    /// What a citizen wants.
    var kinds = KindTraits.course(words: [])
    var labelled = Part.course(words: [])
    var plain = Part.course(words: [])
    /// What each line of minutes does.
    var points = PointTraits.course(words: [])
    /// Where a message of a chat belongs.
    var threads = ThreadTraits.course()
    /// Who raises a matter, and where he is from.
    var who = WhoTraits.course(words: []) { didSet { knownOfWho = WhoTraits.Known(who.table) } }
    private(set) var knownOfWho = WhoTraits.Known(WhoTraits.course(words: []).table)

    /// Knows nothing.
    package init() {}

    /// Without speakers a boundary is right less often than the model thinks, by programmes held out.
    private static let plainTrust = 0.75

    /// The states of a programme, and how sure each turn's is to begin a part or not.
    func parts(of all: [Reading], _ places: PlaceNames) -> (parts: [Part], sureness: [Double]) {
        let readings = all.filter { !$0.isAside }
        guard !readings.isEmpty else { return partsOfSpeech(all, places) }
        // What is noted within a call belongs to it, what is noted between two to none.
        let (spoken, sure) = partsOfSpeech(readings, places)
        var (parts, sureness): ([Part], [Double]) = ([], [])
        var next = 0
        for reading in all {
            if reading.isAside {
                let following = next < spoken.count ? spoken[next] : .general
                let isWithin = !following.startsPart && following != .general || reading.tellsOfCall
                let before = parts.last ?? .general
                parts.append(isWithin && before != .general ? .host : .general)
                sureness.append(sureness.last ?? 1)
            } else {
                parts.append(reading.isBreak ? .general : spoken[next])
                sureness.append(sure[next])
                next += 1
            }
        }
        return (parts, sureness)
    }

    private func partsOfSpeech(
        _ readings: [Reading], _ places: PlaceNames
    ) -> (parts: [Part], sureness: [Double]) {
        let hasVoices = readings.count { $0.turn.speaker != nil } * 2 > readings.count
        let course = hasVoices ? labelled : plain
        let sequence = TurnTraits.read(
            readings, places, words: course.table.words, hasVoices: hasVoices)
        let scores = course.chain.scores(sequence)
        let parts = course.chain.path(sequence, scores: scores).map { Part(rawValue: $0) ?? .general }
        let shares = course.chain.sums(sequence, scores: scores).shares
        let count = Part.allCases.count
        let sureness = parts.indices.map { index in
            // A turn is sure to begin where most paths begin there or in the turn beside it.
            Part.allCases.filter { $0.startsPart == parts[index].startsPart }
                .reduce(0) { $0 + shares[index * count + $1.rawValue] }
                * (hasVoices ? 1 : Self.plainTrust)
        }
        return (parts, sureness)
    }
}

extension Part {
    /// Over the turns of a programme, with the words it knows.
    static func course(words: [String]) -> Course {
        Course(TurnTraits.table(words: words), states: allCases.count, bridges: 3)
    }
}
