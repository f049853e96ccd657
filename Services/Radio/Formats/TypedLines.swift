// Habits of typists that are only about where things stand: a time or a voice behind the words goes to their
// front, lines are not counted, a rule between rows is a blank line.
import Foundation
import Language

enum TypedLines {
    /// The lines with the time first, then the voice, then the words; as many as there were. And whether each
    /// line had its voice behind the words, so that one without is another's.
    static func ordered(_ lines: [Substring]) -> (lines: [Substring], hasVoicesBehind: Bool) {
        if let speech = LogForms.speech(lines) { return (speech, false) }
        let plain = timesOutOfBrackets(lines.map(unbold))
        let lines = timesFirst(unframed(namesAbove(withoutCounters(coded(plain)))))
        return voicesFirst(lines) ?? (lines, false)
    }

    /// "*Rahmadi* (Jambu Hilir): …", as chats and mails make letters bold.
    static func unbold(_ line: Substring) -> Substring {
        let text = Timecode.trim(line)
        if let first = text.first, first.isNumber, let blank = text.firstIndex(of: " "),
            Timecode.tolerant(text[..<blank]) != nil
        {
            // "20.15 *Arbainah, Karang Jawa* Truk batu lewat …".
            let rest = Timecode.trim(text[blank...])
            guard rest.first == "*", let close = rest.dropFirst().prefix(longestFramed).firstIndex(of: "*"),
                !rest[close...].dropFirst().prefix(2).contains(":")
            else { return line }
            let name = rest[rest.index(after: rest.startIndex)..<close]
            let words = Timecode.trim(rest[rest.index(after: close)...])
            guard name.first?.isUppercase == true, name.last?.isWhitespace == false, !words.isEmpty
            else { return line }
            return "\(text[..<blank]) \(placed(name)): \(words)"
        }
        guard text.first == "*", let close = text.dropFirst().prefix(longestFramed).firstIndex(of: "*"),
            text[text.index(after: close)...].prefix(longestFramed).contains(":")
        else { return line }
        let name = text[text.index(after: text.startIndex)..<close]
        guard name.first?.isLetter == true, name.last?.isWhitespace == false else { return line }
        return name + text[text.index(after: close)...]
    }

    /// "Rahmat, Hamalau" as labels have it: "Rahmat (Hamalau)".
    private static func placed(_ name: some StringProtocol) -> String {
        let parts = name.split(separator: ",", maxSplits: 1).map { $0.foldingWhiteSpace() }
        return parts.count == 2 && !name.contains("(") ? "\(parts[0]) (\(parts[1]))" : String(name)
    }

    /// "[Penyiar - 08:32]", "[Bupati, 08.33] …" become "[08:32] Penyiar: …", and "[Penyiar] …" beside them
    /// "Penyiar: …".
    private static func timesOutOfBrackets(_ lines: [Substring]) -> [Substring] {
        func parts(_ line: Substring) -> (name: Substring, time: Substring?, rest: Substring)? {
            let text = Timecode.trim(line)
            guard text.first == "[", let close = text.prefix(longestFramed).firstIndex(of: "]")
            else { return nil }
            let inside = text[text.index(after: text.startIndex)..<close]
            guard inside.first?.isLetter == true else { return nil }
            let rest = Timecode.trim(text[text.index(after: close)...])
            let time = inside.split { " -–—,|".contains($0) }.last ?? ""
            guard time.first?.isNumber == true, time.count >= 4, Timecode.tolerant(time) != nil else {
                return (Timecode.trim(inside), nil, rest)
            }
            let name = inside[..<time.startIndex].reversed().drop { " -–—,|".contains($0) }.reversed()
            // "SPEAKER_00 00:00:01 - 00:00:05" has two.
            return name.contains(":") ? nil : (String(name)[...], time, rest)
        }
        let found = lines.map(parts)
        let timed = Set(found.compactMap { $0?.time == nil ? nil : $0?.name })
        guard found.count(where: { $0?.time != nil }) >= fewestVoiced else { return lines }
        return zip(lines, found).map { line, part in
            guard let part, timed.contains(part.name) else { return line }
            return "\(part.time.map { "[\($0)] " } ?? "")\(part.name): \(part.rest)"[...]
        }
    }

    /// "1/Halo, siapa di sana?", "a/Hajah Masniah. …" with "kode: 1 = Iwan (penyiar)" above: numbers for who
    /// speaks become their names, and "#/bel studio" a remark.
    private static func coded(_ lines: [Substring]) -> [Substring] {
        func code(_ line: Substring) -> (code: Substring, rest: Substring)? {
            let text = Timecode.trim(line)
            guard let first = text.first, first.isASCII, first.isLetter || first.isNumber || first == "#",
                text.dropFirst().first == "/"
            else { return nil }
            let rest = text.dropFirst(2)
            // "17/06 …", "1/ Penyiar: …" are a date and a count.
            let isSaid = rest.first?.isLetter == true || rest.first.map { "\"“(".contains($0) } ?? false
            return isSaid ? (text.prefix(1), rest) : nil
        }
        let codes = lines.map(code)
        let filled = lines.count { !Paragraphs.isBlank($0) }
        let numbered = codes.count { $0?.code.first?.isNumber == true }
        guard numbered >= fewestVoiced, codes.count(where: { $0 != nil }) * 2 >= filled else { return lines }
        let legend = lines.prefix(10).map { $0.prefix(longestLegend) }.joined(separator: "  ")
        var names: [Substring: String] = [:]
        for code in Set(codes.compactMap { $0?.code }) {
            let told = legend.range(of: "\(code) = ").map { legend[$0.upperBound...].prefix(longestFramed) }
            let name = told?.prefix { !",;".contains($0) }.split(separator: "  ").first?.foldingWhiteSpace()
            names[code] = name ?? (code.first?.isNumber == true ? "Suara \(code)" : "Penelepon \(code)")
        }
        return zip(lines, codes).map { line, found in
            guard let (code, rest) = found else { return line }
            return code == "#" ? "(\(rest))" : "\(names[code] ?? String(code)): \(rest)"
        }
    }

    /// "… (17.04)" becomes "[17.04] …".
    private static func timesFirst(_ lines: [Substring]) -> [Substring] {
        let lines = withoutCounts(lines).map { line in
            guard line.utf8.contains(UInt8(ascii: "|")) else { return line }
            // An empty cell for the time.
            let text = Timecode.trim(line)
            guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return "" }
            return text.first == "|" ? Timecode.trim(text.dropFirst()) : line
        }
        let filled = lines.count { !$0.allSatisfy(\.isWhitespace) }
        let behind = lines.map(timeBehind)
        let count = behind.count { $0 != nil }
        guard count >= 3, count * 2 >= filled else { return lines }
        return zip(lines, behind).map { line, found in
            found.map { "[\($0.time)] \($0.rest)"[...] } ?? line
        }
    }

    /// "003 F> …": a typist who counts his lines.
    private static func withoutCounts(_ lines: [Substring]) -> [Substring] {
        var (counted, filled, last) = (0, 0, 0)
        for line in lines {
            let text = Timecode.trim(line)
            guard !text.isEmpty else { continue }
            filled += 1
            guard let number = Int(text.prefix { $0.isNumber }), number == last + 1 else { continue }
            (counted, last) = (counted + 1, number)
        }
        // "5. IMIS" comes again, and words stand below it.
        let names = lines.indices.filter { index in
            isNumberedName(lines[index]) && index + 1 < lines.count
                && !lines[index + 1].prefix(longestLead).contains(":")
        }
        let distinct = Set(names.map { lines[$0].drop { !$0.isLetter } }).count
        let isOnlyNames = counted >= 5 && counted * 5 < filled * 4 && names.count * 5 >= counted * 4
            && distinct < names.count
        guard counted >= 5, counted * 5 >= filled * 4 || isOnlyNames else { return lines }
        return lines.map { line in
            if isOnlyNames, !isNumberedName(line) { return line }
            let text = Timecode.trim(line)
            let rest = text.drop { $0.isNumber }.drop { ".)".contains($0) }
            return rest.startIndex == text.startIndex ? line : Timecode.trim(rest)
        }
    }

    private static let wordsOfAName = 4

    /// "5. USTAZ FAUZAN": a count before a voice that stands alone above its words.
    private static func isNumberedName(_ line: Substring) -> Bool {
        let text = Timecode.trim(line)
        let name = text.drop(while: \.isNumber)
        guard name.startIndex > text.startIndex, let mark = name.first, ".)".contains(mark)
        else { return false }
        let rest = name.dropFirst()
        return rest.first == " " && rest.split(separator: " ").count <= wordsOfAName
            && !rest.contains(where: \.isLowercase) && rest.contains(where: \.isLetter)
    }

    /// "[031] > …", "(083) W-1/ …", "003  …": what the counter of a tape showed, which is no time.
    private static func withoutCounters(_ lines: [Substring]) -> [Substring] {
        let found = lines.map(counter)
        let numbers = found.compactMap { $0?.number }
        // A tape has two sides.
        let falls = zip(numbers, numbers.dropFirst()).count { $0 > $1 }
        guard numbers.count >= fewestCounters, falls <= mostFalls else { return lines }
        return zip(lines, found).map { $1?.rest ?? $0 }
    }

    private static let (fewestCounters, mostFalls) = (6, 2)

    private static func counter(_ line: Substring) -> (number: Int, rest: Substring)? {
        let text = Timecode.trim(line)
        let close: Character? = text.first == "[" ? "]" : text.first == "(" ? ")" : nil
        let digits = text.drop { "[(".contains($0) }.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 3, let number = Int(digits) else { return nil }
        let after = text[digits.endIndex...]
        if let close {
            guard after.first == close else { return nil }
            return (number, Timecode.trim(after.dropFirst()))
        }
        return after.hasPrefix("  ") ? (number, Timecode.trim(after)) : nil
    }

    private static func timeBehind(_ line: Substring) -> (time: Substring, rest: Substring)? {
        guard let (time, rest) = bracketBehind(line), time.count >= 4,
            time.allSatisfy({ $0.isNumber || $0 == "." || $0 == ":" }),
            Timecode.tolerant(time) != nil
        else { return nil }
        return (time, rest)
    }

    /// A voice behind the words is short, and many lines have one.
    private static let (longestVoice, longestSigned, fewestVoiced, leastVoices) = (14, 30, 6, 2)

    /// "Halo pagi, nama dan alamat (pyr)", "siap kak ---BPBD" become "[pyr] Halo pagi, …", "[BPBD] siap kak".
    /// Lines above without a voice are the same one's.
    private static func voicesFirst(
        _ lines: [Substring]
    ) -> (lines: [Substring], hasVoicesBehind: Bool)? {
        var voices = lines.map { voiceBehind(withoutNoise($0)) }
        var counts: [String: Int] = [:]
        for voice in voices { if let voice, !voice.words.isEmpty { counts[voice.key, default: 0] += 1 } }
        // "-Iwin" alone is a voice where Iwin speaks elsewhere; "- tapi belum" is none.
        for (index, voice) in voices.enumerated() {
            guard let voice, voice.isSigned else { continue }
            let uses = counts[voice.key] ?? 0
            if voice.words.isEmpty {
                if uses > 0 { counts[voice.key] = uses + 1 } else { voices[index] = nil }
            } else if uses < 2, !voice.isDrawn {
                voices[index] = nil
            }
        }
        let (voiced, isHabit) = recurring(counts)
        let filled = lines.count { !Paragraphs.isBlank($0) }
        // Where labels stand in front, what is behind the words is a place or an afterthought.
        let front = LabelTable(lines)
        let isInFront = front.distinct > 1 && lines.count { front.split($0) != nil } * 2 >= filled
        guard isHabit, voiced * 3 >= filled,
            !isInFront || !voices.contains(where: { $0?.isSigned == true })
        else { return nil }
        let isWrapped = voiced * 2 < filled || voices.contains { $0?.words.isEmpty == true }
        var ordered = lines
        var start: Int?
        for (index, voice) in voices.enumerated() {
            guard let voice else {
                if Paragraphs.isBlank(lines[index]) || !isWrapped { start = nil }
                let isWords = !Paragraphs.isBlank(lines[index]) && !Paragraphs.isRemark(lines[index])
                if isWrapped, isWords { start = start ?? index }
                continue
            }
            ordered[index] = "\(voice.time)\(voice.words)"[...]
            let first = start ?? index
            let words = ordered[first]
            ordered[first] = Timecode.trim(words).isEmpty ? "" : "[\(voice.label)] \(words)"
            if first == index { ordered[index] = line(of: voice) }
            start = nil
        }
        return (ordered, !isWrapped)
    }

    /// Lines whose voice comes again, and whether they are a habit of the file.
    private static func recurring(_ counts: [String: Int]) -> (lines: Int, isHabit: Bool) {
        let again = counts.values.filter { $0 >= 2 }
        let lines = again.reduce(0, +)
        return (lines, lines >= fewestVoiced && again.count >= leastVoices)
    }

    private static func line(of voice: Voice) -> Substring {
        voice.words.isEmpty ? "" : "\(voice.time)[\(voice.label)] \(voice.words)"
    }

    /// "… /Pngl. I   ((semua tertawa))": without what was heard besides.
    private static func withoutNoise(_ line: Substring) -> Substring {
        guard line.hasSuffix("))"), let open = line.range(of: "((", options: .backwards) else { return line }
        let rest = line[..<open.lowerBound]
        return rest.contains(where: \.isLetter) ? rest : line
    }

    /// A line whose voice stands behind its words.
    private struct Voice {
        var time: Substring
        var label: String
        var words: Substring
        /// Behind strokes, not in brackets; and so many of them that they join no words.
        var isSigned: Bool
        var isDrawn: Bool
        var key: String { LabelTable.key(LabelTable.name(label)) }
    }

    private static func voiceBehind(_ line: Substring) -> Voice? {
        let bracketed = bracketBehind(line)
        guard let (inside, rest) = bracketed ?? signedBehind(line),
            inside.first?.isLetter == true, inside.split(separator: " ").count <= 4
        else { return nil }
        var words = rest
        while let first = words.first, "-•*–".contains(first) { words = Timecode.trim(words.dropFirst()) }
        // "[16.02] …": the time stays before the voice.
        let head = words.prefix { !$0.isWhitespace && !$0.isLetter }
        let isTime = head.hasNumber && head.count >= 4
        // "Pngl. II": a full stop would end a sentence.
        let parts = inside.filter { $0 != "." }.split(separator: ",", maxSplits: 1)
        let place = parts.count > 1 ? " (\(parts[1].foldingWhiteSpace()))" : ""
        return Voice(
            time: isTime ? words[..<head.endIndex] + " " : "", label: parts[0].foldingWhiteSpace() + place,
            words: isTime ? Timecode.trim(words[head.endIndex...]) : words, isSigned: bracketed == nil,
            isDrawn: line.suffix(longestSigned).contains("--") || line.suffix(longestSigned).contains("—"))
    }

    /// "perahu kami dekat ---BPBD", "silakan masuk. /Pny.": a name behind strokes, at the end of a line or
    /// alone on it.
    private static func signedBehind(_ line: Substring) -> (inside: Substring, rest: Substring)? {
        let text = Timecode.trim(line)
        guard !Paragraphs.isRemark(text) else { return nil }
        let tail = text.suffix(longestSigned)
        guard let stroke = tail.lastIndex(where: { "-–—/".contains($0) }) else { return nil }
        let inside = Timecode.trim(text[text.index(after: stroke)...])
        let before = text[..<stroke].reversed().drop { $0 == text[stroke] }.reversed()
        let rest = String(before)[...]
        guard inside.count >= 2, rest.last?.isWhitespace ?? true,
            !inside.contains(where: { "?!:\"".contains($0) }),
            inside.last != "." || inside.count <= longestVoice
        else { return nil }
        return (inside, Timecode.trim(rest))
    }

    /// "Pendengar: Bpk. Syamsuri" and below it "   - Assalamualaikum. …", or words set in, in a file that is
    /// written so: "Pendengar (Bpk. Syamsuri):", a label that waits for the words.
    private static func namesAbove(_ lines: [Substring]) -> [Substring] {
        namesAbove(lines, isBelow: { Timecode.trim(lines[$0]).hasPrefix("- ") }, isApart: true)
            ?? namesAbove(lines, isBelow: { isSetIn(lines[$0]) && !isSetIn(lines[$0 - 1]) }, isApart: false)
            ?? lines
    }

    /// - Parameters:
    ///   - isBelow: whether a line, not the first, begins somebody's words.
    ///   - isApart: nothing but a blank line stands above a name.
    private static func namesAbove(
        _ lines: [Substring], isBelow: (Int) -> Bool, isApart: Bool
    ) -> [Substring]? {
        let below = lines.indices.filter { $0 > 0 && isBelow($0) }
        var counts: [String: Int] = [:]
        var names: [Int: String] = [:]
        for index in below {
            guard let name = nameAlone(lines[index - 1]),
                !isApart || index < 2 || Paragraphs.isBlank(lines[index - 2])
            else { continue }
            let label = placed(name)
            names[index - 1] = label
            counts[LabelTable.key(label), default: 0] += 1
        }
        guard names.count * 5 >= below.count * 4, recurring(counts).isHabit else { return nil }
        return lines.indices.map { index in
            if let name = names[index] { return "\(name):"[...] }
            guard names[index - 1] != nil else { return lines[index] }
            let words = Timecode.trim(lines[index])
            return isApart ? Timecode.trim(words.dropFirst()) : words
        }
    }

    private static func isSetIn(_ line: Substring) -> Bool {
        (line.hasPrefix("  ") || line.hasPrefix("\t")) && !Paragraphs.isBlank(line)
    }

    private static func nameAlone(_ line: Substring) -> String? {
        let text = Timecode.trim(line)
        guard text.first?.isLetter == true, text.count <= longestFramed, text.last != ".",
            !text.contains(where: { "?!;\"".contains($0) })
        else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1).map { $0.foldingWhiteSpace() }
        guard parts.count == 2, !parts[1].isEmpty else { return parts.first }
        // "Penyiar: Silakan" is what he says.
        return SpeakerLabel(parts[0]).role == .caller ? "\(parts[0]) (\(parts[1]))" : nil
    }

    /// "= utuh, haratai =", "* Pak Tarmiji *" above the words become "Utuh (haratai):", a label that waits
    /// for them: in a file whose voices come again so.
    private static func unframed(_ lines: [Substring]) -> [Substring] {
        let frames = lines.indices.map { index in
            index + 1 < lines.count && !Paragraphs.isBlank(lines[index + 1])
                && !lines[index + 1].prefix(longestLead).contains(":") ? framed(lines[index]) : nil
        }
        var counts: [String: Int] = [:]
        for name in frames.compactMap({ $0?.name }) { counts[LabelTable.key(name), default: 0] += 1 }
        guard recurring(counts).isHabit else { return lines }
        return zip(lines, frames).map { line, frame in
            frame.map { "\($0.name)\($0.place.isEmpty ? "" : " (\($0.place))"):"[...] } ?? line
        }
    }

    /// A name, and behind a comma a place, between signs of one kind.
    private static func framed(_ line: Substring) -> (name: String, place: String)? {
        let text = Timecode.trim(line)
        guard let sign = text.first, "=*~#_-–".contains(sign), text.last == sign else { return nil }
        let bare = text.drop { $0 == sign }
        // "_katawaan_" is a remark.
        guard bare.first?.isWhitespace == true, !bare.hasNumber else { return nil }
        let inside = Timecode.trim(bare).reversed().drop { $0 == sign }.reversed()
        let parts = String(inside).split(separator: ",", maxSplits: 1).map { $0.foldingWhiteSpace() }
        guard let name = parts.first, name.first?.isLetter == true, name.count <= longestFramed,
            name.split(separator: " ").count <= 5, !inside.contains(where: { "?!:;\"".contains($0) }),
            !Paragraphs.announcesBreak(name[...]), !SpeakerLabel(name).isRemark
        else { return nil }
        return (name == name.lowercased() ? name.titleCased : name, parts.count > 1 ? parts[1] : "")
    }

    private static let (longestFramed, longestLead, longestLegend) = (40, 24, 200)

    /// What stands in brackets at the end of a line, and the words before.
    private static func bracketBehind(_ line: Substring) -> (inside: Substring, rest: Substring)? {
        let text = Timecode.trim(line)
        guard let last = text.last, last == ")" || last == "]",
            let open = text.lastIndex(of: last == ")" ? "(" : "["), open > text.startIndex,
            text.distance(from: open, to: text.endIndex) <= longestVoice + 2
        else { return nil }
        return (text[text.index(after: open)...].dropLast(), Timecode.trim(text[..<open]))
    }

    /// "*4* Mohon …", "5. ass. pak …", "(6) …": the number a typist gives a message, and the words behind it.
    static func counted(_ line: Substring) -> (number: Int, rest: Substring)? {
        let text = Timecode.trim(line)
        let head = text.drop { "*([#".contains($0) }
        guard text.distance(from: text.startIndex, to: head.startIndex) < 3 else { return nil }
        let digits = head.prefix { ("0"..."9").contains($0) }
        guard (1...2).contains(digits.count), let number = Int(digits) else { return nil }
        let behind = head[digits.endIndex...]
        let rest = behind.drop { "*).]:".contains($0) }
        guard rest.startIndex > behind.startIndex, rest.first?.isWhitespace == true else { return nil }
        let words = Timecode.trim(rest)
        return words.contains(where: \.isLetter) ? (number, words) : nil
    }

    /// "TELEPON 2 - Bpk Kurniawan, Amawang Kiri": a heading above a call.
    static func isCallHeading(_ line: Substring) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words.count <= longestCallHeading, let first = words.first,
            callWords.contains(first.lowercased()),
            words.count < 3 || !line.contains(where: { ".?!".contains($0) }),
            words.count == 2 || first == first.uppercased() || "-–:(".contains(words[2].first ?? " ")
        else { return false }
        return words[1].allSatisfy(\.isNumber) || Numerals.roman(words[1].lowercased()) != nil
    }
    private static let longestCallHeading = 12
    private static let callWords = Set(
        words: "telepon telpon penelepon penelpon sms wa whatsapp pesan segmen sesi")

    /// What the numbers of a typist stand before.
    enum Counted { case messages, headings }

    /// What is counted by these lines, of which those without a label may be numbered, through the whole
    /// file: upwards, with speech between them. The points of one answer stand together.
    static func countMatters(_ lines: some Sequence<(line: Substring, isLabelled: Bool)>) -> Counted? {
        var (last, count, apart, words) = (0, 0, 0, 0)
        var hasSpeech = true
        for (line, isLabelled) in lines {
            guard !isLabelled, let (number, rest) = counted(line) else {
                if isLabelled { hasSpeech = true }
                continue
            }
            guard number > last else { return nil }
            (last, count) = (number, count + 1)
            words += rest.split(separator: " ").count
            if hasSpeech { apart += 1 }
            hasSpeech = false
        }
        guard count >= fewestCounted, apart * 3 >= count, apart > 1 else { return nil }
        return words > count * mostOfHeading ? .messages : .headings
    }

    /// A heading names somebody, a message tells something.
    private static let mostOfHeading = 5
    private static let fewestCounted = 3

    /// The sign that begins a message that nobody's label introduces: "> pa bupati …", "* 0812-…: …",
    /// "#6 lapangan …".
    static func messageMark(_ line: Substring) -> (mark: Character, rest: Substring)? {
        let text = Timecode.trim(line)
        guard let mark = text.first else { return nil }
        let rest = text.dropFirst()
        switch mark {
        case ">", "*", "•", "+":
            guard rest.first?.isWhitespace == true, text.last != mark else { return nil }
            return (mark, Timecode.trim(rest))
        case "#":
            let digits = rest.prefix(while: \.isNumber)
            let words = rest[digits.endIndex...].drop { ".):".contains($0) }
            guard (1...3).contains(digits.count), words.first?.isWhitespace == true else { return nil }
            return (mark, Timecode.trim(words))
        case "\"", "“", "„":
            return ("\"", text)
        default:
            return nil
        }
    }
}
