// Reads the region pack again when its files change or on SIGHUP. Only a pack that passes its check takes the
// place of the old one.
import Delivery
import Foundation
import Logging
import Region
import Rules
import ServiceKit
import ServiceLifecycle
import Synchronization

/// What a look at the files says.
struct PackSight {
    /// The files that were last loaded, or tried.
    private var tried: PackFingerprint
    private var last: PackFingerprint

    init(_ fingerprint: PackFingerprint) {
        tried = fingerprint
        last = fingerprint
    }

    /// Whether to load now. Files that changed since the last look are still being written.
    mutating func isDue(_ now: PackFingerprint, isAsked: Bool) -> Bool {
        defer { last = now }
        guard isAsked || now != tried && now == last else { return false }
        tried = now
        return true
    }
}

struct PackWatcher: Service {
    enum Outcome: String, Sendable {
        case loaded, refused
    }

    let packs: CurrentPack
    let metrics: Metrics
    let logger: Logger
    /// The configuration this process runs with; of what has changed in its file an administrator is told.
    var settings: ConfigurationSnapshot?
    /// Between two looks at the files.
    var interval = Duration.seconds(3)

    /// Findings of one broken pack that are logged.
    static let findingsMax = 20
    static let metric = "mendengar_routing_pack_reloads_total"

    /// That an administrator asked.
    private final class Request: Sendable {
        let isMade = Atomic(false)
        let bell = Bell()
    }

    func run() async throws {
        let request = Request()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await forEachHangup {
                        request.isMade.store(true, ordering: .relaxed)
                        request.bell.ring()
                    }
                }
                await look(request)
            }
        }
    }

    private func look(_ request: Request) async {
        var sight = PackSight(PackFingerprint(of: packs.pack.watched))
        while !Task.isCancelled {
            await request.bell.wait(atMost: interval)
            let isAsked = request.isMade.exchange(false, ordering: .relaxed)
            let now = PackFingerprint(of: packs.pack.watched)
            // First, since a large pack takes seconds to read.
            if !Task.isCancelled, isAsked { tellOfSettings() }
            if !Task.isCancelled, sight.isDue(now, isAsked: isAsked) { reload() }
        }
    }

    /// Says what an administrator may think to be taken over and is not: only a start reads the
    /// configuration.
    func tellOfSettings() {
        guard let settings else { return }
        do throws(ConfigurationError) {
            let changed = try settings.changedKeys()
            guard !changed.isEmpty else { return }
            logger.warning(
                "changed in the configuration and not taken over: start the service anew",
                metadata: ["why": "\(changed.joined(separator: ", "))"])
        } catch {
            for problem in error.problems.prefix(Self.findingsMax) {
                logger.error(
                    "the configuration has changed, and the service would not start with it",
                    metadata: ["why": "\(problem)"])
            }
        }
    }

    /// Loads and checks the pack aside.
    @discardableResult
    func reload() -> Outcome {
        let old = packs.pack
        let (pack, findings) = RegionPack.check(directory: old.directory)
        var errors = findings.filter { $0.severity == .error }.map(\.description)
        if let pack { errors += Self.differences(pack, old) }
        guard let pack, errors.isEmpty else {
            for error in errors.prefix(Self.findingsMax) {
                logger.error("the region pack is not loaded", metadata: ["why": "\(error)"])
            }
            logger.error(
                "the old rule book goes on",
                metadata: ["errors": "\(errors.count)", "book": "\(old.ruleBook.id)"])
            metrics.count(Self.metric, ["result": Outcome.refused.rawValue])
            return .refused
        }
        packs.replace(with: pack)
        giveBackHeap()
        logger.notice("the region pack is loaded", metadata: ["book": "\(pack.ruleBook.id)"])
        metrics.count(Self.metric, ["result": Outcome.loaded.rawValue])
        return .loaded
    }

    /// What a running service cannot take over: numbers and days already given would change their meaning.
    private static func differences(_ new: RegionPack, _ old: RegionPack) -> [String] {
        let pairs = [
            ("id", new.id, old.id), ("tracking_prefix", new.trackingPrefix, old.trackingPrefix),
            ("timezone", new.timezone, old.timezone),
        ]
        return pairs.filter { $0.1 != $0.2 }.map {
            "\(new.directory)/region.yaml: \($0.0) changed from \($0.2) to \($0.1): start the service anew"
        }
    }
}
