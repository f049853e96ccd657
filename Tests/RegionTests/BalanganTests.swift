// The pack of Balangan, the second regency: its check is clean, its facts are the official ones.
import Complaints
import Foundation
import Language
import Region
import Rules
import TestSupport
import Testing

@Suite struct BalanganTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)

    @Test func theCheckFindsNothing() {
        let (pack, findings) = RegionPack.check(directory: Places.balangan)
        #expect(findings.filter { $0.severity == .error }.map(\.description) == [])
        #expect(
            findings.allSatisfy {
                $0.severity == .note
                    || $0.file.hasSuffix("contacts.yaml") && $0.message.contains("narahubung")
            })
        #expect(pack != nil)
    }

    @Test func theOfficialPlacesAndTheTenVillages() throws {
        let pack = try RegionPack.load(directory: Places.balangan)
        let entries = pack.gazetteer.entries.filter { isInside($0.code, "63.11") }
        #expect(entries.count { $0.level == .kecamatan } == 8)
        #expect(entries.count { $0.level == .desa } == 154)
        #expect(entries.count { $0.level == .kelurahan } == 3)
        let marked = entries.filter { $0.flags.contains("anti_maladministrasi") }
        #expect(marked.count == 10)
        #expect(Set(marked.map { $0.code.prefix(8) }).count == 8)
    }

    /// Cases that the pack was not tuned on; the three that it misses are known.
    @Test func casesThatThePackWasNotMadeFrom() throws {
        let pack = try RegionPack.load(directory: Places.balangan)
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/balangan.tsv")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 40)
        var (agencies, places) = (0, 0)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let ruling = pack.rule(on: .example(fields[0], at: Self.moment), at: Self.moment)
            agencies += ruling.agency?.id == fields[1] ? 1 : 0
            // Where no village is named, a kecamatan may be.
            let village = ruling.places.first.flatMap { $0.level == "kecamatan" ? nil : $0.code } ?? ""
            places += village == fields[2] ? 1 : 0
        }
        #expect(agencies >= 37)
        #expect(places >= 40)
    }
}
