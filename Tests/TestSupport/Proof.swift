// How large a proof is: short on every change, long by `ops/bench faults`.
import Foundation

/// Sizes of a proof, from the environment.
package enum Proof {
    /// - Parameters:
    ///   - name: `MENDENGAR_KILLS`, `MENDENGAR_MESSAGES` …
    ///   - short: on every change.
    package static func size(_ name: String, short: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? short
    }

    /// Whether the sizes were asked for, and the usual time limits do not hold.
    package static var isLong: Bool {
        ProcessInfo.processInfo.environment.keys.contains { $0.hasPrefix("MENDENGAR_") }
    }

    /// The first seed; printed in every failure.
    package static var seed: UInt64 {
        UInt64(truncatingIfNeeded: size("MENDENGAR_SEED", short: 20_261_122))
    }
}
