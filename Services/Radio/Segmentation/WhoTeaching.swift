// Finds in what was said the name and the place that people wrote down for a matter, and teaches from them.
import Complaints
import Foundation
import ServiceKit

enum WhoTeaching {
    /// Words must stand beside so many other words, in so many programmes, to be learned.
    private static let (fewestTimes, fewestProgrammes, mostWords) = (6, 3, 1500)
    /// So much of two words must be alike to be one misheard.
    private static let likeness = 0.7
    /// Words that lead to a place or a name, and are none.
    private static let leads = Set(
        words: "di dari warga desa kelurahan kecamatan kec kel ds pak bu ibu bapak")

    /// A course over words that knows names and places as they were written down.
    static func taught(
        _ programmes: [TaughtProgramme], _ readings: [[Reading]], _ places: PlaceNames
    ) -> Course {
        let matters = programmes.indices.map { Self.matters(programmes[$0], readings[$0]) }
        var course = WhoTraits.course(words: words(matters, places))
        let known = WhoTraits.Known(course.table)
        let lessons = matters.indices.flatMap { index in
            let counts = Who.matters(readings[index], matters[index].map(\.turns))
            let hasCapitals = Segmenter.hasCapitals(readings[index])
            return matters[index].flatMap { matter in
                let states = matter.lines.flatMap {
                    mentions(in: $0, name: matter.name, place: matter.place)
                        .prefix(WhoTraits.length(of: $0)).map(\.rawValue)
                }
                // Also without the region's places: callers come from elsewhere, and names are misheard.
                return [places, PlaceNames()].map {
                    Lesson(
                        sequence: WhoTraits.read(
                            matter.lines, $0, known, hasCapitals: hasCapitals, matters: counts),
                        states: states)
                }
            }
        }
        var training = ChainTraining()
        training.firstWord = course.table.firstWord
        (training.penalty, training.wordPenalty) = (1, 2)
        training.rounds = 100
        training.teach(&course.chain, lessons)
        return course
    }

    private struct Matter {
        var turns: [Int]
        var lines: [WhoLine]
        var name: String?
        var place: String?
    }

    private static func matters(_ programme: TaughtProgramme, _ readings: [Reading]) -> [Matter] {
        var turns: [String: [Int]] = [:]
        for (index, item) in programme.items.enumerated() where item != "other" {
            turns[item, default: []].append(index)
        }
        let parts = programme.parts
        return turns.keys.sorted().map { item in
            let mine = turns[item] ?? []
            return Matter(
                turns: mine, lines: mine.map { WhoLine(readings[$0], parts[$0]) },
                name: programme.names[item], place: programme.sites[item])
        }
    }

    /// Words near a mention in several programmes.
    private static func words(_ programmes: [[Matter]], _ places: PlaceNames) -> [String] {
        var counts: [String: (times: Int, programmes: Int, last: Int)] = [:]
        for (number, matters) in programmes.enumerated() {
            for matter in matters {
                for line in matter.lines {
                    let mentions = mentions(in: line, name: matter.name, place: matter.place)
                    for index in mentions.indices.prefix(WhoTraits.length(of: line))
                    where near(index, mentions) {
                        for word in WhoTraits.words(of: line, at: index) {
                            var count = counts[word] ?? (0, 0, -1)
                            count.times += 1
                            if count.last != number {
                                count.programmes += 1
                                count.last = number
                            }
                            counts[word] = count
                        }
                    }
                }
            }
        }
        return counts.filter { $0.value.times >= fewestTimes && $0.value.programmes >= fewestProgrammes }
            .sorted { ($1.value.times, $0.key) < ($0.value.times, $1.key) }
            .prefix(mostWords).map(\.key).sorted()
    }

    private static func near(_ index: Int, _ mentions: [Mention]) -> Bool {
        (max(0, index - 2)...min(mentions.count - 1, index + 2)).contains { mentions[$0] != .nothing }
    }

    /// What each word of a line is, by the name and the place that were written down.
    static func mentions(in line: WhoLine, name: String?, place: String?) -> [Mention] {
        var result = Array(repeating: Mention.nothing, count: line.tokens.count)
        mark(.place, place, line, &result)
        mark(.name, name, line, &result)
        return result
    }

    /// Marks each run of the words of what was written down, if it holds more than half of them.
    private static func mark(
        _ mention: Mention, _ said: String?, _ line: WhoLine, _ result: inout [Mention]
    ) {
        guard let said else { return }
        let wanted = Tokens.split(said).map(\.word)
        let core = Set(wanted.filter { !leads.contains($0) })
        guard !core.isEmpty else { return }
        var start = 0
        while start < line.tokens.count {
            var end = start
            var found: Set<String> = []
            while end < line.tokens.count,
                let word = wanted.first(where: { isSame($0, line.tokens[end].word) })
            {
                if core.contains(word) { found.insert(word) }
                end += 1
            }
            guard end > start else {
                start += 1
                continue
            }
            var first = start
            if mention == .name {
                while first < end, leads.contains(line.tokens[first].word) { first += 1 }
            }
            let letters = found.reduce(0) { $0 + $1.count }
            if first < end, letters * 2 > core.reduce(0, { $0 + $1.count }) {
                for index in first..<end { result[index] = mention }
            }
            start = end
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        guard min(one.count, other.count) > 4, one.first == other.first else { return false }
        let distance = editDistance(Array(one), Array(other))
        return 1 - Double(distance) / Double(max(one.count, other.count)) >= likeness
    }
}
