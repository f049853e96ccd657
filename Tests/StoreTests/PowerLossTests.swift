// A power cut at any moment: whatever the disk kept of the unsynced, each acknowledged number is there.
import Foundation
@testable import Store
import TestSupport
import Testing

@Suite struct PowerLossTests {
    /// Long form: `MENDENGAR_CUTS=500 MENDENGAR_VARIANTS=8`.
    @Test func everyAcknowledgedNumberSurvivesAPowerCut() async throws {
        try await cut(
            cuts: Proof.size("MENDENGAR_CUTS", short: 100), variants: Proof.size("MENDENGAR_VARIANTS", short: 4),
            failingSync: nil)
    }

    /// A sync fails and takes what it should have written with it; what is acknowledged afterwards
    /// must not stand behind the gap.
    @Test(arguments: [30, 75], [1, 2])
    func aFailedSyncThenAPowerCutLosesNothing(number: Int, beside: Int) async throws {
        try await cut(cuts: 12, variants: 2, failingSync: number, beside: beside)
    }

    private func cut(
        cuts: Int, variants: Int, failingSync: Int?, beside: Int = 0
    ) async throws {
        let seed = UInt64(Proof.size("MENDENGAR_SEED", short: 1))
        let house = try FaultHouse("power")
        let record = house.folder.file("record")
        // Small bounds, so that checkpoints and new beginnings of the log are cut into as well.
        let count = failingSync == nil ? 1500 : 400
        var environment = [
            "LD_PRELOAD": try FaultLibraries.folder.get().file("recorder.so"),
            "RECORD_FOLDER": house.data, "RECORD_LOG": record,
        ]
        environment["RECORD_EIO_AFTER"] = failingSync.map { "\($0)" }
        // Without checkpoints of its own in the short run: those would close the gap by chance.
        let bounds = failingSync == nil ? ["checkpoint=200000", "log=500000"] : ["beside=\(beside)"]
        let words = try await house.run(
            ["write", "writers=6", "count=\(count)"] + bounds, environment: environment)
        #expect(words.acknowledged.count == count)
        let calls = try RecordedCall.read(record)
        let syncs = calls.count { $0.kind == "S" }
        let restarts = calls.count { call in
            call.kind == "w" && call.offset == 0 && call.path.hasSuffix("-wal")
        }
        if failingSync == nil {
            #expect(syncs > 100 && restarts > 3, "\(syncs) syncs, \(restarts) new logs")
        } else {
            #expect(words.count("unavailable") > 0)
            try #require(calls.count { $0.kind == "E" } == 1, "no sync failed")
        }

        var random = SeededRandom(seed: seed)
        let places = Set((0..<cuts).map { _ in Int.random(in: 1...calls.count, using: &random) })
        var disk = PowerLossDisk(folder: house.data)
        var acknowledged: Set<Int> = []
        var tried = 0
        for (number, call) in calls.enumerated() {
            disk.apply(call)
            if call.kind == "a" {
                acknowledged.formUnion(
                    ProbeWords(String(decoding: call.data, as: UTF8.self)).acknowledged)
            }
            guard places.contains(number + 1) else { continue }
            for variant in 0..<variants {
                // Nothing, everything, and shares between.
                let share = variant < 2 ? Double(variant) : Double.random(in: 0..<1, using: &random)
                let place = house.folder.file("cut-\(number)-\(variant)")
                try FileManager.default.createDirectory(
                    atPath: place, withIntermediateDirectories: true)
                try disk.leave(in: place, share: share, random: &random)
                try await house.verify(
                    acknowledged, "cut \(number) of \(calls.count), share \(share), seed \(seed)",
                    at: place + "/store.sqlite")
                try FileManager.default.removeItem(atPath: place)
                tried += 1
            }
        }
        #expect(tried == places.count * variants)
        #expect(acknowledged.count == count)
    }

    /// The recorder and the disk themselves: what is synced stays, what is not may go.
    @Test func theDiskKeepsExactlyWhatWasSynced() throws {
        func call(_ kind: Character, _ path: String, _ text: String = "", _ offset: Int = 0)
            -> RecordedCall
        {
            RecordedCall(kind: kind, path: path, data: Array(text.utf8)[...], offset: offset)
        }
        var disk = PowerLossDisk(folder: "/d")
        for step in [
            call("o", "/d/a"), call("w", "/d/a", "first"), call("s", "/d/a", "", 3),
            call("w", "/d/a", "second", 512), call("S", "/d/a", "", 3), call("s", "/d", "", 4),
            call("o", "/d/b"), call("d", "/d", "", 4), call("w", "/d/b", "third"),
        ] { disk.apply(step) }
        let folder = try TemporaryFolder("disk")
        var random = SeededRandom(seed: 1)
        try disk.leave(in: folder.path, share: 0, random: &random)
        #expect(try String(contentsOfFile: folder.file("a"), encoding: .utf8) == "first")
        #expect(!FileManager.default.fileExists(atPath: folder.file("b")))
        try disk.leave(in: folder.path, share: 1, random: &random)
        #expect(try Data(contentsOf: URL(filePath: folder.file("a"))).count == 518)
        #expect(try String(contentsOfFile: folder.file("b"), encoding: .utf8) == "third")
    }
}
