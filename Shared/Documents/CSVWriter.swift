// Writes rows as CSV that a spreadsheet of an Indonesian locale opens by a double click: UTF-8, `;`.
package import Foundation

/// Makes the lines.
package struct CSVWriter {
    /// A spreadsheet takes a text that begins so for a formula, and a stranger may have written it.
    static let computed: Set<UInt8> = Set("=+-@\t\r".utf8)

    private static let separator = UInt8(ascii: ";")
    private static let quote = UInt8(ascii: "\"")

    package init() {}

    /// The mark that says UTF-8.
    package var head: Data { Data([0xEF, 0xBB, 0xBF]) }

    /// One row with its line end (RFC 4180).
    package func line(_ cells: [String]) -> Data {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(Self.separator) }
            append(cell, to: &bytes)
        }
        bytes += [0x0D, 0x0A]
        return Data(bytes)
    }

    private func append(_ cell: String, to bytes: inout [UInt8]) {
        let isComputed = cell.utf8.first.map(Self.computed.contains) ?? false
        let needsQuotes = cell.utf8.contains {
            $0 == Self.separator || $0 == Self.quote || $0 == 0x0A || $0 == 0x0D || $0 == 0x2C
                || $0 == 0x09
        }
        guard isComputed || needsQuotes else {
            bytes += cell.utf8
            return
        }
        bytes.append(Self.quote)
        if isComputed { bytes.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            if byte == Self.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(Self.quote)
    }
}
