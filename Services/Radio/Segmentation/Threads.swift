// A chat: messages of several citizens across each other, each with its own matters, and the answers of who
// keeps the number. Where each message belongs is told by a model learned from chats that people had cut.
import Foundation

enum Threads {
    /// The stretches of a chat, and the part of each message.
    ///
    /// - Parameter raises: whether a message tells what is wrong or wanted.
    static func find(
        _ readings: inout [Reading], _ course: Course, raises: (Reading) -> Bool
    ) -> (stretches: [Stretch], parts: [Part]) {
        let desks = desks(readings)
        var state = ThreadState(readings, desks: desks)
        var matters = Matters(readings)
        /// The stretch of each matter.
        var stretches: [Int] = []
        var parts: [Part] = []
        for index in readings.indices {
            let isDesk = desks.contains(index)
            // What the program wrote is nobody's.
            let isSaid = readings[index].turn.speaker != nil
            readings[index].role = isSaid ? isDesk ? .official : .caller : nil
            let home = isSaid
                ? place(of: index, state, course, isDesk: isDesk, raises(readings[index])) : .general
            state.add(index, to: home)
            switch home {
            case .matter(let number):
                matters.add(index, to: stretches[number])
                parts.append(isDesk ? .answer : .citizen)
            case .new:
                matters.begin(index)
                stretches.append(matters.stretches.count - 1)
                parts.append(.begins)
            case .general:
                matters.addGeneral(index)
                parts.append(.general)
            }
        }
        return (matters.stretches, parts)
    }

    /// Chats open with small talk, and the model learned it; but what a citizen writes of a matter before
    /// anybody answered is nobody's only until somebody reads it.
    private static func place(
        of index: Int, _ state: ThreadState, _ course: Course, isDesk: Bool, _ raises: @autoclosure () -> Bool
    ) -> Home {
        let choices = state.choices(index)
        let best = best(choices, course)
        guard best == .general, !isDesk, raises() else { return best }
        return self.best(choices.filter { $0.home != .general }, course)
    }

    private static func best(_ choices: [Choice], _ course: Course) -> Home {
        var best: (home: Home, score: Double) = (.general, -.infinity)
        for choice in choices {
            let score = choice.traits.reduce(0) { $0 + course.chain.weights[Int($1)] }
            if score > best.score { best = (choice.home, score) }
        }
        return best.home
    }

    /// The messages of the station and of offices.
    static func desks(_ readings: [Reading]) -> Set<Int> {
        let desk = desk(readings)
        return Set(
            readings.indices.filter { index in
                let key = readings[index].labelKey
                return key == desk || key.split(separator: " ").contains { offices.contains(String($0)) }
                    || [.official, .regent, .host].contains(readings[index].role)
            })
    }

    /// Words of senders' names that are not their own.
    static func isNobodys(_ word: Substring) -> Bool { common.contains(String(word)) }

    private static let common = Set(
        words: "toko kios admin bengkel warung mama guru haji amandit paman radio")

    private static let offices: Set<String> = [
        "capil", "dinas", "pdam", "resmi", "humas", "puskesmas", "kominfo", "diskominfo", "pln",
        "satpol", "bpbd",
    ]

    /// Who keeps the number: by name, or who writes most and after everybody.
    private static func desk(_ readings: [Reading]) -> String? {
        var turns: [String: Int] = [:]
        var after: [String: Set<String>] = [:]
        var before: String?
        for reading in readings {
            let key = reading.labelKey
            if ["admin", "radio", "studio", "redaksi", "operator", "fm"].contains(where: {
                key.split(separator: " ").contains(Substring($0))
            }) {
                return key
            }
            turns[key, default: 0] += 1
            if let before, before != key { after[key, default: []].insert(before) }
            before = key
        }
        let best = turns.keys.sorted().max { (after[$0]?.count ?? 0) < (after[$1]?.count ?? 0) }
        return best.flatMap {
            (after[$0]?.count ?? 0) >= 3 && (turns[$0] ?? 0) * 6 >= readings.count ? $0 : nil
        }
    }
}
