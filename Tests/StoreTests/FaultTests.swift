// A failing, slow, full disk and a killed process under a busy store: nothing acknowledged is missing, and
// it goes on by itself.
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct FaultTests {
    /// The n-th and following calls fail; early ones hit the opening, later ones commits and checkpoints.
    @Test(arguments: [
        ("SYNC_EIO_AFTER", 1, 1), ("SYNC_EIO_AFTER", 4, 1), ("SYNC_EIO_AFTER", 9, 1),
        ("SYNC_EIO_AFTER", 23, 3), ("SYNC_EIO_AFTER", 57, 1), ("WRITE_EIO_AFTER", 3, 1),
        ("WRITE_EIO_AFTER", 60, 1), ("WRITE_EIO_AFTER", 301, 2), ("WRITE_SHORT_AFTER", 40, 1),
        ("WRITE_SHORT_AFTER", 203, 3),
    ])
    func failingDiskLosesNothing(fault: String, after: Int, times: Int) async throws {
        let house = try FaultHouse("eio")
        let words = try await house.run(
            ["write", "writers=8", "count=500", "checkpoint=65536", "milliseconds=20000"],
            environment: house.faults([fault: after, "FAULT_TIMES": times]))
        #expect(try house.counted().faults > 0, "no fault hit")
        if words.count("open") == 1 {
            #expect(words.count("done") == 1, "it did not go on: \(words.lines.suffix(3))")
            #expect(words.acknowledged.count == 500)
        } else {
            #expect(words.count("failed: ") == 1)
            #expect(words.acknowledged.isEmpty)
        }
        try await house.verify(words.acknowledged, "\(fault)=\(after)")
    }

    @Test func aDiskThatKeepsFailingIsAnsweredAtOnceAndAcknowledgesNothing() async throws {
        let house = try FaultHouse("dead-disk")
        let words = try await house.run(
            ["write", "writers=8", "milliseconds=2500"],
            environment: house.faults(["SYNC_EIO_AFTER": 40, "FAULT_TIMES": 0]))
        let (_, _, faults) = try house.counted()
        let refused = words.refusals("unavailable")
        #expect(refused.count > 100)
        // Each attempt to reopen costs few syncs; without its limit there would be hundreds.
        #expect((1...20).contains(faults), "\(faults) faults")
        #expect(refused.sorted()[refused.count * 9 / 10] < 50)
        // What could be seen may never reach the disk: it is not shown.
        #expect(words.count("unreadable") > 100 && words.count("readable") == 0)
        try await house.verify(words.acknowledged)
    }

    @Test func slowDiskIsSharedAndTheQueueIsBounded() async throws {
        let house = try FaultHouse("slow")
        let environment = try house.faults(["SLOWSYNC_US": 5000])
        let words = try await house.run(
            ["write", "writers=64", "count=3000"], environment: environment)
        #expect(words.acknowledged.count == 3000)
        let syncs = try house.counted().syncs
        // All of them: opening, checkpoints and closing are in it.
        let per100 = Double(syncs) * 100 / 3000
        print("commits per 100 writes at 5 ms: \(per100)")
        #expect(per100 <= 7, "\(per100) syncs for 100 writes")
        #expect(syncs > 30)

        let crowded = try await house.run(
            ["write", "writers=64", "first=3000", "count=1000", "waiting=8"],
            environment: environment, log: "crowded.log")
        let refused = crowded.refusals("busy")
        #expect(refused.count > 10)
        #expect((refused.max() ?? 0) < 50, "a refusal took \(refused.max() ?? 0) ms")
        try await house.verify(words.acknowledged.union(crowded.acknowledged))
    }

    @Test(.enabled(if: getuid() == 0, "mounts a file system"))
    func fullDiskRecoversWhenSpaceReturns() async throws {
        let house = try FaultHouse("full")
        let kept = house.folder.file("kept.sqlite")
        let log = house.folder.file("probe.log")
        // In a mount namespace of its own; the database is brought out at the end.
        let script = """
            mount -t tmpfs -o size=6m tmpfs '\(house.data)' || exit 9
            '\(Places.program("store-probe"))' write '\(house.database)' writers=16 \
                body=2000 milliseconds=4500 checkpoint=1000000 >> '\(log)' &
            probe=$!
            tries=0
            until grep -q '^noSpace' '\(log)' && tail -n 20 '\(log)' | grep -q '^readable' ||
                [ $tries -gt 300 ]; do tries=$((tries + 1)); sleep 0.02; done
            sleep 1.2
            echo 'the disk grows' >> '\(log)'
            mount -o remount,size=200m '\(house.data)'
            wait $probe
            cp '\(house.database)'* '\(house.folder.path)'/
            """
        let (end, said) = try await RunningProgram.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", script],
            in: house.folder)
        #expect(end == .done, "\(said)")
        let output = try String(contentsOfFile: log, encoding: .utf8)
        let words = ProbeWords(output)
        #expect(words.count("noSpace") > 10)
        #expect(words.count("readable") > 0)
        #expect(words.count("unreadable") == 0)
        #expect(words.count("done") == 1)
        let halves = output.components(separatedBy: "the disk grows\n")
        try #require(halves.count == 2)
        #expect(ProbeWords(halves[0]).acknowledged.count > 100)
        #expect(ProbeWords(halves[1]).acknowledged.count > 100, "it did not recover")
        try FileManager.default.moveItem(
            atPath: house.folder.file("store.sqlite"), toPath: kept)
        for end in ["-wal", "-shm"] where
            FileManager.default.fileExists(atPath: house.folder.file("store.sqlite\(end)"))
        {
            try FileManager.default.moveItem(
                atPath: house.folder.file("store.sqlite\(end)"), toPath: kept + end)
        }
        try await house.verify(words.acknowledged, at: kept)
    }

    @Test func killedAtAnyMomentLosesAndDoublesNothing() async throws {
        let house = try FaultHouse("kill")
        let seed = UInt64(Proof.size("MENDENGAR_SEED", short: 1))
        var random = SeededRandom(seed: seed)
        var acknowledged: Set<Int> = []
        let kills = Proof.size("MENDENGAR_KILLS", short: 20)
        for kill in 1...kills {
            // The last ones are sent again: their answers may not have arrived.
            let first = max(0, (acknowledged.max() ?? 0) - 40)
            // Every other time in the middle of a commit's writes, else at any moment.
            let write = Int.random(in: 40...2000, using: &random)
            let target = Int.random(in: 1...800, using: &random)
            let program = try house.start(
                ["write", "writers=16", "first=\(first)", "checkpoint=300000", "log=900000"],
                environment: kill.isMultiple(of: 2) ? house.faults(["KILL_AT_WRITE": write]) : [:],
                log: "kill-\(kill).log")
            if kill.isMultiple(of: 2) {
                let end = try await program.ended()
                #expect(end.bySignal && end.status == SIGKILL)
            } else {
                _ = try await eventually("\(target) rows, seed \(seed)") {
                    program.output.utf8.count >= target * 7 ? true : nil
                }
                try await program.killNow()
            }
            let words = ProbeWords(program.output)
            #expect(words.count("done") == 0, "not killed at work")
            acknowledged.formUnion(words.acknowledged)
            // Now, not at the end: what is sent again would hide that it was lost.
            try await house.verify(acknowledged, "kill \(kill), write \(write), seed \(seed)")
        }
        #expect(acknowledged.count > kills * 50)
        try await house.verify(acknowledged, "seed \(seed)")
    }
}
