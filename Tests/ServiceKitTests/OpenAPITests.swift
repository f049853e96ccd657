// The OpenAPI document: read off the types and the routes, so that it names what is there and nothing else.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import ServiceKit

@Suite struct OpenAPITests {
    private enum Colour: String, Codable, CaseIterable { case red, blue }

    private struct Inner: Codable {
        var at: Date
        var many: [Int]
    }

    private struct Outer: Codable {
        var id: UUID
        var colour: Colour
        var note: String?
        var inner: Inner
        var list: [Inner]
        var counts: [String: Double]
    }

    private struct Picky: Decodable {
        init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard text == "sesame" else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no"))
            }
        }
    }

    @Test("a type says by its decoding what it is made of")
    func schemas() throws {
        let schema = JSONSchema(of: Outer.self)
        #expect(schema.value == ["$ref": .text("#/components/schemas/OpenAPITestsOuter")])
        guard case .object(let outer)? = schema.components["OpenAPITestsOuter"],
            case .object(let members)? = outer["properties"]
        else {
            Issue.record("no object")
            return
        }
        #expect(
            outer["required"]
                == .list(["colour", "counts", "id", "inner", "list"].map { .text($0) }))
        #expect(members["id"] == .object(["type": .text("string"), "format": .text("uuid")]))
        #expect(
            members["colour"]
                == .object(["type": .text("string"), "enum": .list([.text("red"), .text("blue")])]))
        #expect(members["note"] == .object(["type": .list([.text("string"), .text("null")])]))
        let inner = SchemaValue.object(["$ref": .text("#/components/schemas/OpenAPITestsInner")])
        #expect(members["inner"] == inner)
        #expect(members["list"] == .object(["type": .text("array"), "items": inner]))
        #expect(
            members["counts"]
                == .object([
                    "type": .text("object"),
                    "additionalProperties": .object(["type": .text("number")]),
                ]))
        #expect(schema.components["OpenAPITestsInner"] != nil && !schema.isUnread)
        #expect(JSONSchema(of: Picky.self).isUnread)
    }

    private static func server(
        _ endpoints: [Endpoint], limits: Configuration.Limits = Configuration.Limits()
    ) -> HTTPServer {
        HTTPServer(
            name: "uji", listen: .init(host: "127.0.0.1", port: 0),
            gate: TokenGate([TokenConfiguration(name: "a", role: .case, secret: Secret("a"))]),
            endpoints: endpoints, metrics: Metrics(),
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }, readiness: [],
            limits: limits)
    }

    private static let calls = [
        Endpoint(.get, "/v1/things/{id}", "a thing", roles: [.case], .gives(Inner.self)) { _, _ in
            .json(Data("{}".utf8))
        },
        Endpoint(.post, "/v1/things", "another", CallShape(takes: [.json(Inner.self)], gives: [])) { _, _ in
            .json(Data())
        },
    ]

    @Test("the document names every route, itself among them, and no other")
    func routes() async throws {
        let router = try Self.server(Self.calls).router()
        let routes = Set(
            router.routes.filter { $0.method != .head }
                .map { "\($0.method.rawValue.lowercased()) \($0.path)" })
        try await Application(router: router).test(.router) { client in
            let answer = try await client.execute(uri: "/openapi.json", method: .get)
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(String(buffer: answer.body).utf8)) as? [String: Any])
            #expect(document["openapi"] as? String == "3.1.0")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            let named = Set(paths.flatMap { path, calls in calls.keys.map { "\($0) \(path)" } })
            #expect(named == routes && named.contains("get /openapi.json"))
            let call = paths["/v1/things/{id}"]?["get"] as? [String: Any]
            let responses = call?["responses"] as? [String: Any] ?? [:]
            #expect(Set(responses.keys) == ["200", "401", "403", "429", "default"])
            #expect((call?["parameters"] as? [[String: Any]])?.first?["name"] as? String == "id")
            let tag = try #require(answer.headers[.eTag])
            for (header, status) in [(tag, 304), ("W/\(tag), \"x\"", 304), ("\"x\"", 200)] {
                let again = try await client.execute(
                    uri: "/openapi.json", method: .get, headers: [.ifNoneMatch: header])
                #expect(again.status.code == status)
            }
        }
        #expect(Self.calls[0].isDescribed && !Self.calls[1].isDescribed)
    }

    @Test("a token that calls too often is told when to come again; another one is not")
    func rate() async throws {
        var limits = Configuration.Limits()
        limits.perTokenPerMinute = 2
        let router = try Self.server(Self.calls, limits: limits).router()
        try await Application(router: router).test(.router) { client in
            func call(_ token: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/v1/things/1", method: .get, headers: [.authorization: "Bearer \(token)"])
            }
            for _ in 1...2 { #expect(try await call("a").status == .ok) }
            let refused = try await call("a")
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter].flatMap { Int($0) } == 30)
            #expect(refused.headers[.contentType] == "application/problem+json")
            #expect(try await call("b").status == .unauthorized)
        }
        #expect(RateGate(perMinute: 0) == nil)
        #expect(Configuration.Limits().perTokenPerMinute == 60_000)
    }
}
