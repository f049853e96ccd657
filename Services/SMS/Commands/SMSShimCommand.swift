// `mendengar sms-shim`: what gammu-smsd runs for each message it has received.
package import ArgumentParser
import Foundation
import ServiceKit

/// `mendengar sms-shim --config FILE --account NAME IDS…`. Exit status 0: stored; 75: not where the
/// service finds it by itself.
package struct SMSShimCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sms-shim",
        abstract: "Hand a message from gammu-smsd (RunOnReceive) to the SMS service.",
        discussion: """
            In smsdrc: RunOnReceive = /PATH/mendengar sms-shim --config /PATH/FILE --account NAME

            gammu-smsd never comes again, whatever the exit status. So a message that the running \
            service does not take within \(SMSShim.answerTime) goes into its local journal, \
            <data>/sms-journal; the service takes it in by itself. Run gammu-smsd as root or as the \
            service's user, and write 'data' in the configuration as an absolute path.

            When that fails too (a mistake in the configuration, no room, no permission), the \
            message is left as a file of JSON in the shelter, readable by its owner only, and the \
            exit status is 75: gammu-smsd's log shows why. The next message that is stored takes \
            along what waits there.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Option(help: "The account's name (provider: gammu).")
    var account: String

    @Option(help: "The folder for messages that can be stored nowhere else.")
    var shelter = SMSShelter.folderDefault

    @Argument(parsing: .allUnrecognized, help: "The ids that gammu-smsd gives.")
    var ids: [String] = []

    package init() {}

    package func run() async throws {
        // A proxy for the world outside is no way to the service beside us.
        setenv("no_proxy", "*", 1)
        let bytes = FileManager.default.contents(atPath: "/proc/self/environ") ?? Data()
        let environment = bytes.isEmpty
            ? ProcessInfo.processInfo.environment : SmsdCall.environment(bytes)
        let shelter = SMSShelter(folder: shelter, account: account)
        let call = SmsdCall(ids: ids, environment: environment)
        do {
            try await store(call, environment, shelter)
        } catch {
            printError("\(error)")
            shelve(call, shelter)
            throw ExitCode(ExitStatus.tryAgain)
        }
    }

    // Not inlined, for the compiler's sake: Swift 6.3.1 crashes when it optimises all of this as one.
    @inline(never)
    private func shelve(_ call: SmsdCall, _ shelter: SMSShelter) {
        do {
            let file = try shelter.keep(call.body)
            printError("the message is not stored; it is left in \(file.path)")
        } catch {
            printError("the message is lost to us: \(error); look into gammu-smsd's inbox")
        }
    }

    @inline(never)
    private func store(
        _ call: SmsdCall, _ environment: [String: String], _ shelter: SMSShelter
    ) async throws {
        var shim = try SMSShim(config: config, account: account, environment: environment)
        try await shim.take(call.body)
        for why in shim.troubles { printError(why) }
        await shelter.empty(into: &shim)
    }
}
