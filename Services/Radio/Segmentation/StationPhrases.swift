// A station's own phrases, learned from what operators have corrected and published: words by which its hosts
// take a call or a message, and which they say nowhere else.
import Complaints
import Foundation

enum StationPhrases {
    /// Fewer programmes teach chance; of more the newest are taken.
    static let (fewestProgrammes, mostProgrammes) = (3, 12)
    /// A phrase must begin so many matters, in so many programmes.
    private static let (fewestMatters, fewestShows) = (3, 2)
    /// Of all turns that hold a phrase so many must begin a matter.
    private static let share = 0.8
    /// Words of a phrase.
    private static let lengths = 2...4
    /// Phrases of a station; those that begin most matters.
    static let mostPhrases = 24
    /// Words of a turn that are looked at: who takes a call does not talk long.
    private static let mostWords = 60
    /// A boundary is found when it is at most so many turns away.
    private static let reach = 1

    /// What was learned, and what it is worth on the newest programme, held out (F1 of the boundaries).
    enum Outcome: Sendable, Equatable {
        /// Too few programmes, or nothing that comes again.
        case nothing
        /// What the others teach cuts the newest no better than no phrases: they are not used.
        case noBetter(own: Double, standard: Double)
        case learned([String], own: Double, standard: Double)
    }

    /// Learns from a station's programmes, the oldest first.
    static func learn(_ programmes: [TaughtProgramme], _ segmenter: Segmenter) -> Outcome {
        let usable = programmes.filter { $0.items.contains { $0 != "other" } }.suffix(mostProgrammes)
        guard usable.count >= fewestProgrammes, let judge = usable.last else { return .nothing }
        let before = phrases(of: Array(usable.dropLast()))
        guard !before.isEmpty else { return .nothing }
        let own = agreement(segmenter.knowing(before), judge)
        let standard = agreement(segmenter, judge)
        guard own > standard else { return .noBetter(own: own, standard: standard) }
        return .learned(phrases(of: Array(usable)), own: own, standard: standard)
    }

    /// What begins matters and is said nowhere else, the commonest first.
    static func phrases(of programmes: [TaughtProgramme]) -> [String] {
        var beginning: [String: (matters: Int, shows: Int, last: Int)] = [:]
        for (number, programme) in programmes.enumerated() {
            for index in beginnings(of: programme) {
                for phrase in runs(of: programme.turns[index].text) {
                    var count = beginning[phrase] ?? (0, 0, -1)
                    count.matters += 1
                    if count.last != number { count.shows += 1 }
                    count.last = number
                    beginning[phrase] = count
                }
            }
        }
        var found = beginning.filter { $1.matters >= fewestMatters && $1.shows >= fewestShows }
        guard !found.isEmpty else { return [] }
        // Only of those it is asked where else they are said: all runs of all turns would fill the memory.
        var all: [String: Int] = [:]
        for turn in programmes.flatMap(\.turns) {
            for phrase in runs(of: turn.text) where found[phrase] != nil { all[phrase, default: 0] += 1 }
        }
        found = found.filter { Double($1.matters) >= share * Double(all[$0] ?? 0) }
        // Of a phrase and a longer one around it the longer is the surer.
        let whole = found.keys.filter { phrase in
            !found.keys.contains { $0 != phrase && " \($0) ".contains(" \(phrase) ") }
        }
        return whole.sorted {
            (found[$1]?.matters ?? 0, $0) < (found[$0]?.matters ?? 0, $1)
        }.prefix(mostPhrases).map(\.self)
    }

    /// The first turns of matters, where the hosts speak.
    private static func beginnings(of programme: TaughtProgramme) -> [Int] {
        var seen: Set<String> = []
        return programme.turns.indices.filter { index in
            let item = programme.items[index]
            return item != "other" && seen.insert(item).inserted
                && ["host", "read"].contains(programme.who[index])
        }
    }

    /// Each run of words once.
    private static func runs(of text: String) -> Set<String> {
        let words = Tokens.split(text).prefix(mostWords).map(\.word)
        var runs: Set<String> = []
        for start in words.indices {
            for length in lengths where start + length <= words.count {
                runs.insert(words[start..<start + length].joined(separator: " "))
            }
        }
        return runs
    }

    /// F1 of where parts begin, against what people made of the programme.
    private static func agreement(_ segmenter: Segmenter, _ programme: TaughtProgramme) -> Double {
        var readings = Reading.all(programme.turns, matcher: segmenter.matcher)
        Roles.assign(&readings, segmenter.model)
        let found = starts(segmenter.model.parts(of: readings, segmenter.places).parts)
        let wanted = starts(programme.parts)
        guard !found.isEmpty, !wanted.isEmpty else { return 0 }
        func near(_ index: Int, _ others: Set<Int>) -> Bool {
            (index - reach...index + reach).contains { others.contains($0) }
        }
        let hits = found.count { near($0, wanted) } + wanted.count { near($0, found) }
        return Double(hits) / Double(found.count + wanted.count)
    }

    private static func starts(_ parts: [Part]) -> Set<Int> {
        Set(parts.indices.filter { parts[$0].startsPart })
    }
}

extension TaughtProgramme {
    /// So much of a turn's words must stand in the citizen's words for the turn to be his.
    private static let ownShare = 0.6

    /// A programme on air as operators left it.
    init(reviewed turns: [Turn], _ items: [Item]) {
        var ofTurn: [Int: Item] = [:]
        for item in items where item.kind != .other || !item.text.isEmpty {
            for range in item.turns where range.count == 2 && range[0] <= range[1] {
                for number in range[0]...range[1] { ofTurn[number] = item }
            }
        }
        self.turns = turns
        told = .spoken
        self.items = turns.map { ofTurn[$0.n]?.id ?? "other" }
        who = turns.map { Self.voice(of: $0, ofTurn[$0.n]) }
        kinds = Dictionary(items.map { ($0.id, $0.kind) }) { first, _ in first }
        (names, sites) = ([:], [:])
    }

    private static func voice(of turn: Turn, _ item: Item?) -> String {
        switch turn.role {
        case .regent: return "regent"
        case .official: return "agency"
        case .caller: return "caller"
        case .host, .message, nil:
            guard let item else { return "host" }
            let mine = Set(Tokens.split(item.text).map(\.word))
            let said = Tokens.split(turn.text).map(\.word)
            let isTheirs = Double(said.count(where: mine.contains)) >= ownShare * Double(max(1, said.count))
            guard isTheirs else { return "host" }
            return turn.role == nil ? "caller" : "read"
        }
    }
}
