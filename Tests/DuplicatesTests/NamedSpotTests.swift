// What decides between one thing and two: the road or market the pack knows, its front or back, whose shop it
// is, what is left of something that is over, and whether a whole kecamatan is cut off.
import Complaints
import Foundation
import Language
import Testing

@testable import Duplicates

@Suite struct NamedSpotTests {
    private static let villages = VillageNames(
        [
            PlaceEntry(code: "63.06.05", name: "Kandangan", level: .kecamatan),
            PlaceEntry(code: "63.06.05.2007", name: "Baluti", level: .desa),
        ],
        spots: [
            PlaceSpot(name: "Jalan Singakarsa", inside: "63.06.05", isRoad: true),
            PlaceSpot(name: "Pasar Los Batu", aliases: ["Los Batu"], inside: "63.06.05", isRoad: false),
            PlaceSpot(name: "Air Panas Tanuhi", inside: "63.06.10.2005", isRoad: false),
        ], tokenizer: Tokenizer())

    private func facts(_ text: String, number: UInt32, village: String? = "63.06.05") -> LinkFacts {
        let places = village.map {
            [Place(
                code: $0, name: "Kandangan", level: $0.count > 8 ? "desa" : "kecamatan",
                confidence: 0.85, evidence: nil)]
        }
        return LinkFacts(
            id: UUID(), number: number,
            at: Date(timeIntervalSince1970: 1_795_303_964 + Double(number) * 3_600),
            channel: .sms, sender: LinkSender(phone: number), places: places ?? [], topics: [],
            isSensitive: false, text: text, tokenizer: Tokenizer(), villages: Self.villages)
    }

    private func features(_ first: String, _ other: String) -> Features {
        Features(facts(other, number: 2), facts(first, number: 1), counts: WordCounts())
    }

    @Test func aKnownRoadIsAPlaceOfItsOwn() {
        let pair = features("lampu jalan singakarsa mati semua", "PJU di Singakarsa padam dua minggu")
        #expect(pair.contains(.sameVillage) && pair.contains(.sameRoad))
        let market = features("sampah TPS belakang Los Batu", "TPS losbatu meluber")
        #expect(market.contains(.sameVillage) && market.contains(.sameNamedLandmark))
        // Two of them are no one place; one and its kecamatan may be.
        #expect(features("sampah di Los Batu", "sampah di jalan Singakarsa").isUnplaced)
        #expect(features("sampah di Los Batu", "sampah di Kandangan").contains(.sameKecamatan))
        // Several named, or one that lies in a village: nothing is known besides.
        #expect(!facts("dari Singakarsa ke Los Batu", number: 1).isKnownSpot)
        #expect(!facts("lampu Singakarsa mati", number: 1, village: "63.06.05.2007").isKnownSpot)
    }

    /// A ditch on the road below which a pipe burst: whose it is, its text says.
    @Test func aDitchIsNoDryTap() {
        let tap = "pipa pdam pecah di jalan Singakarsa, air mati"
        #expect(features(tap, "galian kabel fiber di jalan Singakarsa tidak ditutup").contains(.otherMatter))
        #expect(!features(tap, "galian pipa PDAM di jalan Singakarsa tidak ditutup").contains(.otherMatter))
    }

    @Test func frontAndBackAreTwoSpots() {
        let apart = features("sampah di belakang pasar menumpuk", "got di depan pasar mampet oleh sampah")
        #expect(apart.contains(.spotsApart) && !apart.contains(.sameLandmark))
        let one = features("sampah di belakang pasar menumpuk", "sampah balakang pasar batumpuk")
        #expect(one.contains(.sameLandmark))
    }

    @Test func shopsOfTwoPeopleAreTwo() {
        let two = features("gas di pangkalan bu Saniah 35 ribu", "gas mahal di pangkalan milik H. Junaidi")
        #expect(two.contains(.twoHouseholds))
        let one = features("gas di pangkalan H. Junai 38 ribu", "gas mahal di pangkalan milik H. Junaidi")
        #expect(one.contains(.sameNamedLandmark) && !one.contains(.twoHouseholds))
    }

    @Test(arguments: [
        ("banjir masuk rumah setinggi dada", "banjir sudah surut, bantuan untuk korban banjir tidak dibagi"),
        ("pipa pdam pecah, air mati", "lubang bekas galian pipa di muka toko, jalan amblas"),
    ])
    func whatIsLeftBehindIsAnotherMatter(first: String, other: String) {
        let later = facts(other, number: 2)
        #expect(later.marks.contains(.aftermath), "\(other)")
        #expect(later.matter != facts(first, number: 1).matter, "\(other)")
        #expect(features(first, other).contains(.saysOther), "\(first) / \(other)")
    }

    @Test func aKecamatanIsCutOffAsOne() {
        func pair(_ first: String, _ other: String) -> Features {
            Features(
                facts(other, number: 2, village: "63.06.10.2010"),
                facts(first, number: 1, village: "63.06.10.2003"), counts: WordCounts())
        }
        #expect(pair("longsor, jalan tertutup tanah", "jalan putus tertimbun longsor").contains(.nextVillage))
        #expect(pair("banjir masuk rumah", "kampung kami kebanjiran").contains(.nextVillage))
        // A slope by a school is nobody else's.
        #expect(!pair("longsor di samping sekolah", "longsor, jalan tertutup tanah").contains(.nextVillage))
        // And what is so every night is no event of that night.
        #expect(!pair("listrik padam tiap malam", "listrik padam, tiang roboh").contains(.nextVillage))
    }

    @Test func wordsAreReadForWhatTheyAre() {
        func matter(_ text: String) -> UInt8 { facts(text, number: 1).matter }
        #expect(matter("imbah makan nasi anak muntah") == MatterWords.number("diare"))
        #expect(matter("baras bulog kada dibagi") == MatterWords.number("bantuan_beras"))
        #expect(matter("ada 31 KK tidak dapat bansos") == MatterWords.number("bansos"))
        #expect(!facts("pasien digotong lewat tangga, lift rsud rusak", number: 1).isSensitive)
    }

    @Test func whatAnOfficeCannotDoConcernsAll() {
        let pair = features("dukcapil: blangko ktp habis", "mesin cetak KTP rusak, blangko kosong")
        #expect(!pair.contains(.twoHouseholds))
        #expect(features("KTP saya belum jadi", "ktp anak ulun hilang").contains(.twoHouseholds))
    }
}
