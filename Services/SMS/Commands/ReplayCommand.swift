// `mendengar sms replay TRACKING`: a stored request read again by today's adapters, without storing anything.
package import ArgumentParser
import Complaints
import Foundation
import Intake
import Region
import ServiceKit
import Store

/// Shows what they make of it, or with `--raw` the request itself.
package struct ReplayCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Read a stored request again and show what it says; nothing is changed.",
        discussion: """
            It shows citizens' words and numbers. `mendengar quarantine retry TRACKING` lets the running \
            service take a quarantined message up again.
            """)

    @Argument(help: "The tracking number of the message.")
    var tracking: String

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Flag(help: "Print the request as it is kept: method, path, query, headers, body.")
    var raw = false

    @Flag(help: "Print as JSON.")
    var json = false

    package init() {}

    package func run() async throws {
        // The request was verified when it came: no secret is needed to read it.
        let configuration = try Configuration.load(path: config, for: [])
        guard let part = configuration.sms else {
            throw ConfigurationError(file: config, "has no part 'sms'")
        }
        let number = Intake.trackingNumber(typed: tracking)
        let database = try configuration.existingDatabase(part.database, for: .sms)
        guard let stored = try await Intake.stored(tracking: number, in: database) else {
            printError("no message of the SMS gateway has the tracking number \(number)")
            throw ExitCode(ExitStatus.failed)
        }
        if raw {
            let request = RawRequest(meta: stored.entry.meta, body: stored.entry.body)
            if json {
                print(Replay.json(request).text)
            } else {
                FileHandle.standardOutput.write(Data(Replay.bytes(request)))
            }
            return
        }
        let replay = Replay(
            stored, try part.accounts.first { $0.name == stored.entry.account }.map { account in
                Webhook.Door(
                    account, try Providers.make(account, publicURL: part.publicURL), Metrics(),
                    .init())
            }, keywords: try SMSKeywords.load(directory: configuration.region))
        print(json ? replay.json.text : replay.text)
    }
}
