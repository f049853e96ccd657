// The databases the conformance suite runs on. A test that takes a backend is a promise of every
// driver.
import Foundation
import Store
import TestSupport
import Testing

enum Backend: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case sqlite
    case postgres
    /// With ``StoreLimits/syncsBeside``.
    case postgresSyncedBeside

    static let all = allCases

    var testDescription: String { rawValue }

    /// An empty database of one's own, open with the table `note`.
    func withStore(
        limits: StoreLimits = StoreLimits(), _ body: (Store, DatabaseURL) async throws -> Void
    ) async throws {
        try await withURL { url in
            var limits = limits
            limits.syncsBeside = self == .postgresSyncedBeside
            let store = try await Store.open(url, schemas: [StoreTests.notes], limits: limits)
            defer { store.close() }
            try await body(store, url)
        }
    }

    /// The address of an empty database of one's own.
    func withURL(_ body: (DatabaseURL) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            let folder = try TemporaryFolder("store")
            try await body(.sqlite(path: folder.file("store.sqlite")))
        case .postgres, .postgresSyncedBeside:
            let server = try PostgreSQL.shared()
            let database = try server.makeDatabase()
            try await body(try DatabaseURL(server.url(database, "?schema=uji")))
        }
    }
}
