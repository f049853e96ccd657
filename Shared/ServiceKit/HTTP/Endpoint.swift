// One call of a service's interface: its route, who may call it, and what it takes and gives.
package import HTTPTypes
package import Hummingbird

/// A call.
package struct Endpoint: Sendable {
    package typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    package let method: HTTPRequest.Method
    /// With parameters in braces: `/v1/complaints/{id}`.
    package let path: String
    let summary: String
    /// Empty: open to all, or the handler checks by itself (a signature, a session).
    let roles: [Role]
    /// For the OpenAPI document.
    let shape: CallShape
    let handler: Handler

    package init(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, roles: [Role] = [],
        _ shape: CallShape = CallShape(gives: []), _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.roles = roles
        self.shape = shape
        self.handler = handler
    }

    /// Whether the OpenAPI document says of it all that it must: an answer that means success, and the
    /// members of every body.
    package var isDescribed: Bool { shape.answers.contains { $0.status < 400 } && !shape.isUnread }
}
