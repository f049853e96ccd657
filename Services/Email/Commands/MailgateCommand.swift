// `mendengar mailgate`: a mail from standard input into the service, for servers that pipe mail.
package import ArgumentParser
import Foundation
import Intake
import ServiceKit

/// `mendengar mailgate --config FILE --account NAME < message`. Exit status 0: stored; 75: the mail
/// server must keep the mail and try again.
package struct MailgateCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mailgate",
        abstract: "Hand a mail from standard input to the e-mail service.",
        discussion: """
            Writes to the running service by LMTP; if that is away, to its spool in the data folder.
            Exit status 0 when the mail is stored, 75 when it must be tried again later.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Option(help: "An own address, or the part of it before the @.")
    var account: String

    @Option(help: "The envelope's sender, as the mail server says it (Postfix: ${sender}).")
    var sender: String?

    package init() {}

    /// By the option, or the environment of local(8). Without either nobody knows: that is not the same
    /// as empty, which only a machine's mail is.
    private var envelopeSender: String {
        let given = sender ?? ProcessInfo.processInfo.environment["SENDER"]
        // What Postfix writes for an empty one (pipe(8), null_sender).
        return given?.uppercased() == "MAILER-DAEMON" ? "" : given ?? Envelope.unknownSender
    }

    package func run() async throws {
        let (address, lmtp, spool, bytesMax) = try settings()
        let mail = try readMail(bytesMax: bytesMax)
        if let lmtp {
            do {
                try LMTPClient(lmtp).deliver(
                    mail, sender: envelopeSender,
                    recipient: address)
                return
            } catch let error as LMTPClient.Refused {
                throw tryAgain("the service does not take it: \(error.reply)")
            } catch {
                printError("\(lmtp): \(error); keeping the mail in the spool")
            }
        }
        do {
            try spool.store(mail)
        } catch {
            throw tryAgain("\(error)")
        }
    }

    /// A mistake in the configuration must not bounce a citizen's mail: the server keeps it.
    private func settings() throws -> (
        address: String, lmtp: LMTPAddress?, spool: Spool, bytesMax: Int
    ) {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(path: config, for: [])
        } catch {
            throw tryAgain("\(error)")
        }
        guard let part = configuration.email else {
            throw tryAgain("\(config): has no part 'email'")
        }
        let wanted = account.lowercased()
        let address =
            part.ownAddresses.first { own in
                own == wanted || own.prefix { $0 != "@" } == wanted
            } ?? (part.mailboxes.contains { $0.name == account } ? part.ownAddresses.first : nil)
        guard let address else {
            let known = part.ownAddresses.joined(separator: ", ")
            throw tryAgain("the account '\(account)' is none of email.own_addresses: \(known)")
        }
        return (
            address, part.lmtp, Spool(data: configuration.data),
            configuration.limits.mailMiB << 20
        )
    }

    private func readMail(bytesMax: Int) throws -> Content {
        let mail: Content
        do {
            // The mail server's account may not write into the data folder.
            mail = try Content(
                reading: STDIN_FILENO, in: FileManager.default.temporaryDirectory,
                bytesMax: bytesMax)
        } catch {
            throw tryAgain("\(error)")
        }
        guard mail.count <= bytesMax else {
            printError("the mail is over limits.mail_mib (\(bytesMax >> 20) MiB)")
            throw ExitCode(ExitStatus.failed)
        }
        return mail
    }

    private func tryAgain(_ why: String) -> ExitCode {
        printError(why)
        return ExitCode(ExitStatus.tryAgain)
    }
}
