// What the regent and the agencies said on air, who said it, and by when they promised it.
import Complaints

enum Answers {
    static func find(
        _ readings: [Reading], _ parts: [Part], airedOn: LocalDate
    ) -> [Response] {
        var responses: [Response] = []
        var addressed: String?
        var said: Said?
        func close() {
            if let said { responses += said.responses(airedOn: airedOn) }
            said = nil
        }
        for (reading, part) in zip(readings, parts) {
            let official = reading.role == .regent || reading.role == .official
            if official || (reading.role == nil && part.isAnswer) {
                if said?.goesOn(reading) != true {
                    close()
                    let by = reading.turn.speaker ?? reading.voice
                    said = Said(by: by ?? speaker(reading, addressed: addressed))
                }
                said?.add(reading)
                addressed = agency(in: reading.tokens) ?? addressed
            } else {
                close()
                if reading.role == nil { addressed = agency(in: reading.tokens) ?? addressed }
            }
        }
        close()
        return responses
    }

    /// What one voice says in a row. A recogniser breaks lines within a sentence, and within a date.
    private struct Said {
        let by: String
        var readings: [Reading] = []
        var text = ""
        /// Where the cues end.
        var ends: [Int] = []

        init(by: String) { self.by = by }

        mutating func add(_ reading: Reading) {
            readings.append(reading)
            if !text.isEmpty { text += " " }
            text += reading.turn.text
            ends.append(text.utf8.count)
        }

        /// Whether a turn carries on with the sentence before.
        func goesOn(_ next: Reading) -> Bool {
            let field = FieldLabel.first(next.turn.speaker ?? "")
            // The cells of a table do not go on.
            guard !FieldLabel.agreeing.contains(field), !FieldLabel.answering.contains(field),
                let last = readings.last, last.turn.speaker == next.turn.speaker,
                let sign = last.turn.text.last(where: { !$0.isWhitespace }), !".?!…".contains(sign)
            else { return false }
            return last.role == next.role && !(next.turn.speaker == nil && next.obeys)
        }

        func responses(airedOn: LocalDate) -> [Response] {
            let promises = promises(airedOn: airedOn)
            let due = promises.contains { $0.due != nil }
            let onlyAsks = readings.last?.tokens.last?.asks == true && !due
            let bridges = readings[0].role == nil && !due && readings.contains { $0.has(.dropped) }
            guard !onlyAsks, !bridges, !readings.allSatisfy({ Answers.isAcknowledgement($0.tokens) })
            else { return [] }
            return promises.map { promise in
                Response(by: by, text: OnAir.mask(promise.text), due: promise.due?.description)
            }
        }

        /// The text, in parts where it promises several things by several dates: each part ends with the
        /// sentence that holds its date, or with the cue where nothing tells sentences.
        private func promises(airedOn: LocalDate) -> [(text: String, due: LocalDate?)] {
            // Read once more as one only where a cue promises something.
            guard readings.contains(where: \.promises) else { return [(text.foldingWhiteSpace(), nil)] }
            let tokens = readings.count == 1 ? readings[0].tokens : Tokens.split(text)
            let dates = DueDate.all(in: tokens, airedOn: airedOn)
            var coming = dates[...]
            var parts: [(text: String, due: LocalDate?)] = []
            var from = text.startIndex
            var first = 0
            for last in unitEnds(tokens, dates) {
                var due: LocalDate?
                while let date = coming.first, date.range.lowerBound <= last {
                    due = max(due ?? date.date, date.date)
                    coming.removeFirst()
                }
                first = last + 1
                let isLast = first == tokens.count
                let to = isLast ? text.endIndex : tokens[first].range.lowerBound
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

        /// "Besok diukur, hari Senin dipasang": between two dates of a sentence, where its clause ends or the
        /// next begins.
        private func between(_ tokens: [Token], _ dates: [SaidDate]) -> Set<Int> {
            var ends: Set<Int> = []
            for (a, b) in zip(dates, dates.dropFirst()) where a.date != b.date {
                let gap = a.range.upperBound - 1..<b.range.lowerBound
                if let end = gap.last(where: { tokens[$0].endsClause || tokens[$0].endsSentence }) {
                    ends.insert(end)
                } else if let next = gap.dropFirst().last(where: { Self.joins.contains(tokens[$0].word) }) {
                    ends.insert(next - 1)
                }
            }
            return ends
        }
        private static let joins = Set(
            words: """
                dan lalu kemudian habis terus sementara sedangkan tapi tetapi jadi nanti selesai sebelum \
                paling mulai
                """)

        /// The last words of sentences, or of cues; no date is cut.
        private func unitEnds(_ tokens: [Token], _ dates: [SaidDate]) -> [Int] {
            let isPunctuated = tokens.dropLast().contains(where: \.endsSentence)
            let between = between(tokens, dates)
            let inside = Set(dates.flatMap { $0.range.dropLast() })
            var cue = 0
            return tokens.indices.filter { index in
                if index == tokens.count - 1 || between.contains(index) { return true }
                if isPunctuated { return tokens[index].endsSentence }
                let end = text.utf8.distance(from: text.startIndex, to: tokens[index + 1].range.lowerBound)
                guard cue < ends.count, end > ends[cue] else { return false }
                cue += 1
                return !inside.contains(index)
            }
        }
    }

    private static let acknowledgements: Set<String> = [
        "siap", "pak", "bu", "bupati", "baik", "inggih", "iya", "ya", "laksanakan", "bapak", "ibu",
        "terima", "kasih", "tarima", "alhamdulillah", "sama-sama", "sama", "amin",
    ]

    fileprivate static func isAcknowledgement(_ tokens: [Token]) -> Bool {
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
            text: OnAir.mask(reading.turn.text), by: OnAir.mask(reading.turn.speaker ?? "Forum"),
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
