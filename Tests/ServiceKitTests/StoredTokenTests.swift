// Tokens in the database: kept by their hash, exchanged, expired, revoked everywhere at once.
import Foundation
import Store
import TestSupport
import Testing

@testable import ServiceKit

@Suite struct StoredTokenTests {
    private func withTokens(
        _ database: TestDatabase = .sqlite, _ body: (StoredTokens, Store) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("tokens")
        let store = try await Store.open(
            try DatabaseURL(database.url(in: folder)), schemas: [StoredTokens.schema])
        defer { store.close() }
        try await body(StoredTokens(store: store), store)
    }

    private func role(_ token: String, _ store: Store, now: Date = .now) async throws -> Role? {
        // A new one each time: a process that has not read the list yet.
        try await StoredTokens(store: store)
            .principal(hash: TokenConfiguration.hash(of: token), now: now)?.role
    }

    @Test("only its hash is kept, and it opens what its role may", arguments: TestDatabase.allCases)
    func onlyTheHash(database: TestDatabase) async throws {
        try await withTokens(database) { tokens, store in
            let token = try await tokens.add("sistem-kasus", role: .case)
            let other = try await tokens.add("lain", role: .admin)
            #expect(token.hasPrefix("mdg_") && token.count == 47 && token != other)
            #expect(try await role(token, store) == .case)
            #expect(try await role(other, store) == .admin)
            #expect(try await role(token + "x", store) == nil)
            let rows = try await store.read { try $0.query("SELECT * FROM token") }
            #expect(!"\(rows)".contains(token.dropFirst(4)))
            let used = try await tokens.list().first?.usedOn
            #expect(used?.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) == 0)
            let gate = TokenGate([], stored: StoredTokens(store: store))
            #expect(try await gate.principal(token: token)?.name == "sistem-kasus")
            #expect(try await gate.principal(token: "mdg_" + String(repeating: "A", count: 43)) == nil)
            await #expect(throws: StoredTokens.Failure.self) {
                try await tokens.add("lain", role: .case)
            }
            await #expect(throws: StoredTokens.Failure.self) { try await tokens.add("a b", role: .case) }
        }
    }

    @Test func twoHoldWhileOneIsExchanged() async throws {
        try await withTokens { tokens, store in
            let start = Date.now
            let first = try await tokens.add(
                "a", role: .case, expiresAt: start.addingTimeInterval(30 * 86_400), now: start)
            let second = try await tokens.rotate("a", now: start)
            #expect(try await role(first, store) == .case)
            #expect(try await role(second, store) == .case)
            let later = start.addingTimeInterval(Double(StoredTokens.rotationDays) * 86_400 + 1)
            #expect(try await role(first, store, now: later) == nil)
            #expect(try await role(second, store, now: later) == .case)
            let muchLater = start.addingTimeInterval(31 * 86_400)
            #expect(try await role(second, store, now: muchLater) == nil, "it lives as long as the first")
            let third = try await tokens.rotate("a", now: start)
            #expect(try await role(first, store) == nil, "two at most")
            #expect(try await role(second, store) == .case)
            #expect(try await tokens.revoke("a", onlyOld: true) == 1)
            #expect(try await role(second, store) == nil)
            #expect(try await role(third, store) == .case)
            #expect(try await tokens.revoke("a") == 1)
            await #expect(throws: StoredTokens.Failure.self) { try await tokens.revoke("a") }
            await #expect(throws: StoredTokens.Failure.self) { try await tokens.rotate("a") }
            _ = try await tokens.add("a", role: .admin)
        }
    }

    /// Another process that has read the list is told within its cache's time.
    @Test func revokedIsRefusedWithinTheCachesTime() async throws {
        #expect(StoredTokens.cacheTime <= .seconds(5))
        try await withTokens { tokens, store in
            let token = try await tokens.add("a", role: .case)
            let gate = TokenGate([], stored: StoredTokens(store: store))
            #expect(try await gate.principal(token: token) != nil)
            _ = try await tokens.revoke("a")
            _ = try await eventually("it is refused", within: .seconds(20)) {
                try await gate.principal(token: token) == nil ? true : nil
            }
        }
    }

    @Test func aNewOneHoldsAtOnce() async throws {
        try await withTokens { tokens, store in
            let gate = TokenGate([], stored: StoredTokens(store: store))
            #expect(try await gate.principal(token: "mdg_nobody") == nil)
            let token = try await tokens.add("a", role: .case)
            let made = ContinuousClock.now
            _ = try await eventually("it is known") {
                try await gate.principal(token: token) == nil ? nil : true
            }
            #expect(ContinuousClock.now - made < StoredTokens.cacheTime)
        }
    }

    @Test func whenTheDatabaseIsAwayNobodyIsTakenForAStranger() async throws {
        try await withTokens { tokens, store in
            let token = try await tokens.add("a", role: .case)
            let gate = TokenGate(
                [TokenConfiguration(name: "c", role: .intake, secret: Secret("c"))],
                stored: StoredTokens(store: store))
            store.close()
            await #expect(throws: StoreError.self) { try await gate.principal(token: token) }
            #expect(try await gate.principal(token: "c")?.role == .intake)
            #expect(try await gate.principal(token: "x") == nil)
        }
    }

    @Test func theConfigurationMayHoldAHash() async throws {
        let hash = "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
        let file = """
            routing: { tokens: [ { name: a, role: case, secret: "\(hash)" }, { name: b, role: admin, secret: b } ] }
            """
        let read = try Configuration.parse(file, file: "m.yaml", for: [.routing])
        #expect(read.warnings.count == 1, "a hash is no secret")
        let gate = TokenGate(try #require(read.routing).tokens)
        #expect(try await gate.principal(token: "a")?.role == .case)
        #expect(try await gate.principal(token: hash) == nil)
        #expect(try await gate.principal(token: "b")?.role == .admin)
        for wrong in ["sha256:", "sha256:ca97", "sha256:" + String(repeating: "g", count: 64)] {
            let error = #expect(throws: ConfigurationError.self) {
                try Configuration.parse(
                    file.replacing(hash, with: wrong), file: "m.yaml", for: [.routing])
            }
            #expect(error?.description.contains("64 hexadecimal digits") == true)
        }
    }
}
