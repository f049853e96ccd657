// `mendengar token`: the bearer tokens in Routing's database.
package import ArgumentParser
import Complaints
import Foundation
import ServiceKit
import Store

/// Works beside the running service, which knows of it within two seconds.
package struct TokenCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "token", abstract: "The bearer tokens in Routing's database, kept by their hash.",
        subcommands: [Add.self, List.self, Rotate.self, Revoke.self], defaultSubcommand: List.self)

    package init() {}

    /// `mendengar token add`
    package struct Add: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Make a token; it is printed once.")

        @Argument(help: "Whose it is; it stands in the history of what he does.") var name: String
        @Option(help: "intake, case, admin or routing.") var role: String
        @Option(help: "Days until it ends; for ever without.") var expires: Int?
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func validate() throws { try checkDays(expires) }

        package func run() async throws {
            guard let role = Role(rawValue: role) else {
                let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("there is no role '\(role)'; known: \(known)")
            }
            let (name, end) = (name, end(expires))
            let secret = try await options.withTokens { tokens, configured in
                guard !configured.contains(name) else {
                    throw ValidationError(
                        "the configuration has a token '\(name)'; choose another name, or take it out there")
                }
                return try await tokens.add(name, role: role, expiresAt: end)
            }
            try options.show(name, secret)
        }
    }

    /// `mendengar token rotate`
    package struct Rotate: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Make a second token of a name; the first ends after 7 days, an older one at once.")

        @Argument(help: "The name.") var name: String
        @Option(help: "Days until the new one ends; without, as long as the old one was to live.")
        var expires: Int?
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func validate() throws { try checkDays(expires) }

        package func run() async throws {
            let (name, end) = (name, end(expires))
            let secret = try await options.withTokens { tokens, _ in
                try await tokens.rotate(name, expiresAt: end)
            }
            try options.show(name, secret)
        }
    }

    /// `mendengar token revoke`
    package struct Revoke: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Shut out who has the tokens of a name; every process refuses them within 2 seconds.")

        @Argument(help: "The name.") var name: String
        @Flag(help: "Only the older one of two.") var old = false
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (name, old) = (name, old)
            let count = try await options.withTokens { tokens, _ in
                try await tokens.revoke(name, onlyOld: old)
            }
            if options.json { return try printJSON(["revoked": count]) }
            print("\(name): \(count) revoked")
        }
    }

    /// `mendengar token list`
    package struct List: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Show the tokens: whose, what for, until when, used on which day.")

        @OptionGroup var options: RoutingOptions

        package init() {}

        private struct Shown: Encodable {
            var name: String
            var role: String
            /// `valid`, `expired`, `revoked`
            var state: String
            var made: String
            @ExplicitNull var expires: String?
            @ExplicitNull var last_used: String?
        }

        package func run() async throws {
            let all = try await options.withTokens { tokens, _ in try await tokens.list() }
            func day(_ date: Date) -> String { String(Timestamp.format(date).prefix(10)) }
            let shown = all.map { token in
                let state = token.isValid(at: .now) ? "valid" : token.revokedAt == nil ? "expired" : "revoked"
                return Shown(
                    name: token.name, role: token.role.rawValue, state: state, made: day(token.madeAt),
                    expires: token.expiresAt.map(day), last_used: token.usedOn.map(day))
            }
            if options.json { return try printJSON(shown) }
            for one in shown {
                print(
                    "\(one.name)\t\(one.role)\t\(one.state)\tmade \(one.made)"
                        + (one.expires.map { "\tends \($0)" } ?? "")
                        + (one.last_used.map { "\tlast used \($0)" } ?? "\tnever used"))
            }
            if shown.isEmpty { print("no token; those of the configuration are not listed here") }
        }
    }
}

private let daysMax = 3650

private func checkDays(_ days: Int?) throws {
    guard let days, !(1...daysMax).contains(days) else { return }
    throw ValidationError("--expires must be from 1 to \(daysMax) days")
}

private func end(_ days: Int?) -> Date? {
    days.map { Date.now.addingTimeInterval(Double($0) * 86_400) }
}

extension RoutingOptions {
    fileprivate func withTokens<Value>(
        _ body: (StoredTokens, _ configured: [String]) async throws -> Value
    ) async throws -> Value {
        try await withStore([RoutingTables.schema, StoredTokens.schema]) { store, part in
            try await body(StoredTokens(store: store), part.tokens.map(\.name))
        }
    }

    fileprivate func show(_ name: String, _ secret: String) throws {
        if json { return try printJSON(["name": name, "token": secret]) }
        print("\(name): \(secret)")
        printError("it is shown this once; keep it where only its user can read it")
    }
}
