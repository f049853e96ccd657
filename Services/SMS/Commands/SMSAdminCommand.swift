// `mendengar sms`: what an administrator asks of mendengar-sms.
package import ArgumentParser

/// Reads beside the running service; stores nothing.
package struct SMSAdminCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sms", abstract: "Look into the messages of the SMS gateway.",
        subcommands: [LogCommand.self, ReplayCommand.self])

    package init() {}
}
