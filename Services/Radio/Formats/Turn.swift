// What every transcript format is turned into: turns with their source line, and the warnings.
package import Complaints

/// What a speaker is in the programme.
package enum Role: String, Codable, Sendable, Hashable, CaseIterable {
    /// Penyiar.
    case host
    /// Bupati, wakil bupati, wali kota.
    case regent
    /// Kepala dinas, camat, direktur: who answers for an agency.
    case official
    /// Penelepon, warga.
    case caller
    /// An SMS or WhatsApp message the transcript labels as such.
    case message
}

/// One labelled paragraph, one cue, or one voice span of a cue.
package struct Turn: Codable, Sendable, Hashable {
    /// From 1, in the order of the file.
    package var n: Int
    /// The label as the file has it, e.g. `PENELEPON 3 (Ibu Siti)`.
    @ExplicitNull package var speaker: String?
    @ExplicitNull package var role: Role?
    /// Play-head in seconds.
    @ExplicitNull package var start: Double?
    @ExplicitNull package var end: Double?
    /// The line of the file, from 1, where the turn begins.
    package var line: Int
    /// White space folded, mark-up removed.
    package var text: String
    /// How the line of the minutes was set that begins here.
    package var form: LineForm?
    /// `true` where a typist left a line blank before it, or drew one; never `false`.
    package var apart: Bool?

    package init(
        n: Int, speaker: String? = nil, role: Role? = nil, start: Double? = nil,
        end: Double? = nil, line: Int, text: String, form: LineForm? = nil, apart: Bool? = nil
    ) {
        self.n = n
        self.speaker = speaker
        self.role = role
        self.start = start
        self.end = end
        self.line = line
        self.text = text
        self.form = form
        self.apart = apart
    }
}

/// Something odd in a transcript that did not stop the reading; for the operator, in Indonesian.
package struct ParseWarning: Codable, Sendable, Hashable {
    package var line: Int
    package var message: String
}

/// A transcript that was read.
package struct Transcript: Sendable, Hashable {
    /// The name of the format, e.g. `webvtt`.
    package var format: String
    package var encoding: String
    package var turns: [Turn]
    package var warnings: [ParseWarning]
    /// How it came about; also of what stood in an office document.
    package var told = Telling.spoken
}

/// Why a file cannot be read; messages are for the operator, in Indonesian.
package enum TranscriptError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooLarge(bytes: Int, limit: Int)
    /// None of the formats recognises the content (HTTP 415).
    case unknownFormat(String)
    /// The format is known but the content cannot be used (HTTP 422).
    case unreadable(line: Int, message: String)
    /// `limits.transcript_turns` (HTTP 422).
    case tooManyTurns(line: Int, limit: Int)

    package var description: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "Berkas terlalu besar: \(bytes) bita, paling banyak \(limit) bita."
        case .unknownFormat(let message): message
        case .unreadable(let line, let message): "Baris \(line): \(message)"
        case .tooManyTurns(let line, let limit):
            "Baris \(line): lebih dari \(limit) giliran bicara (limits.transcript_turns); "
                + "bagi berkasnya."
        }
    }
}

/// The limits of a transcript, each with its default.
package struct TranscriptLimits: Sendable, Hashable {
    /// Size of the file.
    package var bytes = 20 * 1024 * 1024
    /// A programme of a whole day of short turns stays below it.
    package var turns = 20_000
    /// Warnings kept; the rest is counted in one last warning.
    package var warnings = 200

    /// Bytes of one turn; what is longer goes on in another turn of the same speaker.
    package var turnBytes = 20_000
    /// Bytes that the files of an archive may unpack to, and the files in it.
    package var unpackedBytes = 64 * 1024 * 1024
    package var archiveFiles = 10_000
    /// How many times its packed size a file of an archive may have, from a mebibyte on.
    package var packedRatio = 200
    /// Elements or values inside of one another, in XML and JSON.
    static let depth = 64

    /// Lines of the file: so many for each turn that it may hold.
    static let linesPerTurn = 20

    package init() {}
}
