// `mendengar mail parse FILE.eml`: what the service would make of a mail, without storing anything.
package import ArgumentParser
import CProcess
import Complaints
import Foundation
import Intake
import ServiceKit

/// `mendengar mail …`. The executable that mounts it must call ``MailChild/runIfAsked()`` first.
package struct MailCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Look at mails as the e-mail service sees them.",
        subcommands: [MailParseCommand.self])

    package init() {}
}

/// `mendengar mail parse FILE.eml [--config FILE]`.
package struct MailParseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Print what a mail says and what would become of it, as JSON.")

    @Argument(
        help: """
            A mail as a file (RFC 5322), or a folder with such files (.eml, by name). With several, one \
            line of JSON each, in order.
            """)
    var files: [String]

    @Option(help: "The configuration file: own addresses, trusted server and the size limit.")
    var config: String?

    @Flag(help: "JSON, which it always is.")
    var json = false

    package init() {}

    package func validate() throws {
        if files.isEmpty { throw ValidationError("give the path of a mail file") }
    }

    package func run() async throws {
        let mails = try allMails()
        var limits = MailLimits()
        var judge = Judge(ownAddresses: [])
        if let config {
            // No secret is needed to read a mail, so none has to be there.
            let configuration = try Configuration.load(path: config, for: [])
            limits = MailLimits(mailBytesMax: configuration.limits.mailMiB << 20)
            judge = configuration.email.map { Judge($0) } ?? judge
        }
        process_keep_heap()
        try await MailParser(limits: limits).report(on: mails, judge)
    }

    /// The files, those in folders by name. Before the first line is printed: a list with a gap would be
    /// read wrongly.
    private func allMails() throws -> [String] {
        var mails: [String] = []
        for file in files {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
                let names = try FileManager.default.contentsOfDirectory(atPath: file)
                mails += names.filter { $0.hasSuffix(".eml") }.sorted().map { file + "/" + $0 }
            } else {
                mails.append(file)
            }
        }
        for mail in mails where access(mail, R_OK) != 0 {
            printError("\(mail): cannot be read; give the path of a mail file")
            throw ExitCode(ExitStatus.failed)
        }
        return mails
    }
}

extension MailParser {
    /// Mails held in memory together.
    private static let atOnceMax = 32

    /// Prints a line of JSON for each file, in order.
    fileprivate func report(on files: [String], _ judge: Judge) throws {
        defer { stop() }
        let folder = FileManager.default.temporaryDirectory
        var waiting = files[...]
        while !waiting.isEmpty {
            let mails = try waiting.prefix(Self.atOnceMax).map { try Content(copying: $0, in: folder) }
            waiting = waiting.dropFirst(mails.count)
            var lines: [UInt8] = []
            try parse(mails) { number, reading in
                try MailReport.json(reading, raw: mails[number], judge: judge).write(to: &lines)
                lines.append(UInt8(ascii: "\n"))
            }
            try FileHandle.standardOutput.write(contentsOf: lines)
        }
    }
}
