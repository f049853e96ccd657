// One school with a leaking roof and a locked gate are two complaints; what is dark on a bridge is its lamp;
// who speaks is not what is complained about.
import Complaints
import Language
import Testing

@testable import Duplicates

@Suite struct TroubleTests {
    private func decision(_ first: String, _ other: String, topic: String? = nil) -> LinkDecision {
        var told = Told()
        told.tell(first, from: 1, topic: topic)
        return told.tell(other, from: 2, topic: topic, day: 0.5).decision
    }

    @Test(arguments: [
        ("atap kelas bocor, plafonnya jatuh", "gerbang sekolah digembok ahli waris, ruang kelas terkunci"),
        ("atap los pasar bocor, lantainya licin", "pedagang pasar curang, timbangannya di los dikurangi"),
        ("lantai los pasar kotor dan bau", "los pasar dibobol maling"),
    ])
    func anotherTroubleOfTheThingIsAQuestion(first: String, other: String) {
        let (mine, theirs) = (Told.facts(first, number: 1), Told.facts(other, number: 2))
        #expect(Features(theirs, mine, counts: WordCounts()).contains(.otherTrouble))
        #expect(decision(first, other).links.isEmpty, "\(first) / \(other)")
    }

    @Test func oneTroubleInOtherWordsIsLinked() {
        let (first, other) = ("atap ruang kelas bocor", "plafon sekolah kami ambruk, genteng jatuh")
        let (mine, theirs) = (Told.facts(first, number: 1), Told.facts(other, number: 2))
        #expect(Features(theirs, mine, counts: WordCounts()).contains(.sameTrouble))
        #expect(decision(first, other, topic: "sekolah").links.count == 1)
    }

    @Test(arguments: [
        ("jembatan gantung kami lampunya mati", "lampu"),
        ("gelap gulita di jembatan, lampu tidak ada", "lampu"),
        ("jembatan patah, lampunya juga mati", "jembatan"), ("jembatan gelap dan papannya lepas", "jembatan"),
    ])
    func whatIsDarkIsTheLamp(text: String, matter: String) {
        #expect(Told.facts(text, number: 1).matter == MatterWords.number(matter), "\(text)")
    }

    @Test(arguments: [
        ("kami guru SD, jembatan putus sejak Senin", "jembatan"),
        ("ini Rahman, tukang parkir: sampah tidak diangkut", "sampah"),
        ("ulun pedagang pasar, banjir masuk rumah", "banjir"),
    ])
    func whoSpeaksIsNotWhatIsMeant(text: String, matter: String) {
        let facts = Told.facts(text, number: 1, topic: nil)
        #expect(facts.matter == MatterWords.number(matter), "\(text)")
        #expect(!facts.isSensitive, "\(text)")
    }

    @Test func whoComplainsOfATeacherStaysSensitive() {
        #expect(Told.facts("guru jarang mengajar, kelas kosong", number: 1).isSensitive)
    }

    @Test(arguments: [
        ("sertifikat PTSL nomor berkas 117 belum terbit", "sertifikat PTSL nomor berkas 142 belum terbit"),
        ("meteran pelanggan no 4401 rusak", "meteran pelanggan no 4477 rusak"),
    ])
    func anotherFileIsAnotherMatter(first: String, other: String) {
        #expect(decision(first, other).links.isEmpty, "\(first) / \(other)")
        let (mine, theirs) = (Told.facts(first, number: 1), Told.facts(other, number: 2))
        #expect(Features(theirs, mine, counts: WordCounts()).contains(.otherHouse))
        let again = Told.facts(first, number: 3)
        #expect(Features(again, mine, counts: WordCounts()).contains(.sameHouse))
    }

    @Test func theSamePersonTellingOfAnotherThingIsAsked() {
        var told = Told()
        told.tell("wc terminal mampet", from: 1, village: "63.06.05", topic: nil)
        let next = told.tell("sapi masuk kebun jagung", from: 1, village: "63.06.05", topic: nil, day: 1)
        #expect(next.decision.links.isEmpty)
    }

    @Test func whoNamesNoVillageIsNotLinkedToTwo() {
        var told = Told()
        told.tell("gajah masuk kebun karet, pondok hancur", from: 1, village: "63.06.05.2007", topic: nil)
        told.tell("gajah masuk kebun karet, pondok hancur", from: 2, village: "63.06.07.2001", topic: nil)
        let decision = told.tell("gajah masuk kebun karet dan pondok hancur", from: 3, village: nil, topic: nil)
            .decision
        #expect(decision.links.isEmpty && decision.reviews.count == 2)
        var one = Told()
        one.tell("gajah masuk kebun karet, pondok hancur", from: 1, village: "63.06.05.2007", topic: nil)
        let only = one.tell("gajah masuk kebun karet dan pondok hancur", from: 3, village: nil, topic: nil)
        #expect(only.decision.links.count == 1)
    }
}
