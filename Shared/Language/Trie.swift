// Sequences of words that lead to values: what the phrases and the gazetteer are found by.

/// A trie over numbered words. A look-up costs one probe per word, however many sequences it holds.
struct Trie<Value: Sendable>: Sendable {
    /// The number of a word that no sequence holds.
    static var unknown: UInt32 { NumberTable.none }

    private var numbers = NumberTable()
    private(set) var words = WordList()
    private var edges = NumberTable()
    /// Edges of the first words, which every position of a text asks for.
    private var roots: [UInt32] = []
    /// Of each node, where the chain of its values begins and ends; ``none`` without values. A chain, not
    /// an array a node: most nodes have one value or none.
    private var ends: [(first: UInt32, last: UInt32)] = [(Self.none, Self.none)]
    private var values: [(value: Value, next: UInt32)] = []

    private static var none: UInt32 { .max }

    mutating func insert(_ sequence: some Sequence<String>, _ value: Value) {
        var node: UInt32 = 0
        for word in sequence {
            let number = add(word)
            if let next = next(node, number) {
                node = next
            } else {
                let next = UInt32(ends.count)
                if node == 0 {
                    roots[Int(number)] = next
                } else {
                    edges.set(UInt64(node) << 32 | UInt64(number), next)
                }
                ends.append((Self.none, Self.none))
                node = next
            }
        }
        let place = UInt32(values.count)
        values.append((value, Self.none))
        if ends[Int(node)].first == Self.none {
            ends[Int(node)].first = place
        } else {
            values[Int(ends[Int(node)].last)].next = place
        }
        ends[Int(node)].last = place
    }

    private mutating func add(_ word: String) -> UInt32 {
        let hash = WordHash(word)
        let known = number(of: hash)
        guard known == Self.unknown else { return known }
        let number = UInt32(words.count)
        numbers.set(hash.value, number)
        words.append(word.utf8, number)
        roots.append(Self.none)
        return number
    }

    func number(of hash: WordHash) -> UInt32 { numbers[hash.value] }

    /// The node behind a word of a sequence; the root is 0.
    @inline(__always)
    func next(_ node: UInt32, _ number: UInt32) -> UInt32? {
        let next =
            node == 0 ? roots[Int(number)] : edges[UInt64(node) << 32 | UInt64(number)]
        return next == Self.none ? nil : next
    }

    /// Calls `body` for the values of a node, in the order they came.
    func forEachValue(of node: UInt32, _ body: (Value) -> Void) {
        var place = ends[Int(node)].first
        while place != Self.none {
            body(values[Int(place)].value)
            place = values[Int(place)].next
        }
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
                forEachValue(of: node) { body($0, start..<index) }
            }
        }
    }
}
