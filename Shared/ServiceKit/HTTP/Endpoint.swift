// One call of a service's interface: its route, who may call it, and its line in the OpenAPI document.
package import HTTPTypes
package import Hummingbird

/// A call.
package struct Endpoint: Sendable {
    package typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    let method: HTTPRequest.Method
    /// With parameters in braces: `/v1/complaints/{id}`.
    let path: String
    let summary: String
    /// Empty: open to all, or the handler checks by itself (a signature, a session).
    let roles: [Role]
    let handler: Handler

    package init(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, roles: [Role] = [],
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.roles = roles
        self.handler = handler
    }
}

/// Builds the OpenAPI 3.1 document from the endpoints, so that it cannot name a call that is not there.
enum OpenAPI {
    static func document(title: String, version: String, endpoints: [Endpoint]) -> [String: Any] {
        var paths: [String: [String: Any]] = [:]
        for endpoint in endpoints {
            var operation: [String: Any] = [
                "summary": endpoint.summary,
                "responses": ["default": ["description": "see the contract; errors are RFC 9457"]],
            ]
            let parameters = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }
            if !parameters.isEmpty {
                operation["parameters"] = parameters.map { parameter in
                    [
                        "name": parameter.dropFirst().dropLast().description, "in": "path",
                        "required": true, "schema": ["type": "string"],
                    ] as [String: Any]
                }
            }
            if !endpoint.roles.isEmpty {
                operation["security"] = [["token": [String]()]]
                operation["x-roles"] = endpoint.roles.map(\.rawValue)
            }
            paths[endpoint.path, default: [:]][endpoint.method.rawValue.lowercased()] = operation
        }
        return [
            "openapi": "3.1.0", "info": ["title": title, "version": version], "paths": paths,
            "components": ["securitySchemes": ["token": ["type": "http", "scheme": "bearer"]]],
        ]
    }
}
