// What a file is by its first bytes: what a sender says of it is not believed.

/// Kinds of files that citizens send.
package enum FileType {
    /// The media type by the content; `application/octet-stream` for anything not known to be harmless to
    /// show, such as HTML.
    ///
    /// Signatures from the formats' own specifications, as the WHATWG lists them (mimesniff.spec.whatwg.org,
    /// sections 6.1 and 6.2).
    package static func of(_ bytes: some RandomAccessCollection<UInt8>) -> String {
        for (offset, signature, type) in signatures
        where bytes.dropFirst(offset).starts(with: signature) { return type }
        return bytes.dropFirst(4).starts(with: Array("ftyp".utf8))
            ? boxed(bytes.dropFirst(8).prefix(4)) : unknown
    }

    package static let unknown = "application/octet-stream"

    private static let signatures: [(offset: Int, signature: [UInt8], type: String)] = [
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, Array("GIF8".utf8), "image/gif"),
        (8, Array("WEBP".utf8), "image/webp"),
        (0, Array("%PDF-".utf8), "application/pdf"),
        (0, Array("OggS".utf8), "audio/ogg"),
        (0, Array("#!AMR".utf8), "audio/amr"),
        (0, Array("ID3".utf8), "audio/mpeg"),
        (0, [0xFF, 0xFB], "audio/mpeg"),
        (8, Array("WAVE".utf8), "audio/wav"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
        (0, [0x50, 0x4B, 0x03, 0x04], "application/zip"),
    ]

    /// Of the ISO base media format, by its brand.
    private static func boxed(_ brand: some Collection<UInt8>) -> String {
        switch String(decoding: brand, as: UTF8.self) {
        case let brand where brand.hasPrefix("3g"): "video/3gpp"
        case "heic", "heix", "mif1", "msf1": "image/heic"
        case "avif": "image/avif"
        case "M4A ": "audio/mp4"
        default: "video/mp4"
        }
    }
}
