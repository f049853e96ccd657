// Who stands before us: a program with a token, or an operator with a session cookie.
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// Finds out who calls.
struct Door: Sendable {
    let sessions: SessionDoor

    init(operators: Operators) {
        sessions = SessionDoor(operators: operators, cookieName: "mendengar_sesi")
    }

    static let csrfHeader = HTTPField.Name("x-csrf-token")

    /// A program or an operator.
    struct Caller: Sendable, Hashable {
        var name: String
        /// An operator's station; a program may act for all.
        var station: String?

        func maySee(_ station: String) -> Bool { self.station == nil || self.station == station }
    }

    /// The caller of the API.
    ///
    /// - Parameter changes: an operator's browser must then show its CSRF token in `X-CSRF-Token`.
    func caller(
        _ request: Request, _ context: ServiceContext, changes: Bool = false
    ) async throws -> Caller {
        if let principal = context.principal {
            guard principal.role == .intake else {
                throw Problem(
                    .forbidden, "forbidden", "the role \(principal.role.rawValue) may not do this")
            }
            return Caller(name: principal.name, station: nil)
        }
        guard let session = try await session(request) else {
            throw Problem(
                .unauthorized, "unauthorized",
                "a bearer token of role intake or a sign-in is needed")
        }
        if changes {
            let shown = Self.csrfHeader.flatMap { request.headers[$0] } ?? ""
            guard session.allows(shown) else {
                throw Problem(.forbidden, "csrf", "the X-CSRF-Token header is missing or wrong")
            }
        }
        return Caller(name: session.operatorName, station: session.station)
    }

    /// The session of a browser, if it has one.
    func session(_ request: Request) async throws -> Session? {
        try await sessions.session(request)
    }
}
