// One answer of Open311 as a tree, written as XML or as JSON. JSON follows the "Spark convention" of the
// specification: no outermost wrapper, lists stay lists, what is empty is null.
import Complaints
import Foundation

/// A part of an answer.
indirect enum Spark: Sendable {
    /// Empty text is an empty element, and null in JSON.
    case text(String?)
    case flag(Bool)
    case number(Int)
    case decimal(Double?)
    /// Elements in their order; the names are ours.
    case group([(name: String, value: Spark)])
    /// - Parameter of: the name of each element.
    case list(of: String, [Spark])

    /// A time to the second, in UTC: consumers refuse fractions of seconds.
    static func time(_ date: Date?) -> Spark { .text(date.map(text)) }

    static func text(_ date: Date) -> String {
        String(Timestamp.format(date).prefix(19)) + "Z"
    }

    /// - Parameter root: the name of the outermost element.
    func xml(_ root: String) -> String {
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(root, to: &out)
        return out + "\n"
    }

    /// Names are written as they are, texts so that no text can end its element.
    private func write(_ name: String, to out: inout String) {
        var inside = ""
        switch self {
        case .text(let text): inside = Self.escaped(text ?? "")
        case .flag(let isTrue): inside = "\(isTrue)"
        case .number(let number): inside = "\(number)"
        case .decimal(let number): inside = number.map(Self.decimal) ?? ""
        case .group(let members): for member in members { member.value.write(member.name, to: &inside) }
        case .list(let item, let values): for value in values { value.write(item, to: &inside) }
        }
        out += inside.isEmpty ? "<\(name)/>" : "<\(name)>\(inside)</\(name)>"
    }

    var json: JSONText {
        switch self {
        case .text(let text): text.flatMap { $0.isEmpty ? nil : .string($0) } ?? .null
        case .flag(let isTrue): .bool(isTrue)
        case .number(let number): .number("\(number)")
        case .decimal(let number): number.map { .number(Self.decimal($0)) } ?? .null
        case .group(let members): .object(members.map { .init($0.name, $0.value.json) })
        case .list(_, let values): .list(values.map(\.json))
        }
    }

    /// Degrees to a tenth of a metre.
    private static func decimal(_ number: Double) -> String { String(format: "%.6f", number) }

    /// XML 1.0, sections 2.2 and 2.4: signs that must not stand in a document become U+FFFD, also when a
    /// reference would name them.
    private static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\r": out.append(contentsOf: "&#13;".unicodeScalars)
            case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                out.append(scalar)
            default: out.append("\u{FFFD}")
            }
        }
        return String(out)
    }
}
