// The list of transcript formats. A newcomer writes one file beside this and adds one line here.
package import Foundation

/// One transcript format.
struct TranscriptFormat: Sendable {
    /// Stable name, shown to operators and kept with the programme.
    var name: String
    /// Whether the content (never the file name) is of this format.
    var recognises: @Sendable (SourceText) -> Bool
    var parse: @Sendable (SourceText, TranscriptLimits) throws(TranscriptError) -> Transcript
}

/// Reads a transcript of any known format.
package enum TranscriptReader {
    /// In the order in which they are asked; the strictest first.
    static let formats: [TranscriptFormat] = [
        WebVTT.format,
        SubRip.format,
        Labelled.format,
    ]

    /// Recognises the format by content and reads it. Linear in the size of the file.
    package static func read(
        _ data: Data, limits: TranscriptLimits = TranscriptLimits()
    ) throws(TranscriptError) -> Transcript {
        guard data.count <= limits.bytes else {
            throw .tooLarge(bytes: data.count, limit: limits.bytes)
        }
        let linesMax = limits.turns * TranscriptLimits.linesPerTurn
        guard data.count(where: { $0 == 0x0A || $0 == 0x0D }) <= linesMax else {
            throw .tooManyTurns(line: linesMax, limit: limits.turns)
        }
        let source = SourceText(data)
        guard source.lines.contains(where: { !$0.foldingWhiteSpace().isEmpty }) else {
            throw .unreadable(line: 1, message: "berkas kosong.")
        }
        if let known = knownForeign(data) { throw .unknownFormat(known) }
        guard !source.looksBinary, let format = formats.first(where: { $0.recognises(source) })
        else {
            throw .unknownFormat(
                "Format berkas tidak dikenal. Yang dapat dibaca: teks dengan nama pembicara "
                    + "(\u{201C}PENYIAR: …\u{201D}), SRT, dan WebVTT.")
        }
        let transcript = try format.parse(source, limits)
        guard !transcript.turns.isEmpty else {
            throw .unreadable(
                line: max(1, source.lines.count), message: "tidak ada ucapan yang dapat dibaca.")
        }
        return transcript
    }

    /// Advice for files that are plainly something else.
    private static func knownForeign(_ data: Data) -> String? {
        let head = data.prefix(64).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let advice = "Simpan naskahnya sebagai teks (.txt), SRT, atau WebVTT, lalu unggah lagi."
        if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            return "Ini berkas Word, ODT, atau ZIP. " + advice
        }
        if head.starts(with: Array("%PDF".utf8)) { return "Ini berkas PDF. " + advice }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "Ini berkas Word lama. " + advice }
        if head.starts(with: Array("{".utf8)) || head.starts(with: Array("[{".utf8)) {
            return "Ini berkas JSON. " + advice
        }
        if head.starts(with: Array("<?xml".utf8)) || head.starts(with: Array("<!".utf8))
            || head.starts(with: Array("<html".utf8))
        {
            return "Ini berkas XML atau HTML. " + advice
        }
        if head.starts(with: Array("ID3".utf8)) || head.starts(with: Array("RIFF".utf8))
            || head.starts(with: Array("OggS".utf8))
        {
            return "Ini rekaman suara; yang diunggah adalah naskahnya. " + advice
        }
        return nil
    }
}
