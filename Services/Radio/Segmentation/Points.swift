// Minutes of a meeting: which lines raise a matter, which answer one, and which say what was agreed on. What
// each line does is told by a model learned from minutes that people had cut; what an answer or an agreement
// further down is about, by numbers, names and words.
import Complaints
import Foundation

enum Points {
    /// The stretches of the minutes, and the part of each line.
    static func find(
        _ readings: inout [Reading], _ course: Course, _ places: PlaceNames
    ) -> (stretches: [Stretch], parts: [Part], sureness: [Double]) {
        let rows = rows(readings.map(\.turn))
        let lines = rows.map { PointLine(readings[$0], places) }
        let sequence = PointTraits.read(lines, words: course.table.words)
        var scores = course.chain.scores(sequence)
        Self.heed(lines, &scores)
        let states = course.chain.path(sequence, scores: scores)
        let shares = course.chain.sums(sequence, scores: scores).shares
        var following = Following(readings, places)
        var sureness: [Double] = []
        for (number, row) in rows.enumerated() {
            following.add(row, lines[number], PointPart.allCases[states[number]], &readings)
            let sure = shares[number * PointPart.allCases.count + states[number]]
            sureness += row.map { _ in sure }
        }
        return (following.matters.stretches, following.parts, sureness)
    }

    /// What words say outright counts besides what was learned of lines in general: below "KESEPAKATAN"
    /// stands what was agreed; and where a file names its fields ("Usulan: …", "Tanggapan: …"), what was
    /// raised begins a matter.
    private static func heed(_ lines: [PointLine], _ scores: inout [Double]) {
        let raised = lines.count { $0.lead == .raises }
        let answered = lines.count { $0.lead == .answers || $0.lead == .agrees }
        let hasFields = min(raised, answered) >= fewestFields && (raised + answered) * 2 >= lines.count
        let sections = PointLayout.sections(lines)
        func add(_ index: Int, _ part: PointPart) {
            scores[index * PointPart.allCases.count + part.state] += outright
        }
        for (index, line) in lines.enumerated() {
            if sections[index] == .agrees, !line.namesSection, !line.isLoud, !line.closes {
                add(index, .agreedLater)
            } else if hasFields, line.lead == .raises, index == 0 || lines[index - 1].lead != .raises {
                add(index, .begins)
            }
        }
    }

    private static let (fewestFields, outright) = (2, 10.0)

    /// The turns of each line of the file: several where a line is the row of a table.
    static func rows(_ turns: [Turn]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        for index in turns.indices {
            if let last = rows.last, turns[last.lowerBound].line == turns[index].line {
                rows[rows.count - 1] = last.lowerBound..<index + 1
            } else {
                rows.append(index..<index + 1)
            }
        }
        return rows
    }

    /// The minutes up to a line.
    private struct Following {
        var matters: Matters
        var parts: [Part] = []
        /// The form of the line that began each matter.
        private var forms: [Int: LineForm] = [:]
        private let places: PlaceNames
        /// The matter that is spoken of, until something general.
        private var current: Int?
        /// The last matter that was begun.
        private var last: Int?
        /// The matter of each number and letter, to be found again where answers have the same.
        private var numbers: [Int: Int] = [:]
        private var letters: [Int: Int] = [:]
        /// Who answered last.
        private var voice: String?
        /// The names of who raised each matter.
        private var people: [Int: Set<String>] = [:]
        /// The matters of each name.
        private var owners: [String: [Int]] = [:]

        init(_ readings: [Reading], _ places: PlaceNames) {
            matters = Matters(readings, withLabels: true)
            self.places = places
        }

        /// A row: what its first cell does, and what the others say they are.
        mutating func add(
            _ row: Range<Int>, _ line: PointLine, _ part: PointPart, _ readings: inout [Reading]
        ) {
            add(row.lowerBound, line, part, &readings)
            for index in row.dropFirst() {
                let first = FieldLabel.first(readings[index].turn.speaker ?? "")
                let isAnswer = FieldLabel.answering.contains(first)
                    || [.official, .regent].contains(readings[index].role)
                let isAgreed = FieldLabel.agreeing.contains(first) || [.agreed, .agreedLater].contains(part)
                let own: PointPart = isAgreed ? .agreed : isAnswer ? .answer : .citizen
                add(index, line, parts.last == .general ? .general : own, &readings)
            }
        }

        private mutating func add(
            _ index: Int, _ line: PointLine, _ part: PointPart, _ readings: inout [Reading]
        ) {
            var matter: Int?
            switch part {
            case .general: break
            case .begins:
                matter = begin(index, line, readings[index])
                voice = nil
            case .resumes, .answersLater, .agreedLater: matter = earlier(index, line, readings[index])
            default: matter = current ?? last
            }
            guard let matter else {
                parts.append(.general)
                matters.addGeneral(index)
                current = nil
                return
            }
            if part != .begins { matters.add(index, to: matter) }
            if part == .citizen { learnName(matter, readings[index]) }
            parts.append(current == matter ? part.part : part == .begins ? .begins : .answersLater)
            current = matter
            give(part, &readings[index])
        }

        /// Who speaks in a line, and whether it is an agreement.
        private mutating func give(_ part: PointPart, _ reading: inout Reading) {
            switch part {
            case .begins, .citizen, .resumes: reading.role = .caller
            case .agreed, .agreedLater:
                // A line of the list of agreements needs no word that says so.
                reading.label = SpeakerLabel("Kesepakatan")
                reading.role = .official
            default:
                voice = reading.turn.speaker ?? Points.office(reading) ?? voice
                reading.voice = voice ?? Points.nobody
                if reading.role != .regent { reading.role = .official }
            }
        }

        /// - Returns: the matter.
        private mutating func begin(_ index: Int, _ line: PointLine, _ reading: Reading) -> Int {
            let mine = names(reading)
            // "b. uang LKS …" below a name that has raised something already.
            let isBelow = mine.isEmpty && last == current && last != nil && isUnder(line.form)
            let before = last
            matters.begin(index, goesOn: isBelow || Points.isSamePerson(reading))
            let matter = matters.stretches.count - 1
            (current, last) = (matter, matter)
            own(matter, isBelow ? people[before ?? matter] ?? [] : mine)
            let form = line.form
            forms[matter] = form
            guard let number = form.number else { return matter }
            switch form.sign {
            case .number, .named, .roman, .cell: numbers[number] = numbers[number] ?? matter
            default: letters[number] = letters[number] ?? matter
            }
            return matter
        }

        /// Set in or lettered below the line that began the matter before it.
        private func isUnder(_ form: LineForm) -> Bool {
            guard let current, let above = forms[current] else { return false }
            if [.detail, .bullet].contains(form.sign), form.sign != above.sign { return true }
            return form.indent > above.indent || form.indent == above.indent && form.sign == above.sign
                && form.sign == .detail
        }

        /// "1." and below it who it was.
        private mutating func learnName(_ matter: Int, _ reading: Reading) {
            guard people[matter]?.isEmpty ?? true else { return }
            own(matter, names(reading))
        }

        /// The matter that a line further down is about.
        private func earlier(_ index: Int, _ line: PointLine, _ reading: Reading) -> Int? {
            if let number = Points.reference(reading), let matter = numbers[number] { return matter }
            if let letter = Points.letter(reading), let matter = letters[letter] ?? numbers[letter] {
                return matter
            }
            var scores = matters.shared(index)
            let head = Set(line.leadWords + reading.tokens.prefix(Points.reach).map(\.word))
            let named = Set(head.flatMap { owners[$0] ?? [] })
            for matter in named { scores[matter, default: 0] += Points.nameWeight }
            if let number = line.form.number, [.number, .cell, .roman].contains(line.form.sign),
                let matter = numbers[number]
            {
                scores[matter, default: 0] += Points.numberWeight
            }
            if let current, let score = scores[current] { scores[current] = score - Points.numberWeight }
            let best = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return best.flatMap { $0.value > 0 ? $0.key : nil } ?? last
        }

        /// The words of the name of who speaks in a line.
        private func names(_ reading: Reading) -> Set<String> {
            Points.words(of: reading.label?.name ?? Points.person(reading, places).name)
        }

        private mutating func own(_ matter: Int, _ names: Set<String>) {
            people[matter] = names
            for name in names { owners[name, default: []].append(matter) }
        }
    }

    /// So many words may hold a name that says whose matter it is.
    private static let reach = 8
    private static let (nameWeight, numberWeight) = (5.0, 2.0)

    // MARK: Words

    /// Who answers where no line says so.
    private static let nobody = "Forum"

    /// "Camat Simpur menjelaskan …", "dinsos: …": the office that a line begins with.
    private static func office(_ reading: Reading) -> String? {
        let head = reading.tokens.prefix(reach)
        guard let at = head.prefix(3).firstIndex(where: { PointWords.offices.contains($0.word) }) else {
            return nil
        }
        let end = head.indices.first { index in
            index > at && (PointWords.answering.contains(head[index].word) || !head[index].isCapitalised)
                || index > head.startIndex && head[index - 1].endsClause
        } ?? head.endIndex
        guard end > head.startIndex, end > at else { return nil }
        let words = head[head.startIndex].range.lowerBound..<head[end - 1].range.upperBound
        return String(reading.turn.text[words])
    }

    /// "atas no. 3": the number of the point that is answered.
    static func reference(_ reading: Reading) -> Int? {
        let label = reading.turn.speaker.map(Tokens.split) ?? []
        let tokens = label.prefix(6) + reading.tokens.prefix(10)
        for (word, number) in zip(tokens, tokens.dropFirst())
        where ["no", "nomor", "butir", "poin", "point", "angka"].contains(word.word) {
            if let number = Int(number.word) { return number }
        }
        return nil
    }

    /// "Terhadap d", "ad. c", "menjawab b": the letter of a point, which is no initial.
    static func letter(_ reading: Reading) -> Int? {
        let text = reading.turn.speaker ?? reading.turn.text
        let head = Tokens.split(text).prefix(2)
        guard head.count == 2, head[1].word.utf8.count == 1, let letter = head[1].word.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter),
            // "Menjawab A. Rahman"
            pointing.contains(head[0].word)
                || referring.contains(head[0].word) && !text[head[1].range.upperBound...].hasPrefix(".")
        else { return nil }
        return Int(letter) - 96
    }

    private static let pointing: Set<String> = ["terhadap", "ad", "huruf"]
    private static let referring: Set<String> = ["menanggapi", "menjawab", "atas"]

    static func words(of name: String?) -> Set<String> {
        Set((name ?? "").lowercased().split { !$0.isLetter }.map(String.init))
            .subtracting(CallerName.titles).filter { $0.count >= 3 }
    }

    /// The label names somebody, not what the line is.
    static func isPerson(_ reading: Reading) -> Bool {
        let first = reading.label?.key.split(separator: " ").first.map(String.init)
        return first.map { !FieldLabel.raising.contains($0) } ?? false
    }

    static func isSamePerson(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        return head.contains("sama") || head.first == "beliau" || head.first == "ia"
            || head.contains("lagi")
    }
}
