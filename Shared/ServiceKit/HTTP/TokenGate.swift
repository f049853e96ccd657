// Bearer tokens: compared by hash, in the same time for a near miss and a far one.
import Crypto
import Foundation
package import Hummingbird

/// Knows the configured tokens.
package struct TokenGate: Sendable {
    private struct Known: Sendable {
        let hash: [UInt8]
        let principal: Principal
    }
    private let known: [Known]

    package init(_ tokens: [TokenConfiguration]) {
        known = tokens.map {
            Known(
                hash: Array(SHA256.hash(data: $0.secret.bytes)),
                principal: Principal(name: $0.name, role: $0.role))
        }
    }

    /// Who presents this token; `nil` when nobody does.
    package func principal(of request: Request) -> Principal? {
        guard let header = request.headers[.authorization],
            header.lowercased().hasPrefix("bearer ")
        else { return nil }
        return principal(token: String(header.dropFirst("bearer ".count)))
    }

    /// Who has this token; `nil` when nobody does. Takes the same time for every token.
    package func principal(token: String) -> Principal? {
        let hash = Array(SHA256.hash(data: Data(token.utf8)))
        var found: Principal?
        for candidate in known where constantTimeEqual(candidate.hash, hash) {
            found = candidate.principal
        }
        return found
    }
}

/// Compares in a time that depends on the lengths only.
package func constantTimeEqual(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
