// What the radio desk asks Routing: where a complaint would go, and the run sheet of the next programme.
import Complaints
import Delivery
import Foundation
import Language

/// A line to Routing. It may be dead: the pages then say so, and everything else goes on.
struct RoutingDesk: Sendable {
    let fetcher: Fetcher
    let url: String
    let token: String

    /// Seconds an operator waits for Routing, for one question and for all of a page.
    static let timeout = Duration.seconds(3)
    static let pageTimeout = Duration.seconds(6)

    init(url: String, token: String) {
        fetcher = Fetcher()
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
    }

    /// Where an item would go.
    struct Prospect: Sendable, Hashable {
        /// `nil`: the coordinator's desk decides.
        var agency: String?
        var place: String?
        var isConfidential: Bool
    }

    /// Where items would go, or, of those that were sent, where Routing has them go.
    ///
    /// - Returns: by item id; items that Routing did not answer for are missing.
    func prospects(
        of items: some Sequence<Item>, in programme: StoredProgramme, gazetteer: Gazetteer, now: Date
    ) async -> [String: Prospect] {
        var result: [String: Prospect] = [:]
        let deadline = ContinuousClock.now + Self.pageTimeout
        for item in items {
            let complaint = PublishedItem(programme: programme, item: item)
                .prospect(gazetteer, receipt: programme.receipts[item.id], now: now)
            guard ContinuousClock.now < deadline,
                let answer = await ask("POST", "/v1/decide", body: Wire.encode(complaint)),
                let draft = try? Wire.decode(Assignment.self, from: answer)
            else { return result }
            result[item.id] = Prospect(
                agency: draft.agency?.name, place: draft.complaint.places.first?.name,
                isConfidential: draft.complaint.reporter == nil)
        }
        return result
    }

    /// The run sheet as Routing has it; `nil` when it does not answer.
    func runsheet(of station: String, since: LocalDate?) async -> Runsheet? {
        var components = URLComponents()
        components.queryItems =
            [URLQueryItem(name: "station", value: station)]
            + (since.map { [URLQueryItem(name: "since", value: $0.description)] } ?? [])
        guard let answer = await ask("GET", "/v1/runsheet?" + (components.percentEncodedQuery ?? ""))
        else { return nil }
        return try? Wire.decode(Runsheet.self, from: answer)
    }

    private func ask(_ method: String, _ path: String, body: Data? = nil) async -> Data? {
        let request = FetchRequest(
            method, url + path,
            headers: [
                ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"),
            ], body: body, timeout: Self.timeout)
        guard let answer = try? await fetcher.fetch(request), answer.status == 200 else { return nil }
        return answer.body
    }
}

/// The run sheet as the contract has it; what the page does not show is left out.
struct Runsheet: Decodable, Sendable {
    struct Agency: Decodable, Sendable { var name: String }
    struct Commitment: Decodable, Sendable {
        var tracking: String
        var aired_on: String
        var by: String
        var text: String
        var due: String?
        /// `kept`, `open`, `late`, `broken_off`.
        var state: String
        var agency: Agency?
        var place: String?
        var about: String?
    }
    struct News: Decodable, Sendable {
        var tracking: String
        var channel: Channel
        var text: String
        var place: String?
        var emergency: Bool
        var told_by: Int
    }
    struct OfAgency: Decodable, Sendable {
        var agency: Agency?
        var count: Int
        var items: [News]
    }
    var since: String
    var commitments: [Commitment]
    var new: [OfAgency]
    var truncated: Bool?
}
