// Compressed bytes made whole by zlib: gzip files, and the entries of a ZIP file.
import CZlib
import Foundation

/// Unpacks what zlib packs, up to a bound.
enum Inflate {
    /// What a file may grow to: the villages of the country are four million bytes.
    static let bytesMax = 64 * 1024 * 1024

    enum Wrapping: Int32 {
        /// As entries of a ZIP file are.
        case none = -15
        case gzip = 31
    }

    /// `nil` when the bytes are broken or grow beyond ``bytesMax``.
    static func data(_ packed: Data, _ wrapping: Wrapping) -> Data? {
        var stream = z_stream()
        guard
            inflateInit2_(
                &stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var input = [UInt8](packed)
        var output = [UInt8](repeating: 0, count: 256 * 1024)
        var result = Data()
        return input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                let status = output.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                result.append(contentsOf: output[..<(output.count - Int(stream.avail_out))])
                if status == Z_STREAM_END { return result }
                guard status == Z_OK, result.count <= bytesMax,
                    stream.avail_in > 0 || stream.avail_out == 0
                else { return nil }
            }
        }
    }
}

/// The files in a ZIP file, as far as a Python wheel needs it: no encryption, no ZIP64.
struct ZipFile {
    private let bytes: Data
    private var entries: [String: (place: Int, packed: Int, method: Int)] = [:]

    /// `nil` when it is no ZIP file.
    init?(_ data: Data) {
        bytes = Data(data)
        guard data.starts(with: Data("PK".utf8)), let end = ZipFile.directoryEnd(bytes) else {
            return nil
        }
        var place = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard place + 46 <= bytes.count, number(place, 4) == 0x0201_4B50 else { return nil }
            let length = number(place + 28, 2)
            guard place + 46 + length <= bytes.count else { return nil }
            let name = String(decoding: bytes[(place + 46)..<(place + 46 + length)], as: UTF8.self)
            entries[name] = (number(place + 42, 4), number(place + 20, 4), number(place + 10, 2))
            place += 46 + length + number(place + 30, 2) + number(place + 32, 2)
        }
    }

    /// The file whose path ends like this.
    func file(endingWith suffix: String) -> Data? {
        guard let found = entries.first(where: { $0.key.hasSuffix(suffix) })?.value,
            found.place + 30 <= bytes.count, number(found.place, 4) == 0x0403_4B50
        else { return nil }
        let start = found.place + 30 + number(found.place + 26, 2) + number(found.place + 28, 2)
        guard start + found.packed <= bytes.count else { return nil }
        let packed = Data(bytes[start..<(start + found.packed)])
        return found.method == 0 ? packed : found.method == 8 ? Inflate.data(packed, .none) : nil
    }

    /// Where the last record stands: behind it a comment of up to 64 KiB may follow.
    private static func directoryEnd(_ bytes: Data) -> Int? {
        let mark = Data([0x50, 0x4B, 5, 6])
        let from = max(0, bytes.count - 65_557)
        guard let found = bytes.range(of: mark, options: .backwards, in: from..<bytes.count),
            found.lowerBound + 22 <= bytes.count
        else { return nil }
        return found.lowerBound
    }

    private func number(_ place: Int, _ count: Int) -> Int {
        guard place >= 0, place + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
