// Base64 as mail programs write it, faster than GMime reads it.

/// Base64 without anything but its letters and line ends (RFC 4648 section 4).
enum Base64Text {
    /// Takes groups of four letters off `text` and writes the three bytes of each; how many bytes that were.
    /// One more behind them is overwritten.
    ///
    /// It stops at the first doubt, and leaves the group before it too: what padding means, GMime tells by
    /// what stands before. GMime's reader looks at each letter, which took longer than everything else in a
    /// mail with a photo.
    static func decode(
        _ text: inout Slice<UnsafeBufferPointer<CChar>>, into target: UnsafeMutablePointer<CChar>
    ) -> Int {
        let source = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text))
        let target = UnsafeMutableRawPointer(target)
        return places.withUnsafeBufferPointer { places in
            var place = 0
            var lastGroup = 0
            var written = 0
            while place &+ 4 <= source.count {
                let group =
                    places[Int(source[place])] | places[256 &+ Int(source[place &+ 1])]
                    | places[512 &+ Int(source[place &+ 2])] | places[768 &+ Int(source[place &+ 3])]
                guard group < none else {
                    guard source[place] == 0x0A || source[place] == 0x0D else { break }
                    place &+= 1
                    continue
                }
                target.storeBytes(of: (group &<< 8).bigEndian, toByteOffset: written, as: UInt32.self)
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

    static func isLetter(_ letter: CChar) -> Bool { places[Int(UInt8(bitPattern: letter))] < none }

    private static let none: UInt32 = 1 << 24

    /// What each letter adds to its group, at each of the four places; `none` for what is no letter.
    private static let places: [UInt32] = {
        var places = [UInt32](repeating: none, count: 4 * 256)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        for (value, letter) in letters.enumerated() {
            for place in 0..<4 {
                places[256 * place + Int(letter)] = UInt32(value) << UInt32(18 - 6 * place)
            }
        }
        return places
    }()
}
