// The triage queue page by page: the longest waiting first, nothing twice, nothing left out.
import Complaints
import Foundation
import HTTPTypes
import Store
import Testing

@testable import RoutingService

@Suite struct TriageTests {
    private struct Page: Decodable {
        var items: [Assignment]
        var next: String?
    }

    private let rooms = RoutingTests()

    private func fill(_ house: RoutingTests.House, _ count: Int) async throws {
        for number in 1...count {
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("\(number)", "kami menunggu jawaban surat kami"))
            #expect(answer.status == .ok)
        }
        // All at the same moment, so that the id decides the order.
        try await house.decide()
    }

    @Test("each page begins where the last one ended")
    func pages() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await fill(house, 5)
            var seen: [String] = []
            var next: String? = ""
            var pages = 0
            while let after = next {
                let answer = try await house.call(
                    .get, "/v1/triage?limit=2&after=\(after)", token: "admin")
                let page = try Wire.decode(Page.self, from: Data(answer.text.utf8))
                seen += page.items.map(\.complaint.externalId)
                next = page.next
                pages += 1
            }
            #expect(pages == 3 && seen.sorted() == ["1", "2", "3", "4", "5"])
        }
    }

    @Test("a page ends at its bytes, with at least one")
    func bytes() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            try await fill(house, 3)
            func page(_ bytes: Int) async throws -> (Int, Bool) {
                try await house.store.read {
                    let (page, next) = try AssignmentTable.standing(
                        .triage, after: nil, limit: 10, bytesMax: bytes, in: $0)
                    return (page.count, next != nil)
                }
            }
            #expect(try await page(1) == (1, true))
            #expect(try await page(1 << 20) == (3, false))
        }
    }

    @Test("what is no mark of a page is refused", arguments: ["x", "12", "12.x", ".5", "limit=0"])
    func refused(after: String) async throws {
        try await rooms.withRouting { house in
            let query = after.hasPrefix("limit") ? after : "after=\(after)"
            let answer = try await house.call(.get, "/v1/triage?\(query)", token: "admin")
            #expect(answer.status == .badRequest)
        }
    }
}
