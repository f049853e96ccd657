// A village named in passing is looked at; where the road leads, or what is denied, is not.
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
}
