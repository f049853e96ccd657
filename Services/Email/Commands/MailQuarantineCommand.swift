// `mendengar email quarantine`: mails that could not be read, or were taken for no complaint. Their bytes
// are kept; they can be looked at, taken out, mended, and taken in again.
package import ArgumentParser
import Complaints
import Foundation
import Intake
import ServiceKit
import Store

/// `mendengar email quarantine list | show | retry | export | import`.
package struct MailQuarantineCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Mails that could not be read: show them, read them again, mend them.",
        subcommands: [List.self, Show.self, Retry.self, Export.self, Import.self],
        defaultSubcommand: List.self)

    package init() {}

    /// `… list [--set-aside]`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is held, with the reason.")

        @OptionGroup var place: MailPlace

        @Flag(help: "Instead: answers of machines, bounces, newsletters and the like.")
        var setAside = false

        @Option(help: "At most so many.")
        var limit = 1000

        func run() async throws {
            let intake = try await place.open().intake
            defer { intake.close() }
            let held = try await intake.held(setAside ? .setAside : .waiting, limit: limit)
            if place.json { return place.print(held) }
            for mail in held {
                print("\(mail.tracking)  \(Timestamp.format(mail.receivedAt))  \(mail.why)")
            }
            if held.isEmpty { print("nothing is held") }
        }
    }

    /// `… show TRACKING`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print one mail as it came, with what is known of it on standard error.")

        @OptionGroup var place: MailPlace

        @Argument(help: "The tracking number of the mail.")
        var tracking: String

        private struct Shown: Encodable {
            var tracking: String
            var state: String
            @ExplicitNull var why: String?
            var meta: [String: String]
            /// Base 64.
            var mail: Data
        }

        func run() async throws {
            let stored = try await place.stored(tracking)
            let bytes = Data(stored.entry.body)
            if place.json {
                return place.print(
                    Shown(
                        tracking: stored.entry.tracking, state: stored.state.rawValue,
                        why: stored.why, meta: stored.entry.meta, mail: bytes))
            }
            printError("\(stored.entry.tracking): \(stored.state.rawValue): \(stored.why ?? "")")
            for (name, value) in stored.entry.meta.sorted(by: { $0.key < $1.key }) {
                printError("  \(name): \(value)")
            }
            FileHandle.standardOutput.write(bytes)
        }
    }

    /// `… retry TRACKING… | --all [--as complaint]`
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the running service read mails again.")

        @OptionGroup var place: MailPlace

        @Argument(help: "Tracking numbers of the mails.")
        var tracking: [String] = []

        @Flag(help: "All that could not be read.")
        var all = false

        @Option(
            name: .customLong("as"),
            help: "A person has judged them: complaint or followup, whatever the rules say.")
        var judged: String?

        func validate() throws {
            guard all != !tracking.isEmpty else {
                throw ValidationError("give tracking numbers, or --all")
            }
            guard judged.map({ ["complaint", "followup"].contains($0) }) ?? true else {
                throw ValidationError("--as complaint, or --as followup")
            }
        }

        func run() async throws {
            let intake = try await place.open().intake
            defer { intake.close() }
            var missing: [String] = []
            let numbers =
                all
                ? try await intake.held(limit: 1_000_000).map(\.tracking)
                : tracking.map { Intake.trackingNumber(typed: $0) }
            let note = judged.map { [Reception.judgedKey: $0] } ?? [:]
            for number in numbers {
                if try await intake.retry(tracking: number, noting: note) {
                    print("\(number) will be read again")
                } else {
                    missing.append(number)
                }
            }
            guard missing.isEmpty else {
                printError("not held: \(missing.joined(separator: " "))")
                throw ExitCode(ExitStatus.failed)
            }
        }
    }

    /// `… export FOLDER [TRACKING…]`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write held mails into a folder, each as TRACKING.eml, byte for byte.")

        @OptionGroup var place: MailPlace

        @Argument(help: "The folder; made when it is missing.")
        var folder: String

        @Argument(help: "Tracking numbers; without any: all that could not be read.")
        var tracking: [String] = []

        func run() async throws {
            var numbers = tracking.map { Intake.trackingNumber(typed: $0) }
            if numbers.isEmpty {
                let intake = try await place.open().intake
                numbers = try await intake.held(limit: 1_000_000).map(\.tracking)
                intake.close()
            }
            for number in numbers {
                let stored = try await place.stored(number)
                let path = URL(filePath: folder).appending(path: number + ".eml")
                guard !FileManager.default.fileExists(atPath: path.path) else {
                    printError("\(path.path) exists; it is left as it is")
                    throw ExitCode(ExitStatus.failed)
                }
                // What citizens have written is for its owner's eyes only.
                try DurableFile.write(
                    stored.entry.body, name: number + ".eml", in: URL(filePath: folder))
                print(path.path)
            }
            if numbers.isEmpty { print("nothing is held") }
        }
    }

    /// `… import FILE…`
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take mails in from files, mended ones too.",
            discussion: """
                A file named after a held mail (TRACKING.eml, as export writes it) replaces it: the \
                mended mail gets a number of its own, and the held one is set aside with a note; its \
                bytes stay.
                """)

        @OptionGroup var place: MailPlace

        @Argument(help: "Mails as files (RFC 5322).")
        var files: [String]

        func run() async throws {
            let reception = try await place.open()
            defer { reception.intake.close() }
            var failed = false
            for file in files {
                guard let mail = FileManager.default.contents(atPath: file) else {
                    printError("\(file): cannot be read")
                    failed = true
                    continue
                }
                let receipt = try await reception.take(Array(mail), Envelope(via: "import"))
                guard receipt.state != .ignored else {
                    printError(
                        "\(file): \(receipt.tracking) was taken for no complaint; see "
                            + "`mendengar email quarantine list --set-aside`")
                    failed = true
                    continue
                }
                let held = Intake.trackingNumber(
                    typed: URL(filePath: file).deletingPathExtension().lastPathComponent)
                guard receipt.state != .quarantined else {
                    printError("\(file): \(receipt.tracking) cannot be read either")
                    failed = true
                    continue
                }
                var note = receipt.isNew ? "" : ", which was here already"
                if held != receipt.tracking, try await reception.intake.setAside(
                    tracking: held, why: "mended and taken in again as \(receipt.tracking)")
                {
                    note += ", in place of \(held)"
                }
                print("\(file): \(receipt.tracking)\(note)")
            }
            await reception.parser.stop()
            if failed { throw ExitCode(ExitStatus.failed) }
        }
    }
}

/// Where the mails are, for the commands that look at them.
struct MailPlace: ParsableArguments {
    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Flag(help: "Print as JSON.")
    var json = false

    /// The service's reception beside the running one.
    func open() async throws -> Reception {
        let (configuration, part) = try settings()
        _ = try configuration.existingDatabase(part.database, for: .email)
        return try await Reception.open(configuration, part, metrics: Metrics())
    }

    func stored(_ tracking: String) async throws -> Stored {
        let (configuration, part) = try settings()
        let number = Intake.trackingNumber(typed: tracking)
        let database = try configuration.existingDatabase(part.database, for: .email)
        guard let stored = try await Intake.stored(tracking: number, in: database) else {
            printError("no mail has the tracking number \(number)")
            throw ExitCode(ExitStatus.failed)
        }
        return stored
    }

    /// No secret is needed to look at mails.
    private func settings() throws -> (Configuration, EmailPart) {
        let configuration = try Configuration.load(path: config, for: [])
        guard let part = configuration.email else {
            throw ConfigurationError(file: config, "has no part 'email'")
        }
        return (configuration, part)
    }

    func print(_ value: some Encodable) {
        if let text = try? Wire.encode(value) { Swift.print(String(decoding: text, as: UTF8.self)) }
    }
}
