// One journalled message by its tracking number, for those who look at it again.
import Complaints
import Foundation
package import Store

/// A message as it is kept.
package struct Stored: Sendable {
    /// With its bytes, and with its pieces when it is the first of several.
    package let entry: JournalEntry
    package let state: JournalState
    package let why: String?
}

extension Intake {
    /// Reads beside the running service; `nil` where there is no such number. It looks through the whole
    /// journal: nothing but this command asks by number, and an index would cost every arrival.
    package static func stored(
        tracking: String, in database: DatabaseURL
    ) async throws -> Stored? {
        let store = try await Store.open(database, schemas: [schema])
        defer { store.close() }
        return try await store.read {
            try Normalising.stored(
                tracking, folder: FileManager.default.temporaryDirectory, in: $0)
        }
    }
}
