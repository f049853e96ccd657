// `mendengar feed`: a small case system that reads the feed, prints it and acknowledges.
package import ArgumentParser
import Complaints
import Delivery
import Foundation
import ServiceKit

/// Reads assignments by cursor. Without `--follow` it ends when it has read everything.
package struct FeedCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Read the feed of assignments and acknowledge them, as a case system does.")

    @Option(help: "The address of mendengar-routing.")
    var url = "http://127.0.0.1:8080"

    @Option(help: "A token of role case: env:NAME, file:PATH or the token itself.")
    var token = "env:CASE_TOKEN"

    @Option(help: "Start after this cursor; 0 is the beginning.")
    var after: Int64 = 0

    @Flag(help: "Keep waiting for new assignments until stopped.")
    var follow = false

    @Flag(name: .customLong("no-ack"), help: "Only read; acknowledge nothing.")
    var noAcknowledgement = false

    @Flag(help: "Print each assignment as one line of JSON.")
    var json = false

    @Flag(help: "Print a table with headings (not with --follow).")
    var table = false

    @Option(name: .customLong("time-zone"), help: "Print times in this zone, e.g. Asia/Makassar.")
    var timeZone: String?

    package init() {}

    package func validate() throws {
        guard !(table && (follow || json)) else {
            throw ValidationError("--table prints at the end; it goes with neither --follow nor --json")
        }
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw ValidationError("the time zone '\(timeZone)' is not known; e.g. Asia/Makassar")
        }
    }

    package func run() async throws {
        let reader = FeedReader(url: url, token: try TokenArgument.read(token))
        let rows = AssignmentRows(timeZone: timeZone.flatMap { TimeZone(identifier: $0) } ?? .current)
        var cursor = after
        var kept: [Assignment] = []
        var failures = 0
        while true {
            do throws(FeedReader.Failure) {
                let page = try await reader.page(
                    after: cursor, waitSeconds: follow ? Self.waitSeconds : 0)
                failures = 0
                for assignment in page.items {
                    if table { kept.append(assignment) } else { try show(assignment, rows) }
                    if !noAcknowledgement { try await reader.acknowledge(assignment) }
                    // Only now: what was not acknowledged is read again.
                    cursor = assignment.cursor
                }
                if page.items.isEmpty && !follow { break }
            } catch {
                guard follow, error.mayPass else { throw error }
                failures += 1
                printError("\(error); trying again")
                let pause = Backoff().delay(failures: failures, random: .random(in: 0..<1))
                try await Task.sleep(for: pause)
            }
        }
        if table { print(rows.table(kept)) }
    }

    /// A long poll of this length.
    static let waitSeconds = 25

    private func show(
        _ assignment: Assignment, _ rows: AssignmentRows
    ) throws(FeedReader.Failure) {
        var line = Data(rows.line(assignment).utf8)
        if json {
            do {
                line = try Wire.encode(assignment)
            } catch {
                throw FeedReader.Failure(description: "\(error)", mayPass: false)
            }
        }
        // Each line at once, also into a pipe, where `print` would keep it back.
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}

/// A token on the command line, which better stands in the environment or a file.
enum TokenArgument {
    static func read(_ text: String) throws -> String {
        if text.hasPrefix("env:") {
            let name = String(text.dropFirst("env:".count))
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw ValidationError(
                    "the environment variable \(name) is not set; set it, or give --token file:PATH")
            }
            return value
        }
        if text.hasPrefix("file:") {
            let path = String(text.dropFirst("file:".count))
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ValidationError("the token file \(path) cannot be read")
            }
            return String(decoding: data, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return text
    }
}
