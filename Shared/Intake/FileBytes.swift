// Bytes at places of an open file, all of them or an error.
import Foundation

/// Reads and writes whatever else the system has to do meanwhile.
package enum FileBytes {
    /// What the system says, an errno.
    package struct Failure: Error {
        package let code: Int32
    }

    /// Writes all of `bytes` at `position`.
    package static func write(
        _ bytes: some Collection<UInt8>, to descriptor: Int32, at position: Int
    ) throws(Failure) {
        let bytes = ContiguousArray(bytes)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress.map { $0 + written }, $0.count - written,
                    off_t(position + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(code: errno) }
            written += count
        }
    }

    /// What there is of `range`: less than that where the file ends before.
    package static func read(
        _ range: Range<Int>, of descriptor: Int32
    ) throws(Failure) -> [UInt8] {
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled,
                    off_t(range.lowerBound + filled))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failed = errno }
                guard count > 0 else { break }
                filled += count
            }
        }
        guard failed == 0 else { throw Failure(code: failed) }
        return bytes
    }
}
