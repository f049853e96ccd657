// A transcript read and cut: the body of `POST /v1/programmes`, whether it is stored or not.
import Complaints
import Crypto
package import Foundation

/// What the reader and the segmenter make of one file.
package struct ProgrammeDraft: Codable, Sendable, Hashable {
    package var id: String
    package var version: Int
    package var turns: [Turn]
    package var items: [Item]
    package var warnings: [ParseWarning]

    /// The same station, date and bytes always give the same id.
    package static func id(station: String, airedOn: LocalDate, file: Data) -> String {
        let hash = Hex.text(SHA256.hash(data: file))
        return ComplaintID.derive(
            channel: .radio, account: station, externalID: "programme/\(airedOn)/\(hash)"
        ).text
    }

    /// Reads and cuts a transcript.
    ///
    /// - Parameter speakers: whom to take a label for, where somebody said so before.
    package static func make(
        file: Data, station: String, airedOn: LocalDate, segmenter: Segmenter,
        limits: TranscriptLimits = TranscriptLimits(), speakers: [String: Role] = [:]
    ) throws(TranscriptError) -> ProgrammeDraft {
        var transcript = try TranscriptReader.read(file, limits: limits)
        for index in transcript.turns.indices {
            guard let label = transcript.turns[index].speaker, let role = speakers[label] else { continue }
            transcript.turns[index].role = role
        }
        let (turns, items) = segmenter.segment(transcript.turns, airedOn: airedOn)
        return ProgrammeDraft(
            id: id(station: station, airedOn: airedOn, file: file), version: 1, turns: turns,
            items: items, warnings: transcript.warnings)
    }
}
