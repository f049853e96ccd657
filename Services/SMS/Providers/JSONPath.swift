// Where a provider keeps a field in its JSON: a dotted path from the configuration.
import Complaints
import Foundation

extension JSONText {
    /// The text or number at a dotted path (`data.messages.0.id`); `nil` for anything else, and where
    /// nothing is.
    func text(at path: String) -> String? {
        guard let value = value(at: path) else { return nil }
        switch value {
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
