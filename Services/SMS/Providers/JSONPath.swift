// Where a provider keeps a field in its JSON: a dotted path from the configuration.
import Complaints
import Foundation

/// A dotted path (`data.messages.0.id`), divided once for all requests.
struct FieldPath: Sendable, Hashable {
    /// As written.
    let text: String
    fileprivate let steps: [String]

    init(_ text: String) {
        self.text = text
        steps = text.split(separator: ".").map(String.init)
    }
}

extension JSONText {
    /// The text or number at a dotted path; `nil` for anything else, and where nothing is.
    func text(at path: String) -> String? { value(at: path)?.asText }

    func text(at path: FieldPath) -> String? {
        path.steps.count == 1
            ? child(path.steps[0])?.asText : path.steps.reduce(self) { $0?.child($1) }?.asText
    }

    /// A text, or a number as text.
    private var asText: String? {
        switch self {
        case .string(let text): return text
        // `1`, `1.0` and `1e0` are one id.
        case .number(let number):
            let isPlain = number.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != 0x65 }
            if isPlain { return number }
            return Decimal(string: number).flatMap { $0.isNaN ? nil : "\($0)" }
        default: return nil
        }
    }

    /// The elements of a list; none where there is no list.
    func list(_ name: String) -> [JSONText] {
        if case .list(let list)? = self[name] { list } else { [] }
    }

    func value(at path: String) -> JSONText? {
        // Nearly every provider keeps its fields at the top.
        guard path.utf8.contains(UInt8(ascii: ".")) else { return child(path) }
        return path.split(separator: ".").reduce(self) { $0?.child(String($1)) }
    }

    private func child(_ key: String) -> JSONText? {
        switch self {
        case .object: return self[key]
        case .list(let list):
            guard let index = Int(key), list.indices.contains(index) else { return nil }
            return list[index]
        default: return nil
        }
    }
}
