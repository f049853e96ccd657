// `mendengar directory export --region DIR`: the institutions of a region pack, for other systems and for
// people.
package import ArgumentParser
import Complaints
import Foundation
import Region
import Rules

/// Exports the directory. Exit status 0, also when appointments have ended: `mendengar check` warns of those.
package struct DirectoryCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "The agencies of a region, their contacts, counters, pledges and agreements.",
        subcommands: [Export.self], defaultSubcommand: Export.self)

    package init() {}

    /// The two ways to write it.
    private enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Print the directory as JSON or CSV.")

        @Option(help: "The folder of the region pack.")
        var region: String

        @Option(help: "json or csv.")
        private var format = Format.json

        @Option(help: "The local day it is for, as 2026-11-28; today, unless told otherwise.")
        var on: String?

        @Flag(help: "As --format json.")
        var json = false

        func validate() throws {
            if let on, Day(on) == nil { throw ValidationError("'\(on)' is no date like 2026-11-28") }
        }

        func run() throws {
            let pack = try loadRegion(region)
            let day = on.flatMap { Day($0) } ?? pack.calendar.day(of: Date())
            let directory = pack.directory(on: day)
            switch json ? .json : format {
            case .json: try printJSON(directory)
            case .csv: print(directory.csv, terminator: "")
            }
        }
    }
}
