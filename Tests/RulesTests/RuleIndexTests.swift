// The index leaves out no rule that holds: invented books and complaints, decided with it and one by one.
import Complaints
import Language
import Rules
import TestSupport
import Testing

@Suite struct RuleIndexTests {
    /// SplitMix64.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }
    }

    private static let topics = ["a", "b", "c", "d"]
    private static let codes = ["63.06", "63.06.01", "63.06.01.2001", "63.06.02", "63.06.02.2001"]

    private static func condition(_ chance: inout Chance, depth: Int = 2) -> Condition {
        func some(_ chance: inout Chance) -> [Condition] {
            (0...Int(chance.next() % 3)).map { _ in condition(&chance, depth: depth - 1) }
        }
        switch chance.next() % (depth > 0 ? 15 : 11) {
        case 0, 1: return .words([Int(chance.next() % 6), Int(chance.next() % 6)])
        case 2, 3: return .topics([chance.pick(topics), chance.pick(topics)], minimumWeight: 0.7)
        case 4: return .mentions([chance.pick(topics)])
        case 5: return .places([chance.pick(codes), chance.pick(codes)])
        case 6: return .channel([chance.pick(Channel.allCases)])
        case 7: return .kind([chance.pick(Kind.allCases)])
        case 8: return .flag([chance.pick(["x", "y"])])
        case 9: return .sender([chance.pick(SenderTrait.allCases)])
        case 10: return .near([Int(chance.next() % 6)], [Int(chance.next() % 6)], within: 3)
        case 11: return .not(condition(&chance, depth: depth - 1))
        case 12: return .any(some(&chance))
        default: return .all(some(&chance))
        }
    }

    private static func facts(_ chance: inout Chance) -> Facts {
        var facts = Facts(channel: chance.pick(Channel.allCases), kind: chance.pick(Kind.allCases))
        for phrase in 0..<6 where chance.next() % 3 == 0 {
            let start = Int(chance.next() % 8)
            facts.phrases[phrase] = [start..<start + 1]
        }
        facts.topics = topics.filter { _ in chance.next() % 2 == 0 }.map {
            TopicHit(topic: $0, weight: Double(chance.next() % 3) + 0.5, words: [0..<1])
        }.sorted { ($1.weight, $0.topic) < ($0.weight, $1.topic) }
        if chance.next() % 4 > 0 {
            facts.places = [
                Place(code: chance.pick(codes), name: "", level: "desa", confidence: chance.pick([0.9, 0.2]))
            ]
        }
        facts.flags = Set(["x", "y"].filter { _ in chance.next() % 2 == 0 })
        facts.sender = [chance.pick(SenderTrait.allCases)]
        return facts
    }

    @Test(arguments: [1, 63, 64, 65, 300])
    func itFindsWhatALookAtEachRuleFinds(rules: Int) {
        var chance = Chance(state: UInt64(rules))
        for _ in 0..<20 {
            let agencies = ["P", "Q", nil]
            let all = (0..<rules).map { number in
                Rule(
                    id: "\(number)", priority: Int(chance.next() % 3), condition: Self.condition(&chance),
                    agency: chance.pick(agencies), copies: ["C"])
            }
            let book = RuleBook(id: "t", rules: all)
            for _ in 0..<20 {
                let facts = Self.facts(&chance)
                var ignored = Evidence()
                let holding = book.deciding.filter { $0.condition.holds(facts, evidence: &ignored) }
                let verdict = book.verdict(on: facts)
                #expect(verdict.winner?.id == holding.first?.id)
                let behind = holding.filter { $0.agency != holding.first?.agency }.prefix(RuleBook.maximumRejected)
                let told = verdict.rejected.filter { $0.why.hasPrefix("juga berlaku") }
                #expect(told.map(\.rule) == behind.map(\.id))
                let adding = book.adding.filter { $0.condition.holds(facts, evidence: &ignored) }
                #expect(book.additions(on: facts).map(\.rule.id) == adding.map(\.id))
            }
        }
    }

    @Test func theCheckFindsTheSameRulesUnreachableAsALookAtAllPairs() {
        var chance = Chance(state: 77)
        for _ in 0..<30 {
            let book = RuleBook(
                id: "t",
                rules: (0..<40).map {
                    Rule(id: "\($0)", condition: Self.condition(&chance), agency: chance.pick(["P", "Q"]))
                })
            let all = book.deciding.indices.compactMap { index -> [String]? in
                let rule = book.deciding[index]
                return book.deciding[..<index].first { $0.condition.covers(rule.condition) }.map {
                    [rule.id, $0.id]
                }
            }
            #expect(book.unreachable().map { [$0.rule.id, $0.because.id] } == all)
        }
    }

    @Test func thousandsOfRulesAreCompiledAndCheckedInTime() {
        let rules = (0..<3_000).map { number in
            var rule = Rule(
                id: "\(number)",
                condition: .all([
                    .topics(["t\(number % 50)"], minimumWeight: 0.7), .places(["63.\(number / 50 % 100)"]),
                    .channel([number / 1500 == 0 ? .sms : .email]),
                ]), agency: "A\(number % 7)")
            rule.policy = .priority
            return rule
        }
        let start = CPUTime.ofThread
        let book = RuleBook(id: "t", rules: rules)
        #expect(book.unreachable().isEmpty && book.conflicts().isEmpty)
        // A debug build takes some ten times what `ops/bench rules` asks of a release build.
        #expect(CPUTime.ofThread - start < 10)
    }

    @Test func rulesThatContradictEachOther() {
        func rule(_ id: String, _ condition: Condition, _ agency: String, _ policy: HitPolicy = .priority) -> Rule {
            var rule = Rule(id: id, condition: condition, agency: agency)
            rule.policy = policy
            return rule
        }
        let road = Condition.topics(["road"], minimumWeight: 0.7)
        // Another priority orders the two.
        var earlier = rule("road-first", .all([road, .channel([.sms])]), "Z")
        earlier.priority = 5
        let book = RuleBook(
            id: "t",
            rules: [
                rule("road", .all([road, .channel([.sms, .chat])]), "P"),
                rule("road-here", .all([road, .places(["63.06.01"]), .channel([.sms])]), "Q"),
                rule("road-mail", .all([road, .channel([.email])]), "Q"),
                rule("same", .all([road, .channel([.sms])]), "P"),
                rule("lamp", .topics(["lamp"], minimumWeight: 0.7), "R"),
                rule("not-road", .all([.places(["63.06"]), .not(road)]), "S"),
                earlier,
                rule("written", .all([road, .kind([.complaint])]), "T", .first),
            ])
        #expect(
            book.conflicts().map { [$0.rule.id, $0.other.id] } == [
                ["road", "road-here"], ["road-here", "same"], ["lamp", "not-road"],
            ])
        let facts = Facts(
            topics: [TopicHit(topic: "road", weight: 1, words: [0..<1])],
            places: [Place(code: "63.06.01.2001", name: "", level: "desa", confidence: 0.9)])
        #expect(book.conflict(on: facts) == nil)
        // At run time the order is the one they are written in, always.
        #expect(book.verdict(on: facts).winner?.id == "road-first")
        let without = RuleBook(id: "t", rules: book.deciding.filter { $0.id != "road-first" })
        #expect(without.conflict(on: facts).map { [$0.rule.id, $0.other.id] } == ["road", "road-here"])
        #expect(without.verdict(on: facts).winner?.id == "road")
    }

    @Test func aRuleHoldsOnItsDaysOnly() {
        var rule = Rule(id: "new", condition: .channel([.sms]), agency: "P")
        rule.validity = DaySpan(from: Day(year: 2027, month: 1, day: 1))
        let book = RuleBook(id: "t", rules: [rule, Rule(id: "old", condition: .always, agency: "Q")])
        var facts = Facts()
        for (day, winner) in [(Day(year: 2026, month: 12, day: 31), "old"), (Day(year: 2027, month: 1, day: 1), "new")] {
            facts.received = LocalMoment(day: day, minute: 0, isWorkingDay: true)
            #expect(book.verdict(on: facts).winner?.id == winner)
        }
        #expect(book.unreachable().isEmpty)
    }
}
