// `mendengar import FILE --map MAP.yaml`: old cases of any office, from its own file.
package import ArgumentParser
import Foundation
import ServiceKit

/// Takes cases in as SP4N-LAPOR!'s are: all rows or none, as often as one likes.
package struct ImportCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take old cases of an office in, from CSV or XLSX with a map of its columns.")

    @Argument(help: "The file.") var file: String
    @Option(help: "The column map (YAML); see the README.") var map: String
    @Flag(help: "Only say what would happen.") var dryRun = false
    @Flag(help: "Take the good rows although others are wrong.") var skipBad = false
    @OptionGroup var options: RoutingOptions

    package init() {}

    package func run() async throws {
        try await options.take(
            file, as: try OldCaseMap.load(path: map), dryRun: dryRun, skipBad: skipBad)
    }
}
