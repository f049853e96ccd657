// What another pack would have made of the complaints of the last weeks. Pure.
package import Complaints
import Foundation
import Language
import Rules

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

    /// What else may become of a complaint.
    package enum Aspect: String, Sendable, Encodable, CaseIterable {
        /// The reporter would be protected no more.
        case unprotected
        case protected
        /// Working days to verify and to respond.
        case clock
        case urgency
        /// The copies that are lost, and those that are gained.
        case copies
    }

    /// Complaints of which the same is decided otherwise, with a few of them to look at.
    package struct Change: Sendable, Encodable {
        package var what: Aspect
        package var from: String
        package var to: String
        package var count: Int
        package var samples: [Sample]
    }

    /// A complaint that is decided otherwise; its text without personal data, cut.
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
    /// Those whose reporter would lose his protection.
    package private(set) var unprotected = 0
    /// The most frequent first.
    package private(set) var moves: [Move] = []
    /// What else is decided otherwise: lost protection first, then the most frequent.
    package private(set) var changes: [Change] = []

    /// Samples kept of each kind of move.
    private let samples: Int
    /// Characters of a text kept in a sample.
    package static let sampleMax = 120

    private enum CodingKeys: String, CodingKey {
        case complaints, moved, unrouted, unprotected, moves, changes
    }

    /// - Parameter samples: kept of each kind of move.
    package init(samples: Int) { self.samples = samples }

    /// The share of complaints that move, from 0 to 1.
    package var share: Double { complaints == 0 ? 0 : Double(moved) / Double(complaints) }

    /// Decides a complaint by both packs, and notes what differs: by the old one as of its reception, by the
    /// new one as if its newest book had been in force.
    package mutating func add(_ complaint: Complaint, _ old: RegionPack, _ new: RegionPack) {
        let before = old.rule(on: complaint, at: complaint.receivedAt)
        let later = new.inNewestBook(complaint)
        let after = new.rule(on: later, at: later.receivedAt, by: new.ruleBook)
        complaints += 1
        noteChanges(complaint, before, after)
        let (from, to) = (before.agency?.office ?? "triage", after.agency?.office ?? "triage")
        guard from != to else { return }
        moved += 1
        if after.agency == nil { unrouted += 1 }
        let index = moves.firstIndex { $0.from == from && $0.to == to } ?? moves.endIndex
        if index == moves.endIndex { moves.append(Move(from: from, to: to, count: 0, samples: [])) }
        moves[index].count += 1
        guard moves[index].samples.count < samples else { return }
        moves[index].samples.append(Self.sample(complaint, before, after))
    }

    private mutating func noteChanges(_ complaint: Complaint, _ before: Ruling, _ after: Ruling) {
        func note(_ what: Aspect, _ from: String, _ to: String) {
            let index = changes.firstIndex { $0.what == what && $0.from == from && $0.to == to }
                ?? changes.endIndex
            if index == changes.endIndex {
                changes.append(Change(what: what, from: from, to: to, count: 0, samples: []))
            }
            changes[index].count += 1
            guard changes[index].samples.count < samples else { return }
            changes[index].samples.append(Self.sample(complaint, before, after))
        }
        switch (before.isConfidential, after.isConfidential) {
        case (true, false):
            unprotected += 1
            note(.unprotected, "confidential", "open")
        case (false, true): note(.protected, "open", "confidential")
        default: break
        }
        if before.clock != after.clock { note(.clock, before.clock.text, after.clock.text) }
        let (was, becomes) = (before.decision.urgency ?? .normal, after.decision.urgency ?? .normal)
        if was != becomes { note(.urgency, was.rawValue, becomes.rawValue) }
        let (old, new) = (Set(before.copies.map(\.id)), Set(after.copies.map(\.id)))
        if old != new { note(.copies, Self.list(old.subtracting(new)), Self.list(new.subtracting(old))) }
    }

    private static func list(_ ids: Set<String>) -> String {
        ids.isEmpty ? "-" : ids.sorted().joined(separator: ", ")
    }

    private static func sample(_ complaint: Complaint, _ before: Ruling, _ after: Ruling) -> Sample {
        let text = PersonalData.mask(complaint.text, PersonalData.unspoken)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Sample(
            tracking: complaint.tracking, text: String(text.prefix(sampleMax)),
            before: before.decision.rule, after: after.decision.rule)
    }

    /// The same with the most frequent moves first.
    package var sorted: Replay {
        var copy = self
        copy.moves.sort { ($1.count, $0.from, $0.to) < ($0.count, $1.from, $1.to) }
        copy.changes.sort { a, b in
            let (first, second) = (a.what == .unprotected ? 0 : 1, b.what == .unprotected ? 0 : 1)
            return (first, b.count, a.what.rawValue, a.from, a.to)
                < (second, a.count, b.what.rawValue, b.from, b.to)
        }
        return copy
    }
}

extension Clock {
    /// `3/14 working days`: to verify and to respond.
    fileprivate var text: String { "\(verifyDays)/\(respondDays) working days" }
}

extension RegionPack {
    /// A complaint as if it had come when the newest book is in force: whole weeks later, at the same hour of
    /// the same weekday, where that book has not begun.
    fileprivate func inNewestBook(_ complaint: Complaint) -> Complaint {
        let day = calendar.day(of: complaint.receivedAt)
        guard let begin = ruleBook.header.validity.from, day < begin else { return complaint }
        var later = complaint
        let weeks = (begin.number - day.number + 6) / 7
        later.receivedAt.addTimeInterval(Double(weeks * 7 * 86_400))
        return later
    }
}
