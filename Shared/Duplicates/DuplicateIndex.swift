// Finds the earlier complaint that says the same: candidates by reporter and by village and topic,
// judged by words. Links, never deletes; every link says why.
package import Complaints
package import Foundation

/// A link from a complaint to an earlier one.
package struct Link: Sendable, Hashable {
    package let to: UUID
    package let relation: Relation
    /// 0 … 1.
    package let score: Double
    package let because: [String]
}

/// The recent complaints, by what links them. Owned by the one decider.
package struct DuplicateIndex: Sendable {
    /// How far back a link reaches.
    package static let windowDays = 14
    /// Candidates compared per key, the newest first: a flooded village stays linear.
    static let candidatesMax = 50
    /// Nearly the same words.
    static let resendLikeness = 0.8
    /// Words in common that two people telling of one incident share, above village and topic.
    static let incidentLikeness = 0.3
    /// Fewer words than this prove nothing by themselves ("PJU padam").
    static let telling = 3

    private struct Spot: Hashable {
        var village: String
        var topic: String
    }
    private var byReporter: [String: [LinkFacts]] = [:]
    private var bySpot: [Spot: [LinkFacts]] = [:]

    package init() {}

    /// The best link of a complaint to one before it; `nil` when it is new.
    package func link(_ facts: LinkFacts) -> Link? {
        let since = facts.at.addingTimeInterval(-Double(Self.windowDays) * 86_400)
        let links = candidates(facts).compactMap { candidate in
            candidate.at >= since && candidate.at <= facts.at && candidate.id != facts.id
                ? judge(facts, candidate) : nil
        }
        return links.max { $0.score < $1.score }
    }

    private func candidates(_ facts: LinkFacts) -> [LinkFacts] {
        var found = facts.reporter.flatMap { byReporter[$0] } ?? []
        if let village = facts.village, let topic = facts.topic {
            found += bySpot[Spot(village: village, topic: topic)] ?? []
        }
        return found
    }

    /// How two complaints belong together, if they do.
    private func judge(_ new: LinkFacts, _ old: LinkFacts) -> Link? {
        guard !new.conflicts(old) else { return nil }
        let likeness = new.likeness(old)
        let sameReporter = new.reporter != nil && new.reporter == old.reporter
        let samePlace = new.village != nil && new.village == old.village
        let otherPlace = new.village != nil && old.village != nil && new.village != old.village
        let sameTopic = new.topic != nil && new.topic == old.topic
        let percent = Int((likeness * 100).rounded())
        if sameReporter, !otherPlace, likeness >= Self.resendLikeness {
            return Link(
                to: old.id, relation: .resend, score: 0.9 + likeness / 10,
                because: ["pelapor sama", "kata sama \(percent) %"])
        }
        if sameReporter, samePlace, sameTopic {
            return Link(
                to: old.id, relation: .sameReporter, score: 0.8 + likeness / 10,
                because: ["pelapor sama", "desa sama", "topik sama"])
        }
        if samePlace, sameTopic, likeness >= Self.incidentLikeness,
            new.words.intersection(old.words).count >= Self.telling
        {
            return Link(
                to: old.id, relation: .sameIncident, score: 0.6 + likeness / 4,
                because: ["desa sama", "topik sama", "kata sama \(percent) %"])
        }
        return nil
    }

    /// Adds a complaint; call in order of acceptance.
    package mutating func insert(_ facts: LinkFacts) {
        if let reporter = facts.reporter { Self.add(facts, &byReporter[reporter, default: []]) }
        if let village = facts.village, let topic = facts.topic {
            Self.add(facts, &bySpot[Spot(village: village, topic: topic), default: []])
        }
    }

    private static func add(_ facts: LinkFacts, _ list: inout [LinkFacts]) {
        list.append(facts)
        if list.count > candidatesMax { list.removeFirst(list.count - candidatesMax) }
    }
}
