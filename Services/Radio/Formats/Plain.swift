// Words alone, as Whisper's text file and YouTube's page give them: no speakers, no times. Each line is a
// turn; a long one is cut at its sentences, or every few words where it has none.

enum Plain {
    static let format = TranscriptFormat(name: "text/plain", recognises: recognises, parse: parse)

    /// A programme has more than a note or a message.
    private static let (fewestTurns, fewestWords) = (4, 30)
    /// Of the letters, digits and signs of speech, so many must be letters; a table or a program has fewer.
    private static let leastLetters = 0.85
    /// In bytes: a line longer than this is cut. In words: what is cut where there are no sentences.
    private static let (longestTurn, wordsOfATurn) = (240, 24)

    private static func recognises(_ source: SourceText) -> Bool {
        guard source.archive == nil, source.json == nil else { return false }
        let lines = source.lines.lazy.map { Timecode.trim($0) }.filter { !$0.isEmpty }
        guard let first = lines.first, first.first != "<" else { return false }
        var (letters, others, words) = (0, 0, 0)
        var turns = 0
        for line in lines.prefix(2000) {
            turns += pieces(of: line).count
            words += line.utf8.count(where: { $0 == 0x20 }) + 1
            for scalar in line.unicodeScalars where !scalar.isBlank {
                if scalar.properties.isAlphabetic || ",.?!'\"-–…".unicodeScalars.contains(scalar) {
                    letters += 1
                } else {
                    others += 1
                }
            }
        }
        return turns >= fewestTurns && words >= fewestWords
            && Double(letters) >= leastLetters * Double(letters + others)
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        builder.warn(
            1, "Naskah ini tanpa nama pembicara dan tanpa waktu: periksa batas antartelepon.")
        for (offset, line) in source.lines.enumerated() {
            for piece in pieces(of: line) {
                try builder.add(speaker: nil, line: offset + 1, text: String(piece))
            }
        }
        return builder.finish(format: format.name, encoding: source.encoding)
    }

    /// A line, or its sentences where it is long, or runs of words where a sentence is.
    private static func pieces(of line: Substring) -> [Substring] {
        let line = Timecode.trim(line)
        guard line.utf8.count > longestTurn else { return line.isEmpty ? [] : [line] }
        return sentences(of: line).flatMap {
            $0.utf8.count > longestTurn ? runs(of: $0) : [$0]
        }
    }

    private static func sentences(of line: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = line.startIndex
        var ends = false
        for index in line.indices {
            let letter = line[index]
            if letter == " ", ends {
                pieces.append(Timecode.trim(line[start..<index]))
                start = index
            }
            ends = ".?!…".contains(letter) || ends && "\"”’)".contains(letter)
        }
        return (pieces + [Timecode.trim(line[start...])]).filter { !$0.isEmpty }
    }

    private static func runs(of sentence: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var (start, blanks) = (sentence.startIndex, 0)
        for index in sentence.utf8.indices where sentence.utf8[index] == 0x20 {
            blanks += 1
            guard blanks % wordsOfATurn == 0 else { continue }
            pieces.append(Timecode.trim(sentence[start..<index]))
            start = index
        }
        return (pieces + [Timecode.trim(sentence[start...])]).filter { !$0.isEmpty }
    }
}
