// The command mendengar-email: puts the service together and runs it.
package import ArgumentParser
import Delivery
import Foundation
import Intake
import Logging
import Region
import ServiceKit
import ServiceLifecycle
import Store

/// `mendengar-email --config FILE`.
package struct EmailCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mendengar-email",
        abstract: "Takes complaints in by e-mail: LMTP, IMAP and mailgate.",
        version: Version.current)

    @OptionGroup var options: ServiceOptions

    package init() {}

    package func run() async throws {
        try await runService(.email, options, check: Self.check) { try await Self.build($0) }
    }

    private static func check(_ configuration: Configuration) throws {
        _ = try RegionIdentity.load(directory: configuration.region)
        _ = try MailPhrases.load(directory: configuration.region)
        if let server = configuration.email?.smtp, let flaw = Postman.flaw(of: server) {
            throw ConfigurationError(file: "configuration", flaw)
        }
    }

    private static func build(_ startup: Startup) async throws -> RunningService {
        let configuration = startup.configuration
        guard let part = configuration.email else {
            throw ConfigurationError(file: "configuration", "has no part 'email'")
        }
        let mailBytesMax = configuration.limits.mailMiB << 20
        let mailboxes = part.mailboxes.map {
            MailboxPoller.Settings(
                $0, mailBytesMax: mailBytesMax, leaseSeconds: part.mailboxLeaseSeconds,
                files: URL(filePath: configuration.data))
        }
        let reception = try await Reception.open(
            configuration, part, metrics: startup.metrics, trayLogger: startup.logger)
        let intake = reception.intake
        if (try? await reception.parser.isConfined()) == false {
            startup.logger.warning(
                "this kernel filters no system calls: the mail parser is bounded by its limits alone")
        }
        startup.metrics.states("mendengar_messages") { try await intake.ledger().counts }
        startup.metrics.refresh { [metrics = startup.metrics] in
            metrics.gauge("mendengar_mails_unread_bytes", [:], Double(reception.tray?.bytesWaiting ?? 0))
        }
        return RunningService(
            services: try services(startup, part, reception, mailboxes),
            close: {
                await reception.tray?.close()
                await reception.parser.stop()
                intake.close()
            })
    }

    /// In the order of dependence: what forwards first, what takes in last.
    private static func services(
        _ startup: Startup, _ part: EmailPart, _ reception: Reception,
        _ mailboxes: [MailboxPoller.Settings]
    ) throws -> [any Service] {
        let (intake, logger) = (reception.intake, startup.logger)
        let server = HTTPServer(
            name: "mendengar-email", listen: part.listen, gate: TokenGate(part.tokens),
            endpoints: MessageEndpoints(correspondent: reception.correspondent).endpoints + [
                AttachmentEndpoint.endpoint { hash in
                    try await intake.attachment(sha256: hash).map { file in
                        .init(filename: file.filename, count: file.count, piece: file.piece)
                    }
                }
            ], metrics: startup.metrics,
            logger: logger, readiness: intake.readiness,
            limits: startup.configuration.limits)
        var services: [any Service] = [
            intake.forwarder(
                routingURL: startup.configuration.routingURL, token: part.routingToken.value,
                logger: logger),
            NormaliseWorker(intake: intake, logger: logger) { entry in
                await reception.normalise(entry, logger: logger)
            },
            TrayWorker(reception: reception, logger: logger),
            try server.application(),
            SpoolDrain(
                spool: Spool(data: startup.configuration.data), reception: reception,
                logger: logger),
        ]
        if let lmtp = part.lmtp {
            services.append(
                LMTPListener(
                    address: lmtp, hostname: ProcessInfo.processInfo.hostName,
                    limits: LMTPLimits(startup.configuration.limits),
                    largeFiles: intake.largeFiles, logger: logger,
                    isOurs: { reception.judge.isOurs($0) }, hasRoom: { intake.hasRoom },
                    deliver: { await reception.takeLMTP($0, $1, logger: logger) }))
        }
        if let sender = try sender(startup, part, reception.correspondent) { services.append(sender) }
        return services
            + mailboxes.map {
                MailboxPoller(
                    settings: $0, reception: reception, store: intake.store, logger: logger)
            }
    }

    /// What sends mails, where a server takes them.
    private static func sender(
        _ startup: Startup, _ part: EmailPart, _ correspondent: Correspondent
    ) throws -> (any Service)? {
        guard let server = part.smtp else { return nil }
        if let flaw = Postman.flaw(of: server) {
            throw ConfigurationError(file: "configuration", flaw)
        }
        let postman = Postman(correspondent, server, ownAddresses: part.ownAddresses)
        let metrics = startup.metrics
        return try correspondent.messages.worker(
            of: Reception.account, logger: startup.logger,
            counted: { metrics.count("mendengar_email_out_total", ["result": $0]) },
            send: { await postman.send($0) })
    }
}

extension Reception {
    /// The reception of this configuration, with its database open.
    ///
    /// - Parameter trayLogger: of a service, in which mails by LMTP wait in a tray where that is right.
    static func open(
        _ configuration: Configuration, _ part: EmailPart, metrics: Metrics, trayLogger: Logger? = nil
    ) async throws -> Reception {
        let region = try RegionIdentity.load(directory: configuration.region)
        let intake = try await Intake.open(
            database: configuration.database(part.database, for: .email),
            region: .init(prefix: region.trackingPrefix, timeZone: region.timeZone),
            data: configuration.data, reserveMiB: configuration.limits.reserveMiB,
            pageBytes: Self.pageBytes,
            schemas: [MailboxCursor.schema, MailTray.schema, MessageTable.schema, ReplyKey.schema])
        let judge = Judge(part)
        let messages = Messages(
            store: intake.store,
            limits: MessageLimits(
                perRecipientPerDay: part.smtp?.perAddressPerDay ?? 0,
                perAccountPerDay: part.smtp?.perDay ?? 0, countsReceiptsApart: true))
        var tray: MailTray?
        if let trayLogger, intake.store.dialect == .sqlite {
            tray = try MailTray(
                intake, data: URL(filePath: configuration.data), logger: trayLogger)
        }
        return Reception(
            intake: intake, tray: tray,
            parser: MailParser(
                limits: MailLimits(mailBytesMax: configuration.limits.mailMiB << 20),
                largeFiles: intake.largeFiles),
            judge: judge,
            correspondent: Correspondent(
                intake: intake, messages: messages, key: try await ReplyKey.load(intake.store),
                phrases: try MailPhrases.load(directory: configuration.region), judge: judge,
                server: part.smtp), metrics: metrics)
    }

    /// A mail over LMTP: 250 only when it is on disk, 451 or 452 for any trouble of ours. A small one is read
    /// after the answer, where there is a tray.
    func takeLMTP(_ mail: Content, _ envelope: LMTPEnvelope, logger: Logger) async -> LMTPOutcome {
        do {
            let envelope = Envelope(
                via: "lmtp",
                sender: envelope.sender == Envelope.unknownSender ? nil : envelope.sender,
                recipients: envelope.recipients)
            if let tray, tray.takes(mail, envelope) {
                try await tray.put(try mail.bytes(), envelope)
            } else {
                // Reading holds up no other connection.
                try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    _ = try await take(mail, envelope)
                }
            }
            return .stored
        } catch {
            logger.error("mail not stored", metadata: ["why": "\(error)"])
            return (error as? StoreError)?.code == .noSpace ? .noRoom : .tryAgain
        }
    }
}
