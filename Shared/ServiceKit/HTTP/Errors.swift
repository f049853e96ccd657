// Every error becomes its problem document, and every answer is counted.
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Turns every error into its problem document and counts the answers.
struct Errors: RouterMiddleware {
    let logger: Logger
    let books: AnswerBooks
    let routes: KnownRoutes
    /// The page of an error, where somebody asks for a page.
    var page: @Sendable (Problem, Request) -> Response? = { _, _ in nil }

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request)
        }
        books.note(
            context.endpointPath ?? AnswerBooks.nowhere, response.status.code,
            ContinuousClock.now - started)
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    private func answer(to error: any Error, _ request: Request) -> Response {
        let problem = problem(error, request)
        return page(problem, request) ?? problem.response
    }

    private func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case is NIOTooManyBytesError:
            return Problem(.contentTooLarge, "body-too-large", "the body is too large")
        case let error as HTTPError where error.status == .notFound:
            guard let allowed = routes.methods(at: request.uri.path) else {
                return Problem.notFound("no such path")
            }
            return Problem.methodNotAllowed(request.method, allowed: allowed)
        case let error as HTTPError:
            return Problem(error.status, "http", error.body ?? "refused")
        default:
            if let known = storeProblem(error) {
                logger.error("cannot store", metadata: ["why": "\(error)"])
                return known
            }
            logger.error("request failed", metadata: ["error": "\(error)"])
            return Problem(.internalServerError, "internal", "the error has been logged")
        }
    }
}

/// Counts and times the answers by their paths. Each series is looked up once: to name it costs more than to
/// count.
final class AnswerBooks: Sendable {
    /// Where there is no such path.
    static let nowhere = "(none)"

    private struct Page {
        let timer: Metrics.Timer
        var counters: [Int: Metrics.Counter] = [:]
    }
    private let metrics: Metrics
    private let pages = Mutex<[String: Page]>([:])

    init(_ metrics: Metrics) { self.metrics = metrics }

    /// - Parameter path: of an endpoint, as it is declared; never as a client wrote it.
    func note(_ path: String, _ status: Int, _ duration: Duration) {
        let (counter, timer) = pages.withLock { pages in
            if let page = pages[path], let counter = page.counters[status] {
                return (counter, page.timer)
            }
            let timer = metrics.timer("mendengar_http_seconds", ["path": path])
            let counter = metrics.counter(
                "mendengar_http_requests_total", ["path": path, "status": "\(status)"])
            pages[path, default: Page(timer: timer)].counters[status] = counter
            return (counter, timer)
        }
        counter.count()
        timer.observe(duration)
    }
}

/// The paths of a service and their methods, for those who come with another method.
struct KnownRoutes: Sendable {
    private struct Route: Sendable {
        var segments: [Substring]
        var methods: [HTTPRequest.Method]
    }
    private var routes: [Route] = []

    init(_ endpoints: [Endpoint]) {
        for (path, same) in Dictionary(grouping: endpoints, by: \.path) {
            var methods = same.map(\.method)
            if methods.contains(.get), !methods.contains(.head) { methods.append(.head) }
            routes.append(
                Route(
                    segments: path.split(separator: "/"),
                    methods: methods.sorted { $0.rawValue < $1.rawValue }))
        }
    }

    /// What may be done at a path; `nil` where there is nothing.
    func methods(at path: String) -> [HTTPRequest.Method]? {
        let segments = path.split(separator: "/")
        return routes.first { route in
            route.segments.count == segments.count
                && zip(route.segments, segments).allSatisfy(Self.fits)
        }?.methods
    }

    /// `{id}` is anything, `{id}.xml` what ends so.
    private static func fits(_ pattern: Substring, _ segment: Substring) -> Bool {
        guard pattern.hasPrefix("{"), let end = pattern.lastIndex(of: "}") else { return pattern == segment }
        return segment.hasSuffix(pattern[pattern.index(after: end)...])
    }
}
