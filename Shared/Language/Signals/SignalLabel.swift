// What a message can be, and what it can be marked with.
import Complaints

/// The labels that learned signals tell apart.
package enum SignalLabel {
    /// Exactly one of these holds: what the sender wants, or that it is a nuisance.
    package static let intents = Kind.allCases.map(\.rawValue) + [FlagName.spam]
    /// Each holds or not, whatever else holds.
    package static let flags = [FlagName.emergency] + FlagName.maladministration
    package static let all = intents + flags
}
