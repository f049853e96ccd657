// Two that each say where, and nothing the same, are not linked without a person; nor two thefts, nor one
// seller with what all are short of.
import Complaints
import Testing

@testable import Duplicates

@Suite struct OtherSpotTests {
    private func decision(_ first: String, _ other: String) -> LinkDecision {
        var told = Told()
        told.tell(first, from: 1, topic: nil)
        return told.tell(other, from: 2, topic: nil, day: 0.5).decision
    }

    @Test(arguments: [
        ("lampu di jembatan padam, gelap gulita", "lampu jalan RT 3 padam, gelap gulita"),
        ("petasan di gang 2 tiap malam", "petasan di lapangan voli RT 7 tiap malam"),
        ("karaoke ribut di ujung jembatan", "karaoke ribut dekat masjid"),
    ])
    func twoSpotsAreAQuestion(first: String, other: String) {
        let decision = decision(first, other)
        #expect(decision.links.isEmpty && !decision.reviews.isEmpty, "\(first) / \(other)")
    }

    @Test(arguments: [
        ("motor hilang di teras", "kambing dicuri tadi malam"),
        ("rumah dibobol maling, emas lenyap", "mesin perahu hilang di tambatan"),
    ])
    func twoTheftsAreTwo(first: String, other: String) {
        #expect(decision(first, other).links.isEmpty, "\(first) / \(other)")
        let (mine, theirs) = (Told.facts(first, number: 1, from: 1), Told.facts(other, number: 2, from: 2))
        #expect(Features(theirs, mine, counts: WordCounts()).contains(.twoHouseholds))
        let own = Told.facts(other, number: 2, from: 1)
        #expect(!Features(own, mine, counts: WordCounts()).contains(.twoHouseholds))
    }

    @Test func oneSellerIsNotTheScarcityOfAll() {
        let decision = decision(
            "gas melon kosong di mana-mana, elpiji langka", "pangkalan gas RT 5 menjual elpiji melon mahal")
        #expect(decision.links.isEmpty && !decision.reviews.isEmpty)
    }

    @Test func whatGoesOutInTheNextVillageTheSameDayIsFound() {
        var told = Told()
        told.tell("listrik padam sejak magrib", from: 1, village: "63.06.05.2007", topic: nil)
        let near = told.tell("listrik padam juga di sini", from: 2, village: "63.06.05.2008", topic: nil, day: 0.1)
        #expect(near.decision.links.count + near.decision.reviews.count == 1)
        let later = told.tell("listrik padam lagi", from: 3, village: "63.06.05.2009", topic: nil, day: 3)
        #expect(later.decision.links.isEmpty)
        let far = told.tell("listrik padam", from: 4, village: "63.06.07.2001", topic: nil, day: 0.1)
        #expect(far.decision.links.isEmpty)
    }
}
