// What happens when: the queue of events of a world, and the processes they happen to.

/// A process that may die, sleep and misread the time.
final class SimulatedProcess {
    let name: String
    /// Rises at each death; what an earlier life had planned does not happen.
    private(set) var life = 0
    private(set) var isUp = false
    /// Stopped (SIGSTOP) until then: nothing happens in it, and it does not notice.
    var pausedUntil: Int64 = 0
    /// How far its wall clock is off, in microseconds; `skew` is what it always is off.
    var offset: Int64
    let skew: Int64

    init(name: String, skew: Int64) {
        self.name = name
        self.skew = skew
        offset = skew
    }

    func begin() {
        isUp = true
        pausedUntil = 0
    }

    func end() {
        isUp = false
        life += 1
    }
}

/// Events in the order of their time; those of one time in the order they were planned.
struct Agenda {
    struct Event {
        var at: Int64
        var order: Int
        /// `nil`: the outside world, which neither dies nor sleeps.
        var process: SimulatedProcess?
        var life: Int
        var run: () throws -> Void

        func isBefore(_ other: Event) -> Bool { (at, order) < (other.at, other.order) }
    }

    private var heap: [Event] = []
    private var planned = 0

    mutating func plan(
        _ at: Int64, _ process: SimulatedProcess?, _ run: @escaping () throws -> Void
    ) {
        planned += 1
        push(Event(at: at, order: planned, process: process, life: process?.life ?? 0, run: run))
    }

    /// For an event whose process sleeps: behind what was planned for the time it wakes up.
    mutating func postpone(_ event: Event, to at: Int64) {
        planned += 1
        var event = event
        (event.at, event.order) = (at, planned)
        push(event)
    }

    private mutating func push(_ event: Event) {
        heap.append(event)
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The next event if it is due by `limit`.
    mutating func pop(by limit: Int64) -> Event? {
        guard let first = heap.first, first.at <= limit else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
