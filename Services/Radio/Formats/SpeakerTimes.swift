// RTTM (NIST RT-09 evaluation plan, appendix A): who speaks when. It comes beside a transcript that has times
// but no speakers, from a diariser that knows nothing of words.
import Foundation

/// The stretches in which each voice speaks.
struct SpeakerTimes: Sendable {
    /// By label, in the order of their first line: stretches without overlaps, in order.
    private var voices: [Voice] = []
    private(set) var warnings: [ParseWarning] = []

    /// Voices of one recording; a diariser that finds more has failed.
    static let voicesMax = 200
    /// No recording is longer; a number that is larger is none of seconds.
    static let secondsMax = 1e6

    fileprivate struct Voice: Sendable {
        var label: String
        var stretches: [Stretch] = []
        /// Seconds spoken before each stretch.
        var before: [Double] = []
    }

    fileprivate struct Stretch: Sendable {
        var start: Double
        var end: Double
    }

    /// Reads the file: lines that say nothing usable become warnings; of several recordings the longest
    /// counts.
    static func read(
        _ data: Data, limits: TranscriptLimits
    ) throws(TranscriptError) -> SpeakerTimes {
        guard data.count <= limits.bytes else {
            throw .tooLarge(bytes: data.count, limit: limits.bytes)
        }
        var times = SpeakerTimes()
        var recordings: [String: [(label: String, stretch: Stretch)]] = [:]
        var lengths: [String: Double] = [:]
        for (index, line) in SourceText(data).lines.enumerated() {
            let fields = line.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }.map(String.init)
            guard let type = fields.first, !type.hasPrefix(";;"), type == "SPEAKER" else { continue }
            guard let found = Self.stretch(fields) else {
                if times.warnings.count < limits.warnings {
                    times.warnings.append(
                        ParseWarning(line: index + 1, message: "baris pembicara (RTTM) tidak dapat dibaca."))
                }
                continue
            }
            recordings[found.recording, default: []].append((found.label, found.stretch))
            lengths[found.recording, default: 0] += found.stretch.end - found.stretch.start
        }
        let longest = lengths.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        guard let longest, let lines = recordings[longest] else {
            throw .unreadable(
                line: 1, message: "berkas pembicara (RTTM) tidak berisi baris SPEAKER yang dapat dibaca.")
        }
        if recordings.count > 1 {
            times.warnings.append(
                ParseWarning(
                    line: 1, message: "berkas pembicara memuat beberapa rekaman; dipakai “\(longest)”."))
        }
        try times.fill(lines)
        return times
    }

    /// The file's id may have blanks in it: the times are the first two numbers behind the channel.
    private static func stretch(
        _ fields: [String]
    ) -> (recording: String, label: String, stretch: Stretch)? {
        for place in 3..<max(3, fields.count - 4) {
            guard Int(fields[place - 1]) != nil, let start = Double(fields[place]),
                let length = Double(fields[place + 1])
            else { continue }
            guard start.isFinite, length.isFinite, start >= 0, length > 0, start + length < secondsMax
            else { return nil }
            return (
                fields[1..<(place - 1)].joined(separator: " "), fields[place + 4],
                Stretch(start: start, end: start + length)
            )
        }
        return nil
    }

    private mutating func fill(
        _ lines: [(label: String, stretch: Stretch)]
    ) throws(TranscriptError) {
        var places: [String: Int] = [:]
        for (label, stretch) in lines {
            let place = places[label] ?? voices.count
            if place == voices.count {
                guard place < Self.voicesMax else {
                    throw .unreadable(
                        line: 1, message: "berkas pembicara memuat lebih dari \(Self.voicesMax) suara.")
                }
                places[label] = place
                voices.append(Voice(label: label))
            }
            voices[place].stretches.append(stretch)
        }
        for place in voices.indices {
            var joined: [Stretch] = []
            for stretch in voices[place].stretches.sorted(by: { $0.start < $1.start }) {
                if let last = joined.last, stretch.start <= last.end {
                    joined[joined.count - 1].end = max(last.end, stretch.end)
                } else {
                    joined.append(stretch)
                }
            }
            voices[place].stretches = joined
            var sum = 0.0
            voices[place].before = joined.map { stretch in
                defer { sum += stretch.end - stretch.start }
                return sum
            }
        }
    }

    /// Gives each turn without a speaker the voice that speaks longest in it; the earlier one where two are
    /// equal.
    ///
    /// - Throws: ``TranscriptError`` where the transcript has no times.
    func label(_ transcript: inout Transcript) throws(TranscriptError) {
        guard transcript.turns.contains(where: { $0.start != nil }) else {
            throw .unreadable(
                line: 1,
                message: "berkas pembicara (RTTM) hanya dapat dipasang pada naskah yang ada waktunya.")
        }
        for index in transcript.turns.indices where transcript.turns[index].speaker == nil {
            guard let start = transcript.turns[index].start else { continue }
            let next = index + 1 < transcript.turns.count ? transcript.turns[index + 1].start : nil
            let end = transcript.turns[index].end ?? max(start, next ?? start) + 0.001
            var best: (seconds: Double, label: String)?
            for voice in voices {
                let seconds = voice.spoken(until: end) - voice.spoken(until: start)
                if seconds > best?.seconds ?? 0 { best = (seconds, voice.label) }
            }
            transcript.turns[index].speaker = best?.label
        }
        transcript.warnings += warnings
    }
}

extension SpeakerTimes.Voice {
    /// Seconds this voice has spoken up to a moment.
    fileprivate func spoken(until moment: Double) -> Double {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].start < moment { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        return before[low - 1] + min(stretches[low - 1].end, moment) - stretches[low - 1].start
    }
}
