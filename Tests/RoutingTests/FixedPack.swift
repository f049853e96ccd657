// A pack that never changes, for tests that are not about loading one.
import Delivery
import Logging
import Region
import ServiceKit
import Store

@testable import RoutingService

extension Accept {
    init(store: Store, region: RegionPack, metrics: Metrics) {
        self.init(store: store, packs: CurrentPack(region), metrics: metrics)
    }
}

extension LifeEndpoints {
    init(store: Store, region: RegionPack) { self.init(store: store, packs: CurrentPack(region)) }
}

extension CommitmentEndpoint {
    init(store: Store, region: RegionPack) { self.init(store: store, packs: CurrentPack(region)) }
}

extension DecideEndpoint {
    init(store: Store, region: RegionPack, dryRuns: DryRuns) {
        self.init(store: store, packs: CurrentPack(region), dryRuns: dryRuns)
    }
}

extension RunsheetEndpoint {
    init(store: Store, region: RegionPack) { self.init(store: store, packs: CurrentPack(region)) }
}

extension LookupEndpoints {
    init(store: Store, region: RegionPack, logger: Logger) {
        self.init(store: store, packs: CurrentPack(region), logger: logger)
    }
}

extension Decider {
    init(store: Store, region: RegionPack, bell: Bell, metrics: Metrics, logger: Logger) {
        self.init(store: store, packs: CurrentPack(region), bell: bell, metrics: metrics, logger: logger)
    }
}

extension Sweeper {
    init(region: RegionPack, channels: Set<String> = [], messagesPerDay: Int = 1) {
        self.init(packs: CurrentPack(region), channels: channels, messagesPerDay: messagesPerDay)
    }
}
