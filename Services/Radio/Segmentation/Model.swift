// The sequence model: which part of a call each turn is. Viterbi over ten states with hand-set log
// weights; deterministic, linear in the number of turns.

/// The part of a programme a turn is.
enum Part: Int, Sendable, CaseIterable {
    case filler, greet
    /// A caller begins without being greeted.
    case open
    case intro, body
    /// The host asks the caller something.
    case ask
    case answer, bye, announce
    /// A message read aloud, after its announcement.
    case read

    /// Whether entering this part begins a new item.
    var begins: Bool { self == .greet || self == .announce || self == .open }
    var isCitizen: Bool { self == .open || self == .intro || self == .body || self == .bye }
}

enum SequenceModel {
    private static let count = Part.allCases.count
    private static let unlikely = -5.5

    /// Log probability of one part after another; what is not listed is unlikely.
    private static let transitions: [[Double]] = {
        var table = Array(repeating: Array(repeating: unlikely, count: count), count: count)
        let rows: [(Part, [(Part, Double)])] = [
            (
                .filler,
                [
                    (.filler, -0.7), (.greet, -1.0), (.announce, -1.7), (.open, -2.0),
                    (.answer, -2.0),
                ]
            ),
            (
                .greet,
                [(.intro, -0.2), (.body, -1.6), (.greet, -3.0), (.filler, -3.5), (.announce, -3.5)]
            ),
            (.open, [(.body, -0.5), (.ask, -1.6), (.answer, -1.6), (.intro, -2.5), (.bye, -3.5)]),
            (.intro, [(.body, -0.3), (.ask, -1.5), (.answer, -2.0), (.intro, -3.0), (.bye, -4.0)]),
            (
                .body,
                [
                    (.body, -0.6), (.bye, -1.9), (.answer, -1.8), (.ask, -2.5), (.greet, -3.4),
                    (.announce, -3.6), (.filler, -3.9), (.open, -3.4),
                ]
            ),
            (.ask, [(.body, -0.4), (.answer, -1.6), (.intro, -1.9), (.bye, -3.0), (.ask, -3.0)]),
            (
                .answer,
                [
                    (.answer, -0.7), (.greet, -1.3), (.announce, -2.3), (.filler, -2.1),
                    (.open, -2.4),
                    (.ask, -2.8), (.body, -2.8), (.bye, -2.3),
                ]
            ),
            (
                .bye,
                [
                    (.answer, -0.6), (.greet, -1.5), (.announce, -2.5), (.filler, -1.9),
                    (.open, -3.0),
                ]
            ),
            (
                .announce,
                [(.read, -0.9), (.answer, -1.1), (.ask, -2.3), (.announce, -2.3), (.greet, -2.6)]
            ),
            (
                .read,
                [
                    (.read, -0.9), (.answer, -0.8), (.greet, -2.5), (.announce, -2.6),
                    (.filler, -3.2),
                ]
            ),
        ]
        for (from, targets) in rows {
            for (to, weight) in targets { table[from.rawValue][to.rawValue] = weight }
        }
        return table
    }()

    static func parts(of readings: [Reading]) -> [Part] {
        guard let first = readings.first else { return [] }
        var scores = Part.allCases.map { part -> Double in
            let start = [.filler, .greet, .announce].contains(part) ? 0.0 : -3.0
            return start + emission(part, first, isFirst: true)
        }
        var back: [[UInt8]] = [Array(repeating: 0, count: count)]
        back.reserveCapacity(readings.count)
        for index in readings.indices.dropFirst() {
            let reading = readings[index]
            let previous = readings[index - 1]
            var next = Array(repeating: -Double.infinity, count: count)
            var origin = [UInt8](repeating: 0, count: count)
            for to in Part.allCases {
                let here = emission(to, reading, isFirst: false)
                for from in Part.allCases {
                    let score =
                        scores[from.rawValue] + transitions[from.rawValue][to.rawValue]
                        + step(from, to, previous, reading) + here
                    if score > next[to.rawValue] {
                        next[to.rawValue] = score
                        origin[to.rawValue] = UInt8(from.rawValue)
                    }
                }
            }
            scores = next
            back.append(origin)
        }
        var best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        var parts: [Part] = []
        parts.reserveCapacity(readings.count)
        for row in back.reversed() {
            parts.append(Part(rawValue: best) ?? .filler)
            best = Int(row[best])
        }
        return parts.reversed()
    }

    /// What depends on both neighbours.
    private static func step(_ from: Part, _ to: Part, _ a: Reading, _ b: Reading) -> Double {
        var score = 0.0
        // A caller not heard before is taken by the host, in whatever words.
        if a.role == .host, b.newCaller == true, from == .greet, to.isCitizen { score += 4.0 }
        // Nothing is answered before the citizen has said it.
        if b.role == nil, to == .answer {
            if from == .intro || from == .greet { score -= 1.5 }
            if from == .ask { score -= 1.0 }
        }
        // Another caller cannot go on with the call of the one before.
        if b.newCaller == true, to.isCitizen, to != .open, from != .greet, from != .filler {
            score -= from == .open || from == .intro || from == .ask ? 2.0 : 4.0
        }
        if b.newCaller == false, to == .open { score -= 4.0 }
        // After "kami bacakan" without the message, the message must follow.
        if from == .announce, to == .read {
            score += SpokenMessage.hasContent(a) ? -0.4 : 1.5
            if a.role == nil, b.has(.plea) || b.has(.problem) { score += 1.2 }
        }
        return score
    }

    private static func emission(_ part: Part, _ reading: Reading, isFirst: Bool) -> Double {
        cueScore(part, reading, isFirst: isFirst) + roleScore(part, reading)
    }

    private static func cueScore(_ part: Part, _ r: Reading, isFirst: Bool) -> Double {
        func weigh(_ cue: Hint, _ weight: Double) -> Double {
            let hits = r.count(cue)
            return hits == 0 ? -0.2 * weight : weight * (1 + 0.25 * Double(min(hits, 4) - 1))
        }
        var score: Double
        switch part {
        case .greet:
            score = weigh(.greet, 3.2)
            if r.role == nil, !r.has(.greet) { score -= 3.0 }
            if r.role == nil, r.greetsBack { score -= 3.0 }
        case .announce:
            score = weigh(.announce, 3.4)
            if !r.has(.announce), !r.quotes, !r.retells, r.role != .message { score -= 4.0 }
            if r.role == .host { score += (r.quotes ? 2.0 : 0) + (r.retells ? 1.5 : 0) }
        case .filler: score = weigh(.filler, 3.0) + (isFirst && r.has(.filler) ? 1.5 : 0)
        case .bye: score = weigh(.farewell, 1.8) - (r.tokens.count > 12 ? 0.8 : 0)
        case .answer:
            score = weigh(.answer, 1.4) + (r.role == nil && r.addressesCaller ? 1.2 : 0)
        case .intro: score = weigh(.introduce, 1.2) + (r.role == nil && r.greetsBack ? 1.5 : 0)
        case .ask: score = weigh(.ask, 1.6) + (r.tokens.last?.asks == true ? 1.0 : 0)
        case .open:
            let hello = r.has(.greet) || r.tokens.first?.word == "assalamualaikum"
            score = (hello ? 1.0 : -0.5) + (r.has(.introduce) ? 1.0 : -0.5)
            if r.role == nil, !(hello && r.has(.introduce)) { score -= 4.0 }
        case .body, .read:
            score = min(1.2, 0.6 * Double(r.count(.plea) + r.count(.problem) + r.count(.song)))
            if r.role == nil, r.addressesCaller { score -= 1.0 }
            if r.has(.answer) { score -= 0.3 * Double(min(3, r.count(.answer))) }
        }
        if r.role == nil || r.role == .host {
            let strong = [(Hint.greet, Part.greet), (.announce, .announce), (.filler, .filler)]
            for (cue, own) in strong where part != own && r.has(cue) {
                let shared = part == .open && cue == .greet
                let either = own == .filler ? 0.8 : 1.6
                if !shared && !(part.begins && own == .filler) { score -= either }
            }
        }
        return score
    }

    private static func roleScore(_ part: Part, _ r: Reading) -> Double {
        guard let role = r.role else { return part == .open ? -0.5 : 0 }
        switch part {
        case .greet, .announce, .read, .ask:
            if role == .message { return part == .announce ? 4.0 : -2.0 }
            return role == .host ? 1.2 : role == .caller ? -3.0 : part == .ask ? -0.6 : -6.0
        case .filler: return role == .host ? 1.2 : role == .caller ? -4.0 : -3.0
        case .open:
            guard role == .caller else { return -5.0 }
            return r.newCaller == true ? 2.2 : 0
        case .intro, .body: return role == .caller ? 1.2 : role == .host ? -3.0 : -9.0
        case .answer:
            switch role {
            case .regent, .official: return 1.6
            case .host: return -0.2
            case .caller: return -6.0
            case .message: return -4.0
            }
        case .bye:
            return role == .caller ? 0.8 : role == .host ? 0.0 : -1.5
        }
    }
}
