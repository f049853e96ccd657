// Who is who in a programme. A label's own words say it, or the heading; the rest is told by
// behaviour: hosts speak first, last and to everybody, callers come after the host and stay together,
// officials come after an office was addressed and answer.

/// Gives every label of a programme its role.
enum Roles {
    static func assign(_ readings: inout [Reading]) {
        var ledger = Ledger(readings)
        if !readings.contains(where: { $0.role == .host }) { ledger.findHost() }
        ledger.weighOffices(readings)
        if !ledger.roles.values.contains(.regent) { ledger.findRegent() }
        for index in readings.indices where readings[index].turn.speaker != nil {
            readings[index].role = ledger.roles[readings[index].labelKey] ?? readings[index].role
        }
        markNewCallers(&readings)
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

/// What is known of one label.
private struct Evidence {
    var first: Int
    var last: Int
    var turns = 0
    /// Labels spoken to or after.
    var neighbours: Set<String> = []
    /// Cues of a host.
    var host = 0
    /// For an office, against a citizen.
    var office = 0.0
    /// Other labels heard for the first time between this one's first and last turn.
    var spans = 0
    /// Turns that follow a citizen's or host's and do not obey.
    var rules = 0
    var isGuessedCaller = false
    /// Turns in which a message is read out.
    var reads = 0
}

/// The evidence of all labels, and the roles drawn from it.
private struct Ledger {
    var roles: [String: Role] = [:]
    private var evidence: [String: Evidence] = [:]
    /// In the order in which they are first heard.
    private var order: [String] = []
    private let count: Int

    init(_ readings: [Reading]) {
        count = readings.count
        var before: String?
        /// How many labels were heard up to each turn.
        var heard = Array(repeating: 0, count: readings.count)
        for (index, reading) in readings.enumerated() {
            heard[index] = order.count
            guard reading.turn.speaker != nil else { continue }
            let key = reading.labelKey
            if evidence[key] == nil { order.append(key) }
            heard[index] = order.count
            var item = evidence[key] ?? Evidence(first: index, last: index)
            item.last = index
            item.turns += 1
            item.host += 2 * (reading.count(.greet) + reading.count(.announce))
            item.host += reading.count(.filler) + reading.count(.ask)
            if reading.quotes || (reading.has(.announce) && !reading.has(.introduce)) {
                item.reads += 1
            }
            item.isGuessedCaller = reading.label?.isGuess == true && reading.role == nil
            if let before, before != key {
                item.neighbours.insert(before)
                evidence[before]?.neighbours.insert(key)
            }
            evidence[key] = item
            if let role = reading.role { roles[key] = role }
            before = key
        }
        for key in order {
            guard let item = evidence[key] else { continue }
            evidence[key]?.spans = heard[item.last] - heard[item.first]
        }
    }

    /// The host speaks first and last, most often, and with everybody.
    mutating func findHost() {
        let most = evidence.values.map(\.turns).max() ?? 0
        func score(_ key: String) -> Double {
            guard let item = evidence[key] else { return 0 }
            var score = Double(item.host) / Double(max(1, item.turns)) * 2
            if item.first == 0 { score += 2 }
            if item.last == count - 1 { score += 2 }
            score += 3 * Double(item.turns) / Double(max(1, most))
            return score + 3 * Double(item.neighbours.count) / Double(max(1, order.count - 1))
        }
        let open = order.filter { roles[$0] == nil && (evidence[$0]?.host ?? 0) > 0 }
        guard let best = open.max(by: { score($0) < score($1) }) else { return }
        roles[best] = .host
    }

    /// Tells officials from citizens, label by label in the order of their first turn.
    mutating func weighOffices(_ readings: [Reading]) {
        let citizens = order.filter { roles[$0] == .caller }.count
        for (index, reading) in readings.enumerated() where reading.turn.speaker != nil {
            let key = reading.labelKey
            guard roles[key] == nil, var item = evidence[key] else { continue }
            let previous = index > 0 ? readings[index - 1] : nil
            let before = previous.flatMap { roles[$0.labelKey] }
            item.office += words(reading)
            if index == item.first {
                item.office += opening(reading, after: previous, before, item)
                if item.isGuessedCaller { item.office -= 1.5 }
                item.office += item.spans >= 3 ? 3 : item.spans == 2 ? 1 : 0
            }
            if !reading.obeys, before != .regent { item.rules += 1 }
            evidence[key] = item
        }
        for key in order where roles[key] == nil {
            guard let item = evidence[key] else { continue }
            // A second host reads the messages out.
            if item.reads * 2 > item.turns, item.reads >= 2 || item.turns == 1, item.office <= 0 {
                roles[key] = .host
            } else {
                let bar = citizens > 0 ? 0.5 : 1.0
                roles[key] = item.office >= bar ? .official : .caller
            }
        }
    }

    /// What the words of a turn say for an office.
    private func words(_ reading: Reading) -> Double {
        var score = 0.0
        if reading.obeys { score += 2 }
        score += min(2, 0.7 * Double(reading.count(.answer)))
        score -= min(2, 0.5 * Double(reading.count(.problem)))
        if reading.has(.introduce) { score -= 2 }
        if reading.has(.plea) { score -= 0.5 }
        if reading.has(.question) { score -= 1 }
        let words = reading.tokens.prefix(8).map(\.word)
        if words.starts(with: ["terima", "kasih"]) || words.starts(with: ["tarima", "kasih"]) {
            score += 0.7
        }
        if words.contains(where: { ["ulun", "saya", "aku"].contains($0) }), !reading.obeys {
            score -= 0.5
        }
        return score
    }

    /// What the turn before a label's first turn says for an office.
    private func opening(
        _ reading: Reading, after previous: Reading?, _ before: Role?, _ item: Evidence
    ) -> Double {
        guard let previous else { return 0 }
        let spoken = Set(previous.tokens.map(\.word))
        let named = reading.label?.name?.lowercased().split(separator: " ").first
            .map { spoken.contains(String($0)) } ?? false
        switch before {
        case .host:
            let office = previous.tokens.suffix(12).contains {
                SpeakerLabel($0.word).role == .official || SpeakerLabel($0.word).role == .regent
            }
            return office && !previous.has(.greet) ? 1.5 : -1.5
        case .regent, .official: return named ? 3 : 2
        case .caller: return 1.5
        case .message: return 2
        case nil: return named ? 1.5 : 1
        }
    }

    /// The regent is the office that answers most often and does not obey.
    mutating func findRegent() {
        let offices = order.filter { roles[$0] == .official && (evidence[$0]?.rules ?? 0) >= 2 }
        guard
            let best = offices.max(by: {
                (evidence[$0]?.rules ?? 0, evidence[$0]?.spans ?? 0)
                    < (evidence[$1]?.rules ?? 0, evidence[$1]?.spans ?? 0)
            }), (evidence[best]?.spans ?? 0) >= 2
        else { return }
        roles[best] = .regent
    }
}
