// Rules of equal priority that contradict each other are shown by a text on which both hold, or by none.
import Complaints
import Foundation
import Region
import Rules
import TestSupport
import Testing

@Suite struct ConflictTests {
    private func conflicts(_ rules: String) throws -> [String] {
        try checked(["rules/05.yaml": "policy: priority\nrules:\n" + rules]).findings.map(\.message)
            .filter { $0.contains("can both hold") }
    }

    private func rule(_ id: String, _ when: String, _ agency: String, example: String = "qwerty") -> String {
        "  - { id: \(id), priority: 5, when: { \(when) }, agency: \(agency), "
            + "examples: [ { text: \(example), agency: triage } ] }\n"
    }

    @Test("different words, which one text can say together")
    func differentWords() throws {
        let found = try conflicts(rule("a", "words: [kuda]", "PUPR") + rule("b", "words: [unta]", "DISHUB"))
        #expect(found == [
            "the rules 'a' (PUPR) and 'b' (DISHUB) have the same priority and can both hold, as for 'kuda unta': "
                + "give one a lower number"
        ])
        #expect(try conflicts(rule("a", "words: [kuda]", "PUPR") + rule("b", "words: [unta]", "PUPR")) == [])
        let apart = rule("a", "words: [kuda], channel: sms", "PUPR") + rule("b", "words: [unta], channel: email", "DISHUB")
        #expect(try conflicts(apart) == [])
        let denied = rule("a", "words: [kuda], not: { words: [unta] }", "PUPR") + rule("b", "words: [unta]", "DISHUB")
        #expect(try conflicts(denied) == [])
    }

    @Test("words against a topic, and against a place")
    func wordsAndOthers() throws {
        let topic = try conflicts(rule("a", "words: [kuda]", "SETDA") + rule("b", "topics: [jalan]", "PUPR"))
        #expect(topic.count == 1 && topic[0].contains("as for 'kuda jalan "), "\(topic)")
        let place = try conflicts(
            rule("a", "words: [kuda]", "SETDA") + rule("b", "places: [\"63.06.01.2001\"]", "PUPR"))
        #expect(place.count == 1 && place[0].contains("as for 'kuda di desa Hulu' with the place 63.06.01.2001"), "\(place)")
    }

    @Test("each pair is told once, by a text of its own words, whatever its examples say")
    func once() throws {
        let shared = rule("a", "words: [kuda]", "PUPR", example: "kuda") + rule("b", "words: [kuda, unta]", "DISHUB", example: "unta kuda")
        let found = try conflicts(shared)
        #expect(found.count == 1 && found[0].contains("as for 'kuda'"), "\(found)")
    }

    @Test("the hour and the channel on which both hold are said beside the text")
    func circumstances() throws {
        let found = try conflicts(
            rule("a", "words: [gajah], channel: email", "PUPR")
                + rule("b", "words: [gajah], time: { hours: \"08:00-10:00\" }", "DISHUB"))
        #expect(found.count == 1)
        #expect(found[0].contains("as for 'gajah' with the channel email, the time 08:00-10:00: give"), "\(found)")
    }
}
