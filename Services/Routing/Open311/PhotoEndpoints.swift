// The ways of a photo out of Routing: as a download for the case system; and to everybody when the
// coordinating office has looked at it, without what a camera writes into it.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit
import Store

struct PhotoEndpoints: Sendable {
    let store: Store
    let packs: CurrentPack
    /// Calls from one address.
    var rate: RateGate?

    static let path = CivicEndpoints.base + "/photos"
    /// Names the step in the history.
    static let action = "photo"
    private static let hash = JSONSchema.string(like: "^[0-9a-fA-F]{64}$")

    private struct Body: Decodable {
        /// Whether everybody may see it.
        var isPublic: Bool

        private enum CodingKeys: String, CodingKey { case isPublic = "public" }
    }

    private struct Answer: Codable {
        var sha256: String
        var isPublic: Bool
        /// Behind the service's address; `nil` where nobody may see it.
        @ExplicitNull var path: String?

        private enum CodingKeys: String, CodingKey {
            case sha256, path
            case isPublic = "public"
        }
    }

    var endpoints: [Endpoint] { [download, release, open] }

    private var download: Endpoint {
        AttachmentEndpoint.endpoint { hash in
            try await store.read { try PhotoTable.find(hash, in: $0) }.map { photo in
                .init(filename: photo.filename, count: photo.bytes) { n in
                    try await store.read { try PhotoTable.part(n, of: photo, in: $0) }
                }
            }
        }
    }

    private var release: Endpoint {
        Endpoint(
            .post, "/v1/complaints/{key}/photos/{sha256}", "let everybody see a photo, or nobody any more",
            roles: [.admin],
            CallShape(
                [.path("sha256", Self.hash)], takes: [.json(Body.self)], gives: [.ok(.json(Answer.self))])
        ) { request, context in
            let data = Data(try await context.body(of: request, upTo: LifeEndpoints.bodyBytesMax))
            let body = try JSONBody.read(Body.self, from: data)
            let key = context.parameters.get("key") ?? ""
            let hash = (context.parameters.get("sha256") ?? "").lowercased()
            let actor = context.principal?.name ?? ""
            try await store.write { transaction in
                try set(hash, of: key, body.isPublic, actor: actor, at: .now, in: transaction)
            }
            return Response.json(
                try Wire.encode(
                    Answer(
                        sha256: hash, isPublic: body.isPublic,
                        path: body.isPublic ? "\(Self.path)/\(hash)" : nil)))
        }
    }

    private func set(
        _ hash: String, of key: String, _ isPublic: Bool, actor: String, at now: Date,
        in transaction: any Transaction
    ) throws {
        guard let complaint = try ComplaintTable.find(key, in: transaction) else {
            throw Problem.notFound("there is no complaint '\(key)'")
        }
        guard let photo = try PhotoTable.find(hash, in: transaction),
            try PhotoTable.publish(hash, of: complaint.id, isPublic, at: now, in: transaction)
        else { throw Problem.notFound("the complaint '\(key)' has no photo \(hash)") }
        guard let assignment = try AssignmentTable.find(complaint: complaint.id, in: transaction) else {
            throw Problem(.conflict, "undecided", "the complaint '\(key)' is not decided yet")
        }
        if isPublic {
            guard complaint.inReplyTo == nil, CivicView.isShown(assignment, packs.pack) else {
                throw Problem(
                    .conflict, "not-public",
                    "the complaint '\(key)' is not public, and so are its photos not")
            }
            guard BarePicture.types.contains(photo.mediaType) else {
                throw Problem(
                    .conflict, "not-cleanable",
                    "of \(photo.mediaType) what the camera wrote into it cannot be taken out; only "
                        + BarePicture.types.sorted().joined(separator: " and ") + " can be shown")
            }
        }
        try AssignmentTable.note(
            assignment.id, actor: actor, action: Self.action,
            request: JSONLine.text(["sha256": hash, "public": "\(isPublic)"]), at: now, in: transaction)
        // Who reads by the time of change learns of it.
        try CivicTable.note([assignment], at: now, in: transaction)
    }

    private var open: Endpoint {
        let picture = JSONSchema.string(format: "binary")
        return Endpoint(
            .get, Self.path + "/{sha256}", "a photo that everybody may see",
            CallShape(
                [.path("sha256", Self.hash)],
                gives: [
                    .init(200, BarePicture.types.sorted().map { .init($0, picture) }, "done"),
                    .init(304, "as `If-None-Match` has it"),
                ])
        ) { request, context in
            let address = context.sender(of: request)?.description ?? ""
            if let wait = rate?.secondsToWait(address) { throw Problem.tooManyCalls(retryAfter: wait) }
            let hash = (context.parameters.get("sha256") ?? "").lowercased()
            guard let (photo, bytes) = try await store.read({ try shown(hash, in: $0) }),
                let bare = BarePicture.bytes(of: bytes, photo.mediaType)
            else { throw Problem.notFound("there is no photo of this name that everybody may see") }
            var response = Response.cached(Data(bare), type: photo.mediaType, for: request)
            if let policy = HTTPField.Name("Content-Security-Policy") {
                response.headers[policy] = "sandbox; default-src 'none'"
            }
            return response
        }
    }

    /// A photo while one of its reports is public.
    private func shown(
        _ hash: String, in transaction: any Transaction
    ) throws -> (PhotoTable.Kept, [UInt8])? {
        let ids = try PhotoTable.complaints(showing: hash, in: transaction)
        let entries = try CivicTable.find(ids, in: transaction)
        let assignments = try CivicTable.assignments(of: entries, in: transaction)
        guard assignments.values.contains(where: { CivicView.isShown($0, packs.pack) }),
            let photo = try PhotoTable.find(hash, in: transaction)
        else { return nil }
        var bytes: [UInt8] = []
        for n in 0..<photo.parts { bytes += try PhotoTable.part(n, of: photo, in: transaction) ?? [] }
        return (photo, bytes)
    }
}
