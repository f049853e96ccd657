// The command mendengar-routing: puts the service together and runs it.
package import ArgumentParser
import Delivery
import Foundation
import Logging
import Region
import ServiceKit
import ServiceLifecycle
import Store

/// `mendengar-routing --config FILE`.
package struct RoutingCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mendengar-routing",
        abstract: "Accepts complaints, assigns the agency by rule and serves the feed.",
        version: Version.current)

    @OptionGroup var options: ServiceOptions

    package init() {}

    package func run() async throws {
        try await runService(.routing, options, check: {
            _ = try RegionPack.load(directory: $0.region)
            _ = try LinkWeightsFile.load(region: $0.region)
            _ = try Push.receivers($0.routing?.push ?? [])
        }) {
            try await Self.build($0)
        }
    }

    private static func build(_ startup: Startup) async throws -> RunningService {
        let configuration = startup.configuration
        guard let part = configuration.routing else {
            throw ConfigurationError(file: "configuration", "has no part 'routing'")
        }
        let packs = CurrentPack(try RegionPack.load(directory: configuration.region))
        let weights = try LinkWeightsFile.load(region: configuration.region)
        let seal = try part.keys.map { Seal(try SealKeys.load(path: $0)) }
        let store = try await Store.open(
            try DatabaseURL(configuration.database(part.database, for: .routing)),
            schemas: RoutingTables.schemas, seal: seal)
        try await store.read { try ComplaintTable.checkSeal(in: $0) }
        let bell = Bell()
        let signal = FeedSignal()
        try store.listen(RoutingTables.acceptedNotice) { bell.ring() }
        let push = try await Push(
            part.push, store: store, packs: packs, metrics: startup.metrics, logger: startup.logger)
        try store.listen(RoutingTables.feedNotice) {
            signal.ring()
            push.ring()
        }
        try store.listen(RoutingTables.pushNotice) { push.ring() }
        let accept = Accept(store: store, packs: packs, metrics: startup.metrics)
        let feed = Feed(store: store, signal: signal, packs: packs)
        let life = LifeEndpoints(store: store, packs: packs)
        let dryRuns = DryRuns(decider: bell)
        let lookup = LookupEndpoints(store: store, packs: packs, logger: startup.logger)
        startup.metrics.states("mendengar_routing_spam") {
            try await store.read { try SpamTable.counts(in: $0) }
        }
        startup.metrics.states("mendengar_routing_messages") {
            try await store.read { try NoticeTable.counts(in: $0) }
        }
        let gate = TokenGate(part.tokens, stored: StoredTokens(store: store))
        try await CivicTable.fill(store)
        try await PromiseTable.fill(store)
        let openRate = RateGate(perMinute: configuration.limits.openPerMinute)
        let photos = PhotoEndpoints(store: store, packs: packs, rate: openRate)
        try await ImportQueue.clearLeftovers(in: store, at: .now)
        let civic = CivicEndpoints(
            store: store, packs: packs, gate: gate, metrics: startup.metrics, logger: startup.logger,
            publicURL: part.publicURL, rate: openRate,
            contact: part.contact, keyService: part.keyService,
            photoLimits: PhotoLimits(configuration.limits))
        let counter =
            part.counters.isEmpty
            ? [] : try CounterPages(store, packs, part.counters, startup.metrics).endpoints
        let server = HTTPServer(
            name: "mendengar-routing", listen: part.listen, gate: gate,
            endpoints: [accept.endpoint, feed.endpoint, TriageEndpoint(store: store).endpoint,
                RunsheetEndpoint(store: store, packs: packs).endpoint]
                + life.endpoints + lookup.endpoints
                + civic.endpoints
                + [CommitmentEndpoint(store: store, packs: packs).endpoint,
                    DirectoryEndpoint(packs: packs).endpoint,
                    DecideEndpoint(store: store, packs: packs, dryRuns: dryRuns).endpoint]
                + photos.endpoints
                + CaseEndpoints(store: store, weights: weights).endpoints
                + SpamEndpoints(store: store).endpoints
                + counter
                + PushEndpoints(store: store, names: Set(part.push.map(\.name))).endpoints,
            metrics: startup.metrics, logger: startup.logger,
            readiness: [
                ("the database", { try await store.read { _ = try $0.query("SELECT 1 AS one") } }),
                ("the decider", { try await Decider.checkAlive(store, now: .now) }),
            ], limits: configuration.limits)
        var decider = Decider(
            store: store, packs: packs, bell: bell, metrics: startup.metrics,
            logger: startup.logger)
        decider.leaseSeconds = part.leaseSeconds
        decider.weights = weights
        decider.dryRuns = dryRuns
        decider.sweepSeconds = part.sweepSeconds
        decider.sweeper = Sweeper(
            packs: packs, channels: Set(part.channels.map(\.channel)),
            messagesPerDay: part.citizenMessagesPerDay)
        let (logger, metrics) = (startup.logger, startup.metrics)
        decider.sweeper?.unreadable = { id, why in
            logger.error(
                "an assignment cannot be read; its clocks stand still",
                metadata: ["assignment": "\(id)", "why": "\(why)"])
            metrics.count("mendengar_routing_unreadable_total", [:])
        }
        let desk = ChannelDesk(store: store, metrics: startup.metrics, logger: startup.logger)
        var services: [any Service] = [decider]
        for address in part.channels { services.append(try desk.worker(of: address)) }
        return RunningService(
            services: services + push.senders + [
                PackWatcher(
                    packs: packs, metrics: startup.metrics, logger: startup.logger, settings: startup.file),
                try server.application(),
            ], close: { store.close() })
    }
}
