// The command mendengar-sms: puts the service together and runs it.
package import ArgumentParser
import Delivery
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
        _ = try Self.keywords(configuration)
        for account in configuration.sms?.accounts ?? [] {
            let provider = try Providers.make(
                account, publicURL: configuration.sms?.publicURL,
                presets: configuration.sms?.presetNames ?? [])
            try Sending.check(account, provider)
        }
    }

    private static func keywords(
        _ configuration: Configuration
    ) throws(ConfigurationError) -> SMSKeywords {
        let keywords = try SMSKeywords.load(directory: configuration.region)
        if let flaw = Receipts.flaw(of: keywords) {
            throw ConfigurationError(file: configuration.region + "/phrases.yaml", flaw)
        }
        return keywords
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
            localJournal: try LocalJournal(folder: configuration.smsJournal), syncsBeside: true,
            schemas: [MessageTable.schema])
        startup.metrics.states("mendengar_messages") { try await intake.ledger().counts }
        let messages = Messages(
            store: intake.store,
            limits: MessageLimits(
                perRecipientPerDay: part.perNumberPerDay, perAccountPerDay: part.perAccountPerDay))
        let answers = Answers(
            messages: messages, keywords: try Self.keywords(configuration), accounts: part.accounts,
            countries: part.answeredCountries, counters: try Counters(part.counters))
        let limits = configuration.limits
        let logFiles = RequestLogFiles(
            folder: RequestLogFiles.folder(data: configuration.data), days: limits.requestLogDays,
            dayBytesMax: limits.requestLogMiB << 20)
        let log = RequestLog(logFiles, metrics: startup.metrics, logger: startup.logger)
        let webhook = try Webhook(
            part.accounts, publicURL: part.publicURL, intake: intake, answers: answers,
            metrics: startup.metrics, logger: startup.logger,
            bounds: .init(
                bodyBytes: limits.webhookBodyKiB * 1024,
                perSenderPerMinute: limits.perSenderPerMinute, fileWindow: part.fileWindow),
            log: limits.requestLogDays > 0 ? log : nil)
        let files = FileFetcher(webhook.accounts.values, bytesMax: part.fileMiB << 20)
        let fileWorker = FileWorker(intake: intake, logger: startup.logger) {
            await files.fetch($0, $1)
        }
        let sending = try Sending.workers(
            webhook, part, messages,
            StatusDesk(
                routingURL: configuration.routingURL, token: part.routingToken.value,
                isWaiting: { (try? await intake.isWaiting(tracking: $0)) ?? true }), startup)
        let server = HTTPServer(
            name: "mendengar-sms", listen: part.listen, gate: TokenGate(part.tokens),
            endpoints: webhook.endpoints
                + MessageEndpoints(
                    answers: answers, accounts: part.accounts.filter { $0.send != nil }
                ).endpoints
                + [
                    AttachmentEndpoint.endpoint { hash in
                        try await intake.attachment(sha256: hash).map { file in
                            .init(filename: file.filename, count: file.count, piece: file.piece)
                        }
                    }
                ],
            metrics: startup.metrics, logger: startup.logger,
            readiness: intake.readiness,
            limits: configuration.limits, bodiesMiB: Configuration.Limits.smsBodiesInFlightMiB)
        let normaliser = NormaliseWorker(intake: intake, logger: startup.logger) { entry in
            await SMSArrival.normaliseAll(entry, webhook.accounts[entry.account], into: intake) {
                await SMSNormaliser.normalise($0, $1, answers)
            }
        }
        let forwarder = intake.forwarder(
            routingURL: configuration.routingURL, token: part.routingToken.value,
            logger: startup.logger)
        let drain = LocalJournalDrain(intake, logger: startup.logger)
        let pollers = webhook.accounts.values.compactMap {
            Poller($0, intake: intake, metrics: startup.metrics, logger: startup.logger)
        }
        return RunningService(
            services: [forwarder, normaliser, fileWorker, log] + sending + pollers
                + (drain.map { [$0] } ?? [])
                + [try server.application()],
            close: { intake.close() })
    }
}
