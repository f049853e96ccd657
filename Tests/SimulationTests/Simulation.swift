// Many worlds, one after the other on each core.
import Foundation
import Synchronization
import TestSupport

/// What a number of worlds showed.
struct Report: Sendable {
    var worlds = 0
    var steps = 0
    var sightings: [String: Int] = [:]
    var failures: [String] = []
    /// Of each world's trace, in the order of the seeds.
    var hashes: [UInt64: UInt64] = [:]

    mutating func add(_ other: Report) {
        worlds += other.worlds
        steps += other.steps
        sightings.merge(other.sightings) { $0 + $1 }
        failures += other.failures
        hashes.merge(other.hashes) { $1 }
    }
}

enum Simulation {
    /// `MENDENGAR_SEED`: where the worlds begin; then a failure is repeated alone.
    static let firstSeed = number("MENDENGAR_SEED")
    /// `MENDENGAR_SCHEDULES`: how many worlds.
    static let schedules = Int(number("MENDENGAR_SCHEDULES") ?? (firstSeed == nil ? 2000 : 1))
    /// The run ends with them: one that is understood is worth more than many.
    static let failuresMax = 1

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    /// Lives through one world.
    static func world(
        _ seed: UInt64, _ stores: Stores, storm: ClosedRange<Int> = 5...16, outage: Int64 = 0,
        weather: Weather? = nil, _ prepare: (House) -> Void = { _ in }
    ) -> Report {
        let world = World(seed: seed, weather: weather)
        defer { world.end() }
        var report = Report(worlds: 1)
        do {
            let house = try House(world, stores)
            prepare(house)
            try house.live(storm: storm, outage: outage)
        } catch {
            let why = (error as? Violation)?.what ?? "\(error)"
            report.failures = [
                "seed \(seed): \(why)\n  " + world.trace.tail.joined(separator: "\n  ")
            ]
        }
        report.steps = world.trace.count
        report.sightings = world.trace.sightings
        report.hashes = [seed: world.trace.hash]
        return report
    }

    /// Lives through `count` worlds on all cores.
    static func worlds(_ count: Int, from first: UInt64) async throws -> Report {
        let lanes = max(1, min(count, ProcessInfo.processInfo.activeProcessorCount))
        let failures = Failures()
        return try await withThrowingTaskGroup(of: Report.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    try await onOwnThread {
                        let stores = try Stores()
                        var report = Report()
                        for number in stride(from: lane, to: count, by: lanes)
                        where failures.count.load(ordering: .relaxed) < failuresMax {
                            let one = world(first + UInt64(number), stores)
                            failures.count.add(one.failures.count, ordering: .relaxed)
                            report.add(one)
                        }
                        return report
                    }
                }
            }
            return try await group.reduce(into: Report()) { $0.add($1) }
        }
    }

    private final class Failures: Sendable { let count = Atomic(0) }
}
