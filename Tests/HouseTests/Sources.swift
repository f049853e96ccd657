// The source files of this checkout, for the tests that keep the house in order.
import Foundation
import TestSupport

/// One Swift file.
struct SourceFile: Sendable {
    /// From the top of the checkout: `Shared/Store/Store.swift`.
    let path: String
    let lines: [Substring]

    /// `Shared/Store`, `Services/SMS`: the module's folder.
    var module: String { path.split(separator: "/").prefix(2).joined(separator: "/") }

    /// The modules it imports, as named after `import`.
    var imports: [String] {
        lines.compactMap { line in
            var words = line.split(separator: " ").map(String.init)
            while let first = words.first, first.hasPrefix("@") || Self.levels.contains(first) {
                words.removeFirst()
            }
            guard words.first == "import", words.count > 1 else { return nil }
            let name = Self.kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    private static let levels: Set = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let"]

    /// Every Swift file of Services, Shared and Tests.
    static let all: [SourceFile] = ["Services", "Shared", "Tests"].flatMap(files(below:))

    private static func files(below top: String) -> [SourceFile] {
        let base: URL = Places.checkout.appending(path: top)
        var files: [SourceFile] = []
        for case let name as String in FileManager.default.enumerator(atPath: base.path) ?? .init()
        where name.hasSuffix(".swift") {
            let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8)
            files.append(
                SourceFile(
                    path: "\(top)/\(name)",
                    lines: (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// Of the services and libraries alone.
    static let production = all.filter { !$0.path.hasPrefix("Tests/") }
}
