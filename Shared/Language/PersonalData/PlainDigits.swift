// Digits of other shapes, and signs without width between digits: hidden so, a number is one all the same.

/// A text with plain digits and without signs that nobody sees.
struct PlainDigits {
    private(set) var scalars: [Unicode.Scalar] = []
    /// Where each of them stands in the text.
    private(set) var places: [Int] = []

    /// `nil` where there is nothing to do, as in nearly every text.
    init?(_ text: [Unicode.Scalar]) {
        func isOdd(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value >= 0x80 && (Self.isUnseen(scalar) || Self.digit(scalar) != nil)
        }
        guard text.contains(where: isOdd) else { return nil }
        for (place, scalar) in text.enumerated() where !Self.isUnseen(scalar) {
            scalars.append(Self.digit(scalar).map { Unicode.Scalar($0) } ?? scalar)
            places.append(place)
        }
    }

    /// "6", "６", "٦" and such, as ASCII.
    static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x80 { return scalar.isASCIIDigit ? UInt8(scalar.value) : nil }
        return Lookalikes.fold(scalar).flatMap { 0x30...0x39 ~= $0 ? $0 : nil }
    }

    /// Soft hyphens, signs without width, directions, and which shape an emoji has.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }
}
