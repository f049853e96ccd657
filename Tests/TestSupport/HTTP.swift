// The smallest HTTP client a test needs, over the same libcurl as the services.
import Delivery
package import Foundation

/// An answer.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: Data

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object; empty when it is none.
    package var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
    }
}

/// One client with its kept-alive connection.
package struct HTTPClient: Sendable {
    private let fetcher = Fetcher()

    package init() {}

    package func send(
        _ method: String, _ url: String, token: String? = nil, headers: [String: String] = [:],
        body: Data? = nil, timeout: Duration = .seconds(20)
    ) async throws -> HTTPAnswer {
        var all = headers.map { (name: $0.key, value: $0.value) }
        if let token { all.append((name: "Authorization", value: "Bearer \(token)")) }
        let answer = try await fetcher.fetch(
            FetchRequest(
                method, url, headers: all, body: body, timeout: timeout,
                responseBytesMax: 64 << 20))
        return HTTPAnswer(status: answer.status, headers: answer.headers, body: answer.body)
    }

    package func get(_ url: String, token: String? = nil) async throws -> HTTPAnswer {
        try await send("GET", url, token: token)
    }

    package func postJSON(
        _ url: String, token: String? = nil, _ body: [String: Any]
    ) async throws -> HTTPAnswer {
        let data = try JSONSerialization.data(withJSONObject: body)
        return try await send(
            "POST", url, token: token, headers: ["Content-Type": "application/json"], body: data)
    }
}

/// Percent-encoding of one value in a query or form.
package func urlEncoded(_ text: String) -> String {
    text.addingPercentEncoding(
        withAllowedCharacters: CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"))
        ?? text
}
