// A turn as the segmenter sees it: its words, the cues found in it, and who speaks.

/// One turn, read once; everything after works on this.
struct Reading: Sendable {
    var turn: Turn
    var tokens: [Token]
    var hits: [PhraseMatcher.Hit]
    /// From the label, or inferred; `nil` when the transcript has no labels.
    var role: Role?
    var label: SpeakerLabel?
    /// A caller's label that is not the last caller's; `nil` when labels cannot tell.
    var newCaller: Bool?
    private var counts: [Int8]

    init(_ turn: Turn, matcher: PhraseMatcher) {
        self.turn = turn
        tokens = Tokens.split(turn.text)
        hits = matcher.hits(in: tokens)
        counts = Array(repeating: 0, count: Hint.allCases.count)
        for hit in hits where counts[hit.cue.rawValue] < 100 { counts[hit.cue.rawValue] += 1 }
        label = turn.speaker.map(SpeakerLabel.init)
        role = label?.role
    }

    /// "Halo, ulun …": a caller's hello, not the host's.
    var greetsBack: Bool {
        let head = tokens.prefix(4).map(\.word)
        guard let first = head.first,
            ["halo", "hallo", "assalamualaikum", "selamat"].contains(first)
        else { return false }
        return head.dropFirst().contains { ["saya", "ulun", "ini", "aku", "nama"].contains($0) }
            && !head.contains("siapa")
    }

    func count(_ cue: Hint) -> Int { Int(counts[cue.rawValue]) }
    func has(_ cue: Hint) -> Bool { counts[cue.rawValue] > 0 }

    /// Whether the label names one person: it has a number or a name.
    var labelIsSpecific: Bool {
        guard let speaker = turn.speaker else { return false }
        return speaker.contains(where: \.isNumber) || label?.name != nil
    }

    /// The label without what typists add when a caller comes back: `PENELEPON 2 (lagi)`.
    var labelKey: String {
        (turn.speaker ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }
            .filter { !["lagi", "kembali", "lanjutan", "sambungan"].contains($0) }
            .joined(separator: " ")
    }
}

/// Gives every label of a programme its role (transcripts: known words, then votes of cues).
enum Roles {
    static func assign(_ readings: inout [Reading]) {
        var votes: [String: Votes] = [:]
        var known: Set<Role> = []
        for (index, reading) in readings.enumerated() {
            guard reading.turn.speaker != nil else { continue }
            if let role = reading.role {
                known.insert(role)
                continue
            }
            var vote = votes[reading.labelKey] ?? Votes(first: index)
            vote.turns += 1
            vote.host += 2 * reading.count(.greet) + 2 * reading.count(.announce)
            vote.host += reading.count(.filler) + reading.count(.ask)
            vote.answer += reading.count(.answer)
            vote.caller += reading.count(.introduce) + reading.count(.plea)
            vote.last = index
            votes[reading.labelKey] = vote
        }
        guard !votes.isEmpty else {
            markNewCallers(&readings)
            return
        }
        var roles: [String: Role] = [:]
        let ordered = votes.sorted { $0.value.first < $1.value.first }
        if !known.contains(.host),
            let host = ordered.max(by: { $0.value.hostScore < $1.value.hostScore }),
            host.value.host > 0
        {
            roles[host.key] = .host
        }
        let average = ordered.reduce(0) { $0 + $1.value.turns } / ordered.count
        let answering = ordered.filter {
            roles[$0.key] == nil && $0.value.answer > $0.value.caller && $0.value.answer >= 2
        }
        if !known.contains(.regent),
            let regent = answering.max(by: { $0.value.answer < $1.value.answer }),
            regent.value.turns >= average
        {
            roles[regent.key] = .regent
        }
        for (key, _) in answering where roles[key] == nil { roles[key] = .official }
        for index in readings.indices where readings[index].role == nil {
            guard readings[index].turn.speaker != nil else { continue }
            readings[index].role = roles[readings[index].labelKey] ?? .caller
        }
        markNewCallers(&readings)
    }

    private struct Votes {
        var first: Int
        var last = 0
        var turns = 0
        var host = 0
        var answer = 0
        var caller = 0
        init(first: Int) { self.first = first }
        /// The host also talks most often.
        var hostScore: Int { host * 4 + turns }
    }

    private static func markNewCallers(_ readings: inout [Reading]) {
        var last: String?
        for index in readings.indices where readings[index].role == .caller {
            guard readings[index].labelIsSpecific else { continue }
            let key = readings[index].labelKey
            readings[index].newCaller = key != last
            last = key
        }
    }
}
