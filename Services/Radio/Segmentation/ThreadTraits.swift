// What the model of chats looks at when it chooses where a message belongs: an earlier matter, a new one, or
// nobody's.
import Foundation

/// Where a message of a chat belongs.
enum Home: Hashable { case matter(Int), new, general }

/// One place where a message may belong, and what speaks for it.
struct Choice {
    var home: Home
    var traits: [Int32]
}

enum ThreadTraits {
    /// Who writes, as a matter sees it: the station or an office, who raised it, who wrote in it, others.
    static let voices = ["desk", "owner", "joined", "stranger"]
    private static let gaps: [Double] = [60, 180, 600, 1800, 7200, 21600]
    private static let between: [Double] = [1, 2, 4, 8]
    private static let ranks: [Double] = [1, 2, 3, 5]
    private static let weights: [Double] = [0.01, 2, 4, 7]
    private static let lengths: [Double] = [2, 4, 7, 12, 21]
    private static let hints = Hint.allCases.map { "\($0)" }
    private static let lasts = ["desk asks", "desk", "owner", "other"]
    private static let writers = ["desk", "known", "unknown"]

    private static func each(_ first: [String], _ second: [String]) -> [String] {
        first.flatMap { one in second.map { one + " " + $0 } }
    }

    private static let all = TraitTable.numbered([
        Question("goes on by", voices),
        Question("goes on after", each(voices, Buckets.names(gaps))),
        Question("goes on, messages between", each(voices, Buckets.names(between))),
        Question("goes on, matters between", each(voices, Buckets.names(ranks))),
        Question("goes on, words shared", each(voices, Buckets.names(weights))),
        Question("goes on, most words", voices),
        Question("goes on, own last", voices),
        Question("goes on, owner named", voices),
        Question("goes on, another named", voices),
        Question("goes on, last wrote", each(voices, lasts)),
        Question("goes on, unanswered", voices),
        Question("goes on, sign", each(voices, ["another", "opens", "passed on"])),
        Question("goes on, words", each(voices, Buckets.names(lengths))),
        Question("new by", writers),
        Question("new, own last", Buckets.names(gaps) + ["none"]),
        Question("new, words", each(writers, Buckets.names(lengths))),
        Question("new, phrase", hints),
        Question("new, sign", ["another", "opens", "passed on"]),
        Question("new, words shared", each(writers, Buckets.names(weights))),
        Question("new, named", writers),
        Question("new, own last is", ["none", "nobody's", "answered", "unanswered"]),
        Question("nobody's by", writers),
        Question("nobody's, words", each(writers, Buckets.names(lengths))),
        Question("nobody's, phrase", hints),
        Question("nobody's, sign", ["another", "opens", "passed on"]),
        Question("nobody's, words shared", each(writers, Buckets.names(weights))),
        Question("nobody's, named", writers),
        Question("nobody's, stands", ["first", "last", "after nobody's", "many matters"]),
        Question("nobody's, after", each(writers, Buckets.names(gaps) + ["none"])),
        Question("goes on, wants", each(voices, wishes.map { "\($0)" } + ["nothing"])),
        Question("new, wants", each(writers, wishes.map { "\($0)" } + ["nothing"])),
    ])
    private static let wishes: [Hint] = [.problem, .plea, .question, .praise, .aspiration]

    /// What a message wants, as an answer for each voice or writer.
    private static func wants(_ question: Int, _ voice: Int, _ message: ThreadMessage) -> [Int32] {
        let found = wishes.indices.filter { message.hints.contains(wishes[$0]) }
        let count = wishes.count + 1
        return (found.isEmpty ? [wishes.count] : found).map { all[question](voice * count + $0) }
    }

    static func course() -> Course { Course(TraitTable(all), states: 1, bridges: 1) }

    /// An earlier matter.
    static func goesOn(_ matter: ThreadMatter, _ message: ThreadMessage) -> [Int32] {
        let isOwner = matter.owner == message.sender
        let voice =
            message.isDesk ? 0 : isOwner ? 1 : matter.voices.contains(message.sender) ? 2 : 3
        func of(_ question: Int, _ value: Double, _ bounds: [Double]) -> Int32 {
            let bucket = bounds.firstIndex { value < $0 } ?? bounds.count
            return all[question](voice * (bounds.count + 1) + bucket)
        }
        var traits = [
            all[0](voice), of(1, message.time - matter.lastTime, gaps),
            of(2, Double(message.index - matter.last - 1), between),
            of(3, Double(message.rank[matter.number] ?? 9), ranks),
            of(4, message.shared[matter.number] ?? 0, weights), of(12, Double(message.length), lengths),
            all[9](voice * lasts.count + matter.lastWrote.rawValue),
        ]
        if message.most == matter.number { traits.append(all[5](voice)) }
        if message.ownLast == .matter(matter.number) { traits.append(all[6](voice)) }
        if message.named.contains(matter.number) {
            traits.append(all[7](voice))
        } else if !message.named.isEmpty {
            traits.append(all[8](voice))
        }
        if !matter.isAnswered { traits.append(all[10](voice)) }
        traits += message.signs.map { all[11](voice * 3 + $0) }
        traits += wants(29, voice, message)
        return traits
    }

    static func begins(_ message: ThreadMessage) -> [Int32] {
        let writer = message.writer
        var traits = [
            all[13](writer), all[14](bucket(message.ownGap, gaps)),
            all[15](writer * (lengths.count + 1) + bucket(Double(message.length), lengths)),
            all[18](writer * (weights.count + 1) + bucket(message.mostShared, weights)),
            all[20](message.ownState),
        ]
        traits += message.hints.map { all[16]($0.rawValue) } + message.signs.map { all[17]($0) }
        if !message.named.isEmpty { traits.append(all[19](writer)) }
        traits += wants(30, writer, message)
        return traits
    }

    static func isNobodys(_ message: ThreadMessage) -> [Int32] {
        let writer = message.writer
        var traits = [
            all[21](writer),
            all[22](writer * (lengths.count + 1) + bucket(Double(message.length), lengths)),
            all[25](writer * (weights.count + 1) + bucket(message.mostShared, weights)),
            all[28](writer * (gaps.count + 2) + bucket(message.gap, gaps)),
        ]
        traits += message.hints.map { all[23]($0.rawValue) } + message.signs.map { all[24]($0) }
        if !message.named.isEmpty { traits.append(all[26](writer)) }
        traits += message.standing.map { all[27]($0) }
        return traits
    }

    /// The bucket of a number; the one after the last for none.
    private static func bucket(_ value: Double?, _ bounds: [Double]) -> Int {
        guard let value else { return bounds.count + 1 }
        return bounds.firstIndex { value < $0 } ?? bounds.count
    }
}
