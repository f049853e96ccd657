// The fields of a form as browsers and scripts send it, in a body or behind the `?` of an address.
import Foundation
package import Hummingbird

/// `application/x-www-form-urlencoded` (WHATWG URL standard, section 5.1), or the plain fields of
/// `multipart/form-data`.
package struct FormFields: Sendable {
    private var values: [(name: String, value: String)]
    /// Whether a name or a value is no UTF-8; it stays as it was sent.
    package private(set) var hasBadText = false

    /// The form in a body of `application/x-www-form-urlencoded`.
    package static func read(
        _ request: Request, _ context: ServiceContext, bytesMax: Int
    ) async throws -> FormFields {
        let body = try await context.body(of: request, upTo: bytesMax)
        return FormFields(String(decoding: body, as: UTF8.self))
    }

    /// - Parameter encoded: `name=value&…`.
    package init(_ encoded: String) {
        var hasBadText = encoded.unicodeScalars.contains("\u{FFFD}")
        values = encoded.split(separator: "&").map { pair in
            let halves = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func decoded(_ text: Substring) -> String {
                let spaced = text.replacing("+", with: " ")
                guard let decoded = spaced.removingPercentEncoding else {
                    hasBadText = true
                    return String(spaced)
                }
                return decoded
            }
            return (decoded(halves[0]), halves.count > 1 ? decoded(halves[1]) : "")
        }
        self.hasBadText = hasBadText
    }

    /// The plain fields of a multipart form.
    package init(_ parts: [FormPart]) {
        values = parts.filter { $0.filename == nil }.map { ($0.name, $0.text) }
        hasBadText = values.contains { $0.value.unicodeScalars.contains("\u{FFFD}") }
    }

    /// The first of that name; empty when absent.
    package subscript(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

    /// Whether there is one of that name.
    package func has(_ name: String) -> Bool { values.contains { $0.name == name } }

    /// All of that name, in order.
    package func all(_ name: String) -> [String] {
        values.filter { $0.name == name }.map(\.value)
    }

    /// The names, in order, as often as they come.
    package var names: [String] { values.map(\.name) }

    /// Another order of the same fields gives the same text.
    ///
    /// - Parameter names: of fields that do not count.
    package func canonical(without names: Set<String>) -> String {
        values.filter { !names.contains($0.name) && !$0.value.isEmpty }
            .map { "\($0.name)\u{1F}\($0.value)" }.sorted().joined(separator: "\u{1E}")
    }
}
