// The command mendengar-sms: puts the service together and runs it.
package import ArgumentParser
import Foundation
import Intake
import Logging
import Region
import ServiceKit
import Store

/// `mendengar-sms --config FILE`.
package struct SMSCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mendengar-sms",
        abstract: "Takes SMS in from gateway providers' webhooks.", version: Version.current)

    @OptionGroup var options: ServiceOptions

    package init() {}

    package func run() async throws {
        try await runService(.sms, options, check: Self.check) { startup in
            try await Self.build(startup)
        }
    }

    private static func check(_ configuration: Configuration) throws {
        _ = try RegionIdentity.load(directory: configuration.region)
        _ = try SMSKeywords.load(directory: configuration.region)
        for account in configuration.sms?.accounts ?? [] {
            _ = try Providers.make(
                account, publicURL: configuration.sms?.publicURL,
                presets: configuration.sms?.presetNames ?? [])
        }
    }

    private static func build(_ startup: Startup) async throws -> RunningService {
        let configuration = startup.configuration
        guard let part = configuration.sms else {
            throw ConfigurationError(file: "configuration", "has no part 'sms'")
        }
        let region = try RegionIdentity.load(directory: configuration.region)
        let intake = try await Intake.open(
            database: configuration.database(part.database, for: .sms),
            region: .init(prefix: region.trackingPrefix, timeZone: region.timeZone),
            data: configuration.data, reserveMiB: configuration.limits.reserveMiB,
            localJournal: try LocalJournal(
                folder: URL(filePath: configuration.data).appending(path: "sms-journal")))
        startup.metrics.states("mendengar_messages") { try await intake.ledger().counts }
        let webhook = try Webhook(
            part.accounts, publicURL: part.publicURL, intake: intake, metrics: startup.metrics,
            logger: startup.logger, bodyBytesMax: configuration.limits.webhookBodyKiB * 1024)
        let server = HTTPServer(
            name: "mendengar-sms", listen: part.listen, gate: TokenGate(part.tokens),
            endpoints: webhook.endpoints, metrics: startup.metrics, logger: startup.logger,
            readiness: [("the database", { _ = try await intake.ledger() })],
            limits: configuration.limits, bodiesMiB: Configuration.Limits.smsBodiesInFlightMiB)
        let keywords = try SMSKeywords.load(directory: configuration.region)
        let normaliser = NormaliseWorker(intake: intake, logger: startup.logger) { entry in
            SMSArrival.normalise(entry, webhook.accounts[entry.account], keywords: keywords)
        }
        let forwarder = intake.forwarder(
            routingURL: configuration.routingURL, token: part.routingToken.value,
            logger: startup.logger)
        let drain = LocalJournalDrain(intake, logger: startup.logger)
        return RunningService(
            services: [forwarder, normaliser] + (drain.map { [$0] } ?? [])
                + [try server.application()],
            close: { intake.close() })
    }
}
