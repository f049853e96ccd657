// `mendengar email …`: what an administrator does about mails and mailboxes.
package import ArgumentParser

/// `mendengar email …`. The executable that mounts it must call ``MailChild/runIfAsked()`` first.
package struct EmailAdminCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "email", abstract: "Look after the e-mail service's mails and mailboxes.",
        subcommands: [MailQuarantineCommand.self, ReconcileCommand.self])

    package init() {}
}
