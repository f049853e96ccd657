// Operators, their passwords and sessions, on a real database file.
import Foundation
import ServiceKit
import Store
import Testing

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
