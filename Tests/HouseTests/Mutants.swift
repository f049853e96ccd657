// Every mutant still fits: a patch that no longer applies proves nothing. `ops/bench mutants` runs them.
import Foundation
import TestSupport
import Testing

@Suite struct Mutants {
    private static let folder = Places.checkout.appending(path: "Tests/Mutants")

    static let patches = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".patch") }.sorted()

    @Test("there are mutants")
    func found() {
        #expect(!Self.patches.isEmpty)
    }

    @Test("a mutant names the promise it breaks and the test that must fail, and applies", arguments: patches)
    func applies(_ name: String) throws {
        let path = Self.folder.appending(path: name).path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let head = text.components(separatedBy: "\n--- ")[0].split(separator: "\n")
        #expect(head.contains { $0.hasPrefix("Promise: ") }, "\(name) has no line 'Promise: TEXT'")
        let test = head.first { $0.hasPrefix("Test: ") }?.dropFirst("Test: ".count)
        let suite = test?.split(separator: "/").first?.split(separator: ".").last.map(String.init)
        let suites = SourceFile.all.filter { file in
            // A suite that only holds others is an enum.
            file.lines.contains {
                $0.contains("struct \(suite ?? "?")") || $0.contains("enum \(suite ?? "?")")
            }
        }
        #expect(!suites.isEmpty, "\(name) names no suite of ours: 'Test: MODULE.SUITE/TEST'")
        let git = ["/usr/bin/env", "git", "-C", Places.checkout.path, "apply", "--check", path]
        #expect(throws: Never.self, "\(name) does not apply any more") {
            try ChildProgram.run(git)
        }
    }
}
