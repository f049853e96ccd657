// The decoded bytes of a part, piece by piece, so that no part needs its size in memory.
import CGMime

/// Decodes parts.
enum PartContent {
    /// Read from a part at a time, at most.
    private static let pieceBytesMax = 64 << 10

    /// Gives the decoded bytes in order, NULs included, until `body` answers `false`.
    static func forEachPiece(
        of part: UnsafeMutablePointer<GMimePart>, _ body: (UnsafeRawBufferPointer) -> Bool
    ) {
        guard let wrapper = g_mime_part_get_content(part),
            let stream = g_mime_data_wrapper_get_stream(wrapper)
        else { return }
        g_mime_stream_reset(stream)
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, g_mime_data_wrapper_get_encoding(wrapper))
        // Most parts are short, and buffers are cleared.
        let pieceBytes = max(1, min(pieceBytesMax, Int(g_mime_stream_length(stream))))
        var encoded = [CChar](repeating: 0, count: pieceBytes)
        var decoded = [CChar](
            repeating: 0, count: Int(g_mime_encoding_outlen(&state, pieceBytes)) + 64)
        while true {
            let read = g_mime_stream_read(stream, &encoded, encoded.count)
            let isEnd = read <= 0
            let count =
                isEnd
                ? g_mime_encoding_flush(&state, &encoded, 0, &decoded)
                : g_mime_encoding_step(&state, &encoded, Int(read), &decoded)
            let goesOn =
                count == 0
                || decoded.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            if isEnd || !goesOn { return }
        }
    }

    /// The first `bytesMax` decoded bytes, and whether there were more.
    static func bytes(
        of part: UnsafeMutablePointer<GMimePart>, bytesMax: Int
    ) -> (bytes: [UInt8], wasCut: Bool) {
        var bytes: [UInt8] = []
        var wasCut = false
        forEachPiece(of: part) { piece in
            let room = bytesMax - bytes.count
            wasCut = piece.count > room
            bytes += piece.prefix(room)
            return !wasCut
        }
        return (bytes, wasCut)
    }
}
