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
        WordDocument.format,
        OpenDocument.format,
        WhatsApp.format,
        OTranscribe.format,
        Podcasting.format,
        Vosk.format,
        Whisper.format,
        Elan.format,
        Transcriber.format,
        WebVTT.format,
        SubRip.format,
        Table.format,
        Minutes.format,
        Labelled.format,
        Plain.format,
    ]

    /// Minutes may hold a table, have a time before each line, or be posted in a group: where they are
    /// expected they are asked before these.
    private static func formats(of gathering: Gathering) -> [TranscriptFormat] {
        guard gathering == .forum else { return formats }
        let asked = [Minutes.format, WhatsApp.format, Table.format]
        var formats = formats.filter { format in !asked.contains { $0.name == format.name } }
        let typed = formats.firstIndex { $0.name == Labelled.format.name } ?? formats.endIndex
        formats.insert(contentsOf: asked, at: typed)
        return formats
    }

    /// Recognises the format by content and reads it. Linear in the size of the file.
    ///
    /// - Parameter gathering: what the operator says it is of: of a forum any text may be its minutes.
    package static func read(
        _ data: Data, limits: TranscriptLimits = TranscriptLimits(), of gathering: Gathering = .radio
    ) throws(TranscriptError) -> Transcript {
        guard data.count <= limits.bytes else {
            throw .tooLarge(bytes: data.count, limit: limits.bytes)
        }
        if ZipArchive.looksLikeZip(data) {
            return try read(SourceText(archive: try ZipArchive(data, limits)), limits, of: gathering)
        }
        if let known = knownForeign(data) { throw .unknownFormat(known) }
        let linesMax = limits.turns * TranscriptLimits.linesPerTurn
        guard data.count(where: { $0 == 0x0A || $0 == 0x0D }) <= linesMax else {
            throw .tooManyTurns(line: linesMax, limit: limits.turns)
        }
        return try read(SourceText(data), limits, of: gathering)
    }

    /// Reads text that was decoded, or an archive that was opened.
    static func read(
        _ source: SourceText, _ limits: TranscriptLimits, of gathering: Gathering
    ) throws(TranscriptError) -> Transcript {
        var source = source
        source.gathering = gathering
        let isEmpty = !source.lines.contains { !$0.foldingWhiteSpace().isEmpty }
        guard source.archive != nil || !isEmpty else {
            throw .unreadable(line: 1, message: "berkas ini tidak berisi tulisan.")
        }
        var isKnown = false
        // Where the first reads nothing, its signs have deceived: what is plainer may read it.
        for format in formats(of: gathering) where !source.looksBinary && format.recognises(source) {
            isKnown = true
            let transcript = try format.parse(source, limits)
            if !transcript.turns.isEmpty { return transcript }
        }
        guard isKnown else {
            throw .unknownFormat(
                "Format berkas tidak dikenal. Yang dapat dibaca: teks dengan nama pembicara "
                    + "(\u{201C}PENYIAR: …\u{201D}) atau tanpa nama, notulen dengan butir bernomor, Word "
                    + "(DOCX), ODT, SRT, WebVTT, CSV, JSON Whisper atau Vosk, dan ekspor WhatsApp.")
        }
        throw .unreadable(
            line: max(1, source.lines.count), message: "tidak ada ucapan yang dapat dibaca.")
    }

    /// Advice for files that are plainly something else.
    private static func knownForeign(_ data: Data) -> String? {
        let head = data.prefix(64).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let advice =
            "Simpan naskahnya sebagai teks (.txt), DOCX, ODT, SRT, atau WebVTT, lalu unggah lagi."
        if head.starts(with: Array("%PDF".utf8)) { return "Ini berkas PDF. " + advice }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "Ini berkas Word lama. " + advice }
        let recordings = ["ID3", "RIFF", "OggS", "fLaC", "#!AMR"].map { Array($0.utf8) }
        // MP3 without a title begins with a frame's eleven bits; M4A and MP4 name their kind behind a length.
        let isFrame = head.first == 0xFF
            && head.dropFirst().first.map { $0 & 0xE0 == 0xE0 && $0 < 0xFE } == true
        if isFrame || recordings.contains(where: { head.starts(with: $0) })
            || data.dropFirst(4).starts(with: Array("ftyp".utf8))
        {
            return "Ini rekaman, bukan naskah; yang diunggah adalah naskahnya. " + advice
        }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) || head.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return "Ini gambar; tulisan di dalamnya tidak terbaca. " + advice
        }
        if head.starts(with: Array("{\\rtf".utf8)) { return "Ini berkas RTF. " + advice }
        return nil
    }
}
