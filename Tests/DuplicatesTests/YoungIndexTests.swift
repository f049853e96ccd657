// What a young index takes for rare and for near: usual words, a kecamatan and a village of one name, two thefts.
import Complaints
import Foundation
import Language
import Testing

@testable import Duplicates

@Suite struct YoungIndexTests {
    private func facts(_ text: String, number: UInt32, places: [Place]) -> LinkFacts {
        LinkFacts(
            id: ComplaintID.derive(channel: .sms, account: "t", externalID: "\(number)"), number: number,
            at: Date(timeIntervalSince1970: 1_795_303_964 + Double(number) * 3_600), channel: .sms,
            sender: LinkSender(phone: number), places: places, topics: [], isSensitive: false, text: text,
            tokenizer: Tokenizer())
    }

    private func village(_ code: String, _ name: String, _ confidence: Double) -> Place {
        Place(code: code, name: name, level: "desa", confidence: confidence, evidence: nil)
    }

    /// "Simpur" is a village, and the kecamatan it lies in.
    private let either = [
        Place(code: "63.06.06", name: "Simpur", level: "kecamatan", confidence: 0.65, evidence: nil),
        Place(code: "63.06.06.2002", name: "Simpur", level: "desa", confidence: 0.35, evidence: nil),
    ]

    private func features(_ a: LinkFacts, _ b: LinkFacts) -> Features {
        Features(b, a, counts: WordCounts())
    }

    @Test func wordsOfEveryComplaintAreNotRareBeforeTheFirstIsRead() {
        let told = Told.facts("anak sekolah takut lewat malam hari", number: 1)
        let other = Told.facts("anak sekolah lewat sini tiap malam", number: 2)
        #expect(WordCounts().likeness(told.sketch, other.sketch).rareWords == 0)
    }

    @Test func aNameThatNoListHoldsStaysRare() {
        let told = Told.facts("gundukan di samping warung Krisnawardana", number: 1)
        let other = Told.facts("mohon lihat warung Krisnawardana", number: 2)
        #expect(WordCounts().likeness(told.sketch, other.sketch).rareWords == 1)
    }

    @Test func whoNamesTheKecamatanMayMeanAVillageInIt() {
        let hilir = village("63.06.06.2010", "Wasah Hilir", 0.9)
        let inIt = facts("sawah diserang tikus", number: 1, places: [hilir])
        let wide = facts("hama tikus di Simpur", number: 2, places: either)
        #expect(wide.marks.contains(.mayBeKecamatan))
        #expect(features(inIt, wide).contains(.sameKecamatan))
        var index = DuplicateIndex(weights: .standard)
        index.insert(inIt)
        #expect(index.judged(wide).first?.number == 1, "it is found, though its village is another")
    }

    @Test func twoNamesThatAreUnsureAreTwoVillages() {
        let one = facts(
            "pupuk subsidi kosong", number: 1, places: [village("63.06.02.2012", "Madang", 0.45)])
        let near = facts(
            "pupuk subsidi kosong", number: 2, places: [village("63.06.02.2013", "Durian Rabung", 0.9)])
        let far = facts(
            "pupuk subsidi kosong", number: 3, places: [village("63.06.05.2007", "Gambah Dalam", 0.9)])
        for other in [near, far] {
            #expect(features(one, other).contains(.otherUnsureVillage))
            #expect(!features(one, other).contains(.noPlace))
        }
        var index = DuplicateIndex(weights: .standard)
        index.insert(one)
        #expect(index.decide(near).links.isEmpty)
    }

    @Test func theMarkOfAKecamatanIsReadBack() {
        let told = facts("hama tikus di Simpur", number: 7, places: either)
        #expect(LinkFacts(bytes: told.bytes, number: 7) == told)
    }

    @Test func twoTheftsOfOneVillageAreTwoMatters() {
        let one = Told.facts("motor hilang dicuri maling", number: 1)
        let other = Told.facts("kotak amal masjid dibobol, minta ronda", number: 2)
        #expect(features(one, other).contains(.manifoldMatter))
    }

    @Test func aSensitiveComplaintOfAnotherIsHeld() {
        var told = Told()
        told.tell("guru memukul murid", from: 1, topic: nil)
        let other = Told.facts("murid dipukul guru", number: 2, from: 2, topic: nil)
        let same = Told.facts("murid dipukul guru", number: 2, from: 1, topic: nil)
        let judged = told.index.judged(other)
        #expect(judged.first.map { told.index.isHeld(other, $0) } == true)
        #expect(judged.first.map { told.index.isHeld(same, $0) } == false)
    }
}
