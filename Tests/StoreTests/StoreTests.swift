// The conformance suite: what every driver must keep. Runs on each driver available here.
import Foundation
import Store
import Synchronization
import Testing

@Suite struct StoreTests {
    static let notes = Schema(
        name: "notes",
        migrations: [["CREATE TABLE note (id {autoid}, word TEXT NOT NULL UNIQUE, body {blob})"]])

    /// For what only SQLite has: a file.
    static func withStore(
        limits: StoreLimits = StoreLimits(), _ body: (Store, String) async throws -> Void
    ) async throws {
        try await Backend.sqlite.withStore(limits: limits) { store, url in
            try await body(store, String("\(url)".dropFirst("sqlite:".count)))
        }
    }

    private func insert(_ word: String, _ store: Store) async throws {
        try await store.write { transaction in
            try transaction.execute("INSERT INTO note (word) VALUES (?)", [.text(word)])
        }
    }

    private func words(_ store: Store) async throws -> [String] {
        try await store.read { transaction in
            try transaction.query("SELECT word FROM note ORDER BY id").map { $0.text("word") }
        }
    }

    @Test(arguments: Backend.all) func valuesComeBackAsTheyWent(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let bytes: [UInt8] = [0, 255, 10, 0]
            try await store.write { transaction in
                try transaction.execute(
                    "INSERT INTO note (word, body) VALUES (?, ?)",
                    ["pambakal \u{0} 😷", .blob(bytes)])
            }
            let row = try await store.read { try $0.first("SELECT * FROM note") }
            #expect(row?.text("word") == "pambakal \u{FFFD} 😷")
            #expect(row?.blob("body") == bytes)
            #expect(row?["absent"] == .null)
        }
    }

    @Test(arguments: Backend.all)
    func oneBadRowFailsAloneInItsBatch(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let failures = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            // Every tenth violates the unique index against its neighbour.
                            try await self.insert("\(number % 10 == 0 ? 0 : number)", store)
                            return false
                        } catch let error as StoreError {
                            return error.code == .constraint
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 19)
            let kept = try await words(store)
            #expect(kept.count == 181)
        }
    }

    @Test(arguments: Backend.all)
    func whatAClosureThrowsUndoesOnlyItsOwnWork(_ backend: Backend) async throws {
        struct Refused: Error {}
        try await backend.withStore { store, _ in
            try await insert("kept", store)
            await #expect(throws: Refused.self) {
                try await store.write { transaction in
                    try transaction.execute("INSERT INTO note (word) VALUES ('undone')")
                    throw Refused()
                }
            }
            #expect(try await words(store) == ["kept"])
        }
    }

    @Test(arguments: Backend.all) func queueIsBoundedThenBusy(_ backend: Backend) async throws {
        var limits = StoreLimits()
        limits.waitingWritesMax = 4
        try await backend.withStore(limits: limits) { store, _ in
            let gate = DispatchSemaphore(value: 0)
            let (entered, entry) = AsyncStream.makeStream(of: Void.self)
            let blocker = Task {
                try await store.write { _ in
                    entry.finish()
                    gate.wait()
                }
            }
            // Before it holds the writer it could be refused itself.
            for await _ in entered {}
            let outcomes: [StoreError.Code?] = await withTaskGroup(of: StoreError.Code?.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await self.insert("\(number)", store)
                            return nil
                        } catch {
                            return (error as? StoreError)?.code
                        }
                    }
                }
                var refused = 0
                var codes: [StoreError.Code?] = []
                for await code in group {
                    codes.append(code)
                    if code == .busy { refused += 1 }
                    if refused == 30 { gate.signal() }
                }
                return codes
            }
            try await blocker.value
            let refused = outcomes.count { $0 == .busy }
            #expect((30...37).contains(refused))
            let written = try await words(store)
            #expect(written.count == 40 - refused)
        }
    }

    @Test func fullDiskFailsTheBatchAndRecovers() async throws {
        try await Self.withStore { store, _ in
            try await store.write { _ = try $0.query("PRAGMA max_page_count = 40") }
            await #expect {
                try await store.write { transaction in
                    try transaction.execute(
                        "INSERT INTO note (word, body) VALUES ('big', zeroblob(400000))")
                }
            } throws: { error in
                (error as? StoreError)?.code == .noSpace
            }
            try await store.write { _ = try $0.query("PRAGMA max_page_count = 100000") }
            try await insert("after", store)
            #expect(try await words(store) == ["after"])
        }
    }

    @Test func commitsGoToTheLog() async throws {
        try await Self.withStore { store, _ in
            let mode = try await store.write { try $0.query("PRAGMA journal_mode") }
            #expect(mode.first?.text("journal_mode") == "wal")
        }
    }

    @Test func deletedFileIsNotWrittenInto() async throws {
        try await Self.withStore { store, path in
            try await insert("kept", store)
            try FileManager.default.removeItem(atPath: path)
            await #expect {
                try await insert("lost", store)
            } throws: { error in
                (error as? StoreError)?.code == .unavailable && "\(error)".contains(path)
            }
        }
    }

    @Test(arguments: Backend.all) func newerSchemaIsRefused(_ backend: Backend) async throws {
        try await backend.withStore { store, url in
            try await store.write { transaction in
                try transaction.execute("UPDATE schema_version SET version = 9 WHERE name = 'notes'")
            }
            await #expect {
                _ = try await Store.open(url, schemas: [Self.notes])
            } throws: { error in
                (error as? StoreError)?.code == .newerSchema && "\(error)".contains("version 9")
            }
        }
    }

    @Test func placeWithoutPermissionIsNamed() async throws {
        await #expect {
            _ = try await Store.open(.sqlite(path: "/proc/nowhere/store.sqlite"), schemas: [])
        } throws: { error in
            (error as? StoreError)?.code == .unavailable
                && "\(error)".contains("/proc/nowhere/store.sqlite")
        }
        #expect(throws: StoreError.self) { try DatabaseURL("mysql:x") }
        #expect(throws: StoreError.self) { try DatabaseURL("sqlite:") }
    }
}

@Suite struct LeaseTests {
    private func take(_ holder: String, at now: Int64, _ store: Store) async throws -> Lease? {
        try await store.write { transaction in
            try Lease.acquire(
                "decider", holder: holder, now: now, microseconds: 10, in: transaction)
        }
    }

    @Test(arguments: Backend.all) func oneHolderUntilItExpires(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let first = try await take("a", at: 0, store)
            #expect(first?.epoch == 1)
            #expect(try await take("b", at: 9, store) == nil)
            #expect(try await take("a", at: 5, store)?.epoch == 1)
            #expect(try await take("b", at: 15, store)?.epoch == 2)
        }
    }

    @Test(arguments: Backend.all)
    func sleeperThatWakesUpCanWriteNothing(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let sleeper = try #require(try await take("a", at: 0, store))
            let holder = try #require(try await take("b", at: 100, store))
            await #expect {
                try await store.write { transaction in
                    try transaction.execute("INSERT INTO note (word) VALUES ('late')")
                    try sleeper.verify(in: transaction)
                }
            } throws: { error in
                (error as? StoreError)?.code == .leaseLost
            }
            let rows = try await store.write { transaction in
                try holder.verify(in: transaction)
                return try transaction.query("SELECT * FROM note")
            }
            #expect(rows.isEmpty)
            try await store.write { try holder.release(in: $0) }
            #expect(try await take("c", at: 101, store)?.epoch == 3)
        }
    }
}
