// `/v1/programmes`: the interface for programs and for pages with scripts.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// The calls of the contract. A bearer token of role intake or a signed-in operator may use them.
struct ProgrammeEndpoints: Sendable {
    let desk: Desk
    let door: Door

    /// What a multipart form may add to the file.
    static let formBytesMax = 64 * 1024
    static let patchBytesMax = 1024 * 1024
    static let editsMax = 500

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/programmes", "take in a transcript", Self.uploadShape) {
                request, context in
                try await upload(request, context)
            },
            Endpoint(
                .get, "/v1/programmes/{id}", "a programme with its items", CallShape.gives(Body.self).byToken
            ) { request, context in
                let caller = try await door.caller(request, context)
                return .cached(
                    try Wire.encode(Body(try await programme(context, caller))),
                    type: "application/json", for: request)
            },
            Endpoint(
                .patch, "/v1/programmes/{id}/items", "correct the items",
                CallShape(
                    takes: [.json(Patch.self)],
                    gives: [
                        .ok(.json(Body.self)),
                        .init(409, [.json(Body.self)], "somebody else was first; the newer version"),
                    ]
                ).byToken
            ) { request, context in
                try await patch(request, context)
            },
            Endpoint(
                .post, "/v1/programmes/{id}/publish", "send the complaints",
                CallShape.gives(Publication.self).byToken
            ) { request, context in
                let caller = try await door.caller(request, context, changes: true)
                let programme = try await programme(context, caller)
                let items = try await desk.publish(programme.id) ?? []
                return .json(try Wire.encode(Publication(id: programme.id, items: items)))
            },
        ]
    }

    private static let uploadShape = CallShape(
        takes: [
            .init(
                "multipart/form-data",
                .object(
                    [
                        "file": .string(format: "binary"), "rttm": .string(format: "binary"),
                        "station": .string, "title": .string, "aired_on": .string(format: "date"),
                        "kind": .oneOf(Gathering.allCases.map(\.rawValue)),
                        "publish": .oneOf(["auto"]), "replace": .oneOf(["yes"]),
                    ], required: ["file", "station", "aired_on"]))
        ],
        gives: [
            .init(201, [.json(Body.self)], "taken in"), .init(200, [.json(Body.self)], "known"),
        ]
    ).byToken

    /// A programme over HTTP.
    struct Body: Codable {
        var id: String
        var version: Int
        var station: String
        var title: String
        var aired_on: String
        var kind: Gathering
        var turns: [Turn]
        var items: [Item]
        var warnings: [ParseWarning]
        var receipts: [String: ItemReceipt]
        var published: [Desk.Published]?

        init(_ programme: StoredProgramme, published: [Desk.Published]? = nil) {
            id = programme.id
            version = programme.version
            station = programme.station
            title = programme.title
            aired_on = programme.airedOn
            kind = programme.kind
            turns = ShownTurns.turns(programme.turns)
            items = ShownTurns.items(programme.items, of: programme.turns)
            warnings = programme.warnings
            receipts = programme.receipts
            self.published = published
        }
    }

    struct Publication: Codable {
        var id: String
        var items: [Desk.Published]
    }

    private func upload(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        let caller = try await door.caller(request, context, changes: true)
        let form = try await UploadForm.read(request, context, bytesMax: desk.limits.bytes)
        let upload = try form.upload(by: caller)
        let (programme, isNew) = try await desk.takeOrProblem(upload)
        var published: [Desk.Published]?
        if form["publish"] == "auto" {
            published = try await desk.publish(programme.id)
        }
        return .json(
            try Wire.encode(Body(programme, published: published)), status: isNew ? .created : .ok)
    }

    private struct Patch: Decodable {
        var version: Int
        var ops: [Edit]
    }

    /// The first field of the body that no correction has: what would do nothing is a mistake of its sender.
    static func unknownField(in body: Data) -> String? {
        func first(_ value: Any?, _ path: String, _ known: Set<String>) -> String? {
            guard let object = value as? [String: Any] else { return nil }
            return object.keys.sorted().first { !known.contains($0) }.map { path + $0 }
        }
        let patch = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        if let field = first(patch, "", ["version", "ops"]) { return field }
        for (index, op) in ((patch?["ops"] as? [[String: Any]]) ?? []).enumerated() {
            let path = "ops.[\(index)]."
            let fields = op["fields"] as? [String: Any]
            let found =
                first(op, path, Edit.names)
                ?? first(fields, path + "fields.", Edit.Fields.names)
                ?? first(fields?["caller"], path + "fields.caller.", Edit.CallerFields.names)
            if let found { return found }
        }
        return nil
    }

    private func patch(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        let caller = try await door.caller(request, context, changes: true)
        let programme = try await programme(context, caller)
        let body = try await context.body(of: request, upTo: Self.patchBytesMax)
        let patch: Patch
        do {
            patch = try Wire.decode(Patch.self, from: Data(body))
        } catch {
            throw Problem(.unprocessableContent, "unreadable-body", explainDecoding(error))
        }
        if let field = Self.unknownField(in: Data(body)) {
            throw Problem(
                .unprocessableContent, "unknown-field", "\(field) is no field of a correction",
                more: ["field": field])
        }
        guard (1...Self.editsMax).contains(patch.ops.count) else {
            throw Problem.badRequest("ops holds 1 to \(Self.editsMax) corrections")
        }
        let change = try await desk.change(
            programme.id, version: patch.version,
            edits: patch.ops.map { ShownTurns.meant($0, of: programme.turns) }, by: caller.name)
        switch change {
        case .done(let programme): return .json(try Wire.encode(Body(programme)))
        case .conflict(let newer):
            return .json(try Wire.encode(Body(newer)), status: .conflict)
        case .missing: throw Problem.notFound("there is no such programme")
        case .refused(let problem):
            throw Problem(.unprocessableContent, "edit-refused", problem.message)
        }
    }

    private func programme(
        _ context: ServiceContext, _ caller: Door.Caller
    ) async throws -> StoredProgramme {
        let id = context.parameters.get("id") ?? ""
        guard let found = try await desk.table.find(id), caller.maySee(found.station) else {
            throw Problem.notFound("there is no programme '\(id)'")
        }
        return found
    }
}

extension Desk {
    /// ``take(_:now:)`` with the answers of the contract: 413, 415, 422.
    func takeOrProblem(_ upload: Upload) async throws -> (StoredProgramme, isNew: Bool) {
        do {
            return try await take(upload)
        } catch Refusal.transcript(let error) {
            throw Self.problem(error)
        } catch Refusal.field(let field, let message) {
            throw Problem(.badRequest, "bad-field", message, more: ["field": field])
        } catch Refusal.shorter(let old) {
            throw Problem(
                .unprocessableContent, "shorter-transcript",
                "Naskah ini jauh lebih pendek daripada naskah siaran yang sama yang sudah ada "
                    + "(\(old.title), \(Words.date(old.airedOn))). Bila memang ini yang benar, "
                    + "unggah lagi dengan tanda “ganti”.",
                more: ["programme": old.id, "field": "replace"])
        }
    }

    static let empty = "Berkas ini kosong. Pilih berkas yang berisi naskahnya."

    /// What is wrong with a transcript, for the operator.
    static func sentence(_ error: TranscriptError) -> String {
        guard case .tooLarge(_, let limit) = error else { return "\(error)" }
        return "Berkasnya terlalu besar; paling banyak \(limit / 1024 / 1024) MB."
    }

    static func problem(_ error: TranscriptError) -> Problem {
        switch error {
        case .tooLarge(_, let limit): .bodyTooLarge(bytesMax: limit)
        case .unknownFormat(let message):
            Problem(.unsupportedMediaType, "unknown-format", message)
        case .unreadable(let line, _):
            Problem(
                .unprocessableContent, "unreadable-transcript", "\(error)",
                more: ["line": "\(line)"])
        case .tooManyTurns(let line, let limit):
            Problem(
                .unprocessableContent, "too-many-turns", "\(error)",
                more: ["line": "\(line)", "limit": "transcript_turns", "most": "\(limit)"])
        }
    }
}
