// `mendengar keys`: the keys of personal data, changed without a stop.
package import ArgumentParser
import Foundation
import ServiceKit
import Store

/// Works with the keys that seal complaints in Routing's database.
package struct KeysCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys that seal personal data in Routing's database.",
        subcommands: [List.self, Rotate.self, Reseal.self])

    package init() {}

    /// Which configuration, and how to answer.
    package struct Options: ParsableArguments {
        @Option(help: "The configuration file (YAML).")
        var config: String = "mendengar.yaml"

        @Flag(help: "Print as JSON.")
        var json = false

        package init() {}

        func load() throws -> (Configuration, keys: String) {
            let configuration = try Configuration.load(path: config, for: [.routing])
            guard let keys = configuration.routing?.keys else {
                throw ValidationError("\(config) names no key file: set `keys` in its part 'routing'")
            }
            return (configuration, keys)
        }

        func print(_ keys: SealKeys, _ path: String) throws {
            let summary = KeysSummary(file: path, keys: keys.count, current: keys.current)
            if json {
                try printJSON(summary)
            } else {
                Swift.print("\(path): \(keys.count) key(s), \(keys.current) seals")
            }
        }
    }

    private struct KeysSummary: Encodable {
        var file: String
        var keys: Int
        var current: String
    }

    /// How many keys there are, and which one seals.
    package struct List: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Say how many keys the file holds, and which one seals.")
        @OptionGroup var options: Options

        package init() {}

        package func run() throws {
            let path = try options.load().keys
            guard FileManager.default.fileExists(atPath: path) else {
                throw ValidationError("\(path) does not exist yet: start mendengar-routing once")
            }
            try options.print(try SealKeys.load(path: path), path)
        }
    }

    /// A new key in front of the others.
    package struct Rotate: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Add a new key; it seals from the next start of mendengar-routing on.")
        @OptionGroup var options: Options

        package init() {}

        package func run() throws {
            let path = try options.load().keys
            try options.print(try SealKeys.rotate(path: path), path)
        }
    }

    /// Everything sealed anew with the newest key.
    package struct Reseal: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Seal with the newest key whatever is not, while the service runs.")
        @OptionGroup var options: Options

        package init() {}

        package func run() async throws {
            let (configuration, path) = try options.load()
            let keys = try SealKeys.load(path: path)
            let store = try await Store.open(
                try DatabaseURL(
                    configuration.database(configuration.routing?.database, for: .routing)),
                schemas: RoutingTables.schemas, seal: Seal(keys))
            defer { store.close() }
            let count = try await Resealing.run(on: store, Seal(keys))
            if options.json {
                try printJSON(["resealed": count])
            } else {
                Swift.print("\(count) rows sealed with \(keys.current)")
            }
        }
    }
}
