// A mapping that knows which of its keys were read, so that an unknown key is found and named.
import Yams

/// Reads one mapping strictly: ask for each key once, then call ``finish()``.
///
/// A scalar may be overridden by the environment variable `MENDENGAR_` + its path in upper case with `_`
/// between the parts (`MENDENGAR_ROUTING_LISTEN`); elements of lists go by their `name`.
package final class YAMLMap {
    package let value: YAMLValue
    private let mapping: Node.Mapping
    private var known: Set<String> = []

    init(value: YAMLValue) {
        self.value = value
        mapping = value.node.mapping ?? Node.Mapping([])
    }

    package var line: Int { value.line }
    package var path: [String] { value.path }

    /// Records a problem at a key of this mapping, or at the mapping.
    package func fail(_ message: String, at key: String? = nil) {
        (key.flatMap { mapping[$0] }.map(wrap(key ?? "")) ?? value).fail(message)
    }

    /// The raw value of a key; `nil` when it is missing or null.
    package func value(_ key: String) -> YAMLValue? {
        known.insert(key)
        if let override = override(for: key) {
            return YAMLValue(
                node: .scalar(
                    Node.Scalar(
                        override, Tag(.str), .plain, mapping[key]?.mark ?? value.node.mark)),
                path: path + [key], source: value.source)
        }
        guard let node = mapping[key] else { return nil }
        let found = wrap(key)(node)
        return found.isNull ? nil : found
    }

    private func wrap(_ key: String) -> (Node) -> YAMLValue {
        { YAMLValue(node: $0, path: self.path + [key], source: self.value.source) }
    }

    private func override(for key: String) -> String? {
        guard !value.source.environment.isEmpty else { return nil }
        let name = (["MENDENGAR"] + path + [key]).joined(separator: "_").uppercased()
        return value.source.environment[
            String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })]
    }

    private func required<Value>(_ key: String, _ read: (YAMLValue) -> Value?) -> Value? {
        guard let found = value(key) else {
            value.fail("\(value.pathText) lacks the key '\(key)'")
            return nil
        }
        return read(found)
    }

    // MARK: Required values: a missing one is a problem, and an empty value is returned.

    /// A text that must be there.
    package func string(_ key: String) -> String { required(key) { $0.string() } ?? "" }

    /// A list that must be there.
    package func list(_ key: String) -> [YAMLValue] { required(key) { $0.list() } ?? [] }

    /// A map that must be there.
    package func map(_ key: String) -> YAMLMap {
        required(key) { $0.map() } ?? YAMLMap(value: wrap(key)(Node.mapping(Node.Mapping([]))))
    }

    /// One of the words of an enumeration; a wrong word names the nearest and all allowed ones.
    package func choice<Word>(_ key: String, _ type: Word.Type) -> Word?
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        required(key) { self.word($0, type) }
    }

    // MARK: Optional values

    /// A text, or `nil` where the key is missing.
    package func optionalString(_ key: String) -> String? { value(key)?.string() ?? nil }

    /// A text with its default.
    package func string(_ key: String, default fallback: String) -> String {
        optionalString(key) ?? fallback
    }

    /// A whole number in a range, with its default.
    package func int(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        value(key)?.int(in: range) ?? fallback
    }

    /// A whole number in a range, or `nil` where the key is missing.
    package func optionalInt(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key)?.int(in: range)
    }

    /// A number with its default.
    package func double(_ key: String, default fallback: Double) -> Double {
        value(key)?.double() ?? fallback
    }

    /// `true` or `false`, with its default.
    package func bool(_ key: String, default fallback: Bool) -> Bool {
        value(key)?.bool() ?? fallback
    }

    /// A time such as `10s`, `5m` or `1h`, with its default.
    package func duration(_ key: String, default fallback: Duration) -> Duration {
        value(key)?.duration() ?? fallback
    }

    /// The texts under a key; empty when the key is missing. A single text is a list of one.
    package func strings(_ key: String) -> [String] { value(key)?.strings() ?? [] }

    /// A list, empty where the key is missing.
    package func optionalList(_ key: String) -> [YAMLValue] { value(key)?.list() ?? [] }

    /// A map, or `nil` where the key is missing.
    package func optionalMap(_ key: String) -> YAMLMap? { value(key)?.map() }

    /// One of the words of an enumeration, with its default.
    package func choice<Word>(_ key: String, default fallback: Word) -> Word
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        value(key).flatMap { word($0, Word.self) } ?? fallback
    }

    private func word<Word>(_ found: YAMLValue, _ type: Word.Type) -> Word?
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        guard let text = found.string() else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let hint = nearest(to: text, among: words).map { ", did you mean '\($0)'?" } ?? ""
        found.fail(
            "'\(text)' is not known for \(found.pathText)\(hint) "
                + "Known: \(words.joined(separator: ", "))")
        return nil
    }

    // MARK: Free-form mappings and the end

    /// All keys with their values, for mappings whose keys the author chooses. Marks them all as known.
    package func entries() -> [(key: String, value: YAMLValue)] {
        mapping.compactMap { key, node in
            guard let name = key.string else { return nil }
            known.insert(name)
            return (name, wrap(name)(node))
        }
    }

    /// Which keys the author wrote, in order, without marking them as known.
    package var writtenKeys: [String] { mapping.keys.compactMap(\.string) }

    /// Records every key nobody asked for, with the nearest known one.
    package func finish() {
        for (key, _) in mapping {
            let name = key.string ?? "?"
            guard !known.contains(name) else { continue }
            let hint = nearest(to: name, among: known.sorted()).map { ", did you mean '\($0)'?" }
            value.source.problems.add(
                YAMLProblem(
                    file: value.source.file, line: key.mark?.line ?? line,
                    message: "unknown key '\(name)' in \(value.pathText)\(hint ?? "")"))
        }
    }
}
