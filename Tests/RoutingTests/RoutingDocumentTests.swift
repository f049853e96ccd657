// Every call of Routing says in the OpenAPI document what it takes and gives.
import Foundation
import HTTPTypes
import Testing

@testable import RoutingService

@Suite struct RoutingDocumentTests {
    @Test("no call is undescribed, and the types of the contract are in the document")
    func described() async throws {
        try await RoutingTests().withRouting { house in
            let text = try await house.call(.get, "/openapi.json", token: "").text
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            #expect(paths.count > 40 && paths["/open311/v2/requests.xml"]?.count == 2)
            for (path, calls) in paths {
                for (method, call) in calls {
                    let responses = call["responses"] as? [String: [String: Any]] ?? [:]
                    #expect(responses["200"]?["content"] != nil, "\(method) \(path)")
                }
            }
            let body = paths["/open311/v2/requests.json"]?["post"]?["requestBody"] as? [String: Any]
            let forms = body?["content"] as? [String: [String: Any]]
            let encoding = forms?["multipart/form-data"]?["encoding"] as? [String: [String: String]]
            #expect(encoding?["media"]?["contentType"]?.contains("image/jpeg, image/png") == true)
            let components = document["components"] as? [String: Any]
            let schemas = try #require(components?["schemas"] as? [String: [String: Any]])
            #expect(!text.contains("\"unread\""))
            for name in ["Complaint", "Assignment", "Decision", "Reporter", "CivicReport", "FeedReaderPage"] {
                #expect(schemas[name]?["properties"] != nil, "\(name)")
            }
            let complaint = schemas["Complaint"]?["required"] as? [String]
            #expect(
                complaint?.sorted()
                    == ["account", "channel", "external_id", "id", "received_at", "text"])
        }
    }
}
