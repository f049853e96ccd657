// What became of a promise made on air.
package import struct Foundation.Date

/// Where a promise made on air stands.
package enum CommitmentState: String, Codable, Sendable, Hashable, CaseIterable {
    case open
    /// Done, also where it was done after its day.
    case kept
    /// Its day has passed.
    case late
    /// The agency says that it will not be done.
    case brokenOff = "broken_off"

    /// Somebody still owes it.
    package var isOwed: Bool { self == .open || self == .late }
}

/// A promise made on air and its life. What was promised stands in the complaint's `programme.responses`.
package struct Commitment: Codable, Sendable, Hashable {
    /// Which of the responses, from 1.
    package var n: Int
    package var by: String
    /// The local day it was promised for, as `2026-11-25`.
    @ExplicitNull package var due: String?
    package var state: CommitmentState
    /// It was kept, but after its day.
    package var late: Bool
    /// Since when it is in this state, and who said so: the name of a token; `nil` where the case was
    /// answered or the day passed.
    @ExplicitNull package var at: Date?
    @ExplicitNull package var actor: String?
    @ExplicitNull package var note: String?

    package init(n: Int, by: String, due: String?) {
        (self.n, self.by, self.due) = (n, by, due)
        (state, late) = (.open, false)
        (at, actor, note) = (nil, nil, nil)
    }
}

extension Assignment {
    /// The promises made on air for it, none kept yet where nobody has said so.
    package var promises: [Commitment] {
        commitments ?? Self.promises(of: complaint) ?? []
    }

    /// The promises of a complaint told on air; `nil` where there are none.
    package static func promises(of complaint: Complaint) -> [Commitment]? {
        guard let responses = complaint.programme?.responses, !responses.isEmpty else { return nil }
        return responses.enumerated().map { Commitment(n: $0 + 1, by: $1.by, due: $1.due) }
    }
}
