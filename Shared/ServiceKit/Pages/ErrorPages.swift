// What goes wrong behind a page is told on a page, in its readers' words, not as a problem document.
package import HTTPTypes
package import Hummingbird

/// Pages whose errors are pages: the template `galat` of a service.
package struct ErrorPages: Sendable {
    private let frame: PageFrame
    private let sentences: [String: String]
    /// For a reader, what else may go wrong: a problem's own words are for programs.
    private static let common = [
        "unauthorized": "Halaman ini untuk yang sudah masuk. Masuklah dahulu.",
        "forbidden": "Anda tidak berhak melakukan ini.",
        "method-not-allowed": "Alamat ini tidak dapat dibuka begitu saja. Kembali, lalu coba lagi.",
        "not-a-form": "Formulirnya tidak terbaca. Kembali, lalu kirim sekali lagi.",
        "bad-request": "Kirimannya tidak terbaca. Kembali, muat ulang halamannya, lalu coba lagi.",
        "http": "Permintaannya tidak dapat dilayani. Kembali, lalu coba lagi.",
        "too-many-calls": "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
        "internal": "Ada kesalahan pada layanan ini; sudah tercatat. Coba lagi, atau hubungi admin "
            + "Diskominfo.",
    ]
    private let away: String
    private let mendable: @Sendable (any Error) -> String?

    /// What answers a request for a page.
    package typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    /// - Parameters:
    ///   - sentences: what a reader is told, by the slug of a ``Problem``; of others their detail.
    ///   - away: what he is told while the database takes nothing.
    ///   - mendable: of an error of the service's own that he can mend, what to tell him.
    package init(
        _ frame: PageFrame, sentences: [String: String], away: String,
        mendable: @escaping @Sendable (any Error) -> String? = { _ in nil }
    ) {
        (self.frame, self.away, self.mendable) = (frame, away, mendable)
        self.sentences = Self.common.merging(["unavailable": away]) { $1 }.merging(sentences) { $1 }
    }

    /// An endpoint that answers with pages.
    package func page(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(method, path, summary, .page) { request, context in
            do {
                return try await handler(request, context)
            } catch let problem as Problem {
                // A script that stays on its page reads the problem itself.
                if request.headers[.accept] == "application/json" { throw problem }
                return page(problem)
            } catch {
                if let message = mendable(error) { return failure(.unprocessableContent, message) }
                guard let known = storeProblem(error) else { throw error }
                return failure(known.status, away)
            }
        }
    }

    /// The page of a problem for who asks for one.
    ///
    /// - Returns: `nil` for programs and scripts, which get the problem document.
    package func page(_ problem: Problem, _ request: Request) -> Response? {
        guard request.headers[.accept]?.contains("text/html") == true else { return nil }
        return page(problem)
    }

    private func page(_ problem: Problem) -> Response {
        var response = failure(problem.status, sentences[problem.slug] ?? problem.detail)
        for field in problem.headers where field.name != .contentType { response.headers.append(field) }
        return response
    }

    /// A page that says what is wrong.
    package func failure(_ status: HTTPResponse.Status, _ message: String) -> Response {
        frame.render("galat", ["title": "Belum berhasil", "message": message], status: status)
    }
}
