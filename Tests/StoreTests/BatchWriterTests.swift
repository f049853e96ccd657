// Writes of one kind go to the database together, and one bad input harms no other.
import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct BatchWriterTests {
    private struct TooLong: Error {}

    /// The sizes of the batches a handler was given.
    private final class Sizes: Sendable {
        let all = Mutex<[Int]>([])
    }

    private func writer(_ store: Store, _ sizes: Sizes) -> BatchWriter<String, Int> {
        store.batchWriter { transaction, words in
            sizes.all.withLock { $0.append(words.count) }
            if words.contains(where: { $0.count > 5 }) { throw TooLong() }
            try transaction.insert(
                Insertion(into: "note", ["word": .text]), rows: words.map { [.text($0)] })
            return words.map(\.count)
        }
    }

    @Test(arguments: Backend.all)
    func whatWaitsGoesTogetherAndEachGetsItsOwnResult(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let sizes = Sizes()
            let writer = writer(store, sizes)
            let gate = DispatchSemaphore(value: 0)
            let isBlocked = Mutex(false)
            async let blocker: Void = store.write { _ in
                isBlocked.withLock { $0 = true }
                gate.wait()
            }
            while !isBlocked.withLock({ $0 }) { await Task.yield() }
            let lengths = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<100 {
                    group.addTask { (number, try await writer.write("\(number)")) }
                }
                while store.waitingCount < 100 { await Task.yield() }
                gate.signal()
                return try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
            }
            try await blocker
            #expect(lengths.allSatisfy { "\($0.key)".count == $0.value })
            #expect(lengths.count == 100)
            #expect(sizes.all.withLock { $0 } == [100])
            let rows = try await store.read { try $0.query("SELECT word FROM note") }
            #expect(Set(rows.map { $0.text("word") }).count == 100)
        }
    }

    @Test(arguments: Backend.all) func oneBadInputFailsAlone(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let sizes = Sizes()
            let writer = writer(store, sizes)
            let failed = await withTaskGroup(of: String?.self) { group in
                for number in 0..<60 {
                    // A word that is there already, one that the handler refuses, or a good one.
                    let word = number % 20 == 0 ? "again" : number % 20 == 1 ? "too-long" : "\(number)"
                    group.addTask {
                        do {
                            _ = try await writer.write(word)
                            return nil
                        } catch is TooLong {
                            return "too-long"
                        } catch {
                            return "\((error as? StoreError)?.code == .constraint)"
                        }
                    }
                }
                return await group.reduce(into: [String]()) { if let why = $1 { $0.append(why) } }
            }
            #expect(failed.sorted() == ["too-long", "too-long", "too-long", "true", "true"])
            let rows = try await store.read { try $0.query("SELECT word FROM note") }
            #expect(rows.count == 55)
        }
    }

    @Test(arguments: Backend.all)
    func manyRowsAreInsertedAndFoundAgain(_ backend: Backend) async throws {
        try await backend.withStore { store, _ in
            let words = (0..<700).map { "word-\($0)" }
            let found = try await store.write { transaction in
                let inserted = try transaction.insert(
                    Insertion(into: "note", ["word": .text], "RETURNING id, word"),
                    rows: words.map { [.text($0)] })
                #expect(inserted.changed == 700)
                #expect(Set(inserted.returned.map { $0.text("word") }) == Set(words))
                return try transaction.find(
                    "SELECT word FROM note", ["word"], in: (words + ["absent"]).map { [.text($0)] })
            }
            #expect(Set(found.map { $0.text("word") }) == Set(words))
            #expect(found.count == 700)
        }
    }
}
