// Sign-in by a form and a cookie, as every service with pages does it.
import Foundation
import HTTPTypes
package import Hummingbird

/// Knows who is signed in. Each service has a cookie of its own: two of them may share a host.
package struct SessionDoor: Sendable {
    package let operators: Operators
    private let cookieName: String

    /// A sign-in form is no longer than this; it may carry what a form held when its session ended.
    package static let formBytesMax = 128 * 1024

    /// - Parameter cookieName: of this service alone.
    package init(operators: Operators, cookieName: String) {
        self.operators = operators
        self.cookieName = cookieName
    }

    /// The session of a browser, if it has one.
    package func session(_ request: Request) async throws -> Session? {
        guard let token = cookie(request) else { return nil }
        return try await operators.session(token: token)
    }

    /// Whether a browser comes with a session that has ended.
    package func hasEnded(_ request: Request) async throws -> Bool {
        guard let token = cookie(request), !token.isEmpty else { return false }
        return try await operators.session(token: token) == nil
    }

    private func cookie(_ request: Request) -> String? {
        for pair in (request.headers[.cookie] ?? "").split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == cookieName {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    /// Compared in the same time whatever is wrong.
    static func same(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count, !a.isEmpty else { return false }
        return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The fields of a form whose CSRF token is right.
    ///
    /// - Throws: ``Problem`` 403 `csrf` for another.
    package func form(
        _ request: Request, _ context: ServiceContext, _ session: Session, bytesMax: Int
    ) async throws -> FormFields {
        let fields = try await FormFields.read(request, context, bytesMax: bytesMax)
        guard session.allows(fields["csrf"]) else {
            throw Problem(.forbidden, "csrf", "the form's token is wrong")
        }
        return fields
    }

    /// What became of a sign-in.
    package enum Entered {
        /// To the page that was asked for, with the cookie; the session, and the fields of the form.
        case yes(Response, Session, FormFields)
        /// The form again: its fields, and what to say.
        case no(FormFields, problem: String, HTTPResponse.Status)
    }

    /// Takes the form `nama`, `sandi`.
    ///
    /// - Parameter path: where to go then, by the form's fields.
    package func signIn(
        _ request: Request, _ context: ServiceContext, to path: (FormFields) -> String
    ) async throws -> Entered {
        try request.requireSameOrigin()
        let fields = try await FormFields.read(request, context, bytesMax: Self.formBytesMax)
        let name = fields["nama"]
        switch try await operators.signIn(
            name, password: fields["sandi"], address: context.sender(of: request)?.description)
        {
        case .accepted(let token):
            guard let session = try await operators.session(token: token) else {
                return .no(fields, problem: "Nama atau kata sandi tidak cocok.", .unauthorized)
            }
            var response = Response.redirect(to: path(fields))
            let secure = request.headers[.init("x-forwarded-proto") ?? .origin] == "https"
            response.headers[.setCookie] =
                "\(cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "")
            return .yes(response, session, fields)
        case .refused:
            return .no(fields, problem: "Nama atau kata sandi tidak cocok.", .unauthorized)
        case .wait(let seconds):
            return .no(
                fields, problem: "Terlalu banyak percobaan. Coba lagi dalam \(seconds) detik.",
                .tooManyRequests)
        }
    }

    /// Ends the session, if the form has its token.
    package func signOut(
        _ request: Request, _ context: ServiceContext, to path: String
    ) async throws -> Response {
        if let session = try await session(request), let token = cookie(request) {
            _ = try await form(request, context, session, bytesMax: Self.formBytesMax)
            try await operators.signOut(token: token)
        }
        var response = Response.redirect(to: path)
        response.headers[.setCookie] =
            "\(cookieName)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        return response
    }
}
