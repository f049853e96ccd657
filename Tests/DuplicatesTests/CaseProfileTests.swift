// A case is compared as a whole, and what a text says of others keeps it apart.
import Complaints
import Foundation
import Language
import Testing

@testable import Duplicates

@Suite struct CaseProfileTests {
    /// One complaint names the village, another the road: a third that names the road alone belongs to both.
    @Test func theComplaintsOfACaseAreKnownTogether() {
        let village = Features([.always, .sameVillage, .sameMatter, .withinWeek, .wordsNone, .spotUnsaid])
        let road = Features([.always, .noPlace, .sharedMatter, .sameRoad, .withinDay, .wordsMany])
        var profile = CaseProfile()
        profile.add(village)
        profile.add(road)
        #expect(
            profile.features
                == Features([.always, .sameVillage, .sameMatter, .sameRoad, .withinDay, .wordsMany]))
    }

    @Test func anotherSpotOfOneComplaintHoldsAgainstTheWholeCase() {
        var profile = CaseProfile()
        profile.add(Features([.always, .sameRT]))
        profile.add(Features([.always, .otherRT]))
        #expect(profile.features.isVetoed)
    }

    @Test func whatIsSaidOfOneComplaintOnlyIsNotHeldAgainstAll() {
        var profile = CaseProfile()
        profile.add(Features([.always, .saysOther]))
        #expect(profile.features.isVetoed)
        profile.add(Features([.always]))
        #expect(!profile.features.isVetoed)
    }

    private func decided(_ texts: [String], from senders: [UInt32], days: Double = 1) -> LinkDecision {
        var told = Told()
        var decision = LinkDecision()
        for (index, text) in texts.enumerated() {
            decision = told.tell(text, from: senders[index], topic: nil, day: days * Double(index)).decision
        }
        return decision
    }

    /// "Ini lain": the same person tells of something else, in whatever place.
    @Test(arguments: [
        "ini soal lain, buaya di sungai muncul lagi", "masalah lain pak, ada buaya lagi di muara",
    ])
    func whoSaysItIsAnotherMatterIsNotLinkedToTheOwnComplaint(other: String) {
        #expect(decided(["buaya muncul di sungai", other], from: [1, 1]).links.isEmpty)
    }

    @Test func aThingThatIsTheOnlyOneOfItsKindDoesNotSetItselfApart() {
        let decision = decided(
            ["jembatan gantung putus", "jembatan gantung putus, satu-satunya jalan kami"], from: [1, 2])
        #expect(decision.link != nil)
    }

    /// What was mended and is broken again is another case, and who comes next tells of that one.
    @Test func whatWasMendedAndIsBrokenAgainIsAnotherCase() throws {
        var told = Told()
        let first = told.tell("jembatan gantung putus talinya", from: 1, topic: nil).facts
        let back = told.tell(
            "jembatan gantung yang baru diperbaiki putus lagi talinya", from: 2, topic: nil, day: 14)
        #expect(back.decision.links.isEmpty)
        #expect(back.decision.recurrence?.number == first.number)
        let next = told.tell("tali jembatan gantung putus", from: 3, topic: nil, day: 15).decision
        #expect(next.link.map(\.clusterNumber) == back.facts.number)
    }

    @Test func whatWasNeverMendedIsTheSameCase() {
        let decision = decided(
            ["trafo meledak, listrik padam", "trafo belum diganti, listrik padam lagi tadi malam"],
            from: [1, 2])
        #expect(decision.link != nil)
    }

    private func facts(_ text: String, _ places: [Place]) -> LinkFacts {
        LinkFacts(
            id: ComplaintID.derive(channel: .sms, account: "t", externalID: text), number: 1,
            at: .distantPast, channel: .sms, sender: LinkSender(), places: places, topics: [],
            isSensitive: false, text: text, tokenizer: Tokenizer())
    }

    @Test func aVillageThatIsNotMeantIsNotThePlace() {
        let places = [
            Place(code: "63.06.08.2004", name: "Pakan Dalam", level: "desa", confidence: 0.85, evidence: nil),
            Place(code: "63.06.08.2016", name: "Hamayung", level: "desa", confidence: 0.72, evidence: nil),
        ]
        let denied = facts("hamayung banjir jua, jangan pakan dalam haja nang dibantu", places)
        #expect(denied.place == LinkFacts.code("63.06.08.2016"))
        let meant = facts("pakan dalam banjir, warga hamayung membantu", places)
        #expect(meant.place == LinkFacts.code("63.06.08.2004"))
        #expect(!meant.marks.contains(.surePlace), "another village is nearly as likely")
    }

    @Test func aKilometreThatIsNotMeantIsNotTheSpot() {
        let one = facts("jalan rusak kilometer tujuh, lainan nang kilometer empat", [])
        #expect(one.kilometre == facts("jalan rusak km 7", []).kilometre && one.kilometre != 0)
    }

    @Test func aRoadOfBoardsHasNoName() {
        #expect(facts("jalan papan di kampung kami bolong", []).road.isNone)
        #expect(!facts("jalan Masjid Jami berlubang", []).road.isNone)
        // Whoever writes "jl" names it.
        #expect(!facts("got jl musyawarah meluap tiap hujan", []).road.isNone)
        #expect(facts("jalan musyawarah itu rusak", []).road.isNone)
    }

    /// No list holds the name, and no word says that it is one: the rare word leads to the case.
    @Test func aRareWordLeadsToTheCaseWhereNoPlaceIsKnown() {
        var told = Told()
        told.tell("perahu wisata tenggelam di dermaga Antasari", from: 1, village: nil, topic: nil)
        for number in 0..<200 {
            told.tell("lampu jalan RT \(number) padam", from: UInt32(number + 10), topic: nil, day: 0.5)
        }
        let last = Told.facts(
            "antasari macam apa kabarnya", number: 300, from: 2, village: nil, topic: nil, day: 1)
        #expect(told.index.judged(last).contains { $0.clusterNumber == 1 })
    }
}
