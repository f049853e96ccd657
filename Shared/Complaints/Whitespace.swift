// Blanks around words: only the ends are looked at.

extension StringProtocol {
    /// Without white space (Unicode, line ends too) at both ends.
    package func trimmingWhitespace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }
}

extension String {
    /// The same. Nearly every text has nothing to trim, which its ends tell.
    package func trimmingWhitespace() -> String {
        guard let first = utf8.first, let last = utf8.last, first.isInk, last.isInk else {
            return self[...].trimmingWhitespace()
        }
        return self
    }
}

extension UInt8 {
    /// A visible character of ASCII.
    fileprivate var isInk: Bool { self > 0x20 && self < 0x7F }
}

extension Unicode.Scalar {
    /// ASCII is judged without the tables.
    fileprivate var isBlank: Bool {
        value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
    }
}
