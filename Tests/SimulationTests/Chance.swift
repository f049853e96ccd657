// Every choice of a simulated world, drawn from its seed.
import TestSupport

/// A world's only source of randomness.
struct Chance {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// True once in `n` on average.
    mutating func one(in n: Int) -> Bool { random.next() % UInt64(n) == 0 }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }

    /// A time from a range of milliseconds, in microseconds.
    mutating func milliseconds(_ range: ClosedRange<Int>) -> Int64 {
        Int64(number(range)) * 1000 + Int64(random.next() % 1000)
    }

    /// 0 ..< 1.
    mutating func fraction() -> Double { Double(random.next() >> 11) * 0x1p-53 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(0...(elements.count - 1))]
    }

    /// Names a worker or a process.
    mutating func token() -> Int64 { Int64(random.next() >> 2) + 1 }
}
