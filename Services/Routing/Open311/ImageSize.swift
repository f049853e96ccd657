// How large a picture says it is, read from its header without unpacking it.

/// Width and height of the largest picture in a file, in pixels.
struct ImageSize: Sendable, Hashable {
    var width: Int
    var height: Int

    var pixels: Int { width.multipliedReportingOverflow(by: height).overflow ? .max : width * height }

    /// - Returns: `nil` where the header does not say it, as in a file that is cut off.
    init?(_ bytes: ArraySlice<UInt8>, _ mediaType: String) {
        let reader = HeaderBytes(bytes: bytes)
        let size: (Int, Int)? =
            switch mediaType {
            case "image/png": Self.png(reader)
            case "image/gif": Self.gif(reader)
            case "image/webp": Self.webp(reader)
            case "image/jpeg": Self.jpeg(reader)
            case "image/heic": Self.heic(reader)
            default: nil
            }
        guard let (width, height) = size, width > 0, height > 0 else { return nil }
        (self.width, self.height) = (width, height)
    }

    /// IHDR is the first chunk (PNG, section 11.2.2).
    private static func png(_ file: HeaderBytes) -> (Int, Int)? {
        guard file.has("IHDR", at: 12), let width = file.big(16, 4), let height = file.big(20, 4) else {
            return nil
        }
        return (width, height)
    }

    /// The logical screen (GIF89a, section 18).
    private static func gif(_ file: HeaderBytes) -> (Int, Int)? {
        guard let width = file.little(6, 2), let height = file.little(8, 2) else { return nil }
        return (width, height)
    }

    /// VP8X, VP8L or VP8 (RFC 9649, sections 2.5 to 2.7).
    private static func webp(_ file: HeaderBytes) -> (Int, Int)? {
        if file.has("VP8X", at: 12), let width = file.little(24, 3), let height = file.little(27, 3) {
            return (width + 1, height + 1)
        }
        if file.has("VP8L", at: 12), let bits = file.little(21, 4) {
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        if file.has("VP8 ", at: 12), let width = file.little(26, 2), let height = file.little(28, 2) {
            return (width & 0x3FFF, height & 0x3FFF)
        }
        return nil
    }

    /// The frame header behind the other segments (ITU-T T.81, B.2.2).
    private static func jpeg(_ file: HeaderBytes) -> (Int, Int)? {
        var position = 2
        while let mark = file.big(position, 2), mark >= 0xFF00, let length = file.big(position + 2, 2) {
            let kind = mark & 0xFF
            if kind == 0xFF {
                position += 1
                continue
            }
            // DHT, JPG and DAC stand among the frame headers.
            if (0xC0...0xCF).contains(kind), ![0xC4, 0xC8, 0xCC].contains(kind) {
                guard let height = file.big(position + 5, 2), let width = file.big(position + 7, 2) else {
                    return nil
                }
                return (width, height)
            }
            guard length >= 2, kind != 0xDA else { return nil }
            position += 2 + length
        }
        return nil
    }

    /// The largest `ispe` of the items (ISO/IEC 23008-12, 6.5.3); they stand before the pictures.
    private static func heic(_ file: HeaderBytes) -> (Int, Int)? {
        var largest: (Int, Int)?
        for position in file.positions(of: "ispe", within: HeaderBytes.heicBytes) {
            guard let width = file.big(position + 8, 4), let height = file.big(position + 12, 4) else {
                continue
            }
            // As numbers with a point: four bytes times four may be more than a whole number holds.
            let isLarger = largest.map { Double($0.0) * Double($0.1) < Double(width) * Double(height) }
            if isLarger ?? true { largest = (width, height) }
        }
        return largest
    }
}

/// Numbers at places of a file; `nil` behind its end.
private struct HeaderBytes {
    /// The boxes before the pictures are no longer.
    static let heicBytes = 256 * 1024

    let bytes: ArraySlice<UInt8>

    private func slice(_ position: Int, _ count: Int) -> ArraySlice<UInt8>? {
        let start = bytes.startIndex + position
        guard position >= 0, start <= bytes.endIndex - count else { return nil }
        return bytes[start..<start + count]
    }

    func big(_ position: Int, _ count: Int) -> Int? {
        slice(position, count)?.reduce(0) { $0 << 8 | Int($1) }
    }

    func little(_ position: Int, _ count: Int) -> Int? {
        slice(position, count)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func has(_ name: String, at position: Int) -> Bool {
        slice(position, name.utf8.count).map { $0.elementsEqual(name.utf8) } ?? false
    }

    func positions(of name: String, within count: Int) -> [Int] {
        (0..<min(bytes.count, count)).filter { has(name, at: $0) }
    }
}
