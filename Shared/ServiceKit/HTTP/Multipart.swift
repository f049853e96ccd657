// multipart/form-data (RFC 7578), as browsers and scripts send it. Strict about the boundary, lenient
// about the rest; linear in the size of the body.
import Foundation

/// One part of a form.
package struct FormPart: Sendable, Hashable {
    package var name: String
    /// `nil` for a plain field.
    package var filename: String?
    package var bytes: ArraySlice<UInt8>

    /// The bytes as UTF-8; what is none becomes U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Reads `multipart/form-data`.
package enum Multipart {
    /// Parts of a form, unless told otherwise.
    package static let partsMax = 20
    static let headerBytesMax = 4096

    /// The boundary of a content type; `nil` when it is no multipart form.
    package static func boundary(of contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2,
                pair[0].trimmingCharacters(in: .whitespaces).lowercased() == "boundary"
            else { continue }
            let value = pair[1].trimmingCharacters(in: .whitespaces).filter { $0 != "\"" }
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }

    /// The parts of a body; `nil` when it does not follow the boundary, or has more of them.
    package static func parse(
        _ body: [UInt8], boundary: String, partsMax: Int = partsMax
    ) -> [FormPart]? {
        let mark = Array("--\(boundary)".utf8)
        guard var position = find(mark, in: body, from: 0) else { return nil }
        var parts: [FormPart] = []
        while parts.count < partsMax {
            position += mark.count
            guard position + 1 < body.count else { return nil }
            if body[position] == UInt8(ascii: "-"), body[position + 1] == UInt8(ascii: "-") {
                return parts
            }
            guard let line = find([0x0D, 0x0A], in: body, from: position),
                let headerEnd = find([0x0D, 0x0A, 0x0D, 0x0A], in: body, from: line),
                headerEnd - line <= headerBytesMax,
                let next = find([0x0D, 0x0A] + mark, in: body, from: headerEnd + 2)
            else { return nil }
            let headers = String(decoding: body[line..<headerEnd], as: UTF8.self)
            let start = min(headerEnd + 4, next)
            if let part = part(headers: headers, bytes: body[start..<max(start, next)]) {
                parts.append(part)
            }
            position = next + 2
        }
        return nil
    }

    private static func part(headers: String, bytes: ArraySlice<UInt8>) -> FormPart? {
        for line in headers.split(separator: "\r\n")
        where line.lowercased().hasPrefix("content-disposition:") {
            guard let name = parameter("name", of: line) else { return nil }
            return FormPart(name: name, filename: parameter("filename", of: line), bytes: bytes)
        }
        return nil
    }

    /// `name="value"`; browsers escape a quotation mark as %22.
    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let range = line.range(of: " \(name)=\"") ?? line.range(of: ";\(name)=\"") else {
            return nil
        }
        return String(line[range.upperBound...].prefix { $0 != "\"" })
    }

    private static func find(_ pattern: [UInt8], in body: [UInt8], from: Int) -> Int? {
        guard let first = pattern.first, from >= 0, body.count >= pattern.count else { return nil }
        let last = body.count - pattern.count
        var index = from
        while index <= last {
            if body[index] == first {
                var same = 1
                while same < pattern.count, body[index + same] == pattern[same] { same += 1 }
                if same == pattern.count { return index }
            }
            index += 1
        }
        return nil
    }
}
