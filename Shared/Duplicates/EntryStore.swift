// Where the index keeps its complaints: in pieces, so that growing copies nothing, and the oldest can
// go.

/// A complaint with its place in its case and in the lists it is found by. Positions count all
/// complaints
/// ever added; ``Position/none`` ends a list.
struct Entry: Sendable {
    var facts: LinkFacts
    /// Complaints of the case; kept at its first one.
    var count: UInt16 = 1
    /// The first complaint of its case.
    var head: Position
    /// Of the first complaint of a case its newest other one; of the others the one before.
    var link: Position = .none
    var previousAtPlace: Position = .none
    var previousOfMatter: Position = .none
    var previousOfSender: Position = .none
}

/// The position of a complaint in the order it was added.
struct Position: Sendable, Hashable, Comparable {
    var index: UInt32
    static let none = Position(index: .max)
    static func < (a: Position, b: Position) -> Bool { a.index < b.index }
}

/// Entries by position, the newest ``capacity`` of them.
struct EntryStore: Sendable {
    private static let shift: UInt32 = 12
    private static let chunk = 1 << Int(shift)

    private var chunks: [ContiguousArray<Entry>] = []
    /// Positions below this are forgotten.
    private(set) var first: UInt32 = 0
    private(set) var end: UInt32 = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(capacity, Self.chunk) }

    var count: Int { Int(end - first) }

    func contains(_ position: Position) -> Bool { position.index >= first && position.index < end }

    subscript(_ position: Position) -> Entry {
        _read {
            let index = Int(position.index - first)
            yield chunks[index >> Int(Self.shift)][index & (Self.chunk - 1)]
        }
        _modify {
            let index = Int(position.index - first)
            yield &chunks[index >> Int(Self.shift)][index & (Self.chunk - 1)]
        }
    }

    /// - Returns: whether old entries were forgotten to make room.
    mutating func append(_ entry: Entry) -> Bool {
        if count & (Self.chunk - 1) == 0, count >> Int(Self.shift) == chunks.count {
            var piece = ContiguousArray<Entry>()
            piece.reserveCapacity(Self.chunk)
            chunks.append(piece)
        }
        chunks[chunks.count - 1].append(entry)
        end += 1
        guard count > capacity else { return false }
        chunks.removeFirst()
        first += UInt32(Self.chunk)
        return true
    }

    /// The position of a complaint by its number; numbers rise with positions.
    func position(of number: UInt32) -> Position? {
        var (low, high) = (first, end)
        while low < high {
            let middle = low + (high - low) / 2
            if self[Position(index: middle)].facts.number < number { low = middle + 1 } else { high = middle }
        }
        let found = Position(index: low)
        return contains(found) && self[found].facts.number == number ? found : nil
    }
}

/// The newest complaint of each key, where the key is in the complaint itself: four bytes each.
struct NewestTable: Sendable {
    private var slots = ContiguousArray<UInt32>(repeating: .max, count: 64)
    private var used = 0

    private static func start(_ key: UInt32, _ count: Int) -> Int {
        Int((key &* 0x9E37_79B1) >> 4) & (count - 1)
    }

    /// - Parameter key: the key of an entry; 0 for one that has none or is forgotten.
    func find(_ key: UInt32, key keyOf: (Position) -> UInt32) -> Position? {
        guard key != 0 else { return nil }
        var slot = Self.start(key, slots.count)
        while slots[slot] != .max {
            let position = Position(index: slots[slot])
            if keyOf(position) == key { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Puts the newest in place of the one before, which is returned.
    mutating func replace(
        _ key: UInt32, with newest: Position, key keyOf: (Position) -> UInt32
    ) -> Position? {
        guard key != 0 else { return nil }
        if (used + 1) * 4 > slots.count * 3 { grow(keyOf) }
        var slot = Self.start(key, slots.count)
        while slots[slot] != .max {
            let position = Position(index: slots[slot])
            if keyOf(position) == key {
                slots[slot] = newest.index
                return position
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = newest.index
        used += 1
        return nil
    }

    private mutating func grow(_ keyOf: (Position) -> UInt32) {
        let old = slots
        let alive = old.count { $0 != .max && keyOf(Position(index: $0)) != 0 }
        let size = (alive + 1) * 2 > old.count ? old.count * 2 : old.count
        slots = ContiguousArray(repeating: .max, count: size)
        used = 0
        for index in old where index != .max {
            let key = keyOf(Position(index: index))
            guard key != 0 else { continue }
            var slot = Self.start(key, size)
            while slots[slot] != .max { slot = (slot + 1) & (size - 1) }
            slots[slot] = index
            used += 1
        }
    }
}
