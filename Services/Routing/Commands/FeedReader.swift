// The client's side of the feed: a page by cursor, an acknowledgement.
import Complaints
import Delivery
import Foundation

/// Reads the feed over HTTP.
struct FeedReader {
    private let url: String
    private let token: String
    private let fetcher = Fetcher()

    /// What went wrong, for the person at the terminal.
    struct Failure: Error, CustomStringConvertible {
        var description: String
        /// Whether trying again later makes sense.
        var mayPass: Bool
    }

    struct Page: Decodable {
        var items: [Assignment]
        var next: Int64
    }

    init(url: String, token: String) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
    }

    /// Assignments after a cursor; waits up to `waitSeconds` for the first.
    func page(after cursor: Int64, waitSeconds: Int) async throws(Failure) -> Page {
        let body = try await send(
            "GET", "/v1/assignments?after=\(cursor)&wait=\(waitSeconds)",
            timeout: .seconds(waitSeconds + 15))
        do {
            return try Wire.decode(Page.self, from: body)
        } catch {
            throw Failure(
                description: "\(url) does not answer with a feed: \(explainDecoding(error)); "
                    + "is it the address of mendengar-routing?", mayPass: false)
        }
    }

    /// Takes an assignment over under a case number of ours. What waits in triage, or is further
    /// along, is left alone.
    func acknowledge(_ assignment: Assignment) async throws(Failure) {
        guard assignment.status == .assigned else { return }
        let body = #"{"case_ref":"KASUS-\#(assignment.complaint.tracking)"}"#
        _ = try await send(
            "POST", "/v1/assignments/\(assignment.id.text)/ack",
            body: Data(body.utf8), conflictIsFine: true)
    }

    private func send(
        _ method: String, _ path: String, body: Data? = nil, timeout: Duration = .seconds(15),
        conflictIsFine: Bool = false
    ) async throws(Failure) -> Data {
        var headers = [(name: "Authorization", value: "Bearer \(token)")]
        if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
        let answer: FetchResponse
        do throws(FetchError) {
            answer = try await fetcher.fetch(
                FetchRequest(
                    method, url + path, headers: headers, body: body, timeout: timeout,
                    responseBytesMax: 64 * 1024 * 1024))
        } catch {
            throw Failure(
                description: "\(url) cannot be reached: \(error); is mendengar-routing running?",
                mayPass: true)
        }
        switch answer.status {
        case 200..<300: return answer.body
        // Somebody moved it on since the page was read; the feed will say so.
        case 409 where conflictIsFine: return answer.body
        case 401, 403:
            throw Failure(
                description: "\(url) refuses the token (\(answer.status)); it must be one of role "
                    + "'case' in routing.tokens", mayPass: false)
        default:
            let detail = (try? JSONDecoder().decode(Detail.self, from: answer.body))?.detail
            throw Failure(
                description: "\(url)\(path) answers \(answer.status): \(detail ?? "no reason given")",
                mayPass: answer.status >= 500)
        }
    }

    /// Of a problem document.
    private struct Detail: Decodable { var detail: String }
}
