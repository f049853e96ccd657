// `mendengar email`: what the administrator asks the e-mail service's database and mailboxes.
package import ArgumentParser

/// `mendengar email …`. The executable that mounts it must call ``MailChild/runIfAsked()`` first.
package struct EmailAdminCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "email", abstract: "Look after the e-mail service.",
        subcommands: [MailQuarantineCommand.self])

    package init() {}
}
