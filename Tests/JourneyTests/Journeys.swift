// The journeys: real programs, from outside the process to the assignment in the feed.
import Testing
import TestSupport

/// All journeys, one after the other: they share two processor cores and measure deadlines.
@Suite(.serialized, .timeLimit(.minutes(Proof.isLong ? 1440 : 5)))
enum Journeys {}
