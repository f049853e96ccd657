// A wall clock that a test sets for other programs (Tests/Faults/clock.c). Time that only passes stays.
import Foundation

/// The clock of the programs started with its ``environment``.
package struct FakeClock: Sendable {
    private let file: String
    package let environment: [String: String]

    /// - Parameter folder: holds the file that the programs read the time from.
    package init(_ folder: TemporaryFolder) throws {
        file = folder.file("clock")
        environment = ["LD_PRELOAD": try FaultLibraries.folder.get().file("clock.so"), "CLOCK_FILE": file]
        guard FileManager.default.createFile(atPath: file, contents: Data(count: 8)) else {
            throw TooLate(description: "cannot write \(file)")
        }
    }

    /// How far their clock goes before or behind the real one, from now on.
    package func set(hours: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        defer { try? handle.close() }
        try handle.write(contentsOf: withUnsafeBytes(of: Int64(hours * 3600)) { Data($0) })
    }
}
