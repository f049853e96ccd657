// The commands for those who may sign in to a service's pages: the same for each service that has pages.
package import ArgumentParser
import Foundation
package import Store

/// Whose pages they are, and what their people belong to.
package protocol SignInPages {
    /// Names the command.
    static var command: String { get }
    /// Said of the command by `--help`.
    static var abstract: String { get }
    /// One of its people, with the article: `an operator`.
    static var person: String { get }
    /// What each belongs to; names the option and the key in JSON: `station`.
    static var place: String { get }
    /// Where these stand in the configuration: `radio.stations`.
    static var setting: String { get }

    /// The service's database, and the names of the places.
    ///
    /// - Throws: ``ConfigurationError``, also where the file has no part for the service.
    static func read(
        _ configuration: Configuration, file: String
    ) throws -> (database: DatabaseURL, places: [String])
}

/// `mendengar COMMAND add | list | disable | password`.
package struct PeopleCommand<Pages: SignInPages>: AsyncParsableCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Pages.command, abstract: Pages.abstract,
            subcommands: [Add.self, List.self, Disable.self, Password.self])
    }

    package init() {}

    struct Options: ParsableArguments {
        @Option(help: "The configuration file (YAML).") var config = "mendengar.yaml"
        @Flag(help: "Print as JSON.") var json = false

        func withOperators<Value>(
            _ body: (Operators, [String]) async throws -> Value
        ) async throws -> Value {
            // The services' secrets are not needed to know who may sign in.
            let configuration = try Configuration.load(path: config, for: [])
            let (database, places) = try Pages.read(configuration, file: config)
            let store = try await Store.open(database, schemas: [Operators.schema])
            defer { store.close() }
            return try await body(Operators(store: store), places)
        }

        func answer(_ text: String, _ fields: some Encodable) throws {
            guard json else { return print(text) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(fields), as: UTF8.self))
        }
    }

    struct Add: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: "Add \(Pages.person); prints the first password once.")
        }

        @Argument(help: "The name to sign in with.") var name: String
        @Option(
            name: .customLong(Pages.place), help: "The \(Pages.place), as in \(Pages.setting).")
        var place: String
        @OptionGroup var options: Options

        func run() async throws {
            let (name, place) = (name, place)
            let password = try await options.withOperators { operators, places in
                guard places.contains(place) else {
                    throw ValidationError(
                        "there is no \(Pages.place) '\(place)' in \(Pages.setting); known: "
                            + places.joined(separator: ", "))
                }
                return try await operators.add(name, station: place)
            }
            try options.answer(
                "\(name): \(password)", ["name": name, Pages.place: place, "password": password])
        }
    }

    struct List: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "list", abstract: "List everyone.")
        }

        @OptionGroup var options: Options

        func run() async throws {
            let all = try await options.withOperators { operators, _ in try await operators.list() }
            let lines = all.map { "\($0.name)\t\($0.station)\($0.isDisabled ? "\tdisabled" : "")" }
            try options.answer(lines.joined(separator: "\n"), all)
        }
    }

    struct Disable: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "disable", abstract: "Shut \(Pages.person) out at once.")
        }

        @Argument(help: "The name.") var name: String
        @OptionGroup var options: Options

        func run() async throws {
            let name = name
            try await options.withOperators { operators, _ in try await operators.disable(name) }
            try options.answer("\(name): disabled", ["name": name, "status": "disabled"])
        }
    }

    struct Password: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "password",
                abstract: "Give \(Pages.person) a new password; prints it once.")
        }

        @Argument(help: "The name.") var name: String
        @OptionGroup var options: Options

        func run() async throws {
            let name = name
            let password = try await options.withOperators { operators, _ in
                try await operators.renewPassword(name)
            }
            try options.answer("\(name): \(password)", ["name": name, "password": password])
        }
    }
}
