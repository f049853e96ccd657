// Base64 as mail programs write it, faster than GMime reads it.

/// Base64 without anything but its letters and line ends (RFC 4648 section 4).
enum Base64Text {
    /// Takes groups of four letters off `text` and writes the three bytes of each; how many bytes that were.
    /// Two more behind them are overwritten.
    ///
    /// It stops at the first doubt, and leaves the group before it too: what padding means, GMime tells by
    /// what stands before. GMime's reader looks at each letter, which took longer than everything else in a
    /// mail with a photo.
    static func decode(
        _ text: inout Slice<UnsafeBufferPointer<CChar>>, into target: UnsafeMutablePointer<CChar>
    ) -> Int {
        let source = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text))
        let target = UnsafeMutableRawPointer(target)
        return pairs.withUnsafeBufferPointer { pairs in
            func value(_ place: Int) -> UInt32 {
                UInt32(pairs[Int(source.loadUnaligned(fromByteOffset: place, as: UInt16.self))])
            }
            var place = 0
            var lastGroup = 0
            var written = 0
            while place &+ 4 <= source.count {
                while place &+ 8 <= source.count {
                    let (a, b, c, d) = (value(place), value(place &+ 2), value(place &+ 4), value(place &+ 6))
                    guard a | b | c | d < none else { break }
                    let groups = UInt64(a << 12 | b) << 40 | UInt64(c << 12 | d) << 16
                    target.storeBytes(of: groups.bigEndian, toByteOffset: written, as: UInt64.self)
                    lastGroup = place &+ 4
                    written &+= 6
                    place &+= 8
                }
                guard place &+ 4 <= source.count else { break }
                let (first, second) = (value(place), value(place &+ 2))
                guard first | second < none else {
                    guard source[place] == 0x0A || source[place] == 0x0D else { break }
                    place &+= 1
                    continue
                }
                let group = (first << 12 | second) << 8
                target.storeBytes(of: group.bigEndian, toByteOffset: written, as: UInt32.self)
                lastGroup = place
                written &+= 3
                place &+= 4
            }
            if place < source.count, written > 0 {
                place = lastGroup
                written -= 3
            }
            text = text.dropFirst(place)
            return written
        }
    }

    static func isLetter(_ letter: CChar) -> Bool { letters.contains(UInt8(bitPattern: letter)) }

    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let none: UInt32 = 1 << 12

    /// The twelve bits of two letters, by the number that these are in memory; `none` for any others.
    private static let pairs: [UInt16] = {
        var pairs = [UInt16](repeating: UInt16(none), count: 1 << 16)
        for (high, first) in letters.enumerated() {
            for (low, second) in letters.enumerated() {
                let two = UInt16(littleEndian: UInt16(second) << 8 | UInt16(first))
                pairs[Int(two)] = UInt16(high << 6 | low)
            }
        }
        return pairs
    }()
}
