// A program of ours or of others as a child process, with its output in a file; stopped by its id only.
import Foundation
import Synchronization

/// How a program ended.
package struct ProgramEnd: Sendable, Hashable {
    /// The exit status; for a signal its number.
    package var status: Int32
    package var bySignal: Bool

    /// What a service that was asked to stop should give.
    package static let done = ProgramEnd(status: 0, bySignal: false)
    /// Wrong usage or configuration.
    package static let usage = ProgramEnd(status: 2, bySignal: false)
}

/// A started program. Both outputs go to one log file, which a later start appends to.
package final class RunningProgram: Sendable {
    package let pid: Int32
    package let log: String
    private let logStart: UInt64
    private let process: Mutex<Process>

    /// - Parameters:
    ///   - command: program and arguments; a bare name is looked up in PATH.
    ///   - environment: added to the test's own.
    package init(
        _ command: [String], log: String, environment: [String: String] = [:],
        directory: String? = nil
    ) throws {
        let manager = FileManager.default
        if !manager.fileExists(atPath: log) { _ = manager.createFile(atPath: log, contents: nil) }
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw TooLate(description: "cannot write \(log)")
        }
        logStart = try output.seekToEnd()
        self.log = log
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // Every start would keep one open, and every program started later would inherit it: PostgreSQL does not
        // start beside a thousand.
        try output.close()
        pid = process.processIdentifier
        self.process = Mutex(process)
    }

    deinit {
        if isRunning { kill(pid, SIGKILL) }
    }

    package var isRunning: Bool { process.withLock { $0.isRunning } }

    package func signal(_ number: Int32) { if isRunning { kill(pid, number) } }

    /// What it has written since this start.
    package var output: String {
        guard let file = FileHandle(forReadingAtPath: log) else { return "" }
        defer { try? file.close() }
        try? file.seek(toOffset: logStart)
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Waits for its end.
    @discardableResult
    package func ended(within limit: Duration = .seconds(30)) async throws -> ProgramEnd {
        try await eventually("the end of process \(pid)", within: limit) {
            process.withLock { process in
                process.isRunning
                    ? nil
                    : ProgramEnd(
                        status: process.terminationStatus,
                        bySignal: process.terminationReason == .uncaughtSignal)
            }
        }
    }

    /// Waits until it writes these words.
    package func writes(_ words: String, within limit: Duration = .seconds(30)) async throws {
        _ = try await eventually("'\(words)' of process \(pid), see \(log)", within: limit) {
            () -> Bool? in
            // Asked first: its last words count.
            let runs = isRunning
            if output.contains(words) { return true }
            guard runs else {
                throw TooLate(
                    description: "it ended without '\(words)': \(output.suffix(2000))")
            }
            return nil
        }
    }

    /// SIGKILL, and gone.
    package func killNow() async throws {
        signal(SIGKILL)
        try await ended()
    }

    /// SIGTERM, and its end.
    package func stop(within limit: Duration = .seconds(20)) async throws -> ProgramEnd {
        signal(SIGTERM)
        return try await ended(within: limit)
    }

    /// Runs a program to its end.
    package static func run(
        _ command: [String], in folder: TemporaryFolder, environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> (end: ProgramEnd, output: String) {
        let log = folder.file("run-\(UUID().uuidString.prefix(8)).log")
        let program = try RunningProgram(command, log: log, environment: environment)
        let end = try await program.ended(within: limit)
        return (end, program.output)
    }
}
