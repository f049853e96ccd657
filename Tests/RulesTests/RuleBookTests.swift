// The rule book: priority, blocked rules, the trace, unreachable rules.
import Complaints
import Language
import Rules
import Testing

@Suite struct RuleBookTests {
    private func hit(_ topic: String, _ weight: Double) -> TopicHit {
        TopicHit(topic: topic, weight: weight, words: [0..<1])
    }

    private let book = RuleBook(
        id: "test",
        rules: [
            Rule(id: "road", condition: .topics(["road"], minimumWeight: 0.7), agency: "PUPR"),
            Rule(id: "tree", condition: .topics(["tree"], minimumWeight: 0.7), agency: "DLH"),
            Rule(
                id: "tree-on-house", priority: 10,
                condition: .all([.words([7]), .not(.kind([.question]))]), agency: "BPBD"),
            Rule(id: "watch", condition: .agency(["BPBD"]), copies: ["KODIM"]),
        ])

    @Test func theLowerPriorityComesFirstAndTheLoserIsNamed() {
        let facts = Facts(phrases: [7: [2..<4]], topics: [hit("tree", 2), hit("road", 1)])
        let verdict = book.verdict(on: facts)
        #expect(verdict.winner?.id == "tree-on-house")
        #expect(verdict.evidence.words == [2..<4])
        #expect(
            verdict.rejected == [
                RejectedRule(rule: "tree", why: "juga berlaku, tetapi \u{201C}tree-on-house\u{201D} didahulukan"),
                RejectedRule(rule: "road", why: "topik road lebih lemah daripada tree"),
            ])
    }

    @Test func aMissingPartIsANearMiss() {
        let facts = Facts(phrases: [7: [0..<1]], kind: .question)
        let verdict = book.verdict(on: facts)
        #expect(verdict.winner == nil)
        #expect(
            verdict.rejected == [
                RejectedRule(rule: "tree-on-house", why: "ada yang dikecualikan (jenis pertanyaan)")
            ])
    }

    @Test func aBlockedRuleDoesNotGiveWayToAWeakerOne() {
        let facts = Facts(phrases: [7: [0..<1]], topics: [hit("tree", 1)])
        let verdict = book.verdict(on: facts) { $0.agency == "BPBD" ? "closed" : nil }
        #expect(verdict.winner == nil)
        #expect(verdict.blocked?.id == "tree-on-house")
        #expect(verdict.rejected.first == RejectedRule(rule: "tree-on-house", why: "closed"))
    }

    @Test func additionsKnowTheAgency() {
        #expect(book.additions(on: Facts(agency: "BPBD")).map(\.rule.id) == ["watch"])
        #expect(book.additions(on: Facts(agency: "DLH")).isEmpty)
    }

    @Test func placesByTheirCodes() {
        let place = Place(code: "63.06.05.2001", name: "x", level: "desa", confidence: 0.9)
        var doubtful = place
        doubtful.confidence = 0.4
        var evidence = Evidence()
        let inside = Condition.places(["63.06.05"])
        #expect(inside.holds(Facts(places: [place]), evidence: &evidence))
        #expect(!inside.holds(Facts(places: [doubtful]), evidence: &evidence))
        #expect(!Condition.places(["63.06.0"]).holds(Facts(places: [place]), evidence: &evidence))
    }

    @Test func rulesThatCanNeverDecide() {
        let book = RuleBook(
            id: "test",
            rules: [
                Rule(id: "any", condition: .topics(["a", "b"], minimumWeight: 0.7), agency: "X"),
                Rule(
                    id: "dead",
                    condition: .all([.topics(["a"], minimumWeight: 1), .channel([.sms])]),
                    agency: "Y"),
                Rule(id: "weaker", condition: .topics(["a"], minimumWeight: 0.1), agency: "Y"),
                Rule(id: "other", condition: .topics(["a", "c"], minimumWeight: 1), agency: "Y"),
                Rule(
                    id: "dead-branches",
                    condition: .any([
                        .topics(["a"], minimumWeight: 1), .topics(["b"], minimumWeight: 1),
                    ]), agency: "Y"),
            ])
        #expect(book.unreachable().map(\.rule.id) == ["dead", "dead-branches"])
    }
}
