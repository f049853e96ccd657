// Who sent an SMS: an Indonesian subscriber in any spelling, a short code, or a name like "TELKOMSEL".

/// A sender as a gateway reports it.
package enum Sender: Sendable, Hashable, CustomStringConvertible {
    /// A person's number in E.164, e.g. `+6281234567890`.
    case number(String)
    /// A short code (2 to 6 digits), e.g. `1708`. Nobody can be answered there.
    case shortCode(String)
    /// An alphanumeric sender id, kept as it came.
    case name(String)

    /// Normalises `08…`, `8…`, `62…`, `+62…`, `0062…` with blanks, dots, dashes and parentheses.
    ///
    /// Numbers of other countries stay as they are when they carry `+` or `00`. Anything that is
    /// neither a number nor a short code is a name. E.164 allows 15 digits.
    package init(_ raw: String) {
        // Nearly every gateway sends nothing but digits.
        let isCompact = raw.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "+") }
        let trimmed = isCompact ? raw : raw.filter { !$0.isWhitespace || $0 == " " }.trimmingBlanks()
        let compact = isCompact ? raw : trimmed.filter { !Self.ignorable.contains($0) }
        let digits = compact.hasPrefix("+") ? String(compact.dropFirst()) : compact
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            self = .name(trimmed)
            return
        }
        if !compact.hasPrefix("+"), digits.count <= 6 {
            self = .shortCode(digits)
            return
        }
        let international: String? =
            if compact.hasPrefix("+") {
                Self.withoutTrunkZero(digits)
            } else if digits.hasPrefix("00") {
                Self.withoutTrunkZero(String(digits.dropFirst(2)))
            } else if digits.hasPrefix("0") {
                "62" + digits.dropFirst()
            } else if digits.hasPrefix("62") {
                Self.withoutTrunkZero(digits)
            } else if digits.hasPrefix("8") {
                "62" + digits
            } else {
                nil
            }
        guard let international, (8...15).contains(international.count) else {
            self = .name(trimmed)
            return
        }
        self = .number("+" + international)
    }

    private static let ignorable: Set<Character> = [
        " ", "-", ".", "(", ")", "\u{2010}", "\u{2011}", "\u{2013}",
    ]

    /// `+62 0812…` is written often and means `+62 812…`.
    private static func withoutTrunkZero(_ digits: String) -> String {
        digits.hasPrefix("620") ? "62" + digits.dropFirst(3) : digits
    }

    /// The E.164 number, or `nil` for senders that cannot be answered.
    package var e164: String? {
        if case .number(let number) = self { number } else { nil }
    }

    package var description: String {
        switch self {
        case .number(let text), .shortCode(let text), .name(let text): text
        }
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var rest = Substring(self)
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
