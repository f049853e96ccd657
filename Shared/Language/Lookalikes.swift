// Signs that look like letters: what a scalar does to a word, and which plain letter or digit it stands for.

/// What a scalar does to a word.
enum ScalarClass: UInt8 {
    case letter, digit, joiner, space, sentenceEnd

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0..<0x80: self = ScalarClass.ascii[Int(scalar.value)]
        case 0x2019, 0x2018, 0x2BC, 0xB4: self = .joiner
        // Soft hyphens, zero width signs, directions, marks over a letter, shapes of emoji.
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0x300...0x36F,
            0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F,
            0x34F, 0x61C, 0x180B...0x180F, 0xE0100...0xE01EF:
            self = .joiner
        case 0x2026, 0x3002, 0xFF0E, 0xFF01, 0xFF1F: self = .sentenceEnd
        default: self = scalar.properties.isAlphabetic ? .letter : .space
        }
    }

    static let ascii: [ScalarClass] = (0..<0x80).map { value in
        switch value {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .digit
        case 0x27, 0x60: .joiner
        case 0x0A, 0x2E, 0x21, 0x3F, 0x3B: .sentenceEnd
        default: .space
        }
    }
}

/// Letters of other scripts and shapes that are read as a … z, and digits as 0 … 9. Indonesian is written
/// with these alone, so nothing of it is lost; a word in Arabic or Javanese script stays as it is.
enum Lookalikes {
    /// The ASCII letter (lower case) or digit; `nil` for what looks like none.
    static func fold(_ scalar: Unicode.Scalar) -> UInt8? {
        let value = scalar.value
        switch value {
        case 0xC0...0x17F: return latin(value)
        case 0x660...0x669: return digit(value - 0x660)
        case 0x6F0...0x6F9: return digit(value - 0x6F0)
        case 0xFF10...0xFF19: return digit(value - 0xFF10)
        case 0xFF21...0xFF3A: return letter(value - 0xFF21)
        case 0xFF41...0xFF5A: return letter(value - 0xFF41)
        // Circled, squared, and the alphabets of mathematics: bold, italic, script …
        case 0x24B6...0x24E9: return letter((value - 0x24B6) % 26)
        case 0x1F130...0x1F149: return letter(value - 0x1F130)
        case 0x1F150...0x1F169: return letter(value - 0x1F150)
        case 0x1F170...0x1F189: return letter(value - 0x1F170)
        case 0x1D400...0x1D6A3: return letter((value - 0x1D400) % 26)
        case 0x1D7CE...0x1D7FF: return digit((value - 0x1D7CE) % 10)
        case 0x370...0x52F, 0x261: return others[value]
        default: return nil
        }
    }

    private static func letter(_ number: UInt32) -> UInt8 { 0x61 + UInt8(number) }
    private static func digit(_ number: UInt32) -> UInt8 { 0x30 + UInt8(number) }

    private static func latin(_ value: UInt32) -> UInt8? {
        let base = bases[Int(value - 0xC0)]
        return base == 0x2E ? nil : base
    }

    /// From U+00C0 to U+017F the letter without its mark; a point where there is none.
    private static let bases = Array(
        ("aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllllllllnnn"
            + "nnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    /// Cyrillic and Greek letters that cannot be told from ours.
    private static let others: [UInt32: UInt8] = {
        let pairs =
            "аa еe оo рp сc хx уy іi јj ѕs һh ԁd кk мm нh тt вb"
            + " АA ЕE ОO РP СC ХX УY ІI ЈJ ЅS КK МM НH ТT ВB"
            + " οo αa νv ιi κk ρp τt υu εe ΑA ΒB ΕE ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ΖZ ɡg"
        var table: [UInt32: UInt8] = [:]
        for pair in pairs.split(separator: " ") {
            let scalars = Array(pair.unicodeScalars)
            guard scalars.count == 2 else { continue }
            table[scalars[0].value] = UInt8(scalars[1].value) | 0x20
        }
        return table
    }()
}
