// Reading a YAML file into nodes that know their line, for the configuration and the region packs.
import Foundation
import Yams

/// Opens YAML files for strict reading.
package enum YAMLFile {
    /// A larger file is refused: no configuration or region file comes near it.
    package static let bytesMax = 8 * 1024 * 1024

    /// Reads a file's root. Problems found later while reading values go to `problems`.
    ///
    /// - Parameters:
    ///   - environment: where `MENDENGAR_…` overrides are looked up; empty for region packs.
    /// - Throws: ``ConfigurationError`` when the file cannot be read or is not YAML.
    package static func read(
        path: String, problems: YAMLProblems, environment: [String: String] = [:]
    ) throws(ConfigurationError) -> YAMLValue {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(file: path, "cannot be read: no such file, or no permission")
        }
        guard data.count <= bytesMax else {
            throw ConfigurationError(file: path, "is larger than \(bytesMax) bytes")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ConfigurationError(file: path, "is not UTF-8 text")
        }
        return try parse(text, file: path, problems: problems, environment: environment)
    }

    /// As ``read(path:problems:environment:)``, from a text already in memory.
    package static func parse(
        _ text: String, file: String, problems: YAMLProblems, environment: [String: String] = [:]
    ) throws(ConfigurationError) -> YAMLValue {
        let source = YAMLSource(file: file, problems: problems, environment: environment)
        do {
            let node = try Yams.compose(yaml: text) ?? Node.mapping(Node.Mapping([]))
            return YAMLValue(node: node, path: [], source: source)
        } catch let error as YamlError {
            throw ConfigurationError([explain(error, file: file)])
        } catch {
            throw ConfigurationError(file: file, "is not YAML: \(error)")
        }
    }

    private static func explain(_ error: YamlError, file: String) -> YAMLProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            YAMLProblem(file: file, line: mark.line, message: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            YAMLProblem(
                file: file, line: context.mark.line,
                message: "the key '\(duplicates.first ?? "?")' stands twice")
        default:
            YAMLProblem(file: file, line: 0, message: "not YAML: \(error)")
        }
    }
}

/// What every value of one file shares.
struct YAMLSource {
    let file: String
    let problems: YAMLProblems
    let environment: [String: String]
}
