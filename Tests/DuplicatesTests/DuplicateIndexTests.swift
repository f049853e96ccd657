// Which complaints are linked, and which must never be.
import Complaints
import Duplicates
import Foundation
import Language
import Testing

@Suite struct DuplicateIndexTests {
    private func facts(
        _ text: String, from reporter: String? = nil, village: String? = "63.06.05.2007",
        topic: String? = "jalan_rusak", day: Double = 0
    ) -> LinkFacts {
        LinkFacts(
            id: UUID(), at: Date(timeIntervalSince1970: 1_795_303_964 + day * 86_400),
            reporter: reporter, village: village.map { ($0, 0.95) }, topic: topic, text: text,
            tokenizer: Tokenizer())
    }

    private func relation(_ old: LinkFacts, _ new: LinkFacts) -> Relation? {
        var index = DuplicateIndex()
        index.insert(old)
        return index.link(new)?.relation
    }

    @Test func sameWordsOfTheSameReporterAreAResend() {
        let text = "Jalan di depan pasar berlubang besar sudah tiga bulan"
        #expect(relation(facts(text, from: "+62811"), facts(text, from: "+62811", day: 1)) == .resend)
    }

    @Test func sameReporterWithOtherWordsOnTheSameMatter() {
        let old = facts("Jalan berlubang besar di depan pasar", from: "+62811")
        let new = facts("kapan diperbaiki pak, sudah ada yang jatuh", from: "+62811", day: 2)
        #expect(relation(old, new) == .sameReporter)
    }

    @Test func twoPeopleTellingOfOneIncident() {
        let old = facts("Jembatan gantung papannya patah, anak sekolah takut lewat", topic: "jembatan")
        let new = facts("papan jembatan gantung banyak patah, bahaya buat anak sekolah", topic: "jembatan")
        #expect(relation(old, new) == .sameIncident)
    }

    @Test func shortWordsProveNothingAndPlacesPartThem() {
        #expect(relation(facts("PJU padam", village: nil, topic: "pju"),
            facts("PJU padam", village: nil, topic: "pju")) == nil)
        let text = "Jalan di depan pasar berlubang besar sudah tiga bulan"
        #expect(relation(facts(text), facts(text, village: "63.06.05.2008")) == nil)
        #expect(relation(
            facts(text, from: "+62811"), facts(text, from: "+62811", village: "63.06.05.2008")) == nil)
    }

    @Test func anotherRTIsAnotherSpot() {
        let old = facts("Jalan rusak berlubang di RT 03 dekat langgar sudah lama")
        let other = facts("Jalan rusak berlubang di RT 5 dekat langgar sudah lama")
        let same = facts("Jalan rusak berlubang di rt 3 dekat langgar sudah lama")
        #expect(relation(old, other) == nil)
        #expect(relation(old, same) == .sameIncident)
    }

    @Test func theWindowEnds() {
        let text = "Jalan di depan pasar berlubang besar sudah tiga bulan"
        #expect(relation(facts(text, from: "+62811"), facts(text, from: "+62811", day: 15)) == nil)
    }

    @Test func linksSayWhyAndScoresStayInRange() throws {
        var index = DuplicateIndex()
        let text = "Jalan di depan pasar berlubang besar sudah tiga bulan"
        for _ in 0..<200 { index.insert(facts(text, from: "+62811")) }
        let link = try #require(index.link(facts(text, from: "+62811", day: 1)))
        #expect((0...1).contains(link.score))
        #expect(link.because == ["pelapor sama", "kata sama 100 %"])
    }
}
