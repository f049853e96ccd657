// What another pack would have made of the complaints of the last weeks. Pure.
package import Complaints
import Language

/// How decisions differ between the pack in force and another one.
package struct Replay: Sendable, Encodable {
    /// Complaints that went from one office to another, with a few of them to look at.
    package struct Move: Sendable, Encodable {
        /// An agency's id, or `triage`.
        package var from: String
        package var to: String
        package var count: Int
        package var samples: [Sample]
    }

    /// A complaint that moves; its text without personal data, cut.
    package struct Sample: Sendable, Encodable {
        package var tracking: String
        package var text: String
        /// The rules that decided before and after; `nil` where none did.
        package var before: String?
        package var after: String?
    }

    /// Complaints looked at.
    package private(set) var complaints = 0
    /// Those that another office would have got.
    package private(set) var moved = 0
    /// Of these, those that an agency had and nobody would have any more.
    package private(set) var unrouted = 0
    /// The most frequent first.
    package private(set) var moves: [Move] = []

    /// Samples kept of each kind of move.
    private let samples: Int
    /// Characters of a text kept in a sample.
    package static let sampleMax = 120

    private enum CodingKeys: String, CodingKey { case complaints, moved, unrouted, moves }

    /// - Parameter samples: kept of each kind of move.
    package init(samples: Int) { self.samples = samples }

    /// The share of complaints that move, from 0 to 1.
    package var share: Double { complaints == 0 ? 0 : Double(moved) / Double(complaints) }

    /// Decides a complaint by both packs as of its reception, and notes what differs.
    package mutating func add(_ complaint: Complaint, _ old: RegionPack, _ new: RegionPack) {
        let before = old.rule(on: complaint, at: complaint.receivedAt)
        let after = new.rule(on: complaint, at: complaint.receivedAt)
        complaints += 1
        let (from, to) = (before.agency?.office ?? "triage", after.agency?.office ?? "triage")
        guard from != to else { return }
        moved += 1
        if after.agency == nil { unrouted += 1 }
        let index = moves.firstIndex { $0.from == from && $0.to == to } ?? moves.endIndex
        if index == moves.endIndex { moves.append(Move(from: from, to: to, count: 0, samples: [])) }
        moves[index].count += 1
        guard moves[index].samples.count < samples else { return }
        let text = PersonalData.mask(complaint.text, PersonalData.unspoken)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        moves[index].samples.append(
            Sample(
                tracking: complaint.tracking, text: String(text.prefix(Self.sampleMax)),
                before: before.decision.rule, after: after.decision.rule))
    }

    /// The same with the most frequent moves first.
    package var sorted: Replay {
        var copy = self
        copy.moves.sort { ($1.count, $0.from, $0.to) < ($0.count, $1.from, $1.to) }
        return copy
    }
}
