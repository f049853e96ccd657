// Collects turns and warnings while a format is read, and keeps the limits.

/// Where a format's parser puts what it finds.
struct TranscriptBuilder {
    private(set) var turns: [Turn] = []
    private(set) var warnings: [ParseWarning]
    private var droppedWarnings = 0
    private let limits: TranscriptLimits
    /// A blank line, or one that somebody drew, stands before what comes next.
    private var isApart = false

    init(limits: TranscriptLimits, warnings: [ParseWarning] = []) {
        self.limits = limits
        self.warnings = warnings
    }

    mutating func warn(_ line: Int, _ message: String) {
        if warnings.count < limits.warnings {
            warnings.append(ParseWarning(line: line, message: message))
        } else {
            droppedWarnings += 1
        }
    }

    /// The next turn stands apart from the last one.
    mutating func leaveBlank() { isApart = true }

    /// Adds a turn; text that is only white space is no turn.
    mutating func add(
        speaker: String?, role: Role? = nil, start: Double? = nil, end: Double? = nil, line: Int,
        text: String, form: LineForm? = nil
    ) throws(TranscriptError) {
        let folded = text.foldingWhiteSpace()
        guard !folded.isEmpty else { return }
        var rest = folded[...]
        if rest.utf8.count > limits.turnBytes {
            warn(line, "Ucapan lebih dari \(limits.turnBytes) bita; dibagi.")
        }
        while !rest.isEmpty {
            guard turns.count < limits.turns else {
                throw .tooManyTurns(line: line, limit: limits.turns)
            }
            let part = Self.part(&rest, bytes: limits.turnBytes)
            turns.append(
                Turn(
                    n: turns.count + 1, speaker: speaker, role: role, start: start, end: end, line: line,
                    text: part, form: form, apart: isApart ? true : nil))
            isApart = false
        }
    }

    /// Takes so many bytes from the front, up to a blank where there is one.
    private static func part(_ rest: inout Substring, bytes: Int) -> String {
        guard rest.utf8.count > bytes else {
            defer { rest = "" }
            return String(rest)
        }
        let reach = rest.utf8.index(rest.startIndex, offsetBy: bytes)
        let cut: Substring.Index
        if let blank = rest.utf8[..<reach].lastIndex(of: 0x20), blank > rest.startIndex {
            cut = blank
        } else {
            // Between two scalars; one at least.
            var end = reach
            while end > rest.startIndex, rest.utf8[end] & 0xC0 == 0x80 {
                end = rest.utf8.index(before: end)
            }
            cut = end > rest.startIndex ? end : rest.unicodeScalars.index(after: rest.startIndex)
        }
        defer { rest = Timecode.trim(rest[cut...]) }
        return rest[..<cut].foldingWhiteSpace()
    }

    /// Adds a line of the same paragraph to the last turn.
    mutating func extend(_ text: String, line: Int) throws(TranscriptError) {
        let folded = text.foldingWhiteSpace()
        guard !folded.isEmpty, let last = turns.last else { return }
        if last.text.utf8.count + folded.utf8.count < limits.turnBytes {
            turns[turns.count - 1].text += " " + folded
        } else {
            try add(
                speaker: last.speaker, role: last.role, start: last.start, end: last.end, line: line,
                text: folded)
        }
    }

    /// The labels used so far, each once.
    var labelKeys: Set<String> { Set(turns.compactMap { $0.speaker.map { SpeakerLabel($0).key } }) }

    /// Gives the speakers the roles that the heading names.
    mutating func cast(_ roles: [String: Role]) {
        guard !roles.isEmpty else { return }
        for index in turns.indices {
            guard let speaker = turns[index].speaker else { continue }
            turns[index].role = roles[SpeakerLabel(speaker).key]
        }
    }

    /// Nobody says so many words in a second: then "19.02" is the clock's, hours and minutes.
    private static let fastestSpeech = 8.0

    /// Turns the time of the clock (19.02) into the time of the recording.
    mutating func readClock() {
        let times = turns.compactMap(\.start)
        guard times.count >= 3, let first = times.min(), let last = times.max(), last > first,
            !turns.contains(where: { $0.end != nil })
        else { return }
        let words = turns.reduce(0) { $0 + $1.text.utf8.count(where: { $0 == 0x20 }) + 1 }
        guard Double(words) > Self.fastestSpeech * (last - first) else { return }
        for index in turns.indices {
            turns[index].start = turns[index].start.map { ($0 - first) * 60 }
        }
    }

    /// Reports times that make no sense, for formats that have them in the order of speaking.
    mutating func checkTimes() {
        var previous = 0.0
        for index in turns.indices {
            let line = turns[index].line
            // Beyond every programme: a number that means something else.
            if let start = turns[index].start, !(0...Self.latest).contains(start) {
                warn(line, "Waktu tidak masuk akal; teksnya tetap dipakai tanpa waktu.")
                (turns[index].start, turns[index].end) = (nil, nil)
            }
            if let end = turns[index].end, end > Self.latest || end < turns[index].start ?? 0 {
                warn(line, "Waktu selesai mendahului waktu mulai.")
                turns[index].end = turns[index].start
            }
            guard let start = turns[index].start else { continue }
            if start < previous { warn(line, "Waktu mundur; mungkin bagian kedua rekaman.") }
            previous = start
        }
    }

    /// A thousand hours, in seconds.
    private static let latest = 3_600_000.0

    /// Sets the end of turns that have a start only: a turn ends where the next begins.
    mutating func closeTimes() {
        for index in turns.indices.dropLast() where turns[index].end == nil {
            guard let start = turns[index].start, let next = turns[index + 1].start, next >= start
            else { continue }
            turns[index].end = next
        }
    }

    func finish(format: String, encoding: String) -> Transcript {
        var all = warnings
        if droppedWarnings > 0, let last = warnings.last {
            all.append(
                ParseWarning(
                    line: last.line, message: "dan \(droppedWarnings) peringatan lagi."))
        }
        all.sort { $0.line < $1.line }
        return Transcript(format: format, encoding: encoding, turns: turns, warnings: all)
    }
}

extension StringProtocol {
    /// Runs of white space become one blank; zero-width marks vanish; the ends are trimmed.
    func foldingWhiteSpace() -> String {
        guard !isFolded else { return String(self) }
        var result = String.UnicodeScalarView()
        var pending = false
        for scalar in unicodeScalars {
            if scalar.isBlank || scalar == "\u{FEFF}" {
                pending = !result.isEmpty
            } else if (0x200B...0x200F).contains(scalar.value) || scalar == "\u{2060}" {
                continue
            } else {
                if pending { result.append(" ") }
                pending = false
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether nothing is left when white space is folded. Nearly every text has a visible ASCII character.
    var saysNothing: Bool {
        !utf8.contains { $0 > 0x20 && $0 < 0x7F } && foldingWhiteSpace().isEmpty
    }

    /// Nearly every line is: seen by its bytes alone.
    private var isFolded: Bool {
        var previous = UInt8(ascii: " ")
        for byte in utf8 {
            guard byte > 0x20 || byte == 0x20 && previous != 0x20, byte < 0x7F else { return false }
            previous = byte
        }
        return previous != 0x20
    }
}
