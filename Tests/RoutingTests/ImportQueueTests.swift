// An import stands in nobody's way: nothing of it is seen before all of it is there, wherever it dies, and who complains
// meanwhile is decided first.
import Complaints
import Foundation
import Region
import Store
import Synchronization
import Testing
import TestSupport

@testable import RoutingService

@Suite struct ImportQueueTests {
    private static func file(_ count: Int, status: String = "Ditutup oleh Sistem") -> String {
        Sp4nRows.file((1...count).map { Sp4nRows.row("\($0)", text: "Jalan di desa Habirau rusak, lubang nomor \($0)", status: status) })
    }

    private static func complaint(_ n: Int) -> Complaint {
        var complaint = Complaint.example("Lampu jalan di desa Habirau mati, tiang \(n)", at: ImportHouse.now, channel: .sms)
        complaint.id = ComplaintID.derive(channel: .sms, account: "k", externalID: "\(n)")
        complaint.tracking = TrackingNumber(region: "HSS", year: 2026, channelDigit: 1, serial: n).description
        return complaint
    }

    /// What happens between two steps of an import: on its own thread, as a pause is.
    private static func atStep(_ wanted: Int, _ body: @escaping @Sendable () -> Void) -> @Sendable (Double) -> Void {
        final class Steps: Sendable { let count = Mutex(0) }
        let steps = Steps()
        return { _ in
            let step = steps.count.withLock { count in
                count += 1
                return count
            }
            if step == wanted { body() }
        }
    }

    @Test("dead at any step, an import has left nothing that anybody sees; the same file again is taken in, once", arguments: TestDatabase.allCases)
    func dead(on database: TestDatabase) async throws {
        for step in 1...3 {
            try await ImportHouse.with(database) { house in
                let dying = try await house.another()
                var importer = try house.importer(Self.file(5))
                importer.batchRows = 2
                importer.rest = Self.atStep(step) { dying.close() }
                let died = importer
                await #expect(throws: StoreError.self) { try await died.run(on: dying) }
                #expect(try await house.count("SELECT COUNT(*) AS n FROM import_row") == min(5, step * 2))
                try await house.decide()
                #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 0, "step \(step)")
                #expect(try await RoutingBooks.read(from: house.store).accepted == 0)
                let again = try await house.take(Self.file(5))
                #expect(again.new == 5 && again.known == 0 && again.stored)
                #expect(try await RoutingBooks.read(from: house.store).waiting == 5)
                try await house.decide()
                #expect(try await house.cases().compactMap(\.there?.externalID) == ["1", "2", "3", "4", "5"])
                let numbers = Set(try await house.cases().map(\.complaint.tracking))
                #expect(numbers == Set((1...5).map { TrackingNumber(region: "HSS", year: 2024, channelDigit: 4, serial: $0).description }))
                // What the dead one has left goes with the next import, once it has stood still for long.
                #expect(try await house.count("SELECT COUNT(*) AS n FROM import_run") == 1)
                try await house.store.write { try $0.execute("UPDATE import_run SET touched_at = 0") }
                #expect(try await house.take(Self.file(5)).known == 5)
                #expect(try await house.count("SELECT COUNT(*) AS n FROM import_row") == 0)
                #expect(try await house.count("SELECT COUNT(*) AS n FROM import_run") == 0)
            }
        }
    }

    @Test("who complains before the decider begins, or while it is at old cases, is decided before them", arguments: TestDatabase.allCases)
    func citizensFirst(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            let count = Decider.importedMax * 2 + 10
            _ = try await house.take(Self.file(count))
            let (early, late) = (Self.complaint(1), Self.complaint(2))
            try await house.store.write { try ComplaintTable.insert([early], at: .now, in: $0) }
            let waiting = try await RoutingBooks.read(from: house.store)
            #expect(waiting.isBalanced && waiting.accepted == count + 1 && waiting.waiting == count + 1)
            try await house.decide { batch in
                guard batch == 2 else { return }
                try await house.store.write { try ComplaintTable.insert([late], at: .now, in: $0) }
            }
            let order = try await house.store.read {
                try $0.query(
                    """
                    SELECT complaint.id AS id, complaint.seq AS seq FROM feed
                    JOIN assignment ON assignment.id = feed.assignment_id
                    JOIN complaint ON complaint.id = assignment.complaint_id ORDER BY feed.cursor
                    """
                ).map { (id: $0.text("id"), seq: $0.int("seq")) }
            }
            #expect(order.count == count + 2)
            #expect(order.firstIndex { $0.id == early.id.text } == 0)
            #expect(order.firstIndex { $0.id == late.id.text } == 1 + Decider.importedMax)
            // The memory of links is read back by these numbers.
            #expect(order.map(\.seq) == order.map(\.seq).sorted())
            let books = try await RoutingBooks.read(from: house.store)
            #expect(books.isBalanced && books.waiting == 0 && books.stuck == 0)
        }
    }

    @Test("what is taken in and not decided yet is known: again, changed, linked", arguments: TestDatabase.allCases)
    func known(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            _ = try await house.take(Self.file(3, status: "Sedang Diproses"))
            let same = try await house.take(Self.file(3, status: "Sedang Diproses"))
            #expect(same.known == 3 && same.new == 0 && same.differing == 0)
            let own = Self.complaint(1)
            try await house.store.write { try ComplaintTable.insert([own], at: .now, in: $0) }
            await #expect(throws: Sp4nLink.Refused.self) {
                try await house.store.write { try Sp4nLink.make(own.tracking, "2", at: .now, in: $0) }
            }
            let changed = try await house.take(Self.file(4))
            #expect(changed.known == 3 && changed.new == 1)
            #expect(changed.differences.map(\.before) == Array(repeating: "Sedang Diproses", count: 3))
            #expect(changed.text.contains("row 5: 1 (not decided yet), Status Laporan"))
            #expect(try await house.take(Self.file(4)).differing == 0)
            try await house.decide()
            #expect(try await house.cases().compactMap(\.there?.standing) == Array(repeating: .closed, count: 4))
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 5)
            #expect(try await house.take(Self.file(4)).differences.map(\.column) == Array(repeating: "status here", count: 3))
        }
    }

    @Test("what only changes of known cases is said to the last, although nothing is to be decided", arguments: TestDatabase.allCases)
    func changes(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            let count = Decider.importedMax * 2
            _ = try await house.take(Self.file(count, status: "Sedang Diproses"))
            try await house.decide()
            #expect(try await house.take(Self.file(count)).known == count)
            try await house.decide()
            #expect(try await house.count("SELECT COUNT(*) AS n FROM imported WHERE standing = 'closed'") == count)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM import_run") == 0)
        }
    }

    @Test("linked by a person while the file is read, a case is the person's: no second one is made", arguments: TestDatabase.allCases)
    func linkedMeanwhile(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            let own = Self.complaint(1)
            try await house.store.write { try ComplaintTable.insert([own], at: .now, in: $0) }
            var importer = try house.importer(Self.file(3))
            importer.rest = Self.atStep(1) {
                _ = try? OwnThread.wait {
                    try await house.store.write { try Sp4nLink.make(own.tracking, "2", at: .now, in: $0) }
                }
            }
            #expect(try await importer.run(on: house.store).new == 3)
            try await house.decide()
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 3)
            let linked = try await house.store.read { try ImportTable.find(complaints: [own.id], in: $0) }[own.id]
            #expect(linked?.externalID == "2" && linked?.standing == .closed)
        }
    }

    @Test("an import that was stopped, and taken for dead, is told so and stores nothing", arguments: TestDatabase.allCases)
    func sleeper(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            for step in [1, 2] {
                var importer = try house.importer(Self.file(4))
                importer.batchRows = 2
                importer.rest = Self.atStep(step) {
                    try? OwnThread.wait {
                        try await house.store.write { try $0.execute("UPDATE import_run SET touched_at = 0") }
                        try await ImportQueue.clearLeftovers(in: house.store, at: .now)
                    }
                }
                let stopped = importer
                await #expect(throws: ImportQueue.Dropped.self) { try await stopped.run(on: house.store) }
                try await house.decide()
                for table in ["complaint", "import_row", "import_run"] {
                    #expect(try await house.count("SELECT COUNT(*) AS n FROM \(table)") == 0, "\(table)")
                }
            }
            // One that still writes is left alone.
            var living = try house.importer(Self.file(4))
            living.batchRows = 2
            living.rest = Self.atStep(1) {
                try? OwnThread.wait { try await ImportQueue.clearLeftovers(in: house.store, at: .now) }
            }
            #expect(try await living.run(on: house.store).stored)
        }
    }

    @Test("nothing of a person shows while it waits, and a new key seals it anew")
    func sealed() async throws {
        try await ImportHouse.with { house in
            _ = try await house.take(Self.file(3))
            func texts() async throws -> [String] {
                try await house.store.read {
                    try $0.query("SELECT body, complaint FROM import_row").flatMap { [$0.text("body"), $0.text("complaint")] }
                }
            }
            let before = try await texts()
            #expect(before.count == 6 && before.allSatisfy { !$0.contains("Habirau") && !$0.contains("Ahmad") })
            let seal = Seal(try SealKeys.rotate(path: house.keys))
            #expect(try await Resealing.run(on: house.store, seal) == 6)
            #expect(try await texts().allSatisfy(seal.isCurrent))
            let store = try await house.another()
            defer { store.close() }
            let region = house.region
            let isMore = try await store.write {
                try ImportQueue.bringForward(atMost: 9, region, at: .now, in: $0)
            }
            let number = TrackingNumber(region: "HSS", year: 2024, channelDigit: 4, serial: 3).description
            let found = try await store.read { try ComplaintTable.find(number, in: $0) }
            #expect(isMore && found?.text.hasSuffix("nomor 3") == true)
        }
    }
}
