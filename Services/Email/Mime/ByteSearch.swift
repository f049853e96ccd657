// Bytes looked for with what the C library has for it.
import Foundation

extension UnsafeBufferPointer<UInt8> {
    /// Where `byte` stands next, before `end`.
    func firstPlace(of byte: UInt8, from start: Int = 0, upTo end: Int? = nil) -> Int? {
        let end = end ?? count
        guard let base = baseAddress, start < end,
            let found = memchr(base + start, Int32(byte), end - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Whether `bytes` stand somewhere within.
    func contains(_ bytes: [UInt8]) -> Bool {
        guard let base = baseAddress, let first = bytes.first else { return bytes.isEmpty }
        var start = 0
        while let place = firstPlace(of: first, from: start), place + bytes.count <= count {
            if memcmp(base + place, bytes, bytes.count) == 0 { return true }
            start = place + 1
        }
        return false
    }
}
