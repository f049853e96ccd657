// `mendengar email reconcile`: whether every mail on the server is in the journal.
package import ArgumentParser
import Foundation
import Intake
import ServiceKit
import Store

/// `mendengar email reconcile --config FILE [--mailbox NAME] [--json]`. Changes nothing on the server.
package struct ReconcileCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare the mailboxes on their servers with the journal, and name every difference.",
        discussion: """
            Reads the inbox and the folders for processed and failed mails without changing anything.
            Exit status 0 when every mail that was passed is in the journal, 1 when one is missing or a
            mailbox cannot be read.
            """)

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Option(help: "Only this mailbox.")
    var mailbox: String?

    @Flag(help: "Print as JSON.")
    var json = false

    package init() {}

    package func run() async throws {
        let configuration = try Configuration.load(path: config, for: [.email])
        guard let part = configuration.email else { return }
        let chosen = part.mailboxes.filter { mailbox == nil || $0.name == mailbox }
        guard !chosen.isEmpty else {
            let known = part.mailboxes.map(\.name).joined(separator: ", ")
            throw ValidationError(
                mailbox.map { "there is no mailbox '\($0)'; known: \(known)" }
                    ?? "\(config) has no email.mailboxes")
        }
        let store = try await Store.open(
            try configuration.existingDatabase(part.database, for: .email),
            schemas: [Intake.schema, MailboxCursor.schema])
        defer { store.close() }
        let mailBytesMax = configuration.limits.mailMiB << 20
        let parser = MailParser(limits: MailLimits(mailBytesMax: mailBytesMax))
        let index = try await JournalIndex.load(from: store)
        var reports: [MailboxReport] = []
        for mailbox in chosen {
            let settings = MailboxPoller.Settings(
                mailbox, mailBytesMax: mailBytesMax, leaseSeconds: part.mailboxLeaseSeconds,
                files: FileManager.default.temporaryDirectory)
            reports.append(
                await MailboxComparison(
                    settings: settings, index: index, parser: parser, store: store
                ).report())
        }
        await parser.stop()
        try show(reports)
        guard reports.allSatisfy(\.isComplete) else { throw ExitCode(ExitStatus.failed) }
    }

    private func show(_ reports: [MailboxReport]) throws {
        guard !json else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return print(String(decoding: try encoder.encode(reports), as: UTF8.self))
        }
        for report in reports { for line in report.lines { print(line) } }
    }
}
