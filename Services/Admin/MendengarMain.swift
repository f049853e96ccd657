// The administrator's command: mounts what each service brings along.
import ArgumentParser
import EmailService
import RadioService
import RoutingService
import ServiceKit

@main
enum MendengarMain {
    static func main() async { await runCommand(MendengarCommand.self) }
}

/// `mendengar COMMAND`.
struct MendengarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mendengar", abstract: "The administrator's command of Mendengar.",
        version: Version.current,
        subcommands: [
            CheckCommand.self, DecideCommand.self, PlacesCommand.self, FeedCommand.self,
            SegmentCommand.self, OperatorCommand.self, MailCommand.self, MailgateCommand.self,
            VerifyCommand.self, QuarantineCommand.self,
        ])
}
