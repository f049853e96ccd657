// Several messages are read, or calls taken, before an office speaks; then it answers one after the other.
// Which of them each answer belongs to is told by the words they share and by their order.
import Foundation

enum Batches {
    /// What it costs to go from one matter to the next, past one, and back to an earlier one; and that the
    /// first answer is not the first matter's. In the measure of ``Queue/shared(_:_:)``.
    private static let (next, past, back, notFirst) = (-1.0, -1.5, -2.0, -1.0)
    /// A host speaks of what was just answered.
    private static let stays = 2.0
    /// Answers go to other matters than the last only where they share so much more with them.
    private static let least = 2.0

    /// The stretches, with the answers to several matters shared out among these.
    static func settle(_ stretches: [Stretch], _ readings: [Reading], _ parts: [Part]) -> [Stretch] {
        var owners = Array(repeating: -1, count: readings.count)
        for (number, stretch) in stretches.enumerated() {
            for index in stretch.indices { owners[index] = number }
        }
        var changed: Set<Int> = []
        var seen: Set<Int> = []
        var queue = Queue(readings)
        var index = 0
        while index < readings.count {
            let owner = owners[index]
            let isOffice = isOffice(readings[index], parts[index])
            if owner < 0 || stretches[owner].sort == .other {
                queue.matters = []
            } else if seen.insert(owner).inserted {
                let end = readings.indices[index...].first {
                    owners[$0] != owner || Self.isOffice(readings[$0], parts[$0])
                } ?? readings.count
                queue.add(owner, index..<end, parts)
                index = max(end, index + 1)
                continue
            } else if isOffice, queue.matters.count > 1, queue.holds(owner) {
                // The turn itself is an answer, whatever part it was taken for.
                let end = readings.indices[(index + 1)...].first {
                    !queue.holds(owners[$0]) || parts[$0].startsMatter
                        || !Self.isOffice(readings[$0], parts[$0]) && !isHost(readings[$0], parts[$0])
                } ?? readings.count
                for (turn, matter) in zip(index..<end, queue.shareOut(index..<end, parts))
                where owners[turn] != matter {
                    changed.formUnion([owners[turn], matter])
                    owners[turn] = matter
                }
                queue.matters = []
                index = max(end, index + 1)
                continue
            } else if isOffice || readings[index].role == .caller {
                queue.matters = []
            }
            index += 1
        }
        var settled = stretches
        for number in changed {
            let own = owners.indices.filter { owners[$0] == number }
            settled[number].ranges = Item.ranges(own).map { $0[0]...$0[1] }
        }
        return settled
    }

    fileprivate static func isOffice(_ reading: Reading, _ part: Part) -> Bool {
        reading.role.map { $0 == .regent || $0 == .official } ?? (part.isAnswer && !reading.isAside)
    }

    fileprivate static func isHost(_ reading: Reading, _ part: Part) -> Bool {
        reading.role.map { $0 == .host } ?? !(part.isCitizen || part.isMessage)
    }

    /// Matters that wait for an answer.
    private struct Queue {
        var matters: [(stretch: Int, words: Set<String>)] = []
        private let words: [Set<String>]
        private let weights: [String: Double]
        private let readings: [Reading]

        init(_ readings: [Reading]) {
            self.readings = readings
            words = readings.map { Set($0.tokens.map(\.word).filter(Batches.tells).map(Batches.root)) }
            var counts: [String: Int] = [:]
            for set in words { for word in set { counts[word, default: 0] += 1 } }
            let total = Double(readings.count + 1)
            weights = counts.mapValues { log(total / Double($0)) }
        }

        func holds(_ stretch: Int) -> Bool { matters.contains { $0.stretch == stretch } }

        /// Where no citizen's words are, nothing waits.
        mutating func add(_ stretch: Int, _ turns: Range<Int>, _ parts: [Part]) {
            let isMatter = turns.contains {
                readings[$0].role == .caller || readings[$0].role == .message || parts[$0].isCitizen
                    || parts[$0].isMessage
            }
            guard isMatter else { return }
            matters.append((stretch, turns.reduce(into: []) { $0.formUnion(words[$1]) }))
        }

        /// The stretch that each of these turns belongs to.
        func shareOut(_ turns: Range<Int>, _ parts: [Part]) -> [Int] {
            let last = matters.count - 1
            let common = matters.dropFirst().reduce(matters[0].words) { $0.intersection($1.words) }
            let shares = turns.map { turn in
                matters.map { shared(words[turn].subtracting(common), $0.words) }
            }
            var best = shares[0].enumerated().map { $1 + ($0 == 0 ? 0 : Batches.notFirst) }
            var origins: [[Int]] = []
            for (turn, share) in zip(turns, shares).dropFirst() {
                let isHost = Batches.isHost(readings[turn], parts[turn])
                var (following, from) = (best, Array(repeating: 0, count: best.count))
                for matter in best.indices {
                    let ways = best.indices.map { before in
                        best[before]
                            + (before == matter
                                ? (isHost ? Batches.stays : 0)
                                : matter == before + 1
                                    ? Batches.next : matter > before ? Batches.past : Batches.back)
                    }
                    from[matter] = ways.indices.max { ways[$0] < ways[$1] } ?? 0
                    following[matter] = ways[from[matter]] + share[matter]
                }
                origins.append(from)
                best = following
            }
            var path = [best.indices.max { best[$0] < best[$1] } ?? last]
            for from in origins.reversed() { path.append(from[path[path.count - 1]]) }
            path.reverse()
            let gain = zip(shares, path).reduce(0) { $0 + $1.0[$1.1] - $1.0[last] }
            return (gain >= Batches.least ? path : path.map { _ in last }).map { matters[$0].stretch }
        }

        private func shared(_ one: Set<String>, _ other: Set<String>) -> Double {
            one.intersection(other).sorted().reduce(0) { $0 + (weights[$1] ?? 0) }
        }
    }

    /// Words that tell matters apart: names are among them, however short.
    private static func tells(_ word: String) -> Bool {
        word.count >= 3 && !SaidBefore.isCommon(word) && !short.contains(word)
            && !word.hasNumber
    }

    private static let rootLength = 6
    private static func root(_ word: String) -> String { String(SaidBefore.stem(word).prefix(rootLength)) }

    private static let short = Set(
        words: """
            ini dan pak ibu nah utk kan tak dia apa aku gin jua dua bpk sdh blm klo mau oke lah kah sms msh \
            bgt tdk
            """)
}
