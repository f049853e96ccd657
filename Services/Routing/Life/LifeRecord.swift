// What routing keeps of an assignment's life beside what its readers see: its clocks, who had it, what has
// been said. No personal data.
import Complaints
import Foundation
import Rules

struct LifeRecord: Codable, Sendable, Hashable {
    /// A return or a referral from one office to another; `to` is `nil` for triage.
    struct Move: Codable, Sendable, Hashable {
        var from: String
        var to: String?
    }

    /// How far the reminders of one deadline have come.
    struct Reminded: Codable, Sendable, Hashable {
        var clock: OpenClock
        /// The next step that is due.
        var next: Int
    }

    var version = 1
    /// Working days.
    var verifyDays: Int
    var respondDays: Int
    var pausedDays = 0
    /// Since when its agency, or triage, has it.
    var verifyFrom: Date
    /// Since when the citizen waits.
    var respondFrom: Date
    /// Since when the citizen is waited for.
    var awaitingSince: Date?
    /// What he is asked, masked, and how often he has been.
    var wanted: String?
    var asked = 0
    /// When it was answered or closed.
    var endedAt: Date?
    /// The fingerprint of the calendar its deadlines were made with.
    var calendar: String
    /// Offices that have said no or sent it on.
    var refusedBy: [String] = []
    /// Since a person decided.
    var moves: [Move] = []
    /// In all; `nil` of records from before they were counted.
    var movesInAll: Int?
    var reminded: Reminded?
    /// The same of what was promised on air.
    var promised: Reminded?
    /// To whom it has been announced as new.
    var announced: Announced?
    /// What the citizen has not been told yet.
    var news: CitizenNews?
    /// Messages to him about it; names the next.
    var told = 0

    /// The record of an assignment that has none yet.
    init(beginning assignment: Assignment, _ calendar: WorkingCalendar, at now: Date) {
        let received = assignment.complaint.receivedAt
        let clock = assignment.due.map { calendar.clock(of: $0, from: received) } ?? .complaint
        verifyDays = clock.verifyDays
        respondDays = clock.respondDays
        (verifyFrom, respondFrom) = (received, received)
        self.calendar = calendar.fingerprint
        // Of one from before there were records, nobody knows when: the citizen has all the time to reply.
        if assignment.status == .answered { endedAt = now }
    }

    var clock: Clock { Clock(verifyDays: verifyDays, respondDays: respondDays) }

    /// It has gone to and fro so often that the coordinating office must see it, whoever decided in between.
    var isOftenMoved: Bool { isPingPong || (movesInAll ?? moves.count) >= Life.movesMax }

    /// Whether it goes to and fro.
    var isPingPong: Bool {
        let pairs = moves.compactMap { move in move.to.map { Set([move.from, $0]) } }
        let most = pairs.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.max() ?? 0
        return moves.count >= Life.movesMax || most >= Life.movesBetweenMax
    }
}

/// A deadline that runs.
struct OpenClock: Codable, Sendable, Hashable {
    enum Kind: String, Codable, Sendable {
        /// The agency says that it has it; in triage, a person names the agency.
        case verify
        case respond
        /// What was promised on air.
        case promise
    }

    var kind: Kind
    /// The end of a working day.
    var by: Date
}

/// What concerns the citizen: the last thing that has happened, since that is what he is told.
struct CitizenNews: Codable, Sendable, Hashable {
    enum Kind: String, Codable, Sendable {
        case forwarded, moved
        /// Where is it?
        case question
        /// He must say more; with the agency's note.
        case awaited
        /// With the agency's note.
        case answered
        case closed, reopened
        /// He did not say more.
        case withdrawn
    }

    var kind: Kind
    /// Not before.
    var at: Date
    /// What the agency asks or answers, masked and no longer than ``CitizenTexts/noteMax``.
    var note: String?
}
