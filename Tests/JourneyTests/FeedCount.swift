// Counts at the effect: how often each numbered message stands in the feed, whatever the way it took.
import Foundation
import TestSupport

/// A reader of the feed that keeps numbers only, so that a million messages fit.
actor FeedCount {
    private let url: String
    private let token: String
    private let client = HTTPClient()
    private let number: @Sendable (String) -> Int?
    private(set) var cursor: Int64 = 0
    /// Messages by how often they were seen; an agency or status changed by others is no second sight.
    private var seen: [Int: Int] = [:]
    private var trackings: Set<Int> = []
    /// Cursors that did not follow the one before.
    private(set) var gaps = 0
    /// Messages that a later one of the same channel had overtaken.
    private(set) var overtaken = 0
    private var lastSerials: [Substring: Int] = [:]
    /// Tracking numbers of two messages.
    private(set) var sharedNumbers = 0
    private(set) var count = 0
    /// The days (UTC) on which messages were received.
    private(set) var days: Set<Substring> = []

    /// - Parameter number: finds a message's number in its text.
    init(_ house: House, number: @escaping @Sendable (String) -> Int?) {
        url = house.url(.routing)
        token = house.secrets["CASE_TOKEN"] ?? ""
        self.number = number
    }

    private struct Page: Decodable {
        struct Item: Decodable {
            struct Complaint: Decodable {
                var text: String
                var tracking: String
                var receivedAt: String

                private enum CodingKeys: String, CodingKey {
                    case text, tracking
                    case receivedAt = "received_at"
                }
            }
            var cursor: Int64
            var complaint: Complaint
        }
        var items: [Item]
        var next: Int64
    }

    var distinct: Int { seen.count }
    var doubled: [Int] { seen.filter { $0.value > 1 }.keys.sorted() }

    func missing(of all: some Sequence<Int>) -> [Int] { all.filter { seen[$0] == nil } }

    /// Reads until so many different messages were seen.
    func read(_ all: Int, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while seen.count < all {
            guard ContinuousClock.now < deadline else {
                throw TooLate(description: "the feed has \(seen.count) of \(all) within \(limit)")
            }
            try? await readPage(wait: 1)
        }
        // What comes after the last one would be a double.
        try await readPage(wait: 0)
    }

    private func readPage(wait: Int) async throws {
        let answer = try await client.get(
            "\(url)/v1/assignments?after=\(cursor)&limit=500&wait=\(wait)", token: token)
        guard answer.status == 200 else {
            throw TooLate(description: "the feed answers \(answer.status)")
        }
        let page = try JSONDecoder().decode(Page.self, from: answer.body)
        for item in page.items {
            if item.cursor != cursor + 1 { gaps += 1 }
            cursor = item.cursor
            count += 1
            if !trackings.insert(item.complaint.tracking.hashValue).inserted { sharedNumbers += 1 }
            days.insert(item.complaint.receivedAt.prefix(10))
            noteOrder(item.complaint.tracking)
            if let number = number(item.complaint.text) { seen[number, default: 0] += 1 }
        }
    }
    /// `HSS-26-1000123-5`: within a channel (the first digit) numbers are given in the order of arrival.
    private func noteOrder(_ tracking: String) {
        let parts = tracking.split(separator: "-")
        guard parts.count == 4, let serial = Int(parts[2].dropFirst()) else { return }
        let channel = parts[2].prefix(1)
        if let last = lastSerials[channel], serial < last { overtaken += 1 }
        lastSerials[channel] = max(serial, lastSerials[channel] ?? 0)
    }
}
