// What commands on Routing's database have in common: which configuration, and how to answer.
import ArgumentParser
import ServiceKit
import Store

/// Works beside the running service. The services' secrets are not needed.
package struct RoutingOptions: ParsableArguments {
    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Flag(help: "Print as JSON.")
    var json = false

    package init() {}

    /// - Throws: ``ConfigurationError``, also where the file has no part `routing`.
    func load() throws -> (Configuration, RoutingPart) {
        let configuration = try Configuration.load(path: config, for: [])
        guard let part = configuration.routing else {
            throw ConfigurationError(file: config, "has no part 'routing'")
        }
        return (configuration, part)
    }

    /// - Parameters:
    ///   - schemas: what is brought up to date at the opening.
    ///   - existing: a database that is not there is an error, not made.
    /// - Returns: what `body` gives.
    func withStore<Value>(
        _ schemas: [Schema], existing: Bool = false, _ body: (Store, RoutingPart) async throws -> Value
    ) async throws -> Value {
        let (configuration, part) = try load()
        let database =
            existing
            ? try configuration.existingDatabase(part.database, for: .routing)
            : try DatabaseURL(configuration.database(part.database, for: .routing))
        let store = try await Store.open(database, schemas: schemas)
        defer { store.close() }
        return try await body(store, part)
    }
}
