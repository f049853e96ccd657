// Which complaints are linked, which must never be, and what a person is asked.
import Complaints
import Duplicates
import Foundation
import Testing

@Suite struct DuplicateIndexTests {
    static let road = "Jalan Pramuka RT 3 berlubang besar, kemarin ada yang jatuh, mohon ditambal"

    /// What is decided about the second of two complaints.
    private func second(
        _ old: (inout Told) -> Void, _ new: (inout Told) -> (LinkFacts, LinkDecision)
    ) -> LinkDecision {
        var told = Told()
        old(&told)
        return new(&told).1
    }

    @Test(arguments: [
        Self.road, Self.road + " tks", "Fwd: " + Self.road, String(Self.road.dropLast(9)),
        "Jalan Pramuka RT 3 berlubng besr, kemarin ad yg jatuh, mhn ditambal",
    ])
    func sameWordsOfTheSameReporterAreAResend(again: String) throws {
        let decision = second { $0.tell(Self.road, from: 7) } _: { $0.tell(again, from: 7, day: 0.5) }
        #expect(try #require(decision.link).relation == .resend)
    }

    @Test func theSameReporterOnAnotherChannel() throws {
        let decision = second { $0.tell(Self.road, from: 7) } _: {
            $0.tell("saya mau bertanya soal lubang di jalan pramuka", from: 7, day: 3, channel: .radio)
        }
        #expect(try #require(decision.link).relation == .sameReporter)
    }

    @Test func twoPeopleTellOfOneIncident() throws {
        let decision = second {
            $0.tell("Jembatan gantung papannya patah, anak sekolah takut lewat", from: 1, topic: "jembatan")
        } _: {
            $0.tell("titian lapuk pak, kami harus memutar", from: 2, topic: "jembatan", day: 1)
        }
        #expect(try #require(decision.link).relation == .sameIncident)
    }

    @Test(arguments: [
        ("lampu jalan RT 3 mati", "lampu jalan RT 5 mati"), ("lampu jalan RT 3 mati", "PJU rt lima padam"),
        ("sampah di jalan Pramuka menumpuk", "sampah di jalan Veteran menumpuk"),
        ("tagihan air rumah nomor 12 naik", "tagihan air rumah nomor tiga belas naik"),
        ("selokan gang Melati mampet", "selokan gang Mawar mampet"),
        ("lampu jalan RT 3 RW 1 mati", "lampu jalan RT 3 RW 2 mati"),
        ("jalan rusak km 5", "jalan rusak km 12"), ("sampah blok A menumpuk", "sampah blok C menumpuk"),
    ])
    func anotherSpotIsAnotherIncident(first: String, second text: String) {
        for sender in [UInt32(1), 2] {
            let decision = second { $0.tell(first, from: 1) } _: { $0.tell(text, from: sender) }
            #expect(decision.links.isEmpty, "\(text) from \(sender)")
        }
    }

    /// Only one of many names the RT, and it is neither the first nor among the newest: who names another
    /// must not follow the others there.
    @Test func aVetoHoldsAgainstEveryComplaintOfTheCase() {
        var told = Told()
        told.tell("lampu jalan mati total", from: 1)
        told.tell("lampu jalan RT 3 mati total", from: 2)
        for sender in UInt32(3)...9 { told.tell("lampu jalan mati total", from: sender) }
        #expect(told.index.complaints(of: 1).count == 9)
        #expect(told.tell("lampu jalan RT 9 mati total", from: 10).decision.links.isEmpty)
        #expect(told.tell("lampu jalan RT 3 mati total", from: 11).decision.links.count == 1)
    }

    @Test func aComplaintThatFitsTwoDifferentCasesIsAsked() {
        var told = Told()
        told.tell("lampu jalan RT 3 mati", from: 1)
        told.tell("lampu jalan RT 9 mati", from: 2)
        let decision = told.tell("lampu jalan mati", from: 3).decision
        #expect(decision.links.count <= 1)
        #expect(decision.links.count + decision.reviews.count >= 1)
    }

    @Test func anotherVillageWithTheSameWordsIsAnotherIncident() {
        let decision = second { $0.tell("jembatan rusak parah mohon diperbaiki", from: 1) } _: {
            $0.tell("jembatan rusak parah mohon diperbaiki", from: 2, village: "63.06.08.2001")
        }
        #expect(decision.links.isEmpty)
    }

    @Test func theSamePersonAboutSomethingElseIsAnotherMatter() {
        let decision = second { $0.tell(Self.road, from: 1) } _: {
            $0.tell("KTP anak saya belum jadi", from: 1, topic: "adminduk", day: 1)
        }
        #expect(decision.links.isEmpty)
    }

    @Test func twoHouseholdsHaveTwoMatters() {
        let decision = second { $0.tell("KTP saya belum jadi juga", from: 1, topic: "adminduk") } _: {
            $0.tell("KTP saya belum jadi juga", from: 2, topic: "adminduk", day: 0.1)
        }
        #expect(decision.links.isEmpty)
    }

    @Test func shortWordsWithoutAPlaceProveNothing() {
        let decision = second { $0.tell("PJU padam", from: 1, village: nil, topic: "pju") } _: {
            $0.tell("PJU padam", from: 2, village: nil, topic: "pju")
        }
        #expect(decision.links.isEmpty)
    }

    @Test func withoutAPlaceTheSameReporterIsFound() throws {
        let text = "air pdam mati sudah tiga hari kami terpaksa beli air galon"
        let decision = second { $0.tell(text, from: 5, village: nil, topic: "air_bersih") } _: {
            $0.tell(text + "!!", from: 5, village: nil, topic: "air_bersih", day: 0.5)
        }
        #expect(try #require(decision.link).relation == .resend)
    }

    /// How many witnesses there are is evidence: they are not linked without a person.
    @Test(arguments: [true, false])
    func sensitiveMattersOfTwoReportersAreOnlyAsked(isMarked: Bool) {
        let text = isMarked ? "mohon ditindak, pegawai kantor camat minta bagian dari warga"
            : "petugas kantor melakukan pungli minta uang lima puluh ribu"
        let decision = second { $0.tell(text, from: 1, topic: "inspektorat", isSensitive: isMarked) } _: {
            $0.tell(text, from: 2, topic: "inspektorat", day: 0.2, isSensitive: isMarked)
        }
        #expect(decision.links.isEmpty)
        let own = second { $0.tell(text, from: 1, topic: "inspektorat", isSensitive: isMarked) } _: {
            $0.tell(text, from: 1, topic: "inspektorat", day: 0.2, isSensitive: isMarked)
        }
        #expect(own.link?.relation == .resend)
    }

    @Test func whatComesBackAfterTheWindowIsAnotherCase() throws {
        let decision = second { $0.tell(Self.road, from: 1) } _: { $0.tell(Self.road, from: 2, day: 90) }
        #expect(decision.links.isEmpty)
        #expect(try #require(decision.recurrence).relation == .recurrence)
    }

    @Test func whatComesBackAfterTheCaseIsClosedIsAnotherCase() throws {
        var told = Told()
        let first = told.tell(Self.road, from: 1).facts
        told.index.close(first.number)
        let back = told.tell(Self.road, from: 2, day: 3)
        #expect(back.decision.links.isEmpty)
        #expect(try #require(back.decision.recurrence).number == first.number)
        let next = told.tell(Self.road, from: 3, day: 3.5).decision
        #expect(try #require(next.link).clusterNumber == back.facts.number)
        told.index.close(first.number, false)
        #expect(told.tell(Self.road, from: 4, day: 4).decision.link != nil)
    }

    @Test func whatAPersonHasPartedStaysApart() {
        var told = Told()
        let first = told.tell(Self.road, from: 1).facts
        let other = told.tell(Self.road, from: 2, day: 1)
        #expect(other.decision.link != nil)
        told.index.part(first.number, other.facts.number)
        told.index.regroup([other.facts.number: other.facts.number])
        #expect(told.index.cluster(of: other.facts.number) == other.facts.number)
        #expect(told.index.decide(other.facts).links.isEmpty)
        #expect(told.index.decide(other.facts).reviews.isEmpty)
        told.index.unpart(first.number, other.facts.number)
        #expect(told.index.decide(other.facts).links.count == 1)
    }

    @Test func aCaseLosesItsFirstComplaintAndTakesInAnother() {
        var told = Told()
        for sender in 1...4 { told.tell(Self.road, from: UInt32(sender), day: Double(sender) / 10) }
        #expect(told.index.complaints(of: 1) == [1, 2, 3, 4])
        told.index.regroup([1: 1, 2: 2, 3: 2, 4: 2])
        #expect(told.index.complaints(of: 1) == [1])
        #expect(told.index.complaints(of: 2) == [2, 3, 4])
        told.index.regroup([1: 1, 2: 1, 3: 1, 4: 1])
        #expect(told.index.complaints(of: 1) == [1, 2, 3, 4])
    }

    @Test func aLinkSaysWhyInWordsAndInBits() throws {
        let decision = second { $0.tell(Self.road, from: 1) } _: { $0.tell(Self.road, from: 1, day: 1) }
        let link = try #require(decision.link)
        let because = link.because(.standard)
        #expect(because.contains { $0.hasPrefix("pelapor dan isi sama (+") })
        #expect(because.contains { $0.hasPrefix("RT sama (+") })
        #expect((0.9...1).contains(link.score))
        let sum = LinkWeights.standard.reasons(link.features).reduce(0) { $0 + $1.bits }
        #expect(abs(sum + LinkWeights.standard[.always] - link.bits) < 0.5)
    }
}
