// The number a citizen keeps: HSS-26-1000123-5. Its last digit catches a slip of the pen.

/// A tracking number `REGION-YY-CNNNNNN-K` of the contract.
package struct TrackingNumber: Sendable, Hashable, CustomStringConvertible {
    /// The region's prefix, e.g. `HSS`.
    package let region: String
    /// Two-digit year.
    package let year: Int
    /// The channel's digit, see ``Channel/trackingDigit``.
    package let channelDigit: Int
    /// Running number per service and year, from 1.
    package let serial: Int

    package init(region: String, year: Int, channelDigit: Int, serial: Int) {
        self.region = region
        self.year = year % 100
        self.channelDigit = channelDigit
        self.serial = serial
    }

    /// Reads a number as a citizen may write it: any case, blanks instead of dashes. `nil` when the
    /// form or the check digit is wrong.
    package init?(_ text: String) {
        let parts = text.uppercased().split { $0 == "-" || $0 == " " }
        guard parts.count == 4, let year = Int(parts[1]), parts[1].utf8.count == 2,
            parts[2].utf8.count >= 7, let digits = Int(parts[2]), digits > 0,
            let channelDigit = parts[2].first.flatMap({ Int(String($0)) }),
            let serial = Int(parts[2].dropFirst()), let check = Int(parts[3])
        else { return nil }
        self.init(
            region: String(parts[0]), year: year, channelDigit: channelDigit, serial: serial)
        guard Int(Damm.checkDigit(of: checkedDigits)) == check else { return nil }
    }

    /// Reads one without anything between its parts: `HSS2610001235`.
    package init?(run text: String) {
        let region = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text.dropFirst(region.count)
        guard !region.isEmpty, (10...14).contains(digits.utf8.count) else { return nil }
        self.init("\(region)-\(digits.prefix(2))-\(digits.dropFirst(2).dropLast())-\(digits.suffix(1))")
    }

    /// Year, channel and serial: two digits, one, and six or more; each as its number.
    private var checkedDigits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(24)
        digits.append(UInt8(year / 10))
        digits.append(UInt8(year % 10))
        digits.append(UInt8(channelDigit))
        var power = 100_000
        while serial / 10 >= power { power *= 10 }
        while power > 0 {
            digits.append(UInt8(serial / power % 10))
            power /= 10
        }
        return digits
    }

    package var description: String {
        let digits = checkedDigits
        var text = Array(region.utf8)
        text.reserveCapacity(text.count + digits.count + 4)
        for (place, digit) in digits.enumerated() {
            if place == 0 || place == 2 { text.append(UInt8(ascii: "-")) }
            text.append(UInt8(ascii: "0") + digit)
        }
        text.append(UInt8(ascii: "-"))
        text.append(UInt8(ascii: "0") + Damm.checkDigit(of: digits))
        return String(decoding: text, as: UTF8.self)
    }
}

/// The Damm check digit: detects every single wrong digit and every swap of neighbours
/// (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004).
package enum Damm {
    private static let table: [[UInt8]] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]

    /// The digit (0 … 9) to append to these digits (each 0 … 9).
    package static func checkDigit(of digits: [UInt8]) -> UInt8 {
        digits.reduce(0) { table[Int($0)][Int($1)] }
    }
}
