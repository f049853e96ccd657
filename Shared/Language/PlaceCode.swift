// Kemendagri codes as numbers, so that asking in which kecamatan a village lies makes no string.

/// `PP.KK.CC.VVVV` as ten decimal digits; the levels below a place are zeros.
struct PlaceCode: Hashable, Sendable {
    let value: UInt64

    /// Digits behind the code of a province, of a kabupaten or kota, of a kecamatan.
    private static let below: [UInt64] = [100_000_000, 1_000_000, 10_000]

    init(value: UInt64) { self.value = value }

    /// `nil` for what is no such code.
    init?(_ text: some StringProtocol) {
        var value: UInt64 = 0
        var parts = 0
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard parts < 4, let number = UInt64(part), part.utf8.count == (parts == 3 ? 4 : 2)
            else { return nil }
            value = value * (parts == 3 ? 10_000 : 100) + number
            parts += 1
        }
        guard value > 0 else { return nil }
        for missing in parts..<4 { value *= missing == 3 ? 10_000 : 100 }
        self.value = value
    }

    /// Parts of the code: 1 for a province … 4 for a village.
    var depth: Int { 1 + PlaceCode.below.count { value % $0 != 0 } }

    /// The place it lies in; `nil` for a province.
    var parent: PlaceCode? {
        let depth = depth
        return depth > 1 ? ancestor(at: depth - 1) : nil
    }

    /// The place of that depth it lies in or is; `nil` when it is a larger one itself.
    func ancestor(at depth: Int) -> PlaceCode? {
        guard depth <= self.depth else { return nil }
        guard depth < 4 else { return self }
        let digits = PlaceCode.below[depth - 1]
        return PlaceCode(value: value / digits * digits)
    }

    func lies(in area: PlaceCode) -> Bool { ancestor(at: area.depth) == area }

    /// As it is written: `63.06.05.2001`.
    var text: String {
        let parts = [
            value / 100_000_000, value / 1_000_000 % 100, value / 10_000 % 100, value % 10_000,
        ]
        return parts.prefix(depth).enumerated().map { index, part in
            let digits = String(part)
            return String(repeating: "0", count: (index == 3 ? 4 : 2) - digits.count) + digits
        }.joined(separator: ".")
    }

    /// What the code itself tells: 7x is a kota, 1xxx a kelurahan.
    var level: PlaceLevel {
        switch depth {
        case 1: .provinsi
        case 2: value / 1_000_000 % 100 >= 70 ? .kota : .kabupaten
        case 3: .kecamatan
        default: value % 10_000 < 2000 ? .kelurahan : .desa
        }
    }
}
