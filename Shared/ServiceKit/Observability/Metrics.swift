// Prometheus metrics: counters, gauges and latency histograms in text format 0.0.4.
import Synchronization

/// The metrics of one process. Labels must come from closed sets (accounts, results), never from senders.
package final class Metrics: Sendable {
    private struct Series: Hashable {
        let name: String
        /// In the order of the call, which is always the same for one name: comparing dictionaries for
        /// each request costs more than counting.
        let labels: [Label]

        init(_ name: String, _ labels: KeyValuePairs<String, String>) {
            self.name = name
            self.labels = labels.map { Label(name: $0.key, value: $0.value) }
        }
    }
    private struct Label: Hashable {
        let name: String
        let value: String
    }
    fileprivate struct Histogram {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var sum = 0.0

        mutating func record(_ seconds: Double) {
            count += 1
            sum += seconds
            for (index, bound) in Metrics.bounds.enumerated() where seconds <= bound {
                buckets[index] += 1
            }
        }
    }
    private struct State {
        var counters: [Series: Counter] = [:]
        var gauges: [Series: Double] = [:]
        var histograms: [Series: Timer] = [:]
        var refreshers: [@Sendable () async -> Void] = []
    }
    private let state = Mutex(State())

    /// One counter, for those who count at each request and look it up once.
    package final class Counter: Sendable {
        private let total = Atomic(0)

        /// Adds to it.
        package func count(by amount: Int = 1) { total.add(amount, ordering: .relaxed) }

        fileprivate var value: Int { total.load(ordering: .relaxed) }
    }

    /// One histogram, for those who time each request and look it up once.
    package final class Timer: Sendable {
        private let histogram = Mutex(Histogram())

        /// Records a duration.
        package func observe(_ duration: Duration) {
            let (seconds, attoseconds) = duration.components
            histogram.withLock { $0.record(Double(seconds) + Double(attoseconds) / 1e18) }
        }

        fileprivate var value: Histogram { histogram.withLock { $0 } }
    }

    /// The counter of a series; its name ends in `_total`.
    package func counter(
        _ name: String, _ labels: KeyValuePairs<String, String> = [:]
    ) -> Counter {
        let series = Series(name, labels)
        return state.withLock { state in
            if let known = state.counters[series] { return known }
            let new = Counter()
            state.counters[series] = new
            return new
        }
    }

    /// The histogram of a series; its name ends in `_seconds`.
    package func timer(_ name: String, _ labels: KeyValuePairs<String, String> = [:]) -> Timer {
        let series = Series(name, labels)
        return state.withLock { state in
            if let known = state.histograms[series] { return known }
            let new = Timer()
            state.histograms[series] = new
            return new
        }
    }

    /// Upper bounds of the latency buckets, in seconds.
    static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    package init() {}

    /// Adds to a counter; its name ends in `_total`.
    package func count(
        _ name: String, _ labels: KeyValuePairs<String, String> = [:], by amount: Int = 1
    ) {
        counter(name, labels).count(by: amount)
    }

    /// Sets a value that may rise and fall.
    package func gauge(_ name: String, _ labels: KeyValuePairs<String, String> = [:], _ value: Double) {
        state.withLock { $0.gauges[Series(name, labels)] = value }
    }

    /// Records a duration; its name ends in `_seconds`.
    package func observe(
        _ name: String, _ labels: KeyValuePairs<String, String> = [:], _ duration: Duration
    ) {
        timer(name, labels).observe(duration)
    }

    /// Runs before each scrape, for gauges that are read from the database.
    package func refresh(_ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.refreshers.append(body) }
    }

    /// Publishes counts read from the database at each scrape, one gauge a state. A failed reading leaves
    /// the last values and shows in `/readyz`.
    package func states(
        _ name: String, _ read: @escaping @Sendable () async throws -> [String: Int]
    ) {
        refresh { [self] in
            guard let counts = try? await read() else { return }
            for (state, count) in counts { gauge(name, ["state": state], Double(count)) }
        }
    }

    /// The exposition, sorted, so that two scrapes differ only in values.
    package func text() async -> String {
        for refresher in state.withLock({ $0.refreshers }) { await refresher() }
        return state.withLock { state in
            var blocks: [String: (type: String, lines: [String])] = [:]
            for (series, counter) in state.counters {
                blocks[series.name, default: ("counter", [])].lines
                    .append("\(series.name)\(Self.braces(series.labels)) \(counter.value)")
            }
            for (series, value) in state.gauges {
                blocks[series.name, default: ("gauge", [])].lines
                    .append("\(series.name)\(Self.braces(series.labels)) \(value)")
            }
            for (series, timer) in state.histograms {
                blocks[series.name, default: ("histogram", [])].lines +=
                    Self.lines(series.name, series.labels, timer.value)
            }
            return blocks.sorted { $0.key < $1.key }.map { name, block in
                let lines = block.type == "histogram" ? block.lines : block.lines.sorted()
                return "# TYPE \(name) \(block.type)\n" + lines.joined(separator: "\n") + "\n"
            }.joined()
        }
    }

    private static func lines(
        _ name: String, _ labels: [Label], _ histogram: Histogram
    ) -> [String] {
        var lines = zip(bounds, histogram.buckets).map { bound, count in
            "\(name)_bucket\(braces(labels + [Label(name: "le", value: "\(bound)")])) \(count)"
        }
        lines.append(
            "\(name)_bucket\(braces(labels + [Label(name: "le", value: "+Inf")])) \(histogram.count)")
        lines.append("\(name)_sum\(braces(labels)) \(histogram.sum)")
        lines.append("\(name)_count\(braces(labels)) \(histogram.count)")
        return lines
    }

    private static func braces(_ labels: [Label]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.name < $1.name }.map { label in
            let escaped = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(label.name)=\"\(escaped)\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}
