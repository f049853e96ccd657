// `mendengar sms log`: the requests of the last days, by the tracking number of what they brought.
package import ArgumentParser
import Complaints
import Foundation
import Intake
import ServiceKit

/// Each time a message was brought there is a line, also when it was known already.
package struct LogCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show the requests that brought a message, or the last ones, and our answers.",
        discussion: """
            Of what was sent only kind and length are shown: #12 are twelve digits, (34) other 34 bytes. \
            `mendengar sms replay TRACKING --raw` shows the request itself.
            """)

    @Argument(help: "The tracking number of a message; without it the last requests are shown.")
    var tracking: String?

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Option(help: "Only requests of this account.")
    var account: String?

    @Option(help: "How many requests, without a tracking number.")
    var last: Int = 20

    @Flag(help: "Print as JSON.")
    var json = false

    package init() {}

    package func validate() throws {
        guard (1...Self.lastMax).contains(last) else {
            throw ValidationError("--last takes a number from 1 to \(Self.lastMax)")
        }
    }

    static let lastMax = 10_000

    package func run() async throws {
        let configuration = try Configuration.load(path: config, for: [])
        let reader = RequestLogReader(folder: RequestLogFiles.folder(data: configuration.data))
        let lines: [JSONText]
        if let tracking {
            let number = Intake.trackingNumber(typed: tracking)
            lines = try reader.find(tracking: number).filter {
                account == nil || $0.text(at: "account") == account
            }
            guard !lines.isEmpty else {
                printError(
                    "no request in \(reader.folder.path) brought \(number); kept are the last "
                        + "\(configuration.limits.requestLogDays) days (limits.request_log_days)")
                throw ExitCode(ExitStatus.failed)
            }
        } else {
            lines = try reader.last(last, account: account)
        }
        if json {
            print(JSONText.list(lines).text)
        } else {
            for line in lines { print(Self.text(line)) }
            if lines.isEmpty { print("no request is kept") }
        }
    }

    /// For a person: one line of what happened, then what was sent.
    static func text(_ line: JSONText) -> String {
        func field(_ path: String) -> String { line.text(at: path) ?? "" }
        let messages = line.list("messages").compactMap { $0.text(at: "tracking") }
        var rows = [
            "\(field("time"))  \(field("account"))  from \(field("address"))  \(field("method")) "
                + "\(field("path"))  ->  \(field("status")) \(field("result")) in \(field("ms")) ms"
        ]
        if !messages.isEmpty { rows.append("messages  " + messages.joined(separator: " ")) }
        rows += ["why", "query", "body", "answer"].compactMap { name in
            field(name).isEmpty ? nil : "\(name)  \(field(name))"
        }
        return rows.joined(separator: "\n    ")
    }
}
