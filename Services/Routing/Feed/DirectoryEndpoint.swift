// `GET /v1/directory?on=`: the institutions behind the agency ids, with an ETag: who asks every hour reads it
// only when it has changed.
import Complaints
import Foundation
import Hummingbird
import Region
import Rules
import ServiceKit

struct DirectoryEndpoint: Sendable {
    let packs: CurrentPack

    var endpoint: Endpoint {
        Endpoint(
            .get, "/v1/directory", "agencies, contacts, counters, villages, pledges, agreements",
            roles: [.case, .admin],
            .gives(Directory.self, [.query("on", .string(format: "date"), "today, unless told otherwise")])
        ) { request, _ in
            let pack = packs.pack
            let day = try Self.day(request.uri.queryParameters["on"].map(String.init), pack)
            let body = try Wire.encode(pack.directory(on: day))
            return Response.cached(body, type: "application/json", for: request)
        }
    }

    private static func day(_ text: String?, _ pack: RegionPack) throws -> Day {
        guard let text, !text.isEmpty else { return pack.calendar.day(of: .now) }
        guard let day = Day(text) else {
            throw Problem(.badRequest, "bad-parameter", "on must be a date like 2026-11-18")
        }
        return day
    }
}
