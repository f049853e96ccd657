// Where things are: the checkout, the programs just built, a folder of one's own.
package import Foundation

/// Paths every journey needs.
package enum Places {
    /// The top of the checkout.
    package static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of the programs under test: the one this test program was built into.
    package static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    package static func program(_ name: String) -> String {
        programs.appending(path: name).path
    }

    package static let region = checkout.appending(path: "ops/regions/hss").path
    /// The second regency: what works there works without a line of Swift.
    package static let balangan = checkout.appending(path: "ops/regions/balangan").path
}

/// A folder that goes with its owner; kept when the environment variable `KEEP_TEST_FILES` is set.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init(_ name: String) throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "mendengar-\(name)-\(UUID().uuidString.prefix(8).lowercased())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        guard ProcessInfo.processInfo.environment["KEEP_TEST_FILES"] == nil else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }
}
