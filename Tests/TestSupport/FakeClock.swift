// A wall clock that a test sets for other programs, by libfaketime. Time that only passes (timers, waits) stays.
import Foundation

/// The clock of the programs started with its ``environment``.
package struct FakeClock: Sendable {
    private let file: String

    /// - Parameter folder: holds the file that the programs read the time from.
    package init(_ folder: TemporaryFolder) throws {
        file = folder.file("clock")
        try set(hours: 0)
    }

    /// How far their clock goes before or behind the real one, from now on.
    package func set(hours: Int) throws {
        try "\(hours < 0 ? "-" : "+")\(hours.magnitude * 3600)\n".write(
            toFile: file, atomically: true, encoding: .utf8)
    }

    package var environment: [String: String] {
        [
            "LD_PRELOAD": "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
    }
}
