// A JSON document (RFC 8259) whose shape the configuration knows, not we.
import Foundation

/// One value. `true` stays a truth and never becomes the text "1".
enum JSONValue: Decodable, Sendable, Hashable {
    case null
    case bool(Bool)
    /// As a decimal, so that an id of twenty digits keeps all of them.
    case number(Decimal)
    case string(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// `nil` for what is no JSON; a byte order mark before it is passed over (section 8.1).
    init?(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let document = Data(bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...])
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: document) else {
            return nil
        }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let truth = try? value.decode(Bool.self) {
            self = .bool(truth)
        } else if let number = try? value.decode(Decimal.self) {
            self = .number(number)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    /// The text or number at a dotted path (`data.messages.0.id`); `nil` for anything else, and where
    /// nothing is.
    func text(at path: String) -> String? {
        var value = self
        for key in path.split(separator: ".") {
            switch value {
            case .object(let object):
                guard let next = object[String(key)] else { return nil }
                value = next
            case .list(let list):
                guard let index = Int(key), list.indices.contains(index) else { return nil }
                value = list[index]
            default: return nil
            }
        }
        switch value {
        case .string(let text): return text
        case .number(let number): return number.isNaN ? nil : "\(number)"
        default: return nil
        }
    }
}
