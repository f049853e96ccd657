// The options of every service and how it runs: configuration, logs, signals, graceful stop.
package import ArgumentParser
import CProcess
import Foundation
package import Logging
import NIOCore
package import ServiceLifecycle
import Store
import UnixSignals

/// `--config FILE`, `--check-config`.
package struct ServiceOptions: ParsableArguments {
    @Option(help: "The configuration file (YAML).")
    package var config: String = "mendengar.yaml"

    @Flag(help: "Check the configuration file and exit.")
    package var checkConfig = false

    package init() {}
}

/// What a service needs to start.
package struct Startup: Sendable {
    package var configuration: Configuration
    /// The file it was read from, as it was then.
    package var file: ConfigurationSnapshot
    package var logger: Logger
    package var metrics: Metrics
}

/// A started service: what runs until the stop signal, and what is closed after.
package struct RunningService: Sendable {
    /// In the order of dependence; stopped in reverse.
    package var services: [any Service]
    package var close: @Sendable () async -> Void

    package init(services: [any Service], close: @escaping @Sendable () async -> Void) {
        self.services = services
        self.close = close
    }
}

/// How long requests and deliveries in flight may take after SIGTERM.
package let gracefulStop = Duration.seconds(10)

/// What every serving process does first.
package func prepareProcess() {
    // A connection is a file to the system, and many systems allow 1,024 of them to begin with.
    process_raise_files()
    // One thread reads and writes all connections: handlers run elsewhere, and a second one costs more in
    // wake-ups than it carries until there are twenty thousand requests a second.
    NIOSingletons.groupLoopCountSuggestion = 1
}

/// Its name in the logs. Without one it is named by all that it holds: secrets, and as text a whole region
/// takes more memory than the region.
private func named(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
    ServiceGroupConfiguration.ServiceConfiguration(
        service: service, serviceName: "\(type(of: service))")
}

/// Reads the configuration, builds the service and runs it until SIGTERM or SIGINT.
///
/// - Parameter check: for `--check-config`: builds what can be built without opening a database.
package func runService(
    _ part: Part, _ options: ServiceOptions, check: (Configuration) throws -> Void,
    build: @Sendable (Startup) async throws -> RunningService
) async throws {
    let configuration = try Configuration.load(path: options.config, for: [part])
    let file = try ConfigurationSnapshot(path: options.config, part: part)
    let level = ProcessInfo.processInfo.environment["LOG_LEVEL"].flatMap {
        Logger.Level(rawValue: $0)
    }
    LoggingSystem.bootstrap { _ in
        JSONLogHandler(service: part.rawValue, level: level ?? .notice)
    }
    let logger = Logger(label: part.rawValue)
    if options.checkConfig {
        do {
            try configuration.checkAddresses(of: part)
            try check(configuration)
        } catch let error as StoreError {
            throw ConfigurationError(file: options.config, "\(error)")
        }
        for warning in configuration.warnings { printError("warning: \(warning)") }
        print("\(options.config): the configuration of \(part.rawValue) is in order")
        return
    }
    for warning in configuration.warnings { logger.warning("\(warning)") }
    prepareProcess()
    let metrics = Metrics()
    let running: RunningService
    do {
        running = try await build(
            Startup(configuration: configuration, file: file, logger: logger, metrics: metrics))
    } catch let error as StoreError {
        // No room, no permission, a wrong address: the administrator mends it in the configuration.
        throw ConfigurationError(file: options.config, "\(part.rawValue) cannot start: \(error)")
    }
    // Reading a region of many villages takes several times what stays of it.
    process_give_back_heap()
    var group = ServiceGroupConfiguration(
        services: running.services.map(named), gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger)
    group.maximumGracefulShutdownDuration = gracefulStop
    do {
        try await ServiceGroup(configuration: group).run()
    } catch {
        await running.close()
        throw error
    }
    await running.close()
    logger.notice("stopped")
}
