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
    package static func id(
        station: String, airedOn: LocalDate, file: Data, companion: Data? = nil
    ) -> String {
        let hash = Hex.text(SHA256.hash(data: file + (companion ?? Data())))
        return ComplaintID.derive(
            channel: .radio, account: station, externalID: "programme/\(airedOn)/\(hash)"
        ).text
    }

    /// Reads and cuts a transcript.
    ///
    /// - Parameters:
    ///   - gathering: what the operator says it is of.
    ///   - companion: who speaks when (RTTM), for a transcript that has times but no speakers.
    ///   - speakers: whom to take a label for, where somebody said so before.
    package static func make(
        file: Data, station: String, airedOn: LocalDate, of gathering: Gathering = .radio,
        segmenter: Segmenter, limits: TranscriptLimits = TranscriptLimits(), companion: Data? = nil,
        speakers: [String: Role] = [:]
    ) throws(TranscriptError) -> ProgrammeDraft {
        var transcript = try TranscriptReader.read(file, limits: limits, of: gathering)
        if let companion {
            try SpeakerTimes.read(companion, limits: limits).label(&transcript)
        }
        for index in transcript.turns.indices {
            guard let label = transcript.turns[index].speaker, let role = speakers[label] else { continue }
            transcript.turns[index].role = role
        }
        let (turns, items) = segmenter.segment(
            transcript.turns, airedOn: airedOn, told: transcript.told)
        return ProgrammeDraft(
            id: id(station: station, airedOn: airedOn, file: file, companion: companion), version: 1,
            turns: turns, items: items, warnings: transcript.warnings)
    }
}
