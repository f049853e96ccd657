// A chat up to a message: its matters, who wrote in them and when, and what a message has to do with each.
import Foundation

/// A matter of a chat so far.
struct ThreadMatter {
    enum Writer: Int { case deskAsks, desk, owner, other }
    var number: Int
    var owner: String
    var voices: Set<String> = []
    var last = 0
    var lastTime = 0.0
    var lastWrote = Writer.owner
    var isAnswered = false
}

/// A message and what it has to do with the matters so far.
struct ThreadMessage {
    var index: Int
    var sender: String
    var isDesk: Bool
    var time: Double
    var length: Int
    var hints: [Hint]
    /// Of "another", "opens", "passed on".
    var signs: [Int] = []
    /// 0 the station, 1 who wrote before, 2 a stranger.
    var writer = 2
    var shared: [Int: Double] = [:]
    var most: Int?
    var mostShared = 0.0
    /// How many matters were spoken of since.
    var rank: [Int: Int] = [:]
    var named: Set<Int> = []
    var ownLast: Home?
    var ownGap: Double?
    var ownState = 0
    var gap: Double?
    /// Of "first", "last", "after nobody's", "many matters".
    var standing: [Int] = []
}

/// Follows a chat, message by message.
struct ThreadState {
    /// Looked at besides the sender's own: the matters spoken of last, and those with most words in common.
    private static let (mostRecent, mostAlike) = (12, 4)
    private static let fewestLettersOfAName = 4
    /// So many matters with words in common make a summary.
    private static let (manyMatters, enoughShared) = (3, 2.6)

    private(set) var matters: [ThreadMatter] = []
    private let readings: [Reading]
    private let desks: Set<Int>
    private let words: [Set<String>]
    private let weights: [String: Double]
    private var spoken: [String: [Int]] = [:]
    private var recent: [Int] = []
    private var bySender: [String: (home: Home, time: Double)] = [:]
    private var before: (home: Home, time: Double)?

    init(_ readings: [Reading], desks: Set<Int>) {
        self.readings = readings
        self.desks = desks
        words = readings.map { Set($0.tokens.map(\.word).filter(SaidBefore.isMatter).map(SaidBefore.stem)) }
        var counts: [String: Int] = [:]
        for set in words { for word in set { counts[word, default: 0] += 1 } }
        let total = Double(readings.count + 1)
        weights = counts.mapValues { log(total / Double($0)) }
    }

    /// The places where a message may belong.
    func choices(_ index: Int) -> [Choice] {
        let message = message(index)
        var near = Array(recent.suffix(Self.mostRecent))
        let own = matters.indices.last { matters[$0].owner == message.sender }
        let alike = message.shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(Self.mostAlike).map(\.key)
        for matter in alike + [own].compactMap(\.self) where !near.contains(matter) {
            near.append(matter)
        }
        var choices = near.sorted().map {
            Choice(home: .matter($0), traits: ThreadTraits.goesOn(matters[$0], message))
        }
        choices.append(Choice(home: .new, traits: ThreadTraits.begins(message)))
        choices.append(Choice(home: .general, traits: ThreadTraits.isNobodys(message)))
        return choices
    }

    /// Goes on, knowing where the message belongs.
    mutating func add(_ index: Int, to home: Home) {
        let reading = readings[index]
        guard reading.turn.speaker != nil else { return }
        let (sender, time, isDesk) = (reading.labelKey, time(index), desks.contains(index))
        var home = home
        if home == .new {
            matters.append(ThreadMatter(number: matters.count, owner: sender))
            home = .matter(matters.count - 1)
        }
        if case .matter(let number) = home {
            matters[number].voices.insert(sender)
            (matters[number].last, matters[number].lastTime) = (index, time)
            let asks = reading.tokens.contains(where: \.asks)
            matters[number].lastWrote =
                isDesk ? (asks ? .deskAsks : .desk) : sender == matters[number].owner ? .owner : .other
            if isDesk { matters[number].isAnswered = true }
            for word in words[index] where spoken[word]?.contains(number) != true {
                spoken[word, default: []].append(number)
            }
            recent.removeAll { $0 == number }
            recent.append(number)
        }
        bySender[sender] = (home, time)
        before = (home, time)
    }

    private func time(_ index: Int) -> Double { readings[index].turn.start ?? 0 }

    private func message(_ index: Int) -> ThreadMessage {
        let reading = readings[index]
        var message = ThreadMessage(
            index: index, sender: reading.labelKey, isDesk: desks.contains(index), time: time(index),
            length: reading.tokens.count, hints: Hint.allCases.filter(reading.has))
        let own = bySender[message.sender]
        message.writer = message.isDesk ? 0 : own != nil ? 1 : 2
        message.ownLast = own?.home
        message.ownGap = own.map { message.time - $0.time }
        if case .matter(let number)? = own?.home {
            message.ownState = matters[number].isAnswered ? 2 : 3
        } else if own != nil {
            message.ownState = 1
        }
        message.gap = before.map { message.time - $0.time }
        for word in words[index].sorted() {
            for matter in spoken[word] ?? [] { message.shared[matter, default: 0] += weights[word] ?? 0 }
        }
        let best = message.shared.max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let best { (message.most, message.mostShared) = (best.key, best.value) }
        for (back, matter) in recent.reversed().enumerated() { message.rank[matter] = back }
        message.named = named(reading)
        if reading.has(.another) { message.signs.append(0) }
        if Self.opens(reading) { message.signs.append(1) }
        if Self.isPassedOn(reading) { message.signs.append(2) }
        if index < 3 { message.standing.append(0) }
        if index + 2 >= readings.count { message.standing.append(1) }
        if before?.home == .general { message.standing.append(2) }
        if message.shared.values.count(where: { $0 >= Self.enoughShared }) >= Self.manyMatters {
            message.standing.append(3)
        }
        return message
    }

    /// The matters whose owners a message calls by name.
    private func named(_ reading: Reading) -> Set<Int> {
        let called = Set(reading.tokens.map(\.word))
        return Set(
            recent.suffix(Self.mostRecent).filter { number in
                matters[number].owner != reading.labelKey
                    && matters[number].owner.split { !$0.isLetter && !$0.isNumber }.contains {
                        $0.count >= Self.fewestLettersOfAName && called.contains(String($0))
                            && !CallerName.titles.contains(String($0)) && !Threads.isNobodys($0)
                    }
            })
    }

    /// "min mau lapor", "ka admin, kalau mau …": the beginning of something.
    private static func opens(_ reading: Reading) -> Bool {
        reading.tokens.prefix(5).contains { openers.contains($0.word) }
    }

    private static let openers = Set(words: "min admin lapor assalamualaikum mau tanya mohon info izin usul")

    private static func isPassedOn(_ reading: Reading) -> Bool {
        let text = reading.turn.text.prefix(40).lowercased()
        return text.hasPrefix("diteruskan") || text.hasPrefix("forwarded") || text.contains("sebarkan ke")
            || text.contains("salah kirim")
    }
}
