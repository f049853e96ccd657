// Forms of pages that work without scripts.
import Foundation
package import Hummingbird

/// A form as browsers send it: `application/x-www-form-urlencoded`.
package struct FormFields: Sendable {
    private var values: [(name: String, value: String)]

    /// Reads a request's body.
    ///
    /// - Throws: ``Problem`` 413 above `bytesMax`.
    package static func read(
        _ request: Request, _ context: ServiceContext, bytesMax: Int
    ) async throws -> FormFields {
        let body = try await context.body(of: request, upTo: bytesMax)
        return FormFields(String(decoding: body, as: UTF8.self))
    }

    package init(_ encoded: String) {
        values = encoded.split(separator: "&").map { pair in
            let halves = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func decoded(_ text: Substring) -> String {
                let spaced = text.replacing("+", with: " ")
                return spaced.removingPercentEncoding ?? String(spaced)
            }
            return (decoded(halves[0]), halves.count > 1 ? decoded(halves[1]) : "")
        }
    }

    /// Empty when absent.
    package subscript(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

    /// Whether the form has the field, empty or not.
    package func has(_ name: String) -> Bool { values.contains { $0.name == name } }
}

extension Response {
    /// 303: after a form the browser asks for the page anew.
    package static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
