// The pack of Hulu Sungai Selatan: it loads, its check is clean, and its facts are the official ones.
import Complaints
import Foundation
import Language
import Region
import Rules
import Testing

/// The pack in the repository, loaded once.
let hss: RegionPack? = try? RegionPack.load(directory: packDirectory)

/// ops/regions/hss beside Tests.
let packDirectory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ops/regions/hss").path

@Suite struct PackTests {
    @Test func theCheckFindsNothing() {
        let (pack, findings) = RegionPack.check(directory: packDirectory)
        #expect(findings.filter { $0.severity == .error }.map(\.description) == [])
        // The regency enters telephone numbers itself.
        #expect(
            findings.allSatisfy {
                $0.severity == .note
                    || $0.file.hasSuffix("contacts.yaml") && $0.message.contains("narahubung")
            })
        #expect(pack != nil)
    }

    @Test func theOfficialPlaces() throws {
        let entries = try #require(hss).gazetteer.entries
        #expect(entries.count { $0.level == .kecamatan } == 11)
        #expect(entries.count { $0.level == .desa } == 144)
        #expect(entries.count { $0.level == .kelurahan } == 4)
    }

    /// Each village is found under "desa NAME, kec. NAME", whatever else shares its name.
    @Test func everyVillageIsFoundWithItsKecamatan() throws {
        let pack = try #require(hss)
        for entry in pack.gazetteer.entries where entry.level.isVillage {
            let kecamatan = try #require(pack.gazetteer.kecamatan(of: entry.code))
            let text = "mohon perhatian di desa \(entry.name), kec. \(kecamatan.name)"
            let places = pack.gazetteer.places(in: pack.tokenizer.tokens(text))
            #expect(places.first?.code == entry.code, "\(text)")
        }
    }

    @Test func theRuleBookIdNamesThePackByItsContent() throws {
        let again = try RegionPack.load(directory: packDirectory)
        let pack = try #require(hss)
        #expect(pack.ruleBook.id == again.ruleBook.id)
        #expect(pack.ruleBook.id.hasPrefix("hss sha256:"))
        #expect(pack.ruleBook.id.count == "hss sha256:".count + 64)
    }
}
