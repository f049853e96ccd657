// Errors over HTTP: RFC 9457 problem documents with a stable type.
import Foundation
package import HTTPTypes
package import Hummingbird

/// An error that knows its answer.
package struct Problem: HTTPResponseError {
    package let status: HTTPResponse.Status
    /// Last part of the stable `type` URI, e.g. `body-too-large`.
    package let slug: String
    /// What is wrong and what the sender can do; never a secret, never our internals.
    package let detail: String
    /// Seconds for `Retry-After`.
    package let retryAfter: Int?
    /// Further members of the document (RFC 9457 section 3.2).
    package let more: [String: String]
    /// For `Allow` of a 405.
    private var allowed: [HTTPRequest.Method] = []

    /// Where the types are described; the contract keeps the slugs.
    package static let base = "https://mendengar.example/problems/"

    package init(
        _ status: HTTPResponse.Status, _ slug: String, _ detail: String, retryAfter: Int? = nil,
        more: [String: String] = [:]
    ) {
        self.status = status
        self.slug = slug
        self.detail = detail
        self.retryAfter = retryAfter
        self.more = more
    }

    /// For Hummingbird: the problem document.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        response
    }

    /// The answer itself.
    package var response: Response {
        Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    }

    /// The body of the answer.
    var document: Data {
        var document: [String: Any] = [
            "type": Self.base + slug, "title": status.reasonPhrase, "status": status.code,
            "detail": detail,
        ]
        for (key, value) in more { document[key] = value }
        return (try? JSONSerialization.data(
            withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])) ?? Data()
    }

    /// The header fields of the answer, without those of its transport.
    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if !allowed.isEmpty {
            headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        return headers
    }

    /// 404, naming what is not there.
    package static func notFound(_ detail: String) -> Problem {
        Problem(.notFound, "not-found", detail)
    }

    /// 400, naming what is wrong.
    package static func badRequest(_ detail: String) -> Problem {
        Problem(.badRequest, "bad-request", detail)
    }

    /// 405, naming what is allowed (RFC 9110 section 15.5.6).
    static func methodNotAllowed(
        _ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]
    ) -> Problem {
        var problem = Problem(
            .methodNotAllowed, "method-not-allowed", "\(method.rawValue) is not possible here")
        problem.allowed = allowed
        return problem
    }

    /// 429: this token, or this address, calls too often.
    package static func tooManyCalls(retryAfter seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, "too-many-calls",
            "too many calls in a minute; nothing was done; come again in \(seconds) s",
            retryAfter: seconds)
    }

    /// 413, naming the limit in bytes.
    package static func bodyTooLarge(bytesMax: Int) -> Problem {
        Problem(
            .contentTooLarge, "body-too-large", "the body is larger than \(bytesMax) bytes")
    }

    /// The body is shorter than it was said to be.
    package static let cutOff = Problem(
        .badRequest, "cut-off", "the request ended before its end; nothing was stored")

    /// Too much is being received at once, whoever sends it.
    package static let tooBusy = Problem(
        .serviceUnavailable, "too-busy", "too much is being received at once; nothing was stored; "
            + "send it again", retryAfter: 5)

    /// No room or no database: the sender keeps it and comes again.
    package static let unavailable = Problem(
        .serviceUnavailable, "unavailable", "nothing was stored; send it again", retryAfter: 5)
}
