// The case system of a test: reads the feed as the contract says.
package import Complaints
import Foundation

/// A reader of `GET /v1/assignments`.
package actor CaseSystem {
    private let url: String
    private let token: String
    private let client = HTTPClient()
    private var cursor: Int64 = 0
    /// Everything read so far, in the feed's order.
    package private(set) var assignments: [Assignment] = []

    package init(_ house: House) {
        url = house.url(.routing)
        token = house.secrets["CASE_TOKEN"] ?? ""
    }

    private struct Page: Decodable {
        var items: [Assignment]
        var next: Int64
    }

    /// Reads until `enough` holds of everything read.
    ///
    /// - Throws: ``TooLate`` with how many there were.
    @discardableResult
    package func read(
        _ what: String, within limit: Duration = .seconds(60),
        until enough: @Sendable ([Assignment]) -> Bool
    ) async throws -> [Assignment] {
        let deadline = ContinuousClock.now + limit
        while !enough(assignments) {
            guard ContinuousClock.now < deadline else {
                throw TooLate(
                    description: "\(what): not in the feed within \(limit); it has "
                        + "\(assignments.count): \(assignments.suffix(5).map(\.complaint.text))")
            }
            try? await readPage()
        }
        return assignments
    }

    /// One page, waiting up to a second for something new.
    private func readPage() async throws {
        let answer = try await client.get(
            "\(url)/v1/assignments?after=\(cursor)&limit=200&wait=1", token: token)
        guard answer.status == 200 else {
            throw TooLate(description: "the feed answers \(answer.status): \(answer.text)")
        }
        let page = try Wire.decode(Page.self, from: answer.body)
        assignments += page.items
        cursor = page.next
    }
}
