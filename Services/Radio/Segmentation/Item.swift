// What a programme is cut into: one item per matter a citizen raised, and the rest as `other`.
package import Complaints

/// One matter raised by one citizen, or a stretch of the programme that is none (kind `other`).
package struct Item: Codable, Sendable, Hashable {
    /// Stable within the programme; survives edits.
    package var id: String
    package var kind: Kind
    /// Inclusive ranges of turn numbers; a call cut off and resumed has two.
    package var turns: [[Int]]
    /// The item begins inside this turn, which belongs to the item before.
    @ExplicitNull package var cut: Cut?
    /// Play-head in seconds.
    @ExplicitNull package var start: Double?
    @ExplicitNull package var end: Double?
    package var caller: Caller
    /// The place in the citizen's words.
    @ExplicitNull package var placeText: String?
    /// The citizen's own words on the matter, personal data masked.
    package var text: String
    /// What was answered on air, in order.
    package var responses: [Response]
    /// What a meeting agreed on.
    @ExplicitNull package var agreed: Agreement?
    /// 0 … 1: how sure the cutting is.
    package var confidence: Double
    /// What an operator settled; `nil` while nobody has.
    package var byHand: ByHand?

    package enum CodingKeys: String, CodingKey {
        case id, kind, turns, cut, start, end, caller, text, responses, agreed, confidence
        case placeText = "place_text"
        case byHand = "by_hand"
    }
}

extension Item {
    /// Rising turn numbers as inclusive ranges, as ``turns`` holds them.
    static func ranges(_ numbers: some Sequence<Int>) -> [[Int]] {
        numbers.reduce(into: []) { ranges, number in
            if let last = ranges.indices.last, ranges[last][1] + 1 == number {
                ranges[last][1] = number
            } else {
                ranges.append([number, number])
            }
        }
    }
}

/// What an operator settled about an item: the patch that every later reading of the file keeps. A field
/// that is `nil` was left as it was read; an empty text means "none".
package struct ByHand: Codable, Sendable, Hashable {
    /// Somebody read the item and found it right.
    package var checked: Bool?
    /// A person chose its turns.
    package var bounds: Bool?
    package var kind: Kind?
    package var name: String?
    package var phone: String?
    package var anonymous: Bool?
    package var place: String?
    package var text: String?

    package init() {}

    /// Whether the turns of the item stay as they are.
    var keepsTurns: Bool { checked == true || bounds == true }
}

/// A place inside a turn, as an offset in Unicode scalars of its text.
package struct Cut: Codable, Sendable, Hashable {
    package var turn: Int
    package var at: Int
}

/// Who called or wrote, as far as it was said on air.
package struct Caller: Codable, Sendable, Hashable {
    @ExplicitNull package var name: String?
    /// E.164 when the whole number was read, `…4471` when only its end.
    @ExplicitNull package var phone: String?
    /// Asked not to be named.
    package var anonymous: Bool

    package init(name: String? = nil, phone: String? = nil, anonymous: Bool = false) {
        self.name = name
        self.phone = phone
        self.anonymous = anonymous
    }
}

/// The outcome of a matter raised in a meeting.
package struct Agreement: Codable, Sendable, Hashable {
    package var text: String
    package var by: String
    /// Local date `YYYY-MM-DD`.
    @ExplicitNull package var due: String?
}
