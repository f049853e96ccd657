// What the configuration file said when the service started, to say on SIGHUP what has changed since: nothing
// of it is taken over by a running process.
import Foundation
import Yams

/// The keys of a file that concern one service, each with what stood there.
package struct ConfigurationSnapshot: Sendable {
    /// Keys at the top of the file that every service reads.
    private static let common = ["region", "data", "routing_url", "limits", "trusted_proxies"]

    private let path: String
    private let part: Part
    private let start: [String: String]

    /// - Throws: ``ConfigurationError`` when the file cannot be read or is not YAML.
    package init(path: String, part: Part) throws(ConfigurationError) {
        self.path = path
        self.part = part
        start = try Self.keys(path, part)
    }

    /// The keys that stand otherwise in the file now, as `routing.tokens`, in order.
    ///
    /// - Throws: ``ConfigurationError`` when the service could not start with the file as it is now.
    package func changedKeys() throws(ConfigurationError) -> [String] {
        let now = try Self.keys(path, part)
        let changed = Set(start.keys).union(now.keys).filter { start[$0] != now[$0] }.sorted()
        if !changed.isEmpty { _ = try Configuration.load(path: path, for: [part]) }
        return changed
    }

    private static func keys(_ path: String, _ part: Part) throws(ConfigurationError) -> [String: String] {
        let root = try YAMLFile.read(path: path, problems: YAMLProblems()).node
        var keys: [String: String] = [:]
        for key in common { keys[key] = root.mapping?[key].map(text) }
        for (key, node) in root.mapping?[part.rawValue]?.mapping ?? Node.Mapping([]) {
            keys["\(part.rawValue).\(key.string ?? "?")"] = text(node)
        }
        return keys
    }

    /// The same for the same content, however it is written.
    private static func text(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): "\"\(scalar.string)\""
        case .sequence(let list): "[" + list.map(text).joined(separator: ",") + "]"
        case .mapping(let map):
            "{" + map.map { "\(text($0.key)):\(text($0.value))" }.sorted().joined(separator: ",") + "}"
        case .alias: "*"
        }
    }
}
