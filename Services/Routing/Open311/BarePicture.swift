// A picture without what a camera or a program has written into it beside the picture: where and when it was
// made, by whom, with which device, a thumbnail, a film behind its end. Nothing is unpacked.

enum BarePicture {
    static let types: Set<String> = ["image/jpeg", "image/png"]

    /// - Returns: `nil` where the file does not follow its format, or is of another type.
    static func bytes(of file: [UInt8], _ mediaType: String) -> [UInt8]? {
        switch mediaType {
        case "image/jpeg": jpeg(file)
        case "image/png": png(file)
        default: nil
        }
    }

    private static func big(_ file: [UInt8], _ position: Int, _ count: Int) -> Int? {
        guard position >= 0, position <= file.count - count else { return nil }
        return file[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
    }

    /// All segments but comments and those of applications (ITU-T T.81, B.1.1); of these JFIF's and Adobe's
    /// stay, without which the colours are others. It ends where the picture ends.
    private static func jpeg(_ file: [UInt8]) -> [UInt8]? {
        guard file.starts(with: [0xFF, 0xD8]) else { return nil }
        var bare: [UInt8] = [0xFF, 0xD8]
        var position = 2
        while let mark = big(file, position, 2), mark >= 0xFF00 {
            let kind = mark & 0xFF
            switch kind {
            case 0xFF: position += 1
            case 0xD9: return bare + [0xFF, 0xD9]
            default:
                guard let length = big(file, position + 2, 2), length >= 2 else { return nil }
                var end = position + 2 + length
                guard end <= file.count else { return nil }
                if kind == 0xDA { end = scanEnd(file, from: end) }
                let isSaid = kind == 0xFE || (0xE0...0xEF).contains(kind) && ![0xE0, 0xEE].contains(kind)
                if !isSaid { bare += file[position..<end] }
                position = end
            }
        }
        return nil
    }

    /// Where the coded data of a scan ends: at the next marker that is neither a stuffed byte nor a restart.
    private static func scanEnd(_ file: [UInt8], from start: Int) -> Int {
        var position = start
        while position + 1 < file.count {
            let next = file[position + 1]
            let isWithin = next == 0 || next == 0xFF || (0xD0...0xD7).contains(next)
            if file[position] == 0xFF, !isWithin { return position }
            position += 1
        }
        return file.count
    }

    /// The chunks that make the picture (PNG, section 11); it ends with IEND.
    private static let chunks: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD",
    ]

    private static func png(_ file: [UInt8]) -> [UInt8]? {
        guard file.count >= 8 else { return nil }
        var bare = Array(file[..<8])
        var position = 8
        while let length = big(file, position, 4), position + 12 + length <= file.count {
            let name = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
            let end = position + 12 + length
            if chunks.contains(name) { bare += file[position..<end] }
            if name == "IEND" { return bare }
            position = end
        }
        return nil
    }
}
