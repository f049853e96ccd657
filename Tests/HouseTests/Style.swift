// The house style that a machine can check.
import Testing

@Suite struct Style {
    static let linesMax = 500
    /// The aim is 100, as `.swift-format` has it; this is where it stops.
    static let columnsMax = 110

    @Test("a file begins with a comment that says what it is for")
    func header() {
        for file in SourceFile.all {
            #expect(
                file.lines.first?.hasPrefix("// ") == true,
                "\(file.path): the first line must be a // comment")
        }
    }

    @Test("files and lines are short")
    func length() {
        for file in SourceFile.all {
            #expect(file.lines.count <= Self.linesMax, "\(file.path) has \(file.lines.count) lines")
            // Tests may quote the world as it is.
            guard !file.path.hasPrefix("Tests/") else { continue }
            for (number, line) in file.lines.enumerated() where line.count > Self.columnsMax {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test("no forced try, no detached task, no fatalError, no sleeping test")
    func forbidden() {
        // Written apart, so that this file does not forbid itself.
        let everywhere = ["try" + "!", "Task" + ".detached", "as" + "! "]
        for file in SourceFile.all {
            var words = everywhere
            if !file.path.hasPrefix("Tests/") { words += ["fatal" + "Error("] }
            if file.path.hasSuffix("Tests.swift") { words += ["Task" + ".sleep"] }
            for (number, line) in file.lines.enumerated() {
                for word in words where line.contains(word) && !line.isComment {
                    Issue.record("\(file.path):\(number + 1) uses \(word)")
                }
            }
        }
    }

    @Test("what the compiler cannot check says why it is safe")
    func unchecked() {
        let marks = ["@unchecked " + "Sendable", "nonisolated" + "(unsafe)"]
        for file in SourceFile.all {
            for (number, line) in file.lines.enumerated()
            where marks.contains(where: { line.contains($0) }) && !line.isComment {
                let before = file.lines[max(0, number - 4)..<number]
                #expect(
                    before.contains { $0.isComment && $0.contains("Safe because") },
                    "\(file.path):\(number + 1) needs a comment 'Safe because …' above it")
            }
        }
    }

    @Test("the types and functions that Shared offers are documented")
    func documented() {
        let kinds = ["struct ", "enum ", "class ", "actor ", "protocol ", "func "]
        var undocumented: [String] = []
        for file in SourceFile.production where file.path.hasPrefix("Shared/") {
            for (number, line) in file.lines.enumerated() {
                let text = line.drop { $0 == " " }
                guard text.hasPrefix("package "), kinds.contains(where: { text.contains($0) }),
                    !text.isConformance
                else { continue }
                // Attributes may stand between the comment and the declaration.
                let above = file.lines[..<number].reversed().first {
                    !$0.drop { $0 == " " }.hasPrefix("@")
                }
                if above?.drop(while: { $0 == " " }).hasPrefix("///") != true {
                    undocumented.append("\(file.path):\(number + 1): \(text.prefix(60))")
                }
            }
        }
        #expect(undocumented.isEmpty, "\(undocumented.joined(separator: "\n"))")
    }
}

extension Substring {
    fileprivate var isComment: Bool { drop { $0 == " " }.hasPrefix("//") }

    /// Required by a protocol that documents it.
    fileprivate var isConformance: Bool {
        [
            "import ", "CodingKeys", "func encode(to", "func run()", "static func ==",
            "func hash(into", "func validate()",
        ].contains { self.contains($0) }
    }
}
