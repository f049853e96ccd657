// Slows guessing of passwords down, by name and by address, without ever locking anybody out for good.
import Foundation
import Synchronization

/// Failures so far, and how long the next attempt has to wait for them.
final class SignInThrottle: Sendable {
    /// Who tries.
    struct Attempt: Sendable {
        fileprivate let keys: [(key: String, free: Int)]

        init(name: String, address: String?) {
            // No operator's name is longer; a longer one only fills our memory.
            var keys = [("name " + name.prefix(SignInThrottle.nameLength), freeFailures)]
            if let address { keys.append(("address " + address, freeFailuresOfAddress)) }
            self.keys = keys.map { (key: $0.0, free: $0.1) }
        }
    }

    /// Failures of a name that cost nothing.
    static let freeFailures = 5
    /// Failures of an address that cost nothing; a station's desk shares one.
    static let freeFailuresOfAddress = 20
    static let longestSeconds = 300
    /// Names and addresses kept; the ones that tried longest ago give way.
    static let keysMax = 10_000
    static let nameLength = 40

    private struct Failures {
        var count: Int
        var last: Date
    }
    private let failures = Mutex<[String: Failures]>([:])

    /// Counts the attempt as a failure until it is known to be none.
    ///
    /// - Returns: the seconds to wait when it comes too early; then it is not counted.
    func begin(_ attempt: Attempt, now: Date) -> Int? {
        failures.withLock { failures in
            let waits = attempt.keys.compactMap { key, free in
                failures[key].flatMap { Self.secondsToWait($0, free: free, now: now) }
            }
            if let longest = waits.max() { return longest }
            for (key, _) in attempt.keys {
                if failures[key] == nil, failures.count >= Self.keysMax { Self.forget(&failures) }
                failures[key] = Failures(count: (failures[key]?.count ?? 0) + 1, last: now)
            }
            return nil
        }
    }

    /// The attempt came to no end that says anything.
    func withdraw(_ attempt: Attempt) {
        failures.withLock { failures in
            for (key, _) in attempt.keys { Self.lessen(&failures, key) }
        }
    }

    /// The right password forgives the name's failures, and this attempt of the address.
    func succeeded(_ attempt: Attempt) {
        failures.withLock { failures in
            for (index, (key, _)) in attempt.keys.enumerated() {
                if index == 0 { failures[key] = nil } else { Self.lessen(&failures, key) }
            }
        }
    }

    private static func lessen(_ failures: inout [String: Failures], _ key: String) {
        guard let entry = failures[key] else { return }
        failures[key] = entry.count > 1 ? Failures(count: entry.count - 1, last: entry.last) : nil
    }

    private static func secondsToWait(_ entry: Failures, free: Int, now: Date) -> Int? {
        guard entry.count >= free else { return nil }
        let pause = min(longestSeconds, 5 << min(entry.count - free, 6))
        let left = Double(pause) - now.timeIntervalSince(entry.last)
        // A clock that was set back must not lengthen it.
        return left > 0 ? min(pause, Int(left.rounded(.up))) : nil
    }

    /// Makes room: the older half goes.
    private static func forget(_ failures: inout [String: Failures]) {
        let oldest = failures.sorted { $0.value.last < $1.value.last }.prefix(keysMax / 2)
        for (key, _) in oldest { failures[key] = nil }
    }
}
