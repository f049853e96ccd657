// A chat: messages of several citizens across each other, each with its own matters, and the answers of who
// keeps the number.
import Foundation

enum Threads {
    /// So long after his last message a sender's next one may be about something else.
    private static let rest = 6.0 * 3600
    /// So soon after a message an answer without names or words in common is meant for it.
    private static let reply = 1800.0
    private static let fewestWords = 5

    static func find(_ readings: inout [Reading]) -> (stretches: [Stretch], parts: [Part]) {
        let desk = desk(readings)
        var matters = Matters(readings)
        var parts: [Part] = []
        /// The last matter of each sender, and when he wrote last.
        var last: [String: (matter: Int, time: Double)] = [:]
        var lastMatter: (matter: Int, time: Double)?
        var owners: [Int: String] = [:]
        for index in readings.indices {
            let reading = readings[index]
            let key = reading.labelKey
            let time = reading.turn.start ?? 0
            let isDesk =
                key == desk || key.split(separator: " ").contains { offices.contains(String($0)) }
                || reading.role == .official || reading.role == .regent || reading.role == .host
            readings[index].role = isDesk ? .official : .caller
            var matter: Int?
            if isDesk {
                matter = answered(index, readings, matters, last, lastMatter, time)
            } else if let mine = last[key] {
                let isNew =
                    isMatter(reading) && lastMatter?.matter != mine.matter || reading.has(.another)
                    ? isMatter(reading)
                        && (reading.has(.another)
                            || (time - mine.time > rest
                                && matters.shared(index, mine.matter) < Matters.least)
                            || (time - mine.time > 900 && matters.shared(index, mine.matter) < 0.5
                                && opens(reading)))
                    : false
                matter = isNew ? nil : mine.matter
            } else if let other = named(reading, last, except: key), !opens(reading) {
                // Another citizen who knows the answer.
                matter = other
                readings[index].role = .official
            }
            if let matter {
                matters.add(index, to: matter)
                parts.append(isDesk ? .answer : .citizen)
            } else if !isDesk, isMatter(reading) || (last[key] != nil && reading.has(.another)) {
                matters.begin(index, goesOn: false)
                parts.append(.begins)
                matter = matters.stretches.count - 1
            } else {
                matters.addGeneral(index)
                parts.append(.general)
            }
            if let matter {
                if !isDesk, readings[index].role == .caller {
                    last[key] = (matter, time)
                    owners[matter] = key
                } else if let owner = owners[matter] {
                    last[owner] = (matter, time)
                }
                lastMatter = (matter, time)
            }
        }
        return (matters.stretches, parts)
    }

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

    private static func isMatter(_ reading: Reading) -> Bool {
        let text = reading.turn.text.lowercased()
        guard !text.hasPrefix("diteruskan"), !text.hasPrefix("forwarded"),
            !text.contains("sebarkan ke"),
            !text.contains("salah kirim")
        else { return false }
        return reading.tokens.count >= fewestWords
    }

    /// "min mau lapor", "ka admin, kalau mau …": the beginning of something.
    private static func opens(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        return isMatter(reading)
            && (head.contains {
                ["min", "admin", "lapor", "assalamualaikum", "mau", "tanya", "mohon", "info"]
                    .contains($0)
            })
    }

    /// The matter of a sender whose name a message mentions.
    private static func named(
        _ reading: Reading, _ last: [String: (matter: Int, time: Double)], except key: String
    ) -> Int? {
        let words = Set(reading.tokens.map(\.word))
        let common: Set<String> = [
            "toko", "kios", "admin", "bengkel", "warung", "mama", "guru", "haji", "amandit",
            "paman",
        ]
        for sender in last.keys.sorted() where sender != key {
            let names = sender.split { !$0.isLetter }.filter {
                $0.count >= 4 && !common.contains(String($0))
            }
            if names.contains(where: { words.contains(String($0)) }) { return last[sender]?.matter }
        }
        return nil
    }

    /// What an answer is about: a name in it, words in it, or what was written just before.
    private static func answered(
        _ index: Int, _ readings: [Reading], _ matters: Matters,
        _ last: [String: (matter: Int, time: Double)],
        _ lastMatter: (matter: Int, time: Double)?, _ time: Double
    ) -> Int? {
        let mentioned = named(readings[index], last, except: "")
        var scores: [(score: Double, matter: Int)] = []
        for matter in matters.stretches.indices where matters.isMatter[matter] {
            var score = matters.shared(index, matter)
            if matter == mentioned { score += 3 }
            if let lastMatter, lastMatter.matter == matter, time - lastMatter.time < reply {
                score += 2.5
            }
            if score >= Matters.least { scores.append((score, matter)) }
        }
        // What speaks of many matters is a summary.
        if scores.count(where: { $0.score >= 2.6 }) >= 3, mentioned == nil { return nil }
        return scores.max { $0.score < $1.score }?.matter
    }
}
