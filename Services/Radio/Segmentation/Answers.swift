// What the regent and the agencies said on air, who said it, and by when they promised it.
import Complaints

enum Answers {
    static func find(
        _ readings: [Reading], _ parts: [Part], airedOn: LocalDate
    ) -> [Response] {
        var responses: [Response] = []
        var addressed: String?
        for (reading, part) in zip(readings, parts) {
            let official = reading.role == .regent || reading.role == .official
            guard official || (reading.role == nil && part.isAnswer) else {
                if reading.role == nil { addressed = agency(in: reading.tokens) ?? addressed }
                continue
            }
            let by = reading.turn.speaker ?? speaker(reading, addressed: addressed)
            let promises = promises(reading, airedOn: airedOn)
            let due = promises.contains { $0.due != nil }
            let onlyAsks = reading.tokens.last?.asks == true && !due
            let bridges = reading.role == nil && !due && reading.has(.dropped)
            if !onlyAsks, !bridges, !isAcknowledgement(reading.tokens) {
                responses += promises.map { promise in
                    Response(
                        by: by, text: OnAir.mask(promise.text),
                        due: promise.due?.description)
                }
            }
            addressed = agency(in: reading.tokens) ?? addressed
        }
        return responses
    }

    /// A turn, in parts where it promises several things by several dates: each part ends with the
    /// sentence that holds its date.
    private static func promises(
        _ reading: Reading, airedOn: LocalDate
    ) -> [(text: String, due: LocalDate?)] {
        let text = reading.turn.text
        var parts: [(text: String, due: LocalDate?)] = []
        var from = text.startIndex
        var sentence = 0
        for (index, token) in reading.tokens.enumerated() where token.endsSentence {
            let due = DueDate.find(
                in: Array(reading.tokens[sentence...index]), airedOn: airedOn)
            sentence = index + 1
            let isLast = sentence == reading.tokens.count
            let to = isLast ? text.endIndex : reading.tokens[sentence].range.lowerBound
            let same = parts.last.map { due == nil || $0.due == due } ?? false
            if same, let last = parts.indices.last {
                parts[last].text += text[from..<to]
                from = to
            } else if due != nil || isLast {
                parts.append((String(text[from..<to]), due))
                from = to
            }
        }
        return parts.map { ($0.text.foldingWhiteSpace(), $0.due) }
    }

    private static let acknowledgements: Set<String> = [
        "siap", "pak", "bu", "bupati", "baik", "inggih", "iya", "ya", "laksanakan", "bapak", "ibu",
        "terima", "kasih", "tarima", "alhamdulillah", "sama-sama", "sama", "amin",
    ]

    private static func isAcknowledgement(_ tokens: [Token]) -> Bool {
        tokens.allSatisfy { acknowledgements.contains($0.word) }
    }

    /// Without labels: who says "siap pak" was told to by the regent; else it is the regent.
    private static func speaker(_ reading: Reading, addressed: String?) -> String {
        return reading.obeys ? addressed ?? "Kepala dinas" : "Bupati"
    }

    /// "pak kadis pe u te er tolong …" → `Kadis PUTR`.
    private static func agency(in tokens: [Token]) -> String? {
        let leads: Set<String> = ["kadis", "dinas", "camat", "direktur", "kepala", "sekda"]
        var found: String?
        for index in tokens.indices where leads.contains(tokens[index].word) {
            let lead = tokens[index].word
            let title = lead == "dinas" ? "Kadis" : lead.titleCased
            var at = index + 1
            if lead == "kepala", at < tokens.count, ["dinas", "badan"].contains(tokens[at].word) {
                at += 1
            }
            let spelled = SpelledLetters.read(tokens, from: at)
            if !spelled.isEmpty {
                found = title + " " + spelled
            } else if at < tokens.count,
                !["tolong", "bisa", "dan", "sama", "silakan"].contains(tokens[at].word)
            {
                let second = at + 1 < tokens.count ? tokens[at + 1].word : ""
                let pairs: Set<String> = ["umum", "hidup", "kebakaran", "pangan", "masyarakat"]
                found = title + " " + tokens[at].word.titleCased
                if pairs.contains(second) { found = (found ?? "") + " " + second.titleCased }
            }
        }
        return found
    }

    static func agreement(_ readings: [Reading], airedOn: LocalDate) -> Agreement? {
        guard let reading = readings.last(where: { $0.has(.agreed) && $0.role != .caller }) else {
            return nil
        }
        return Agreement(
            text: OnAir.mask(reading.turn.text), by: reading.turn.speaker ?? "Forum",
            due: DueDate.find(in: reading.tokens, airedOn: airedOn)?.description)
    }
}

/// Acronyms as speech recognisers write them: "be pe be de" is BPBD.
enum SpelledLetters {
    private static let names: [String: Character] = [
        "a": "A", "be": "B", "ce": "C", "de": "D", "e": "E", "ef": "F", "ge": "G", "ha": "H",
        "i": "I", "je": "J", "ka": "K", "el": "L", "em": "M", "en": "N", "o": "O", "pe": "P",
        "ki": "Q", "er": "R", "es": "S", "te": "T", "u": "U", "ve": "V", "fe": "V", "we": "W",
        "eks": "X", "ye": "Y", "zet": "Z",
    ]

    /// The letters spelled from a token on; empty when fewer than two.
    static func read(_ tokens: [Token], from: Int) -> String {
        var letters = ""
        var index = from
        while index < tokens.count, let letter = names[tokens[index].word] {
            letters.append(letter)
            index += 1
        }
        return letters.count >= 2 ? letters : ""
    }
}
