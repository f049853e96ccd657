// A probe under a fault: its files, its preloaded library, what it acknowledged and what is stored.
import Foundation
@testable import Store
import TestSupport
import Testing

/// One folder in which probes run.
struct FaultHouse {
    let folder: TemporaryFolder
    /// Where the faults are.
    let data: String
    var database: String { data + "/store.sqlite" }
    var counts: String { folder.file("counts") }

    init(_ name: String) throws {
        folder = try TemporaryFolder(name)
        data = folder.file("data")
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    }

    /// The environment that puts `faults.c` under a program.
    func faults(_ settings: [String: Int]) throws -> [String: String] {
        try FaultLibraries.faults(settings, in: data, counts: counts)
    }

    func start(
        _ arguments: [String], environment: [String: String] = [:], log: String = "probe.log",
        launcher: [String] = []
    ) throws -> RunningProgram {
        var command = arguments
        command.insert(database, at: 1)
        return try RunningProgram(
            launcher + [Places.program("store-probe")] + command, log: folder.file(log),
            environment: environment)
    }

    /// Runs a probe to its end and gives what it said.
    func run(
        _ arguments: [String], environment: [String: String] = [:], log: String = "probe.log"
    ) async throws -> ProbeWords {
        let program = try start(arguments, environment: environment, log: log)
        try await program.ended(within: .seconds(60))
        return ProbeWords(program.output)
    }

    /// What the library counted: syncs, writes and faults.
    func counted() throws -> (syncs: Int, writes: Int, faults: Int) {
        let text = try String(contentsOfFile: counts, encoding: .utf8)
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(numbers.count == 3)
        return (numbers[0], numbers[1], numbers[2])
    }

    /// Opens the database as a service would and compares it with what was acknowledged.
    func verify(_ acknowledged: Set<Int>, _ note: Comment? = nil, at path: String? = nil) async throws {
        let stored = try await Stored(path ?? database)
        #expect(stored.integrity == "ok", note)
        let lost = acknowledged.subtracting(stored.numbers)
        #expect(lost.isEmpty, "\(note.map { "\($0)" } ?? "") lost: \(lost.sorted().prefix(5))")
        #expect(stored.effects.count == Set(stored.effects).count, note)
        #expect(Set(stored.effects) == stored.numbers, note)
    }
}

/// What a probe said.
struct ProbeWords {
    let lines: [Substring]
    let acknowledged: Set<Int>

    init(_ output: String) {
        lines = output.split(separator: "\n")
        acknowledged = Set(
            lines.lazy.filter { $0.hasPrefix("ok ") }.compactMap { Int($0.dropFirst(3)) })
    }

    func count(_ word: String) -> Int { lines.count { $0.hasPrefix(word) } }

    /// How long the refusals with this code took, in milliseconds.
    func refusals(_ code: String) -> [Double] {
        lines.filter { $0.hasPrefix(code + " ") }.compactMap { line in
            line.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        }
    }
}

/// What a database of a probe holds.
struct Stored {
    let integrity: String
    let numbers: Set<Int>
    let effects: [Int]

    init(_ path: String) async throws {
        let driver = try SQLiteDriver(path: path)
        defer { driver.close() }
        (integrity, numbers, effects) = try await driver.read { transaction in
            let tables = try transaction.query(
                "SELECT name FROM sqlite_master WHERE name IN ('numbered', 'effect')")
            let isEmpty = tables.count < 2
            return (
                try transaction.first("PRAGMA integrity_check")?.text("integrity_check") ?? "none",
                isEmpty
                    ? []
                    : Set(
                        try transaction.query("SELECT number FROM numbered")
                            .map { Int($0.int("number")) }),
                isEmpty
                    ? []
                    : try transaction.query("SELECT number FROM effect")
                        .map { Int($0.int("number")) }
            )
        }
    }
}
