// The administrator's command: mounts what each service brings along.
import ArgumentParser
import EmailService
import RadioService
import RoutingService
import SMSService
import ServiceKit

@main
enum MendengarMain {
    /// `mail parse` reads mails in a child process, which is this executable again.
    @MainActor static func main() async {
        MailChild.runIfAsked()
        await runCommand(MendengarCommand.self)
    }
}

/// `mendengar COMMAND`.
struct MendengarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mendengar", abstract: "The administrator's command of Mendengar.",
        version: Version.current,
        subcommands: [
            CheckCommand.self, DecideCommand.self, ExplainCommand.self, ReplayCommand.self,
            LearnCommand.self,
            EvaluateCommand.self, SignalsCommand.self,
            PlacesCommand.self, CalendarCommand.self, DirectoryCommand.self, DuplicatesCommand.self,
            FeedCommand.self,
            PushCommand.self,
            SegmentCommand.self, LearnProgrammesCommand.self, OperatorCommand.self,
            MailCommand.self, MailgateCommand.self,
            EmailAdminCommand.self, SMSShimCommand.self, SMSAdminCommand.self, VerifyCommand.self,
            QuarantineCommand.self, BackupCommand.self, RestoreCommand.self, KeysCommand.self,
            TokenCommand.self, Sp4nCommand.self, ImportCommand.self, CounterCommand.self,
        ])
}
