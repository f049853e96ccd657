// `mendengar counter`: who may sign in to the counter's pages of Routing.
package import ArgumentParser
import Complaints
import Foundation
import ServiceKit
import Store

/// The people at the desks of `routing.counters`.
package struct CounterCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "counter", abstract: "The people who may sign in to the counter's pages.",
        subcommands: [Add.self, List.self, Disable.self, Password.self])

    package init() {}

    /// `mendengar counter add NAME --desk DESK`
    package struct Add: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Add somebody; prints the first password once.")

        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "The desk, as in routing.counters.") var desk: String
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (name, desk) = (name, desk)
            let password = try await options.withOperators { operators, desks in
                guard desks.contains(where: { $0.name == desk }) else {
                    let known = desks.map(\.name).joined(separator: ", ")
                    throw ValidationError(
                        "there is no counter '\(desk)' in routing.counters; known: \(known)")
                }
                return try await operators.add(name, station: desk)
            }
            try options.answer(
                "\(name): \(password)", ["name": name, "desk": desk, "password": password])
        }
    }

    /// `mendengar counter list`
    package struct List: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(abstract: "List the people.")
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let all = try await options.withOperators { operators, _ in try await operators.list() }
            if options.json { return try printJSON(all) }
            for one in all { print("\(one.name)\t\(one.station)\(one.isDisabled ? "\tdisabled" : "")") }
        }
    }

    /// `mendengar counter disable`
    package struct Disable: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Shut somebody out at once.")
        @Argument(help: "The name.") var name: String
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let name = name
            try await options.withOperators { operators, _ in try await operators.disable(name) }
            try options.answer("\(name): disabled", ["name": name, "status": "disabled"])
        }
    }

    /// `mendengar counter password`
    package struct Password: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Give somebody a new password; prints it once.")
        @Argument(help: "The name.") var name: String
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let name = name
            let password = try await options.withOperators { operators, _ in
                try await operators.renewPassword(name)
            }
            try options.answer("\(name): \(password)", ["name": name, "password": password])
        }
    }
}

extension RoutingOptions {
    fileprivate func withOperators<Value>(
        _ body: (Operators, [CounterDesk]) async throws -> Value
    ) async throws -> Value {
        try await withStore(RoutingTables.schemas) { store, part in
            try await body(Operators(store: store), part.counters)
        }
    }

    fileprivate func answer(_ text: String, _ fields: [String: String]) throws {
        if json { try printJSON(fields) } else { print(text) }
    }
}
