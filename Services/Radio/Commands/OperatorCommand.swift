// `mendengar operator`: who may sign in to the radio pages.
package import ArgumentParser
import Foundation
import ServiceKit
import Store

package struct OperatorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "The people who may sign in to the radio pages.",
        subcommands: [
            OperatorAdd.self, OperatorList.self, OperatorDisable.self, OperatorPassword.self,
        ])

    package init() {}
}

/// Which database, and how to answer.
package struct OperatorOptions: ParsableArguments {
    @Option(help: "The configuration file (YAML).")
    package var config: String = "mendengar.yaml"

    @Flag(help: "Answer as JSON.")
    package var json = false

    package init() {}

    func withOperators<Value: Sendable>(
        _ body: (Operators, RadioPart) async throws -> Value
    ) async throws -> Value {
        // The services' secrets are not needed to know the operators.
        let configuration = try Configuration.load(path: config, for: [])
        guard let part = configuration.radio else {
            throw ConfigurationError(file: config, "has no part 'radio'")
        }
        let address = try DatabaseURL(configuration.database(part.database, for: .radio))
        let store = try await Store.open(address, schemas: [Operators.schema])
        defer { store.close() }
        return try await body(Operators(store: store), part)
    }

    func answer(_ text: String, _ fields: some Encodable) throws {
        guard json else {
            print(text)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(fields), as: UTF8.self))
    }
}

struct OperatorAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an operator; prints the first password once.")

    @Argument(help: "The name to sign in with.") var name: String
    @Option(help: "The station, as in radio.stations.") var station: String
    @OptionGroup var options: OperatorOptions

    func run() async throws {
        let (name, station) = (name, station)
        let password = try await options.withOperators { operators, part in
            guard part.stations.contains(where: { $0.name == station }) else {
                let known = part.stations.map(\.name).joined(separator: ", ")
                throw ValidationError("there is no station '\(station)'; known: \(known)")
            }
            return try await operators.add(name, station: station)
        }
        try options.answer(
            "\(name): \(password)", ["name": name, "station": station, "password": password])
    }
}

struct OperatorList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the operators.")

    @OptionGroup var options: OperatorOptions

    func run() async throws {
        let all = try await options.withOperators { operators, _ in try await operators.list() }
        let lines = all.map { "\($0.name)\t\($0.station)\($0.isDisabled ? "\tdisabled" : "")" }
        try options.answer(lines.joined(separator: "\n"), all)
    }
}

struct OperatorDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Shut an operator out at once.")

    @Argument(help: "The operator's name.") var name: String
    @OptionGroup var options: OperatorOptions

    func run() async throws {
        let name = name
        try await options.withOperators { operators, _ in try await operators.disable(name) }
        try options.answer("\(name): disabled", ["name": name, "status": "disabled"])
    }
}

struct OperatorPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Give an operator a new password; prints it once.")

    @Argument(help: "The operator's name.") var name: String
    @OptionGroup var options: OperatorOptions

    func run() async throws {
        let name = name
        let password = try await options.withOperators { operators, _ in
            try await operators.renewPassword(name)
        }
        try options.answer("\(name): \(password)", ["name": name, "password": password])
    }
}
