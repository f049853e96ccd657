// One value of a YAML file with its place in it.
import Yams

/// A value and where it stands. Reading it as the wrong type records a problem and gives an empty value,
/// so that a file's problems are all found in one pass.
package struct YAMLValue {
    let node: Node
    /// Keys from the root, list elements by their `name` or index: `sms.accounts.kannel-1708`.
    package let path: [String]
    let source: YAMLSource

    /// From 1.
    package var line: Int { node.mark?.line ?? 0 }
    package var file: String { source.file }

    /// Records a problem at this value.
    package func fail(_ message: String) {
        source.problems.add(YAMLProblem(file: source.file, line: line, message: message))
    }

    package var isNull: Bool { node.null != nil }
    package var isList: Bool { node.sequence != nil }
    package var isMap: Bool { node.mapping != nil }

    var pathText: String { path.isEmpty ? "the file" : path.joined(separator: ".") }

    /// The scalar as text, whatever its plain type (`from: 1708` is the text "1708").
    package func string() -> String? {
        guard let scalar = node.scalar, !isNull else {
            fail("\(pathText) must be a text")
            return nil
        }
        return scalar.string
    }

    /// A whole number in a range; notes a problem otherwise.
    package func int(in range: ClosedRange<Int>) -> Int? {
        guard let text = node.scalar?.string, let number = Int(text), range.contains(number) else {
            fail("\(pathText) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A number; notes a problem otherwise.
    package func double() -> Double? {
        guard let text = node.scalar?.string, let number = Double(text), number.isFinite else {
            fail("\(pathText) must be a number")
            return nil
        }
        return number
    }

    /// `true` or `false`; notes a problem otherwise.
    package func bool() -> Bool? {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fail("\(pathText) must be true or false")
            return nil
        }
    }

    /// `10s`, `500ms`, `5m`, `2h`, `1d`; a bare `0` is allowed.
    package func duration() -> Duration? {
        let text = node.scalar?.string ?? ""
        let digits = text.prefix { $0.isNumber }
        let amount = Int64(digits)
        let unit = text.dropFirst(digits.count)
        switch (amount, unit) {
        case (0, ""): return .zero
        case (let amount?, "ms"): return .milliseconds(amount)
        case (let amount?, "s"): return .seconds(amount)
        case (let amount?, "m"): return .seconds(amount * 60)
        case (let amount?, "h"): return .seconds(amount * 3600)
        case (let amount?, "d"): return .seconds(amount * 86_400)
        default:
            fail("\(pathText) must be a duration such as 10s, 5m or 2h")
            return nil
        }
    }

    /// The elements of a list; anything else records a problem and is empty.
    package func list() -> [YAMLValue] {
        guard let sequence = node.sequence else {
            fail("\(pathText) must be a list")
            return []
        }
        return sequence.enumerated().map { index, element in
            let name = element.mapping?["name"]?.string ?? element.mapping?["id"]?.string
            return YAMLValue(node: element, path: path + [name ?? "\(index)"], source: source)
        }
    }

    /// A list of texts; a single text counts as a list of one.
    package func strings() -> [String] {
        if node.scalar != nil, !isNull { return [node.scalar?.string ?? ""] }
        return list().compactMap { $0.string() }
    }

    /// The value as a mapping; anything else records a problem and is empty.
    package func map() -> YAMLMap {
        if node.mapping == nil { fail("\(pathText) must be a mapping of keys to values") }
        return YAMLMap(value: self)
    }

    /// A mapping put together from other values, as if it stood here: a row of a table read as what it
    /// stands for, each cell with its own line.
    package func mapping(_ pairs: [(key: String, value: YAMLValue)]) -> YAMLValue {
        let nodes = pairs.map { pair in
            (Node.scalar(Node.Scalar(pair.key, .implicit, .any, pair.value.node.mark)), pair.value.node)
         }
        return YAMLValue(
            node: .mapping(Node.Mapping(nodes, .implicit, .any, node.mark)), path: path,
            source: source)
    }

    /// A list put together from other values, as if it stood here.
    package func sequence(_ values: [YAMLValue]) -> YAMLValue {
        YAMLValue(
            node: .sequence(Node.Sequence(values.map(\.node), .implicit, .any, node.mark)), path: path,
            source: source)
    }

    /// A text, as if it stood here.
    package func scalar(_ text: String) -> YAMLValue {
        YAMLValue(
            node: .scalar(Node.Scalar(text, Tag(.str), .plain, node.mark)), path: path, source: source)
    }
}
