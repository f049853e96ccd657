// The command mendengar-radio: puts the service together and runs it.
package import ArgumentParser
import Complaints
import Foundation
import Intake
import Language
import Logging
import Region
import ServiceKit
import Store

/// `mendengar-radio --config FILE`.
package struct RadioCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mendengar-radio",
        abstract: "Takes transcripts of call-in programmes in and finds the complaints.",
        version: Version.current)

    @OptionGroup var options: ServiceOptions

    package init() {}

    package func run() async throws {
        try await runService(.radio, options, check: { _ = try RegionPack.load(directory: $0.region) }) {
            try await Self.build($0)
        }
    }

    private static func build(_ startup: Startup) async throws -> RunningService {
        let configuration = startup.configuration
        guard let part = configuration.radio else {
            throw ConfigurationError(file: "configuration", "has no part 'radio'")
        }
        let service = try await Radio(
            configuration, part, metrics: startup.metrics, logger: startup.logger)
        let intake = service.intake
        startup.metrics.states("mendengar_messages") { try await intake.ledger().counts }
        let gazetteer = service.desk.gazetteer
        let normaliser = NormaliseWorker(intake: service.intake, logger: startup.logger) { entry in
            PublishedItem.normalise(entry, gazetteer: gazetteer)
        }
        let forwarder = service.intake.forwarder(
            routingURL: configuration.routingURL, token: part.routingToken.value,
            logger: startup.logger)
        return RunningService(
            services: [forwarder, normaliser, try service.server.application()]
                + (try service.watchFolders(startup.logger))
                + [
                    StationLearner(
                        service.desk.ways, service.desk.table, stations: part.stations.map(\.name),
                        logger: startup.logger)
                ],
            close: { service.intake.close() })
    }
}

/// The parts of the service, also for tests.
struct Radio: Sendable {
    let intake: Intake
    let desk: Desk
    let timeZone: TimeZone
    let operators: Operators
    let server: HTTPServer

    init(
        _ configuration: Configuration, _ part: RadioPart, metrics: Metrics, logger: Logger
    ) async throws {
        let pack = try RegionPack.load(directory: configuration.region)
        let identity = try RegionIdentity.load(directory: configuration.region)
        let intake = try await Intake.open(
            database: configuration.database(part.database, for: .radio),
            // A group's chat is taken in here too: its numbers must not meet those of the SMS service.
            region: .init(
                prefix: identity.trackingPrefix, timeZone: identity.timeZone,
                digit: Channel.radio.trackingDigit),
            data: configuration.data, reserveMiB: configuration.limits.reserveMiB,
            schemas: [Operators.schema, ProgrammeTable.schema])
        try self.init(configuration, part, pack, identity, intake, metrics, logger)
    }

    /// Apart from the asynchronous part: Swift 6.3.1 cannot optimise one initializer that is both.
    private init(
        _ configuration: Configuration, _ part: RadioPart, _ pack: RegionPack,
        _ identity: RegionIdentity, _ intake: Intake, _ metrics: Metrics, _ logger: Logger
    ) throws {
        self.intake = intake
        timeZone = identity.timeZone
        operators = Operators(store: intake.store)
        var limits = TranscriptLimits()
        limits.bytes = configuration.limits.uploadMiB * 1024 * 1024
        limits.turns = configuration.limits.transcriptTurns
        let ways = StationWays(standard: Segmenter(model: try Model.standard(), pack))
        desk = Desk(
            intake: intake, table: ProgrammeTable(store: intake.store),
            memory: OperatorTable(store: intake.store), ways: ways,
            cutter: Cutter(
                ways: ways, limits: limits,
                waiting: configuration.limits.transcriptsWaiting),
            gazetteer: pack.gazetteer,
            stations: part.stations, limits: limits)
        let door = Door(operators: operators)
        let routing = RoutingDesk(
            url: configuration.routingURL, token: part.routingToken.value)
        let pages = Pages(
            desk: desk, door: door, frame: try RadioResources.pages(), routing: routing,
            timeZone: identity.timeZone)
        // The channel's own token may bring transcripts in as well.
        let own = TokenConfiguration(name: "radio", role: .intake, secret: part.routingToken)
        var server = HTTPServer(
            name: "mendengar-radio", listen: part.listen, gate: TokenGate(part.tokens + [own]),
            endpoints: ProgrammeEndpoints(desk: desk, door: door).endpoints + pages.endpoints,
            metrics: metrics, logger: logger,
            readiness: intake.readiness,
            limits: configuration.limits)
        server.errorPage = { pages.errorPage($0, $1) }
        server.compresses = true
        self.server = server
    }

    /// The folders that stations' recorders write to.
    ///
    /// - Throws: ``ConfigurationError`` where one cannot be made or read.
    func watchFolders(_ logger: Logger) throws -> [WatchFolder] {
        try desk.stations.compactMap { station in
            guard let path = station.watch else { return nil }
            let folder = URL(fileURLWithPath: path)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                _ = try FileManager.default.contentsOfDirectory(atPath: path)
            } catch {
                throw ConfigurationError(
                    file: path,
                    "the folder to watch for station '\(station.name)' cannot be used: "
                        + error.localizedDescription)
            }
            return WatchFolder(
                desk: desk, station: station, folder: folder, timeZone: timeZone, logger: logger)
        }
    }
}
