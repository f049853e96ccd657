// The directory over HTTP, with its ETag, and the alarm when an SK has ended.
import Complaints
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Rules
import Store
import Testing
import TestSupport

@testable import Region
@testable import RoutingService

@Suite struct DirectoryEndpointTests {
    private let rooms = RoutingTests()

    @Test("who knows it already gets 304; another day is another directory; only case and admin may read it", arguments: TestDatabase.allCases)
    func tag(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            func get(_ query: String, _ tag: String? = nil) async throws -> (HTTPResponse.Status, String, Int) {
                var headers: HTTPFields = [.authorization: "Bearer case"]
                if let tag { headers[.ifNoneMatch] = tag }
                let answer = try await house.client.execute(
                    uri: "/v1/directory\(query)", method: .get, headers: headers, body: nil)
                return (answer.status, answer.headers[.eTag] ?? "", answer.body.readableBytes)
            }
            let (status, tag, bytes) = try await get("?on=2026-11-29")
            #expect(status == .ok && tag.hasPrefix("\"") && bytes > 1000)
            let known = try await get("?on=2026-11-29", "\"other\", W/\(tag)")
            #expect(known.0 == .notModified && known.1 == tag && known.2 == 0)
            #expect(try await get("?on=2026-11-28", tag).0 == .ok)
            #expect(try await get("?on=kemarin").0 == .badRequest)
            let text = try await house.call(.get, "/v1/directory", token: "admin").text
            for part in ["\"UP3 Kecamatan Kandangan\"", "\"Samping Desa Hamalau\"", "\"agreements\"", "\"former_names\""] {
                #expect(text.contains(part), "\(part)")
            }
            #expect(try await house.call(.get, "/v1/directory", token: "intake").status == .forbidden)
        }
    }

    @Test("an SK that has ended: its work falls to the deputy, and the coordinating office is told once", arguments: TestDatabase.allCases)
    func expired(on database: TestDatabase) async throws {
        var region = try RoutingTests.region.get()
        let calendar = region.calendar
        let today = calendar.day(of: .now)
        func contact(_ of: String, _ office: String, _ phone: String, to: Day? = nil, _ rank: ContactRank) -> Contact {
            Contact(
                of: of, place: nil, office: office, rank: rank, phone: phone, email: nil, decree: "7/2025",
                validFrom: nil, validTo: to)
        }
        region.contacts = [
            contact("PUPR", "narahubung", "0811000001", to: today, .narahubung),
            contact("PUPR", "wakil", "0811000002", .deputy), contact("SETDA", "koordinator", "0811000003", .narahubung),
        ]
        let sweeper = Sweeper(region: region, channels: ["sms"], messagesPerDay: 1)
        let body = try rooms.complaint("1", "Jalan di desa Habirau rusak parah")
        try await rooms.withRouting(database) { house in
            _ = try await house.call(.post, "/v1/complaints", token: "intake", body: body)
            try await house.decide()
            for day in 1...21 {
                let morning = calendar.time(9, of: Day(number: today.number + Int64(day)))
                let due = try await house.store.write { try sweeper.look(at: morning, in: $0) }
                try await house.store.write { try sweeper.tell(due, at: morning, in: $0) }
            }
            let rows = try await house.store.read { transaction in
                try transaction.query("SELECT id, body FROM notice WHERE citizen IS NULL").map {
                    let opened = try transaction.opened(
                        $0.text("body"), row: NoticeTable.sealRow($0.text("id")))
                    return try Wire.decode(Notice.self, from: Data(opened.utf8))
                }
            }
            let alarms = rows.filter { $0.text.contains("SK 7/2025 untuk narahubung") }
            #expect(alarms.count == 1 && alarms.first?.to.phone == "+62811000003")
            #expect(alarms.first?.text.contains("kepada wakil") == true)
            #expect(rows.contains { $0.to.phone == "+62811000002" && $0.text.contains("HSS-26-1000001-0") })
            #expect(!rows.contains { $0.to.phone == "+62811000001" && !$0.text.contains("Pengingat") })
            let history = try await house.call(.get, "/v1/complaints/HSS-26-1000001-0", token: "case").text
            #expect(history.contains("expired") && history.contains("narahubung"))
        }
    }
}
