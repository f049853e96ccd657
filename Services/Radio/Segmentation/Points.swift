// Minutes of a meeting: which points raise a matter, which answer one, and which say what was agreed on.
import Complaints
import Foundation

/// What a point of the minutes is.
enum Points {
    enum Sort { case general, raises, answers, agrees }

    /// The stretches of the minutes, and the part of each point.
    static func find(_ readings: inout [Reading], _ places: PlaceNames) -> (
        stretches: [Stretch], parts: [Part]
    ) {
        var course = Course(readings, places)
        // Where answers are points as well, a number tells only the order.
        let points = readings.filter { $0.turn.point != nil && field($0) != .agrees }
        let hasFields = readings.contains { reading in
            reading.turn.point == nil && [.answers, .agrees].contains(field(reading))
        }
        // What is numbered below much that was told is what was agreed on.
        let above = readings.prefix { $0.turn.point == nil }
        let sumsUp = above.count >= leastTold && above.contains {
            heading($0, isInside: false) == .agrees || listsAgreements($0)
        }
        let isFlat = sumsUp || !hasFields && points.contains(where: answersByNumber)
        let hasPoints = points.count >= 2 && !isFlat
        for index in readings.indices {
            if names(readings[index]) {
                course.add(index, .general, &readings)
            } else if Paragraphs.isRemark(readings[index].turn.text[...]), readings[index].turn.point == nil {
                course.remark(index, &readings)
            } else if index + 1 < readings.count, readings[index + 1].turn.point == nil,
                isTitle(readings[index]) && field(readings[index + 1]) == .raises
                    || !hasPoints && isTopic(readings[index]) && asks(readings[index + 1])
            {
                course.section = .raises
                course.title(index, &readings)
            } else if readings[index].turn.point == nil,
                let next = heading(readings[index], isInside: hasPoints)
            {
                course.section = next
                course.add(index, .general, &readings)
            } else if hasPoints {
                course.numbered(index, &readings)
            } else {
                course.told(index, &readings)
            }
        }
        return (course.matters.stretches, course.parts)
    }

    /// The minutes up to a turn.
    private struct Course {
        var matters: Matters
        var parts: [Part] = []
        var section = Sort.raises
        private let places: PlaceNames
        /// The matter that is spoken of, until something general.
        private var current: Int?
        /// The matter of each number, to be found again where answers have the same numbers.
        private var numbers: [Int: Int] = [:]
        /// The names of who raised each matter.
        private var people: [Int: Set<String>] = [:]
        /// The last turn of the open matter was only a name.
        private var isOnlyNamed = false
        /// Who answered last.
        private var voice: String?
        /// Blank lines stand between matters, and nowhere else.
        private let leavesBlanks: Bool

        init(_ readings: [Reading], _ places: PlaceNames) {
            let apart = readings.count { $0.turn.apart == true && $0.turn.point == nil }
            leavesBlanks = apart >= Points.fewestApart && apart * 5 <= readings.count * 3
            matters = Matters(readings, withLabels: true)
            self.places = places
        }

        mutating func add(_ index: Int, _ sort: Sort, _ readings: inout [Reading]) {
            switch sort {
            case .raises:
                let mine = readings[index].label?.name ?? Points.person(readings[index], places).name
                matters.begin(index, goesOn: Points.isSamePerson(readings[index]))
                current = matters.stretches.count - 1
                people[matters.stretches.count - 1] = Points.words(of: mine)
                parts.append(.begins)
                readings[index].role = .caller
            case .answers, .agrees:
                parts.append(.answersLater)
                // A line of the list of agreements needs no word that says so.
                if sort == .agrees, section == .agrees, readings[index].label == nil {
                    readings[index].label = SpeakerLabel("Kesepakatan")
                }
                if readings[index].role != .regent { readings[index].role = .official }
            case .general:
                parts.append(.general)
                matters.addGeneral(index)
                current = nil
            }
        }

        /// Who raised a matter says more of it.
        private mutating func goOn(_ index: Int, _ matter: Int?, _ readings: inout [Reading]) {
            if let matter { matters.add(index, to: matter) }
            parts.append(.citizenAfter)
            readings[index].role = .caller
        }

        /// What happened while a matter was spoken of, and nobody said.
        mutating func remark(_ index: Int, _ readings: inout [Reading]) {
            let isBreak = readings[index].tokens.prefix(3).contains { Points.closing.contains($0.word) }
            guard let current, !isBreak else { return add(index, .general, &readings) }
            matters.add(index, to: current)
            parts.append(.hostAfter)
            readings[index].role = .host
        }

        /// "1. TANGGUL JEBOL", and below it who raises it.
        mutating func title(_ index: Int, _ readings: inout [Reading]) {
            add(index, .raises, &readings)
            if let number = readings[index].turn.point { numbers[number] = current }
            isOnlyNamed = true
        }

        /// With numbered points: each is a matter, and what stands below it belongs to it.
        mutating func numbered(_ index: Int, _ readings: inout [Reading]) {
            let reading = readings[index]
            if let number = reading.turn.point {
                let answersAgain =
                    section != .raises || Points.field(reading) == .agrees
                if answersAgain, let matter = counterpart(of: number, index, section) {
                    matters.add(index, to: matter)
                    return add(index, section == .raises ? .agrees : section, &readings)
                }
                // "3.2 Tanggapan PLN: …" below "3.1 Pak Arsyad: …".
                if section == .raises, let sort = Points.answerField(reading),
                    let matter = current ?? matters.isMatter.lastIndex(of: true)
                {
                    matters.add(index, to: matter)
                    return add(index, sort, &readings)
                }
                guard section == .raises || Points.raisesByName(reading) && !Points.isOffice(reading) else {
                    return add(index, .general, &readings)
                }
                if Points.opens(reading) { return add(index, .general, &readings) }
                // "* Abdurrahim: kalau dari awal …", "* Bahtiar, Wasah Hulu, menyahut: …": where signs are no
                // numbers, the same person goes on, or another joins in.
                if number == 0, let current,
                    isSaid(by: people[current] ?? [], reading) || Points.joinsIn(reading)
                {
                    return goOn(index, current, &readings)
                }
                add(index, .raises, &readings)
                numbers[number] = current
                isOnlyNamed = reading.tokens.count <= 8 && !reading.has(.problem)
                return
            }
            guard !Points.closes(reading) else { return add(index, .general, &readings) }
            if let number = Points.pointNamed(reading, inList: section == .agrees),
                let matter = numbers[number]
            {
                matters.add(index, to: matter)
                add(index, section == .agrees ? .agrees : .answers, &readings)
                current = matter
                return
            }
            if section == .agrees || section == .answers, current == nil {
                guard let matter = matters.best(for: index) ?? matters.closest(to: index) else {
                    return add(index, .general, &readings)
                }
                matters.add(index, to: matter)
                return add(index, section, &readings)
            }
            guard let current else { return add(index, .general, &readings) }
            let sort = Points.field(reading) ?? Points.below(reading, isFirst: isOnlyNamed)
            if sort == .raises, !isOnlyNamed, Points.asksBesides(reading) {
                return add(index, .raises, &readings)
            }
            isOnlyNamed = false
            guard sort != .raises else { return goOn(index, current, &readings) }
            matters.add(index, to: current)
            add(index, sort, &readings)
        }

        /// The matter that a numbered answer or agreement is about: by its words, else by its number.
        private func counterpart(of number: Int, _ index: Int, _ section: Sort) -> Int? {
            guard section == .answers || section == .agrees else { return nil }
            // A list of answers with the points' own numbers; another list numbers anew.
            guard let same = numbers[number] else { return matters.best(for: index) }
            return matters.better(than: same, for: index)
        }

        /// Without numbers: who is named and asks begins a matter; the rest is about one.
        mutating func told(_ index: Int, _ readings: inout [Reading]) {
            let reading = readings[index]
            if Points.listsAgreements(reading) {
                section = .agrees
                return add(index, .general, &readings)
            }
            guard !Points.closes(reading) else { return add(index, .general, &readings) }
            let hasMatters = matters.isMatter.contains(true)
            if !hasMatters, Points.opens(reading) { return add(index, .general, &readings) }
            if let current, section == .raises, Points.refersBack(reading) {
                return goOn(index, current, &readings)
            }
            let sort = Points.sort(reading, section, hasMatters: hasMatters, places)
            let goesOn = current.map {
                isAbout(reading, people[$0] ?? []) || isSaid(by: people[$0] ?? [], reading)
            } ?? false
            if isOnlyNamed, sort == .raises, let current {
                isOnlyNamed = false
                people[current] = Points.words(of: Points.person(reading, places).name)
                return goOn(index, current, &readings)
            }
            isOnlyNamed = false
            let isAnother = reading.has(.another) || goesOn && Points.isSecond(reading)
            let isInside = leavesBlanks && reading.turn.apart != true && current != nil
            switch sort {
            case .raises
            where section == .raises && !isAnother
                && (reading.turn.speaker == nil && (goesOn || isInside)
                    || goesOn && reading.turn.point == nil):
                goOn(index, current, &readings)
            case .raises:
                add(index, .raises, &readings)
                if let number = reading.turn.point { numbers[number] = current }
            case _ where section == .general: add(index, .general, &readings)
            case .answers, .agrees:
                if let number = Points.reference(reading), let matter = numbers[number] {
                    matters.add(index, to: matter)
                    current = matter
                    return add(index, sort, &readings)
                }
                // An office that answers goes on answering the same, unless its words say otherwise.
                if section == .raises || section == .general {
                    guard let last = current ?? matters.isMatter.lastIndex(of: true) else {
                        return add(index, .general, &readings)
                    }
                    // What stands in a paragraph is of its matter; agreements in a row are a list.
                    let stays = leavesBlanks && current != nil && reading.turn.apart != true && index > 0
                        && Points.field(readings[index - 1]) != .agrees
                        && reading.turn.speaker?.hasPrefix("Kesepakatan (") != true
                    matters.add(index, to: stays ? last : matters.better(than: last, for: index))
                    current = last
                } else if let matter = matters.best(for: index) ?? near(index, reading) {
                    matters.add(index, to: matter)
                    current = matter
                } else {
                    return add(index, .general, &readings)
                }
                add(index, sort, &readings)
            case .general: add(index, .general, &readings)
            }
        }

        /// In a section of answers: what the turn has anything in common with; else, of the same voice, what
        /// it spoke of before.
        private mutating func near(_ index: Int, _ reading: Reading) -> Int? {
            defer { voice = reading.labelKey }
            let goesOn = reading.labelKey == voice || Points.field(reading) == .agrees
            return goesOn ? current : matters.closest(to: index) ?? current
        }

        private func isAbout(_ reading: Reading, _ names: Set<String>) -> Bool {
            !names.isEmpty && reading.tokens.prefix(6).contains { names.contains($0.word) }
        }

        /// The label names the same person: "Siti Aminah" is not "Siti Rahmah".
        private func isSaid(by names: Set<String>, _ reading: Reading) -> Bool {
            let own = Points.words(of: reading.label?.name)
            return !own.isEmpty && !names.isEmpty && (own.isSubset(of: names) || names.isSubset(of: own))
        }
    }

    private static let fewestApart = 4
    private static let leastTold = 6
}
