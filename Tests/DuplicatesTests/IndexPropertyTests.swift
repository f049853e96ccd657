// What holds whatever is told: vetoes, caps, bounds, the order of what is long past.
import Complaints
import Duplicates
import Foundation
import Language
import TestSupport
import Testing

@Suite struct IndexPropertyTests {
    private struct Story {
        var text: String
        var sender: UInt32
        var village: String?
        var day: Double
        var road: String?
        var rt: Int?
        var house: Int?
    }

    private static let roads = ["Pramuka", "Veteran", "Melati", "Sudirman"]

    private static func stories(_ count: Int, _ random: inout SeededRandom) -> [Story] {
        let matters = ["jalan berlubang", "lampu jalan mati", "sampah menumpuk", "air pdam mati", "selokan mampet"]
        var day = 0.0
        return (0..<count).map { _ in
            day += Double.random(in: 0...0.4, using: &random)
            var story = Story(
                text: matters.randomElement(using: &random) ?? "",
                sender: UInt32.random(in: 0...6, using: &random),
                village: [nil, "63.06.05.2007", "63.06.05.2007", "63.06.05.2008"].randomElement(using: &random)
                    ?? nil,
                day: day)
            if Bool.random(using: &random) { story.road = roads.randomElement(using: &random) }
            if Bool.random(using: &random) { story.rt = Int.random(in: 1...5, using: &random) }
            if Int.random(in: 0..<4, using: &random) == 0 { story.house = Int.random(in: 1...9, using: &random) }
            if let road = story.road { story.text += " jalan \(road)" }
            if let rt = story.rt { story.text += " RT \(rt)" }
            if let house = story.house { story.text += " nomor \(house)" }
            story.text += [" mohon dibantu", " sudah lama", " pak", ""].randomElement(using: &random) ?? ""
            return story
        }
    }

    private func tell(_ story: Story, _ told: inout Told) -> (facts: LinkFacts, decision: LinkDecision) {
        told.tell(story.text, from: story.sender, village: story.village, topic: "umum", day: story.day)
    }

    @Test(arguments: 0..<25)
    func noTwoComplaintsOfACaseNameDifferentSpots(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var told = Told()
        let stories = Self.stories(160, &random)
        for story in stories { _ = tell(story, &told) }
        for first in stories.indices {
            for second in stories[..<first].indices {
                let (a, b) = (UInt32(first + 1), UInt32(second + 1))
                guard told.index.cluster(of: a) == told.index.cluster(of: b) else { continue }
                let (x, y) = (stories[first], stories[second])
                #expect(x.rt == nil || y.rt == nil || x.rt == y.rt)
                #expect(x.road == nil || y.road == nil || x.road == y.road)
                #expect(x.house == nil || y.house == nil || x.house == y.house)
            }
        }
    }

    @Test(arguments: 0..<25)
    func casesQuestionsAndScoresStayWithinTheirLimits(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var limits = DuplicateIndex.Limits()
        limits.cluster = 5
        limits.reviews = 2
        limits.links = 2
        var told = Told(limits: limits)
        for story in Self.stories(200, &random) {
            let decision = tell(story, &told).decision
            #expect(decision.reviews.count <= 2)
            #expect(decision.links.count <= 2)
            // Of cases that became one there is still a link for each.
            let joined = decision.links.count - max(0, decision.merged.count - 1)
            #expect(Set(decision.links.map(\.cluster)).count == joined)
            let cases = Array(Set(decision.links.map(\.cluster))) + decision.reviews.map(\.cluster)
            #expect(Set(cases).count == cases.count, "one question per case")
            #expect((decision.links + decision.reviews).allSatisfy { (0...1).contains($0.score) })
        }
        for number in 1...told.number { #expect(told.index.complaints(of: number).count <= 5) }
    }

    /// What is long past decides nothing, in whatever order it came.
    @Test(arguments: 0..<10)
    func theOrderBeyondTheWindowDoesNotMatter(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let past = Self.stories(60, &random)
        let now = Self.stories(40, &random).map { story in
            var story = story
            story.day += 500
            return story
        }
        var decisions: [[Set<UUID>]] = []
        for order in [past, past.shuffled(using: &random)] {
            var told = Told()
            for story in order { _ = tell(story, &told) }
            decisions.append(now.map { Set(tell($0, &told).decision.links.map(\.to)) })
        }
        #expect(decisions[0] == decisions[1])
    }

    @Test(arguments: 0..<50)
    func factsSurviveTheDatabase(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let story = try #require(Self.stories(1, &random).first)
        let facts = Told.facts(
            story.text + " dekat masjid Raya gang 3 km 5 blok C", number: 77, from: 9, email: 11, name: 13,
            village: story.village, day: 3, isSensitive: Bool.random(using: &random))
        #expect(LinkFacts(bytes: facts.bytes, number: 77) == facts)
        #expect(LinkFacts(bytes: Array(facts.bytes.dropLast()), number: 77) == nil)
        var other = facts.bytes
        other[0] &+= 1
        #expect(LinkFacts(bytes: other, number: 77) == nil, "facts of another version are made anew")
    }

    /// The oldest complaints are forgotten, and nothing points to them.
    @Test func theIndexKeepsTheNewest() {
        var limits = DuplicateIndex.Limits()
        limits.complaints = 5_000
        var told = Told(limits: limits)
        for number in 0..<14_000 {
            told.tell(
                "jalan berlubang RT \(number % 50)", from: UInt32(number % 900 + 1),
                village: "63.06.05.2\(String(format: "%03d", number % 300))", day: Double(number) / 400)
        }
        #expect(told.index.count <= 5_000 && told.index.count > 500)
        #expect(told.index.cluster(of: 1) == nil)
        #expect(told.index.cluster(of: 14_000) != nil)
    }

    /// However odd a text, its facts are made, and it is the same as itself.
    @Test(arguments: 0..<100)
    func anyTextIsCompared(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let scalars = (0..<Int.random(in: 0..<300, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0..<0x2FFFF, using: &random))
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        var told = Told()
        told.tell(String(view), from: 3)
        _ = told.tell(String(view), from: 3, day: 0.1)
        #expect(told.index.count == 2)
    }
}
