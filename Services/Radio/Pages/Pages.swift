// The operators' pages: plain HTML that works without scripts, in Bahasa Indonesia.
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// Routes of the pages, and what all of them share: session, CSRF token, headers, errors as pages.
struct Pages: Sendable {
    let desk: Desk
    let door: Door
    let frame: PageFrame
    let routing: RoutingDesk
    let timeZone: TimeZone

    static let formBytesMax = 256 * 1024
    var endpoints: [Endpoint] {
        [
            page(.get, "/", "to the programmes") { _, _ in .redirect(to: "/siaran") },
            page(.get, "/masuk", "sign-in form") { request, _ in try await signInForm(request) },
            page(.post, "/masuk", "sign in") { request, context in
                try await signIn(request, context)
            },
            page(.post, "/keluar", "sign out") { request, context in
                try await signOut(request, context)
            },
            signedIn(.get, "/siaran", "the programmes") { _, _, session in
                try await list(session)
            },
            signedIn(.get, "/unggah", "upload form") { _, _, session in uploadForm(session) },
            page(.post, "/unggah", "upload a transcript") { request, context in
                try await upload(request, context)
            },
            signedIn(.get, "/siaran/{id}", "a programme's items") { request, context, session in
                try await overview(request, try await programme(context, session), session)
            },
            signedIn(.get, "/siaran/{id}/butir/{n}", "review an item") {
                request, context, session in
                try await review(
                    request, try await programme(context, session),
                    context.parameters.get("n") ?? "", session)
            },
            signedIn(.post, "/siaran/{id}/butir", "correct an item") { request, context, session in
                try await correct(request, context, try await programme(context, session), session)
            },
            signedIn(.get, "/siaran/{id}/pembicara", "who is who") {
                request, context, session in
                speakers(request, try await programme(context, session), session)
            },
            signedIn(.post, "/siaran/{id}/pembicara", "say who is who") {
                request, context, session in
                try await nameSpeakers(
                    request, context, try await programme(context, session), session)
            },
            signedIn(.post, "/siaran/{id}/baca-ulang", "read the file again") {
                request, context, session in
                _ = try await form(request, context, session)
                let programme = try await programme(context, session)
                _ = try await desk.readAgain(programme, by: session.operatorName)
                return .redirect(to: "/siaran/\(programme.id)?pesan=dibaca-ulang")
            },
            signedIn(.get, "/siaran/{id}/terbit", "what will be sent") {
                request, context, session in
                await publication(
                    try await programme(context, session), session, from: PageRange.start(request))
            },
            signedIn(.post, "/siaran/{id}/terbit", "send") { request, context, session in
                let programme = try await programme(context, session)
                let fields = try await form(request, context, session)
                guard let version = Int(fields["version"]),
                    try await desk.publish(programme.id, version: version) != nil
                else {
                    return await publication(
                        try await self.programme(context, session), session,
                        problem: "Siaran ini berubah sejak halaman dibuka. Periksa lagi, lalu terbitkan.",
                        status: .conflict)
                }
                return .redirect(to: "/siaran/\(programme.id)/terbit")
            },
            signedIn(.get, "/siaran/{id}/berita-acara", "the minutes, for printing") {
                request, context, session in
                minutes(request, try await programme(context, session), session)
            },
            signedIn(.get, "/lembar", "the run sheet of the next programme") {
                request, _, session in
                await runsheet(request, session)
            },
            signedIn(.get, "/bantuan", "the operator's handbook") { _, _, session in
                render("bantuan", ["title": "Petunjuk"], session: session)
            },
            Endpoint(
                .get, "/static/{file}", "style sheet and script",
                CallShape(gives: [
                    .init(200, [.init("text/css", .string), .init("text/javascript", .string)], "the file")
                ])
            ) { _, context in
                try frame.file(context.parameters.get("file") ?? "")
            },
        ]
    }

    // MARK: What every page does

    private static let absent = "Halaman atau siaran ini tidak ada."

    private var errors: ErrorPages {
        ErrorPages(
            frame,
            sentences: [
                "csrf": "Formulir ini sudah kedaluwarsa. Muat ulang halamannya, lalu coba lagi.",
                "not-found": Self.absent,
                "body-too-large": "Berkasnya terlalu besar.",
                "too-busy": "Terlalu banyak yang diunggah bersamaan. Coba lagi sebentar lagi.",
                "cut-off": "Kirimannya terputus di tengah jalan. Coba lagi.",
            ],
            away: "Penyimpanan sedang penuh atau terganggu. Coba lagi sebentar lagi.",
            mendable: { error in
                if case Desk.Refusal.transcript(let why) = error { Desk.sentence(why) } else { nil }
            })
    }

    private func page(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        _ handler: @escaping ErrorPages.Handler
    ) -> Endpoint {
        errors.page(method, path, summary, handler)
    }

    /// What a browser that asks for a page is told of an error.
    func errorPage(_ problem: Problem, _ request: Request) -> Hummingbird.Response? {
        errors.page(problem, request)
    }

    private func signedIn(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        _ handler:
            @escaping @Sendable (Request, ServiceContext, Session) async throws
            -> Hummingbird.Response
    ) -> Endpoint {
        page(method, path, summary) { request, context in
            guard let session = try await door.session(request) else {
                return try await signInFirst(request, context)
            }
            return try await handler(request, context, session)
        }
    }

    /// Renders a template with what the layout needs.
    func render(
        _ template: String, _ model: [String: Any], session: Session? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Hummingbird.Response {
        frame.render(template, model, session: session, status: status)
    }

    func programme(
        _ context: ServiceContext, _ session: Session
    ) async throws -> StoredProgramme {
        guard let found = try await desk.table.find(context.parameters.get("id") ?? ""),
            found.station == session.station
        else { throw Problem.notFound("no such programme") }
        return found
    }

    /// The fields of a form whose CSRF token is right.
    func form(
        _ request: Request, _ context: ServiceContext, _ session: Session
    ) async throws -> FormFields {
        try await door.sessions.form(request, context, session, bytesMax: Self.formBytesMax)
    }
}
