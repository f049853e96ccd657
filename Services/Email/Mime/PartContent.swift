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
        // Most parts are short.
        let pieceBytes = max(1, min(pieceBytesMax, Int(g_mime_stream_length(stream))))
        let decodedBytes = Int(g_mime_encoding_outlen(&state, pieceBytes)) + 64
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: pieceBytes + decodedBytes) { buffer in
            let encoded = UnsafeMutableBufferPointer(rebasing: buffer[..<pieceBytes])
            let decoded = UnsafeMutableBufferPointer(rebasing: buffer[pieceBytes...])
            while true {
                let read = g_mime_stream_read(stream, encoded.baseAddress, pieceBytes)
                let isEnd = read <= 0
                let count =
                    isEnd
                    ? g_mime_encoding_flush(&state, encoded.baseAddress, 0, decoded.baseAddress)
                    : decode(UnsafeBufferPointer(encoded)[..<read], &state, into: decoded)
                let goesOn =
                    count == 0
                    || body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(decoded)[..<count]))
                if isEnd || !goesOn { return }
            }
        }
    }

    /// The number of bytes written. Plain base64, which photos are made of, is read here; from the first
    /// doubt on a piece is for GMime, which knows what programs make of it.
    private static func decode(
        _ encoded: Slice<UnsafeBufferPointer<CChar>>, _ state: inout GMimeEncoding,
        into decoded: UnsafeMutableBufferPointer<CChar>
    ) -> Int {
        guard let target = decoded.baseAddress else { return 0 }
        var rest = encoded
        var written = 0
        func step(_ count: Int) {
            guard let source = UnsafeBufferPointer(rebasing: rest).baseAddress, count > 0 else { return }
            written += g_mime_encoding_step(&state, source, count, target + written)
            rest = rest.dropFirst(count)
        }
        if state.encoding == GMIME_CONTENT_ENCODING_BASE64 {
            // The last piece may have ended within a group of four.
            let missing = 4 - Int(state.state)
            if (1...3).contains(missing), rest.prefix(missing).allSatisfy(Base64Text.isLetter) {
                step(missing)
            }
            if state.state == 0 { written += Base64Text.decode(&rest, into: target + written) }
        }
        step(rest.count)
        return written
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
            bytes += UnsafeRawBufferPointer(rebasing: piece.prefix(room))
            return !wasCut
        }
        return (bytes, wasCut)
    }
}
