// `GET /v1/directory?on=`: the institutions behind the agency ids, with an ETag: who asks every hour reads it
// only when it has changed.
import Complaints
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Region
import Rules
import ServiceKit

struct DirectoryEndpoint: Sendable {
    let packs: CurrentPack

    var endpoint: Endpoint {
        Endpoint(
            .get, "/v1/directory", "agencies, contacts, counters, villages, pledges, agreements",
            roles: [.case, .admin]
        ) { request, _ in
            let pack = packs.pack
            let day = try Self.day(request.uri.queryParameters["on"].map(String.init), pack)
            let body = try Wire.encode(pack.directory(on: day))
            let tag = "\"" + Hex.text(SHA256.hash(data: body).prefix(16)) + "\""
            if Self.isKnown(tag, request.headers[.ifNoneMatch]) {
                return Response(status: .notModified, headers: [.eTag: tag])
            }
            var response = Response.json(body)
            response.headers[.eTag] = tag
            return response
        }
    }

    /// `"a", W/"b"` or `*`.
    private static func isKnown(_ tag: String, _ header: String?) -> Bool {
        guard let header else { return false }
        let known = header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return !Set(known).isDisjoint(with: ["*", tag, "W/" + tag])
    }

    private static func day(_ text: String?, _ pack: RegionPack) throws -> Day {
        guard let text, !text.isEmpty else { return pack.calendar.day(of: .now) }
        guard let day = Day(text) else {
            throw Problem(.badRequest, "bad-parameter", "on must be a date like 2026-11-18")
        }
        return day
    }
}
