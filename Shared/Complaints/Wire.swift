// JSON as the contract wants it: RFC 3339 UTC dates with milliseconds, no escaped slashes.
package import Foundation

/// The one pair of JSON coders for everything that leaves or enters a service.
package enum Wire {
    /// Encodes a value of the contract. Keys are sorted, so equal values give equal bytes.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.format(date))
        }
        return try encoder.encode(value)
    }

    /// Decodes a value of the contract; dates may carry any RFC 3339 offset and precision.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value
    {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Timestamp.parse(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "'\(text)' is not an RFC 3339 time such as "
                        + "2026-11-21T23:32:44Z")
            }
            return date
        }
        return try decoder.decode(type, from: data)
    }
}

/// What a `DecodingError` means, in one line for the sender: which field, and what is wrong with it.
package func explainDecoding(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
        let keys = context.codingPath + (last.map { [$0] } ?? [])
        let names = keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        return names.isEmpty ? "the body" : names.joined(separator: ".")
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "\(path(context, key)) is missing"
    case DecodingError.valueNotFound(_, let context): "\(path(context)) must not be null"
    case DecodingError.typeMismatch(let type, let context):
        "\(path(context)) is of the wrong type, expected \(jsonName(of: type))"
    case DecodingError.dataCorrupted(let context):
        "\(path(context)): \(unknownWord(in: context.debugDescription) ?? context.debugDescription)"
    default: "the body cannot be read"
    }
}

/// What JSON calls a type.
private func jsonName(of type: Any.Type) -> String {
    let name = "\(type)"
    return switch name {
    case "String": "a text"
    case "Bool": "true or false"
    case _ where name.hasPrefix("Int") || name.hasPrefix("UInt") || name == "Double": "a number"
    case _ where name.hasPrefix("Array"): "a list"
    default: "an object"
    }
}

/// The word that an enumeration does not have, out of what the decoder says of it.
private func unknownWord(in description: String) -> String? {
    guard description.hasPrefix("Cannot initialize ") else { return nil }
    return description.firstRange(of: "invalid String value ").map {
        "'\(description[$0.upperBound...])' is none of its words"
    }
}
