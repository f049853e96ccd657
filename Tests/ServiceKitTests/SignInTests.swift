// Operators, their passwords and sessions, on a real database file.
import Dispatch
import Foundation
import Store
import Synchronization
import Testing
import TestSupport

@testable import ServiceKit

@Suite struct SignInTests {
    private func withOperators(_ body: (Operators) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await Store.open(
            .sqlite(path: folder.path + "/o.sqlite"), schemas: [Operators.schema])
        defer { store.close() }
        try await body(Operators(store: store))
    }

    @Test func signsInUntilIdleOrDisabled() async throws {
        try await withOperators { operators in
            let password = try await operators.add("siti", station: "amandit")
            let start = Date(timeIntervalSince1970: 1_795_303_964)
            guard
                case .accepted(let token) = try await operators.signIn(
                    "siti", password: password, now: start)
            else {
                Issue.record("the right password was refused")
                return
            }
            let session = try await operators.session(token: token, now: start + 60)
            #expect(session?.station == "amandit")
            #expect(try await operators.session(token: token + "x", now: start) == nil)
            #expect(try await operators.session(token: token, now: start + 60 + 31 * 60) == nil)
            guard
                case .accepted(let second) = try await operators.signIn(
                    "siti", password: password, now: start)
            else {
                Issue.record("the right password was refused")
                return
            }
            try await operators.disable("siti")
            #expect(try await operators.session(token: second, now: start) == nil)
            #expect(try await operators.check("siti", password: password) == nil)
        }
    }

    @Test func guessingIsSlowedDown() async throws {
        try await withOperators { operators in
            _ = try await operators.add("siti", station: "amandit")
            let now = Date(timeIntervalSince1970: 1_795_303_964)
            for _ in 0..<5 {
                guard case .refused = try await operators.signIn("siti", password: "x", now: now)
                else {
                    Issue.record("a wrong password was not refused")
                    return
                }
            }
            guard
                case .wait(let seconds) = try await operators.signIn(
                    "siti", password: "x", now: now)
            else {
                Issue.record("the sixth guess was not held back")
                return
            }
            #expect(seconds == 5)
        }
    }

    /// Forty guesses at once are no way around the five that cost nothing.
    @Test func guessesAtOnceAreCountedBeforeTheyAreChecked() async throws {
        try await withOperators { operators in
            _ = try await operators.add("siti", station: "amandit")
            let now = Date(timeIntervalSince1970: 1_795_303_964)
            let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let answer = try await operators.signIn(
                            "siti", password: "\(number)", now: now)
                        if case .refused = answer { return true }
                        return false
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 5)
        }
    }

    /// Many names from one address are guessed no faster; another address is not held back, and the right
    /// password is never locked out for longer than the pause.
    @Test func anAddressIsSlowedDownAsWell() async throws {
        try await withOperators { operators in
            let password = try await operators.add("siti", station: "amandit")
            let now = Date(timeIntervalSince1970: 1_795_303_964)
            var refused = 0
            for number in 0..<25 {
                let answer = try await operators.signIn(
                    "name\(number)", password: "x", address: "203.0.113.7", now: now)
                if case .refused = answer { refused += 1 }
            }
            #expect(refused == 20)
            guard
                case .wait(5) = try await operators.signIn(
                    "siti", password: password, address: "203.0.113.7", now: now),
                case .accepted = try await operators.signIn(
                    "siti", password: password, address: "203.0.113.8", now: now),
                case .accepted = try await operators.signIn(
                    "siti", password: password, address: "203.0.113.7", now: now + 6)
            else {
                Issue.record("the address was held back wrongly")
                return
            }
        }
    }

    @Test func fewPasswordsAreHashedAtOnceAndFewWait() async throws {
        let desk = HashDesk()
        let hold = DispatchSemaphore(value: 0)
        let started = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<HashDesk.atOnce + HashDesk.waitingMax {
                group.addTask {
                    try await desk.run {
                        started.count.withLock { $0 += 1 }
                        hold.wait()
                    }
                }
            }
            _ = try await eventually("all are there") {
                desk.waiting == HashDesk.waitingMax ? true : nil
            }
            await #expect(throws: Problem.self) { try await desk.run {} }
            #expect(started.count.withLock { $0 } <= HashDesk.atOnce)
            for _ in 0..<HashDesk.atOnce + HashDesk.waitingMax { hold.signal() }
            try await group.waitForAll()
        }
        #expect(started.count.withLock { $0 } == HashDesk.atOnce + HashDesk.waitingMax)
        try await desk.run {}
    }

    @Test func namesAreUniqueAndPlain() async throws {
        try await withOperators { operators in
            _ = try await operators.add("siti", station: "amandit")
            await #expect(throws: Operators.Failure.self) {
                try await operators.add("siti", station: "amandit")
            }
            await #expect(throws: Operators.Failure.self) {
                try await operators.add("<b>", station: "amandit")
            }
            await #expect(throws: Operators.Failure.self) { try await operators.disable("nobody") }
            #expect(try await operators.list().map(\.name) == ["siti"])
        }
    }
}

private final class Tally: Sendable {
    let count = Mutex(0)
}
