// A village named in passing is looked at; where the road leads, or what is denied, is not.
import Complaints
import Foundation
import Language
import Testing

@testable import Duplicates

@Suite struct VillageNamesTests {
    private static let tokenizer = Tokenizer()
    private static let names = VillageNames(
        [
            PlaceEntry(code: "63.06.03", name: "Telaga Langsat", level: .kecamatan),
            PlaceEntry(code: "63.06.03.2002", name: "Telaga Langsat", level: .desa),
            PlaceEntry(code: "63.06.03.2005", name: "Hamak", level: .desa),
            PlaceEntry(code: "63.06.01.2016", name: "Sarang Halang", level: .desa),
            PlaceEntry(code: "63.06.07.2014", name: "Tambangan", level: .desa, isAlsoWord: true),
            PlaceEntry(code: "63.06.01.2012", name: "Baru", level: .desa, isOrdinaryWord: true),
            PlaceEntry(code: "63.06.02.2004", name: "Pandulangan", level: .desa),
            PlaceEntry(code: "63.06.03.2011", name: "Pandulangan", level: .desa),
        ], tokenizer: tokenizer)

    private func found(_ text: String, within kecamatan: UInt64 = 0) -> UInt64? {
        Self.names.find(in: LinkWords(Self.tokenizer.tokens(text)), within: kecamatan)?.code
    }

    @Test(arguments: [
        ("P3A hamak: pintu air dua inci", 6_306_032_005 as UInt64?), ("bau ayam. sarang halang", 6_306_012_016),
        ("murid SD tambangan pulang basah", 6_306_072_014), ("tambangan di sungai ramai", nil),
        ("jembatan baru sudah retak", nil), ("mobil ke hamak tertahan", nil),
        ("bukan hamak yang kami maksud", nil), ("pandulangan becek", nil),
        ("hamak dan sarang halang", nil), ("pohon roboh, telaga langsat gelap", 6_306_032_002),
    ])
    func theOneVillageNamed(text: String, code: UInt64?) {
        #expect(found(text) == code, "\(text)")
    }

    @Test func itLiesInTheKecamatanNamed() {
        #expect(found("aduan hamak", within: 630_603) == 6_306_032_005)
        #expect(found("aduan hamak", within: 630_601) == nil)
    }

    @Test(arguments: [
        ("orang sakit di seberang tambangan", 0 as UInt64, [6_306_072_014] as [UInt64]),
        ("pandulangan becek", 0, [6_306_022_004, 6_306_032_011]),
        ("pandulangan becek", 630_602, [6_306_022_004]), ("jembatan baru sudah retak", 0, []),
        ("jangan tambangan haja", 0, []),
        ("pandulangan, hamak, tambangan, sarang halang, telaga langsat", 0, []),
    ])
    func allThatMayBeMeant(text: String, kecamatan: UInt64, codes: [UInt64]) {
        let found = Self.names.mentioned(in: Self.tokenizer.tokens(text), within: kecamatan)
        #expect(found == codes, "\(text)")
    }

    @Test func aCaseWhereTheNameMayBeMeantIsFound() {
        let first = Told.facts("titian ulin runtuh, truk terjun", number: 1, from: 1, village: "63.06.07.2014")
        let next = Told.facts("jembatan di tambangan patah", number: 2, from: 2, village: nil, day: 1)
        var index = DuplicateIndex(weights: .standard)
        index.insert(first)
        let plain = index.judged(next).first?.features
        #expect(plain?.contains(.sameUnsureVillage) != true)
        let judged = index.judged(next, alternatives: [6_306_072_014]).first?.features
        #expect(judged?.contains(.sameUnsureVillage) == true)
    }

    @Test func whichOfTwoVillagesOfAName() {
        func facts(_ confidence: Double, _ number: UInt32) -> LinkFacts {
            LinkFacts(
                id: ComplaintID.derive(channel: .sms, account: "t", externalID: "\(number)"), number: number,
                at: Date(timeIntervalSince1970: 1_795_303_964), channel: .sms,
                sender: LinkSender(phone: number),
                places: [
                    Place(code: "63.06.02.2004", name: "Pandulangan", level: "desa", confidence: confidence)
                ],
                topics: [TopicWeight(id: "air", weight: 2)], isSensitive: false,
                text: "sumur bor kering, pompa rusak", tokenizer: Self.tokenizer, villages: Self.names)
        }
        var index = DuplicateIndex(weights: .standard)
        let sure = facts(0.95, 1)
        index.insert(sure)
        #expect(!sure.marks.contains(.namesake))
        #expect(facts(0.6, 2).marks.contains(.namesake))
        #expect(index.judged(facts(0.6, 2)).first?.features.contains(.namesake) == true)
    }
}
