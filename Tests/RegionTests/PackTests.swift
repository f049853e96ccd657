// The pack of Hulu Sungai Selatan: it loads, its check is clean, and its facts are the official ones.
import Foundation
import Region
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
        #expect(findings.map(\.description) == [])
        #expect(pack != nil)
    }
}
