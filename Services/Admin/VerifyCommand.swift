// `mendengar verify`: the books of every service of a configuration, and whether they agree.
import ArgumentParser
import Foundation
import Intake
import RoutingService
import ServiceKit
import Store

/// Reads the databases beside the running services. Exit status 0 only when everything that arrived is
/// somewhere.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that every message that arrived is somewhere, and say where.")

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Flag(help: "Print the books as JSON.")
    var json = false

    func run() async throws {
        // No service's secrets are needed to count.
        let configuration = try Configuration.load(path: config, for: [])
        let books = try await Books.read(configuration, file: config)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            print(String(decoding: try encoder.encode(books), as: UTF8.self))
        } else {
            print(books.text)
        }
        guard books.balanced, books.routing?.stuck ?? 0 == 0 else { throw ExitCode(ExitStatus.failed) }
    }
}

/// The books of one installation.
struct Books: Encodable {
    var channels: [String: Ledger]
    var routing: RoutingBooks?
    var balanced: Bool

    /// What is forwarded is accepted by Routing, which may have accepted from others too.
    init(channels: [String: Ledger], routing: RoutingBooks?) {
        self.channels = channels
        self.routing = routing
        let forwarded = channels.values.reduce(0) { $0 + $1.forwarded }
        balanced =
            channels.values.allSatisfy(\.isBalanced)
            && routing.map { $0.isBalanced && forwarded <= $0.accepted } ?? true
    }

    static func read(_ configuration: Configuration, file: String) async throws -> Books {
        var channels: [String: Ledger] = [:]
        for (part, own) in [
            (Part.sms, configuration.sms.map { $0.database }),
            (.email, configuration.email.map { $0.database }),
            (.radio, configuration.radio.map { $0.database }),
        ] {
            guard let own else { continue }
            let database = try configuration.existingDatabase(own, for: part)
            channels[part.rawValue] = try await Intake.ledger(of: database)
        }
        // Last, so that what is forwarded meanwhile is counted as accepted.
        var routing: RoutingBooks?
        if let part = configuration.routing {
            routing = try await RoutingBooks.read(
                configuration.existingDatabase(part.database, for: .routing))
        }
        guard routing != nil || !channels.isEmpty else {
            throw ConfigurationError(file: file, "has no part of any service")
        }
        return Books(channels: channels, routing: routing)
    }

    var text: String {
        var lines = channels.sorted { $0.key < $1.key }.map { name, ledger in
            "\(name): received \(ledger.received), stored \(ledger.stored), redelivered "
                + "\(ledger.redelivered), ignored \(ledger.ignored), quarantined "
                + "\(ledger.quarantined), refused \(ledger.refused), forwarded "
                + "\(ledger.forwarded), waiting \(ledger.waiting)"
        }
        if let routing {
            lines.append(
                "routing: accepted \(routing.accepted), assigned \(routing.assigned), triage "
                    + "\(routing.triage), spam \(routing.spam), waiting \(routing.waiting), stuck "
                    + "\(routing.stuck)")
            if routing.stuck > 0 {
                lines.append(
                    "STUCK: \(routing.stuck) open assignments have no next step; start mendengar-routing, "
                        + "which gives them one, and report it")
            }
        }
        lines.append(balanced ? "balanced" : "NOT BALANCED: something that arrived is nowhere")
        return lines.joined(separator: "\n")
    }
}
