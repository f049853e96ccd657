// `mendengar quarantine`: what could not be read or was refused, and running it again.
import ArgumentParser
import Foundation
import Intake
import ServiceKit
import Store

/// Nothing is dropped silently: what cannot be read waits here until somebody looks.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Show the messages that could not be read, or run one again.",
        subcommands: [List.self, Retry.self], defaultSubcommand: List.self)

    /// `mendengar quarantine list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is held, with the reason.")

        @Option(help: "The configuration file (YAML).")
        var config: String = "mendengar.yaml"

        @Flag(help: "Print as JSON.")
        var json = false

        func run() async throws {
            var held: [Channelled] = []
            for (name, intake) in try await Intakes.open(config) {
                held += try await intake.held().map { Channelled(channel: name, message: $0) }
                intake.close()
            }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
                print(String(decoding: try encoder.encode(held), as: UTF8.self))
                return
            }
            for entry in held {
                print(
                    "\(entry.message.tracking)  \(entry.channel)/\(entry.message.account)  "
                        + "\(entry.message.state): \(entry.message.why)")
            }
            if held.isEmpty { print("nothing is held") }
        }
    }

    /// `mendengar quarantine retry TRACKING`
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a message through its reader again; the running service takes it up.")

        @Option(help: "The configuration file (YAML).")
        var config: String = "mendengar.yaml"

        @Argument(help: "The tracking number of the message.")
        var tracking: String

        func run() async throws {
            let number = Intake.trackingNumber(typed: tracking)
            var found = false
            for (_, intake) in try await Intakes.open(config) {
                let retried = try await intake.retry(tracking: number)
                found = found || retried
                intake.close()
            }
            guard found else {
                throw ValidationError("no held message has the tracking number \(number)")
            }
            print("\(number) will be read again")
        }
    }

    private struct Channelled: Encodable {
        var channel: String
        var message: Intake.Held
    }
}

/// The journals of the channels in a configuration.
private enum Intakes {
    static func open(_ file: String) async throws -> [(String, Intake)] {
        let configuration = try Configuration.load(path: file, for: [])
        let databases: [(Part, String?)] = [
            (.sms, configuration.sms.map { configuration.database($0.database, for: .sms) }),
            (.email, configuration.email.map { configuration.database($0.database, for: .email) }),
            (.radio, configuration.radio.map { configuration.database($0.database, for: .radio) }),
        ]
        var found: [(String, Intake)] = []
        for case (let part, let database?) in databases {
            // The prefix is not used: nothing is received here.
            let intake = try await Intake.open(
                database: database, region: .init(prefix: "", timeZone: .gmt),
                data: configuration.data, reserveMiB: 0)
            found.append((part.rawValue, intake))
        }
        return found
    }
}
