// The same told in other words is found; another thing at the same place is not linked without a person.
import Complaints
import Testing

@testable import Duplicates

@Suite struct OtherWordsTests {
    private func second(
        _ first: (text: String, day: Double), _ other: (text: String, day: Double), from: UInt32 = 2,
        village: String? = "63.06.05.2007"
    ) -> LinkDecision {
        var told = Told()
        told.tell(first.text, from: 1, topic: nil, day: first.day)
        return told.tell(other.text, from: from, village: village, topic: nil, day: other.day).decision
    }

    @Test(arguments: [
        ("anjing gila menggigit warga", "hadupan galak manggigit kakanakan"),
        ("banjir sudah masuk rumah", "kami mengungsi, air setinggi lutut"),
        ("listrik padam sejak sore", "gelap gulita, kulkas mati, pln belum datang"),
        ("buaya muncul di sungai", "warga takut mandi, ada buhaya"),
        ("pupuk subsidi kosong di kios", "urea kadada lagi padahal musim tanam"),
    ])
    func theSameIsFoundInOtherWords(first: String, other: String) {
        let decision = second((first, 0), (other, 0.5))
        #expect(decision.links.count + decision.reviews.count == 1, "\(first) / \(other)")
    }

    @Test(arguments: [
        ("jembatan patah di tengah", "lampu di jembatan mati semua"),
        ("lampu jalan singakarsa padam", "lampu jalan gang keramat padam"),
        ("lubang di jalan depan kantor pos", "lubang di jalan depan pasar"),
        ("lampu merah simpang 4 mati", "lampu merah simpang 3 mati"),
        ("titian ke langgar patah", "titian kecil patah, bukan titian yang ke langgar"),
        ("puskesmas tutup terus, bidan tidak ada", "obat di puskesmas habis"),
    ])
    func anotherThingAtTheSamePlaceIsNotLinked(first: String, other: String) {
        #expect(second((first, 0), (other, 1)).links.isEmpty, "\(first) / \(other)")
    }

    @Test func whoAsksAfterTheOwnComplaintNeedsNotTellItAgain() {
        let first = (text: "lampu jalan RT 3 mati total", day: 0.0)
        let chasing = (text: "belum ada tanggapan, bagaimana laporan saya", day: 3.0)
        #expect(second(first, chasing, from: 1, village: nil).link?.relation == .sameReporter)
        #expect(second(first, chasing, from: 2, village: nil).links.isEmpty)
    }

    @Test func ofMatterOfWhichAVillageHasManyTheSpotMustBeKnown() {
        let first = (text: "jalan RT 4 amblas", day: 0.0)
        let other = (text: "aspal mengelupas", day: 2.0)
        let decision = second(first, other)
        #expect(decision.links.isEmpty && decision.reviews.count == 1)
    }

    @Test func whoNamesNoVillageIsAskedAboutTheOneCaseOfTheMatter() {
        let first = (text: "buaya muncul di sungai", day: 0.0)
        let other = (text: "kemarin buaya besar kelihatan lagi", day: 1.0)
        let decision = second(first, other, village: nil)
        #expect(decision.links.count + decision.reviews.count == 1)
    }
}
