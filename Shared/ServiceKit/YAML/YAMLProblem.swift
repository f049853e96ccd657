// What is wrong in a YAML file, said so that the person who wrote it can mend it.

/// One finding in a YAML file.
package struct YAMLProblem: Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 when the file as a whole is meant.
    package var line: Int
    /// What is wrong and what to do about it.
    package var message: String

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}

/// All problems found in a configuration or a region pack. A program that meets it exits with status 2.
package struct ConfigurationError: Error, CustomStringConvertible {
    package var problems: [YAMLProblem]

    package init(_ problems: [YAMLProblem]) {
        self.problems = problems
    }

    package init(file: String, _ message: String) {
        problems = [YAMLProblem(file: file, line: 0, message: message)]
    }

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

/// Collects problems while a file is read, so that all of them are reported at once.
package final class YAMLProblems {
    package private(set) var list: [YAMLProblem] = []

    package init() {}

    /// Notes a problem; reading goes on, so that all are told at once.
    package func add(_ problem: YAMLProblem) {
        list.append(problem)
    }

    /// Throws everything collected so far, in the order of the files' lines.
    package func throwIfAny() throws(ConfigurationError) {
        guard !list.isEmpty else { return }
        throw ConfigurationError(list.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
    }
}
