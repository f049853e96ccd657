// What has changed in the configuration file since a service started.
import Foundation
import ServiceKit
import Testing

@Suite struct ConfigurationSnapshotTests {
    private static let file = """
        region: ops/regions/hss
        routing:
          listen: 127.0.0.1:8080
          tokens: [ { name: a, role: case, secret: "one-long-secret-of-many-letters" } ]
        sms: { listen: 127.0.0.1:8081, routing_token: a-token-of-many-letters, accounts: [] }

        """

    private func changed(_ text: String) throws -> [String] {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.file.write(toFile: path, atomically: true, encoding: .utf8)
        let snapshot = try ConfigurationSnapshot(path: path, part: .routing)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try snapshot.changedKeys()
    }

    @Test(arguments: [
        (": 127.0.0.1:8080", ": 127.0.0.1:8090", ["routing.listen"]),
        ("one-long", "another-long", ["routing.tokens"]),
        ("  listen: 127.0.0.1:8080", "  listen: 127.0.0.1:8080\n  sweep_seconds: 5", ["routing.sweep_seconds"]),
        ("region: ops/regions/hss", "region: ops/regions/balangan\ndata: other", ["data", "region"]),
        // Of another service, and only written otherwise.
        ("127.0.0.1:8081", "127.0.0.1:8091", []),
        ("tokens: [ { name: a, role: case,", "tokens:\n    - { role: case, name: a,", []),
    ])
    func keys(was: String, becomes: String, keys: [String]) throws {
        let isBlock = was.hasPrefix("tokens")
        let text = Self.file.replacing(was, with: becomes)
            .replacing("letters\" } ]\nsms", with: isBlock ? "letters\" }\nsms" : "letters\" } ]\nsms")
        try #require(text != Self.file)
        #expect(try changed(text) == keys)
    }

    @Test func aFileTheServiceWouldNotStartWithIsAnError() {
        #expect(throws: ConfigurationError.self) { try changed(Self.file.replacing("role: case", with: "role: boss")) }
        #expect(throws: ConfigurationError.self) { try changed("routing: [") }
    }
}
