// Sequences of words that lead to values: what the phrases and the gazetteer are found by.

/// A trie over numbered words. A look-up costs one hash per word, however many sequences it holds.
struct Trie<Value: Sendable>: Sendable {
    /// The number of a word that no sequence holds.
    static var unknown: UInt32 { .max }

    private var numbers: [String: UInt32] = [:]
    private var edges: [UInt64: UInt32] = [:]
    private var ends: [[Value]] = [[]]

    mutating func insert(_ sequence: [String], _ value: Value) {
        var node: UInt32 = 0
        for word in sequence {
            let number = numbers[word] ?? UInt32(numbers.count)
            numbers[word] = number
            if let next = next(node, number) {
                node = next
            } else {
                let next = UInt32(ends.count)
                edges[UInt64(node) << 32 | UInt64(number)] = next
                ends.append([])
                node = next
            }
        }
        ends[Int(node)].append(value)
    }

    /// The words of all sequences with their numbers.
    var words: [String: UInt32] { numbers }

    func number(of word: String) -> UInt32 { numbers[word] ?? Self.unknown }

    private func next(_ node: UInt32, _ number: UInt32) -> UInt32? {
        edges[UInt64(node) << 32 | UInt64(number)]
    }

    /// Calls `body` for every sequence found in `text`, from each position on, shorter ones first.
    func scan(_ text: [UInt32], _ body: (Value, Range<Int>) -> Void) {
        for start in text.indices {
            var node: UInt32 = 0
            var index = start
            while index < text.count, text[index] != Self.unknown,
                let following = next(node, text[index])
            {
                node = following
                index += 1
                for value in ends[Int(node)] { body(value, start..<index) }
            }
        }
    }

    /// The same where a word of the text may be one of several: at most ``maximumReadings`` ways from
    /// each position are followed.
    func scan(_ text: [[UInt32]], _ body: (Value, Range<Int>) -> Void) {
        for start in text.indices {
            var nodes: [UInt32] = [0]
            var index = start
            while index < text.count, !nodes.isEmpty {
                var following: [UInt32] = []
                for node in nodes {
                    for number in text[index] where following.count < Self.maximumReadings {
                        if let next = next(node, number) { following.append(next) }
                    }
                }
                index += 1
                nodes = following
                for node in nodes {
                    for value in ends[Int(node)] { body(value, start..<index) }
                }
            }
        }
    }

    /// Ways of reading shortened words that are followed at once.
    static var maximumReadings: Int { 16 }
}
