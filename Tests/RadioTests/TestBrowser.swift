// A browser without a window, for the tests of the pages.
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import Testing

@testable import RadioService

/// A browser: a cookie and the token of the page it has open.
struct Browser: Sendable {
    let client: any TestClientProtocol
    var cookie: String
    var csrf: String

    static func signedIn(
        _ house: StationHouse, _ client: any TestClientProtocol, name: String = "siti",
        station: String = "amandit"
    ) async throws -> Browser {
        let password = try await house.radio.operators.add(name, station: station)
        let answer = try await client.execute(
            uri: "/masuk", method: .post, body: ByteBuffer(string: "nama=\(name)&sandi=\(password)")
        )
        #expect(answer.headers[.location] == "/siaran")
        let header = try #require(answer.headers[.setCookie])
        #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict"))
        let cookie = String(header.prefix { $0 != ";" })
        let page = try await client.execute(
            uri: "/unggah", method: .get, headers: [.cookie: cookie])
        return Browser(
            client: client, cookie: cookie, csrf: try #require(hidden("csrf", in: page.text)))
    }

    /// The value of a page's first hidden field of this name, as a browser sends it back.
    static func hidden(_ name: String, in page: String) -> String? {
        guard let start = page.range(of: "name=\"\(name)\" value=\"")?.upperBound else { return nil }
        let value = String(page[start...].prefix { $0 != "\"" })
        return value.replacing("&amp;", with: "&").replacing("&#x3D;", with: "=")
            .replacing("&#37;", with: "%")
    }

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
    }

    func post(_ path: String, _ fields: String) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: [.cookie: cookie],
            body: ByteBuffer(string: "csrf=\(csrf)&" + fields))
    }

    func upload(_ file: Data, _ airedOn: String, kind: String = "radio") async throws -> TestResponse {
        var form = TestForm(file: file)
        form.fields = [
            "csrf": csrf, "station": "amandit", "title": "Uji", "aired_on": airedOn, "kind": kind,
        ]
        form.headers = [.cookie: cookie]
        return try await form.post(client, "/unggah")
    }
}
