// Long lists are shown a part at a time: which part, and the links to those beside it.
import Hummingbird

/// A part of a list that is too long for one page.
struct PageRange {
    /// Places in the list.
    let shown: Range<Int>
    private let count: Int
    private let most: Int
    private let noun: String

    /// - Parameters:
    ///   - start: index of the first that is wanted; what lies outside of the list is moved into it.
    ///   - most: on one page.
    ///   - noun: what the list is of, e.g. `Butir`.
    init(from start: Int, of count: Int, most: Int, _ noun: String) {
        let start = min(max(0, start), max(0, count - 1))
        shown = start..<min(count, start + most)
        (self.count, self.most, self.noun) = (count, most, noun)
    }

    /// Where `?dari=` of an address wants to begin.
    static func start(_ request: Request) -> Int {
        request.uri.queryParameters["dari"].flatMap { Int($0) } ?? 0
    }

    var isLast: Bool { shown.upperBound >= count }

    /// Fields of the pages' `pager`.
    var fields: [String: Any] {
        [
            "hasEarlier": shown.lowerBound > 0, "earlier": "\(max(0, shown.lowerBound - most))",
            "hasLater": !isLast, "later": "\(shown.upperBound)",
            "range": "\(noun) \(shown.lowerBound + 1)–\(shown.upperBound) dari \(count)",
            "isPaged": shown.count < count,
        ]
    }
}
