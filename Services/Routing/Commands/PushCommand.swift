// `mendengar push`: the receivers of webhooks, what they have not taken, and sending it again.
package import ArgumentParser
import Complaints
import Foundation
import ServiceKit
import Store

/// Works on Routing's database beside the running service, which takes it up within seconds.
package struct PushCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "push", abstract: "The receivers of webhooks, and what they have not taken.",
        subcommands: [List.self, Resend.self, Enable.self], defaultSubcommand: List.self)

    package init() {}

    /// `mendengar push list`
    package struct List: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Show the receivers; with a NAME the letters it has not taken.")

        @Argument(help: "The receiver whose letters to show.") var name: String?
        @Option(help: "Letters behind this cursor.") var after: Int64 = 0
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (name, after) = (name, after)
            guard let name else {
                let all = try await options.withReceivers { store, names in
                    try await store.read { try PushTable.summaries(named: names, in: $0) }
                }
                if options.json { return try printJSON(all) }
                if all.isEmpty { print("no receiver: see routing.push in the configuration") }
                for one in all {
                    print(
                        "\(one.name)  \(one.state.rawValue)  \(one.url)  cursor \(one.cursor), behind "
                            + "\(one.behind), waiting \(one.waiting), dead \(one.dead), delivered "
                            + "\(one.delivered)" + (one.why.map { "; \($0)" } ?? ""))
                }
                return
            }
            let letters = try await options.withReceivers { store, _ in
                try await store.read {
                    try PushTable.letters(
                        name, after: after, limit: PushEndpoints.limitMax, in: $0)
                }
            }
            guard let letters else { throw unknown(name) }
            if options.json { return try printJSON(letters) }
            if letters.isEmpty { print("\(name) has taken everything up to its cursor") }
            for letter in letters {
                print(
                    "\(letter.cursor)  \(letter.assignment)  \(letter.state)  \(letter.attempts) tries, "
                        + "the last at \(Timestamp.format(letter.last_at)): \(letter.why)")
            }
        }
    }

    /// `mendengar push resend`
    package struct Resend: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Send again what is dead, or the entries of the feed that are named.")

        @Argument(help: "The receiver.") var name: String
        @Argument(help: "Cursors of the feed; without them all dead letters.") var cursors: [Int64] = []
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (name, cursors, own) = (name, cursors, Date.now.microseconds)
            let count = try await options.withReceivers { store, _ in
                try await store.write { transaction -> Int? in
                    guard try PushTable.standing(name, in: transaction) != nil else { return nil }
                    return try PushTable.resend(
                        name, cursors.isEmpty ? nil : cursors, now: try transaction.now(own),
                        in: transaction)
                }
            }
            guard let count else { throw unknown(name) }
            if options.json { return try printJSON(["resent": count]) }
            print("\(name): \(count) will be sent again")
        }
    }

    /// `mendengar push enable`
    package struct Enable: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Send again to a receiver that has answered 410.")

        @Argument(help: "The receiver.") var name: String
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (name, own) = (name, Date.now.microseconds)
            let isKnown = try await options.withReceivers { store, _ in
                try await store.write {
                    try PushTable.enable(name, now: try $0.now(own), in: $0)
                }
            }
            guard isKnown else { throw unknown(name) }
            if options.json { return try printJSON(["name": name, "state": "active"]) }
            print("\(name): active")
        }
    }
}

private func unknown(_ name: String) -> ValidationError {
    ValidationError("there is no receiver '\(name)'; mendengar push list shows them")
}

extension RoutingOptions {
    fileprivate func withReceivers<Value>(
        _ body: (Store, _ names: Set<String>) async throws -> Value
    ) async throws -> Value {
        try await withStore([RoutingTables.schema], existing: true) { store, part in
            try await body(store, Set(part.push.map(\.name)))
        }
    }
}
