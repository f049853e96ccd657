// The journeys: real programs, from outside the process to the assignment in the feed.
import Testing

/// All journeys, one after the other: they share two processor cores and measure deadlines.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum Journeys {}
