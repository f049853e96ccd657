// The calls of Open311 for the OpenAPI document: names of elements, parameters, fields of forms.
import Foundation
import ServiceKit

/// The form of an answer: its outermost element in XML, and its schema in JSON.
struct CivicShape: Sendable {
    var root: String
    var schema: JSONSchema

    private static let text = JSONSchema.string.orNull
    private static let time = JSONSchema.string(format: "date-time")

    static let discovery = CivicShape(
        root: "discovery",
        schema: .object(
            [
                "changeset": time, "contact": .string, "key_service": .string,
                "endpoints": .list(
                    of: .object([
                        "specification": .string, "url": .string, "changeset": time,
                        "type": .oneOf(["production", "test"]), "formats": .list(of: .string),
                    ])),
            ], required: ["changeset", "contact", "key_service", "endpoints"]))

    static let services = CivicShape(
        root: "services",
        schema: .list(
            of: .object(
                [
                    "service_code": .string, "service_name": .string, "description": text,
                    "metadata": .boolean, "type": .oneOf(["realtime", "batch", "blackbox"]),
                    "keywords": text, "group": text,
                ], required: ["service_code", "service_name", "metadata", "type"])))

    static let definition = CivicShape(
        root: "service_definition",
        schema: .object(
            [
                "service_code": .string,
                "attributes": .list(
                    of: .object([
                        "variable": .boolean, "code": .string, "datatype": .string, "required": .boolean,
                        "datatype_description": text, "order": .integer(1...1000),
                        "description": .string,
                        "values": .list(of: .object(["key": .string, "name": .string])),
                    ])),
            ], required: ["service_code", "attributes"]))

    static let requests = CivicShape(
        root: "service_requests",
        schema: .list(
            of: .object(
                [
                    "service_request_id": .string, "status": .oneOf(["open", "closed"]),
                    "status_notes": text, "service_name": .string, "service_code": .string,
                    "description": text, "agency_responsible": text, "service_notice": text,
                    "requested_datetime": time, "updated_datetime": time,
                    "expected_datetime": time.orNull, "address": text, "address_id": text,
                    "zipcode": text, "lat": JSONSchema.number.orNull, "long": JSONSchema.number.orNull,
                    "media_url": text, "extended_attributes": .object([:]),
                ],
                required: [
                    "service_request_id", "status", "service_name", "service_code",
                    "requested_datetime", "updated_datetime",
                ])))

    static let token = CivicShape(
        root: "service_requests",
        schema: .list(
            of: .object(
                ["service_request_id": .string, "token": .string],
                required: ["service_request_id", "token"])))

    static let posted = CivicShape(
        root: "service_requests",
        schema: .list(
            of: .object(
                ["service_request_id": .string, "service_notice": text, "account_id": text],
                required: ["service_request_id"])))

    static let updates = CivicShape(
        root: "service_request_updates",
        schema: .list(
            of: .object(
                [
                    "update_id": .string, "service_request_id": .string,
                    "status": .oneOf(CivicUpdates.statuses.sorted()), "updated_datetime": time,
                    "description": text, "media_url": text,
                ], required: ["update_id", "service_request_id", "status", "updated_datetime"])))

    static let commented = CivicShape(
        root: "service_request_updates",
        schema: .list(of: .object(["update_id": .string], required: ["update_id"])))

    // MARK: Parameters

    private static let jurisdiction = CallShape.Parameter.query(
        "jurisdiction_id", .string, "id of the region, or nothing")
    private static let pages: [CallShape.Parameter] = [
        .number("page", 1...CivicQuery.pageMax, default: 1),
        .number("page_size", 1...CivicQuery.pageSizeMax, default: CivicQuery.pageSizeMax),
    ]

    static let windowParameters: [CallShape.Parameter] =
        [
            .query("start_date", moment), .query("end_date", moment, "at most 90 days later"),
            .query("api_key", .string, "not needed"),
        ] + pages

    static let listParameters: [CallShape.Parameter] =
        [
            .query("service_request_id", .string, "numbers between commas; overrides everything else"),
            .query("service_code", .string, "codes between commas"),
            .query(
                "status", .string(like: "^(open|closed)?(,(open|closed)?)*$"), "open, closed, or both"),
            .query("start_date", moment, "of the request"),
            .query("end_date", moment, "at most 90 days later"),
            .query("updated_after", moment), .query("updated_before", moment),
            .query("extensions", .string(like: "^(true|false)?$")),
        ] + pages

    private static let key = "api_key"
    /// Empty is as good as absent.
    private static let empty = JSONSchema.string(like: "^$")
    private static let moment = JSONSchema.either(time, empty)
    /// Not only white space (Unicode's, of which ECMA-262 leaves one out).
    private static let filled = JSONSchema.string(like: "[^\\s\\u0085]")
    private static let field = JSONSchema.string(atMost: CivicPost.fieldMax)

    /// As plain fields, or with files in a form of several parts.
    private static func forms(_ schema: JSONSchema) -> [CallShape.Content] {
        let file = JSONSchema.string(format: "binary")
        return [
            .init("application/x-www-form-urlencoded", schema),
            .init(
                "multipart/form-data", schema.adding(["media": .list(of: file)]),
                files: ["media": CivicPhoto.types.keys.sorted()]),
        ]
    }

    static let report = forms(
        JSONSchema.object(
            [
                key: filled, "jurisdiction_id": .string, "service_code": filled,
                "lat": .number(-90...90), "long": .number(-180...180), "address_string": filled,
                "address_id": filled, "description": .string(atMost: CivicView.descriptionMax),
                "email": field, "first_name": field, "last_name": field, "phone": field,
                "device_id": field, "account_id": field, "media_url": .string(like: "^https?://"),
            ], required: [key, "service_code"]
        ).requiring(
            oneOf: [["lat", "long"], ["address_string"], ["address_id"]], together: [("lat", "long")]))

    static let comment = forms(
        JSONSchema.object(
            [
                key: filled, "service_request_id": filled, "update_id": filled,
                "status": .oneOf(CivicUpdates.statuses.map { $0.uppercased() }.sorted()),
                "updated_datetime": time, "description": filled, "media_url": .string(like: "^https?://"),
            ],
            required: [
                key, "service_request_id", "update_id", "status", "updated_datetime", "description",
            ]))

    // MARK: Shapes

    /// Of one call in one form.
    func shape(
        _ format: CivicFormat, _ parameters: [CallShape.Parameter] = [],
        takes body: [CallShape.Content] = []
    ) -> CallShape {
        func content(_ schema: JSONSchema) -> CallShape.Content {
            format == .json ? .json(schema) : .init(format.mediaType, .string)
        }
        let error = JSONSchema.list(
            of: .object(
                ["code": .integer(400...599), "description": .string],
                required: ["code", "description"]))
        var answers = [CallShape.Answer.ok(content(schema))]
        if body.isEmpty { answers.append(.init(304, "as `If-None-Match` has it")) }
        let all = body.isEmpty ? [Self.jurisdiction] + parameters : parameters
        return CallShape(all, takes: body, gives: answers, refusal: content(error))
    }
}
