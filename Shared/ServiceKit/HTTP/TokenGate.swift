// Bearer tokens: compared by hash, in the same time for a near miss and a far one.
import Foundation
package import Hummingbird

/// Knows the configured tokens, and those of the service's database.
package struct TokenGate: Sendable {
    private struct Known: Sendable {
        let hash: [UInt8]
        let principal: Principal
    }
    private let known: [Known]
    private let stored: StoredTokens?

    /// - Parameter stored: tokens made while the service runs.
    package init(_ tokens: [TokenConfiguration], stored: StoredTokens? = nil) {
        known = tokens.map {
            Known(hash: $0.hash, principal: Principal(name: $0.name, role: $0.role))
        }
        self.stored = stored
    }

    /// Who presents this token; `nil` when nobody does.
    ///
    /// - Throws: when the database must be asked and is away.
    package func principal(of request: Request) async throws -> Principal? {
        guard let header = request.headers[.authorization],
            header.lowercased().hasPrefix("bearer ")
        else { return nil }
        return try await principal(token: String(header.dropFirst("bearer ".count)))
    }

    /// Who has this token; `nil` when nobody does. Takes the same time for every token.
    ///
    /// - Throws: when the database must be asked and is away.
    package func principal(token: String) async throws -> Principal? {
        let hash = TokenConfiguration.hash(of: token)
        var found: Principal?
        for candidate in known where constantTimeEqual(candidate.hash, hash) {
            found = candidate.principal
        }
        // What lacks the prefix is none of theirs.
        guard found == nil, let stored, token.hasPrefix(StoredTokens.prefix) else { return found }
        return try await stored.principal(hash: hash)
    }
}

/// Compares in a time that depends on the lengths only. Not generic: what is generic is slow across modules,
/// and this is done for every message.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for place in a.indices { difference |= a[place] ^ b[place] }
    return difference == 0
}
