// JSON Schema as OpenAPI 3.1 uses it: written with a few words, or read off the types themselves.
import Foundation

/// A value of a document; unlike `Any` it may cross threads.
indirect enum SchemaValue: Sendable, Hashable {
    case text(String)
    case number(Double)
    case integer(Int)
    case flag(Bool)
    case list([SchemaValue])
    case object([String: SchemaValue])

    /// For Foundation's writer.
    var any: Any {
        switch self {
        case .text(let text): text
        case .number(let number): number
        case .integer(let number): number
        case .flag(let isTrue): isTrue
        case .list(let values): values.map(\.any)
        case .object(let members): members.mapValues(\.any)
        }
    }
}

/// What a value on the wire looks like (JSON Schema 2020-12).
package struct JSONSchema: Sendable, Hashable {
    var value: [String: SchemaValue]
    /// The types it names by `$ref`.
    var components: [String: SchemaValue] = [:]

    init(_ value: [String: SchemaValue], components: [String: SchemaValue] = [:]) {
        self.value = value
        self.components = components
    }

    /// Any text.
    package static let string = JSONSchema(["type": .text("string")])
    /// A text that is not empty.
    package static let word = JSONSchema(["type": .text("string"), "minLength": .integer(1)])
    /// Any number.
    package static let number = JSONSchema(["type": .text("number")])
    /// True or false.
    package static let boolean = JSONSchema(["type": .text("boolean")])
    /// Anything.
    package static let any = JSONSchema([:])

    /// A text of a format, e.g. `date-time` or `binary`.
    package static func string(format: String) -> JSONSchema {
        JSONSchema(["type": .text("string"), "format": .text(format)])
    }

    /// A whole number from a range; `Int.max` stands for no end.
    package static func integer(_ range: ClosedRange<Int>, default fallback: Int? = nil) -> JSONSchema {
        var value: [String: SchemaValue] = [
            "type": .text("integer"), "minimum": .integer(range.lowerBound),
        ]
        // Readers of JSON keep no more than 53 bits.
        value["maximum"] = .integer(min(range.upperBound, 1 << 53))
        if let fallback { value["default"] = .integer(fallback) }
        return JSONSchema(value)
    }

    /// A number from a range.
    package static func number(_ range: ClosedRange<Double>) -> JSONSchema {
        JSONSchema([
            "type": .text("number"), "minimum": .number(range.lowerBound),
            "maximum": .number(range.upperBound),
        ])
    }

    /// One of some words.
    package static func oneOf(_ words: [String]) -> JSONSchema {
        JSONSchema(["type": .text("string"), "enum": .list(words.map { .text($0) })])
    }

    /// A text in which a regular expression is found (ECMA-262).
    package static func string(like pattern: String) -> JSONSchema {
        JSONSchema(["type": .text("string"), "pattern": .text(pattern)])
    }

    /// The same object with more members that may be there.
    package func adding(_ members: [String: JSONSchema]) -> JSONSchema {
        var schema = self
        guard case .object(var known)? = value["properties"] else { return self }
        for (name, member) in members { known[name] = .object(member.value) }
        schema.value["properties"] = .object(known)
        return schema
    }

    /// The same where one of some sets of members is there, and none of a pair without the other.
    package func requiring(
        oneOf sets: [[String]], together pairs: [(String, String)]
    ) -> JSONSchema {
        var schema = self
        func list(_ names: [String]) -> SchemaValue { .list(names.map { .text($0) }) }
        schema.value["anyOf"] = .list(sets.map { .object(["required": list($0)]) })
        schema.value["dependentRequired"] = .object(
            pairs.reduce(into: [:]) {
                $0[$1.0] = list([$1.1])
                $0[$1.1] = list([$1.0])
            })
        return schema
    }

    /// A text no longer than a number of Unicode scalars.
    package static func string(atMost count: Int) -> JSONSchema {
        JSONSchema(["type": .text("string"), "maxLength": .integer(count)])
    }

    /// As one or the other says.
    package static func either(_ first: JSONSchema, _ second: JSONSchema) -> JSONSchema {
        JSONSchema(
            ["anyOf": .list([.object(first.value), .object(second.value)])],
            components: first.components.merging(second.components) { $1 })
    }

    /// A list of what another schema says.
    package static func list(of item: JSONSchema) -> JSONSchema {
        JSONSchema(
            ["type": .text("array"), "items": .object(item.value)], components: item.components)
    }

    /// An object.
    ///
    /// - Parameter required: the names that must be there.
    package static func object(_ members: [String: JSONSchema], required: [String] = []) -> JSONSchema {
        var components: [String: SchemaValue] = [:]
        for member in members.values { components.merge(member.components) { $1 } }
        var value: [String: SchemaValue] = [
            "type": .text("object"),
            "properties": .object(members.mapValues { .object($0.value) }),
        ]
        if !required.isEmpty { value["required"] = .list(required.sorted().map { .text($0) }) }
        return JSONSchema(value, components: components)
    }

    /// The same, or null.
    package var orNull: JSONSchema { JSONSchema(Self.orNull(value), components: components) }

    static func orNull(_ value: [String: SchemaValue]) -> [String: SchemaValue] {
        guard !value.isEmpty else { return value }
        if case .text(let type)? = value["type"], value["enum"] == nil {
            return value.merging(["type": .list([.text(type), .text("null")])]) { $1 }
        }
        if case .list? = value["type"] { return value }
        return ["anyOf": .list([.object(value), .object(["type": .text("null")])])]
    }
}
