// Reads the schema of a type off its own decoding: it is decoded from nothing, and every key it asks for is
// noted. So no document can promise another field than the one that is read and written.
import Foundation

extension JSONSchema {
    /// The schema of a type. Where its decoding asks for more than a type can say, ``isUnread`` is true.
    package init<Value: Decodable>(of type: Value.Type) {
        let reader = SchemaReader()
        let value = (try? reader.read(type))?.schema
        self.init(value ?? Self.unread, components: reader.components)
    }

    private static let unread: [String: SchemaValue] = ["description": .text("unread")]

    /// Whether a type did not say what it is made of.
    package var isUnread: Bool { value == Self.unread }
}

private final class SchemaReader {
    var components: [String: SchemaValue] = [:]
    private var open: Set<String> = []

    func read<Value: Decodable>(
        _ type: Value.Type
    ) throws -> (value: Value, schema: [String: SchemaValue]) {
        if let known = Self.plain(type) { return known }
        if let words = type as? any (CaseIterable & RawRepresentable).Type,
            let (first, schema) = Self.words(words), let value = first as? Value
        {
            return (value, schema)
        }
        let note = SchemaNote()
        let value = try Value(from: SchemaDecoder(reader: self, note: note))
        guard note.isObject, let name = Self.name(of: type) else { return (value, note.schema) }
        components[name] = .object(note.schema)
        return (value, ["$ref": .text("#/components/schemas/\(name)")])
    }

    /// Types that stand for one value, with its form.
    private static let plainValues: [(value: any Sendable, type: String, format: String?)] = [
        ("", "string", nil), (false, "boolean", nil), (0, "integer", nil), (Int64(0), "integer", nil),
        (UInt64(0), "integer", nil), (Int32(0), "integer", nil), (0.0, "number", nil),
        (Float(0), "number", nil), (Date(timeIntervalSince1970: 0), "string", "date-time"),
        (UUID(), "string", "uuid"), (Data(), "string", "byte"),
    ]

    private static func plain<Value>(
        _ type: Value.Type
    ) -> (value: Value, schema: [String: SchemaValue])? {
        for known in plainValues {
            guard let value = known.value as? Value, Swift.type(of: known.value) == type else { continue }
            var schema: [String: SchemaValue] = ["type": .text(known.type)]
            if let format = known.format { schema["format"] = .text(format) }
            return (value, schema)
        }
        return nil
    }

    private static func words<Words: CaseIterable & RawRepresentable>(
        _ type: Words.Type
    ) -> (first: Any, schema: [String: SchemaValue])? {
        let words = type.allCases.compactMap { $0.rawValue as? String }
        guard let first = type.allCases.first, !words.isEmpty else { return nil }
        return (first, ["type": .text("string"), "enum": .list(words.map { .text($0) })])
    }

    /// `RoutingService.TriageEndpoint.(unknown context at $1f).Answer` -> `TriageAnswer`.
    private static func name(of type: any Any.Type) -> String? {
        let full = String(reflecting: type)
        guard !full.contains("<") else { return nil }
        let parts = full.split(separator: ".").dropFirst().filter { !$0.hasPrefix("(") }
        return parts.map { $0.replacing("Endpoints", with: "").replacing("Endpoint", with: "") }.joined()
    }
}

/// What one type has asked for.
private final class SchemaNote {
    var isObject = false
    var members: [String: [String: SchemaValue]] = [:]
    var optional: Set<String> = []
    var single: [String: SchemaValue] = [:]
    var isNullable = false

    /// A dictionary asks for its keys, and is given this one.
    static let anyKey = "*"

    var schema: [String: SchemaValue] {
        guard isObject else { return isNullable ? JSONSchema.orNull(single) : single }
        var schema: [String: SchemaValue] = ["type": .text("object")]
        if let all = members[Self.anyKey] {
            schema["additionalProperties"] = .object(all)
            return schema
        }
        schema["properties"] = .object(members.mapValues { .object($0) })
        let required = Set(members.keys).subtracting(optional).sorted()
        if !required.isEmpty { schema["required"] = .list(required.map { .text($0) }) }
        return schema
    }
}

private struct Unsupported: Error {}

private struct SchemaDecoder: Decoder {
    let reader: SchemaReader
    let note: SchemaNote
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        note.isObject = true
        return KeyedDecodingContainer(Keyed<Key>(reader: reader, note: note))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        note.single = ["type": .text("array"), "items": .object([:])]
        return Unkeyed(reader: reader, note: note)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        Single(reader: reader, note: note)
    }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let reader: SchemaReader
        let note: SchemaNote
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { [Key(stringValue: SchemaNote.anyKey)].compactMap(\.self) }

        func contains(_ key: Key) -> Bool { true }

        /// Asked before what may be missing.
        func decodeNil(forKey key: Key) -> Bool {
            note.optional.insert(key.stringValue)
            return false
        }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let (value, schema) = try reader.read(type)
            note.members[key.stringValue] =
                note.optional.contains(key.stringValue) ? JSONSchema.orNull(schema) : schema
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { throw Unsupported() }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            throw Unsupported()
        }
        func superDecoder() throws -> any Decoder { throw Unsupported() }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw Unsupported() }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let reader: SchemaReader
        let note: SchemaNote
        var codingPath: [any CodingKey] { [] }
        var count: Int? { nil }
        var currentIndex = 0
        var isAtEnd: Bool { currentIndex > 0 }

        func decodeNil() -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            currentIndex += 1
            let (value, schema) = try reader.read(type)
            note.single["items"] = .object(schema)
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> { throw Unsupported() }
        func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Unsupported() }
        func superDecoder() throws -> any Decoder { throw Unsupported() }
    }

    struct Single: SingleValueDecodingContainer {
        let reader: SchemaReader
        let note: SchemaNote
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool {
            note.isNullable = true
            return false
        }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let (value, schema) = try reader.read(type)
            note.single = schema
            return value
        }
    }
}
