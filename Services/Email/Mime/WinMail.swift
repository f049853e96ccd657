// The files in a winmail.dat, which Outlook makes of attachments for readers that are Outlook too.
import CTNEF

/// Unpacks TNEF (MS-OXTNEF). In the parsing child only: the library is old C.
enum WinMail {
    static let mediaTypes: Set<String> = ["application/ms-tnef", "application/vnd.ms-tnef"]
    /// A larger one is kept as it is.
    static let bytesMax = 8 << 20
    static let filesMax = 50

    struct File {
        var name: String
        var bytes: [UInt8]
    }

    /// The files; `nil` when it cannot be read or holds none, and must be kept as it is.
    static func unpack(_ bytes: [UInt8]) -> [File]? {
        // The signature (section 2.1.1): the library is not asked about anything else.
        guard bytes.starts(with: [0x78, 0x9F, 0x3E, 0x22]), bytes.count <= bytesMax else { return nil }
        let found = Found()
        var copy = bytes
        let error = withExtendedLifetime(found) {
            copy.withUnsafeMutableBufferPointer { buffer in
                tnef_read(
                    buffer.baseAddress, buffer.count, Unmanaged.passUnretained(found).toOpaque()
                ) { context, name, nameLength, bytes, count in
                    guard let context, let bytes else { return }
                    let found = Unmanaged<Found>.fromOpaque(context).takeUnretainedValue()
                    guard found.files.count < WinMail.filesMax else { return }
                    let raw = UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameLength)
                    found.files.append(
                        File(
                            name: CharsetText.decode(Array(raw), charset: nil),
                            bytes: Array(UnsafeBufferPointer(start: bytes, count: count))))
                }
            }
        }
        return error == 0 && !found.files.isEmpty ? found.files : nil
    }

    private final class Found {
        var files: [File] = []
    }
}
