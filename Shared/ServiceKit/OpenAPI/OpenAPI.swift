// The OpenAPI 3.1 document of a service, made from its endpoints: it cannot name a call that is not there.
import Foundation
import HTTPTypes

enum OpenAPI {
    static func document(title: String, version: String, endpoints: [Endpoint]) -> [String: Any] {
        var paths: [String: [String: SchemaValue]] = [:]
        var components: [String: SchemaValue] = ["Problem": .object(problem)]
        for endpoint in endpoints {
            let shape = endpoint.shape
            let contents = shape.body + shape.answers.flatMap(\.contents) + [shape.refusal]
            for schema in contents.map(\.schema) + shape.parameters.map(\.schema) {
                components.merge(schema.components) { $1 }
            }
            paths[endpoint.path, default: [:]][endpoint.method.rawValue.lowercased()] =
                .object(operation(endpoint))
        }
        return [
            "openapi": "3.1.0", "info": ["title": title, "version": version],
            "paths": paths.mapValues { $0.mapValues(\.any) },
            "components": [
                "schemas": components.mapValues(\.any),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ] as [String: Any],
        ]
    }

    private static func operation(_ endpoint: Endpoint) -> [String: SchemaValue] {
        let shape = endpoint.shape
        var operation: [String: SchemaValue] = [
            "operationId": .text(operationID(endpoint)), "summary": .text(endpoint.summary),
            "responses": .object(responses(endpoint)),
        ]
        let parameters = pathParameters(endpoint) + shape.parameters.filter { $0.place != "path" }
        if !parameters.isEmpty { operation["parameters"] = .list(parameters.map(parameter)) }
        if !shape.body.isEmpty {
            operation["requestBody"] = .object([
                "required": .flag(!shape.isBodyOptional), "content": content(shape.body),
            ])
        }
        if isGuarded(endpoint) {
            operation["security"] = .list([.object(["token": .list([])])])
        }
        if !endpoint.roles.isEmpty {
            operation["x-roles"] = .list(endpoint.roles.map { .text($0.rawValue) })
        }
        return operation
    }

    private static func isGuarded(_ endpoint: Endpoint) -> Bool {
        !endpoint.roles.isEmpty || endpoint.shape.asksForToken
    }

    /// `get_v1_assignments_id`.
    private static func operationID(_ endpoint: Endpoint) -> String {
        let words = endpoint.path.split { !$0.isLetter && !$0.isNumber }
        return ([endpoint.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    static func pathNames(_ path: String) -> [String] {
        path.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first.map(String.init) }
    }

    private static func pathParameters(_ endpoint: Endpoint) -> [CallShape.Parameter] {
        pathNames(endpoint.path).map { name in
            endpoint.shape.parameters.first { $0.place == "path" && $0.name == name } ?? .path(name, .word)
        }
    }

    private static func parameter(_ parameter: CallShape.Parameter) -> SchemaValue {
        var value: [String: SchemaValue] = [
            "name": .text(parameter.name), "in": .text(parameter.place),
            "required": .flag(parameter.isRequired), "schema": .object(parameter.schema.value),
        ]
        if let text = parameter.text { value["description"] = .text(text) }
        return .object(value)
    }

    private static func content(_ contents: [CallShape.Content]) -> SchemaValue {
        .object(
            contents.reduce(into: [:]) {
                var content: [String: SchemaValue] = ["schema": .object($1.schema.value)]
                if !$1.files.isEmpty {
                    content["encoding"] = .object(
                        $1.files.mapValues { .object(["contentType": .text($0.joined(separator: ", "))]) })
                }
                $0[$1.type] = .object(content)
            })
    }

    private static func responses(_ endpoint: Endpoint) -> [String: SchemaValue] {
        let shape = endpoint.shape
        var responses: [String: SchemaValue] = [:]
        for answer in shape.answers {
            var value: [String: SchemaValue] = ["description": .text(answer.text)]
            if !answer.contents.isEmpty { value["content"] = content(answer.contents) }
            responses["\(answer.status)"] = .object(value)
        }
        func refused(_ status: String, _ text: String) {
            guard responses[status] == nil else { return }
            responses[status] = .object([
                "description": .text(text), "content": content([shape.refusal]),
            ])
        }
        if isGuarded(endpoint) {
            refused("401", "no valid token")
            refused("403", "the role of the token may not do this")
            refused("429", "too many calls with this token; Retry-After says how long to wait")
        }
        refused("default", "refused; the document says why, and 503 that it may be sent again")
        return responses
    }

    /// RFC 9457.
    private static let problem: [String: SchemaValue] = JSONSchema.object(
        [
            "type": .string(format: "uri"), "title": .string, "status": .integer(400...599),
            "detail": .string,
        ], required: ["type", "title", "status", "detail"]
    ).value
}
