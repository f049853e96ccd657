// What a call takes and gives, beside the call itself: parameters, bodies, answers.

/// The part of an OpenAPI operation that its route and its roles do not say.
package struct CallShape: Sendable {
    /// A parameter of the query or the header of a request.
    package struct Parameter: Sendable {
        var name: String
        var place: String
        var schema: JSONSchema
        var isRequired: Bool
        var text: String?

        /// `name=value` behind the `?`.
        package static func query(
            _ name: String, _ schema: JSONSchema = .string, required: Bool = false, _ text: String? = nil
        ) -> Parameter {
            Parameter(name: name, place: "query", schema: schema, isRequired: required, text: text)
        }

        /// A whole number behind the `?`; nothing behind its `=` is as good as none.
        package static func number(
            _ name: String, _ range: ClosedRange<Int>, default fallback: Int? = nil, _ text: String? = nil
        ) -> Parameter {
            .query(name, .either(.integer(range, default: fallback), .string(like: "^$")), text)
        }

        /// A header field.
        package static func header(
            _ name: String, _ schema: JSONSchema = .string, _ text: String? = nil
        ) -> Parameter {
            Parameter(name: name, place: "header", schema: schema, isRequired: false, text: text)
        }

        /// A part of the path whose form is bounded.
        package static func path(_ name: String, _ schema: JSONSchema) -> Parameter {
            Parameter(name: name, place: "path", schema: schema, isRequired: true, text: nil)
        }
    }

    /// A body by its media type.
    package struct Content: Sendable {
        var type: String
        var schema: JSONSchema
        /// Of a form: the media types that the files in a field may have.
        var files: [String: [String]] = [:]

        /// A body of a media type.
        package init(_ type: String, _ schema: JSONSchema, files: [String: [String]] = [:]) {
            self.type = type
            self.schema = schema
            self.files = files
        }

        /// JSON of a type.
        package static func json<Value: Decodable>(_ type: Value.Type) -> Content {
            Content("application/json", JSONSchema(of: type))
        }

        /// JSON of a schema.
        package static func json(_ schema: JSONSchema) -> Content { Content("application/json", schema) }

        /// Text that is nothing else.
        package static let plain = Content("text/plain", .string)
        /// A page.
        package static let page = Content("text/html", .string)
    }

    /// An answer by its status.
    package struct Answer: Sendable {
        var status: Int
        var contents: [Content]
        var text: String

        /// - Parameter text: what it means.
        package init(_ status: Int, _ contents: [Content] = [], _ text: String) {
            self.status = status
            self.contents = contents
            self.text = text
        }

        /// 200 with a body.
        package static func ok(_ content: Content) -> Answer { Answer(200, [content], "done") }
    }

    var parameters: [Parameter]
    var body: [Content]
    /// A body may be missing.
    var isBodyOptional: Bool
    var answers: [Answer]
    /// The form of whatever is refused.
    var refusal: Content
    /// A token is needed although the route names no role: the handler looks at it by itself.
    var asksForToken = false

    /// RFC 9457.
    static let problem = Content(
        "application/problem+json", JSONSchema(["$ref": .text("#/components/schemas/Problem")]))

    /// - Parameters:
    ///   - takes: the bodies that a request may have, if any.
    ///   - refusal: the form of errors, where it is not a problem document.
    package init(
        _ parameters: [Parameter] = [], takes body: [Content] = [], isBodyOptional: Bool = false,
        gives answers: [Answer], refusal: Content? = nil
    ) {
        self.parameters = parameters
        self.body = body
        self.isBodyOptional = isBodyOptional
        self.answers = answers
        self.refusal = refusal ?? Self.problem
    }

    /// JSON of a type with 200.
    package static func gives<Value: Decodable>(
        _ type: Value.Type, _ parameters: [Parameter] = []
    ) -> CallShape { CallShape(parameters, gives: [.ok(.json(type))]) }

    /// The same, with a token that the handler looks at by itself.
    package var byToken: CallShape {
        var shape = self
        shape.asksForToken = true
        return shape
    }

    /// A page for people: what it holds is no promise to programs.
    package static let page = CallShape(
        gives: [.ok(.page), Answer(303, "to another page")], refusal: .page)

    /// Whether a type did not say what it is made of.
    var isUnread: Bool {
        (body + answers.flatMap(\.contents)).contains { $0.schema.isUnread }
    }
}

extension CallShape.Answer {
    /// Without a body.
    package init(_ status: Int, _ text: String) { self.init(status, [], text) }
}
