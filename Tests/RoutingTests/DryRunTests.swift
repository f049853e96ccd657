// A dry run says what a real decision would: what the complaint repeats, the report it answers, and what the rules
// make of that.
import Complaints
import Delivery
import Duplicates
import Foundation
import HTTPTypes
import Region
import Rules
import Store
import Testing
import TestSupport

@testable import RoutingService

@Suite struct DryRunTests {
    private let rooms = RoutingTests()

    private func complaint(_ id: String, _ text: String, inReplyTo: String? = nil) -> Complaint {
        Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: id),
            tracking: "HSS-26-100000\(id)-0", channel: .sms, account: "k", externalId: id, receivedAt: .now,
            reporter: Reporter(phone: "+6281234567890"), text: text, inReplyTo: inReplyTo)
    }

    private func json(_ complaint: Complaint) throws -> String {
        String(decoding: Wire.encode(complaint), as: UTF8.self)
    }

    /// Without what only a real decision has.
    private func same(_ assignment: Assignment) -> Assignment {
        var assignment = assignment
        (assignment.cursor, assignment.version) = (0, nil)
        assignment.createdAt = Date(timeIntervalSince1970: 0)
        return assignment
    }

    @Test("asked before, and after, it says what was decided", arguments: [
        "Jalan berlubang di Desa Hamalau membahayakan pengendara, dekat jembatan", "terima kasih, tapi belum diperbaiki",
    ], TestDatabase.allCases)
    func asDecided(text: String, on database: TestDatabase) async throws {
        let first = complaint("1", "Jalan berlubang di Desa Hamalau membahayakan pengendara, dekat jembatan")
        let second = complaint("2", text, inReplyTo: text.hasPrefix("terima") ? first.id.text : nil)
        let (one, other) = (try json(first), try json(second))
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            _ = try await house.call(.post, "/v1/complaints", token: "intake", body: one)
            try await house.decide()
            func dry() async throws -> Assignment {
                let answer = try await house.deciding {
                    try await house.call(.post, "/v1/decide", token: "intake", body: other)
                }
                #expect(answer.status == .ok, "\(answer.text)")
                return try Wire.decode(Assignment.self, from: Data(answer.text.utf8))
            }
            let before = try await dry()
            #expect(before.duplicate?.of == first.id)
            _ = try await house.call(.post, "/v1/complaints", token: "intake", body: other)
            try await house.decide()
            let real = try #require(try await house.store.read { try AssignmentTable.find(complaint: second.id, in: $0) })
            #expect(same(before) == same(real))
            #expect(same(try await dry()) == same(real))
            #expect(try await rooms.feed(house).items.count >= 2)
        }
    }

    @Test("a process that does not decide answers without the case, soon")
    func alone() async throws {
        let runs = DryRuns(decider: Bell())
        let region = try RoutingTests.region.get()
        let text = complaint("1", "jalan rusak di Hamalau")
        let draft = Drafting.draft(text, region: region, now: .now)
        async let answer = runs.ask(text, draft)
        // It is told at once where this process is known not to decide.
        for _ in 0..<200 {
            runs.answer(by: nil)
            await Task.yield()
        }
        #expect(await answer == nil)
        let linking = Linking(region: region, weights: .standard)
        let foreseen = linking.foreseen(text, draft)
        #expect(foreseen.duplicate == nil && foreseen.count == 1)
    }
}
