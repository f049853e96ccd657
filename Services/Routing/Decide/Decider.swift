// The one decider (decision D12): in order of acceptance, under a lease that each of its transactions checks.
import Complaints
import Delivery
import Foundation
import Logging
import Region
import ServiceKit
import ServiceLifecycle
import Store
import Synchronization

/// Understands, decides and writes the feed while it holds the lease.
struct Decider: Service {
    let store: Store
    let region: RegionPack
    let bell: Bell
    let metrics: Metrics
    let logger: Logger
    private let tried = Tried()
    /// Names this process in the lease.
    let holder = UUID().uuidString.lowercased()

    static let leaseName = "decider"
    /// How long a holder that died keeps the next one waiting.
    var leaseSeconds = 10
    /// Complaints decided in one transaction, and the bytes of their texts together: a run of long
    /// mails must not hold up the short message behind it, nor a stop signal.
    static let batchMax = 100
    static let batchBytesMax = 256 * 1024

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var lease: Lease?
            var linking: Linking?
            var renewal = ContinuousClock.now
            while !Task.isCancelled {
                do {
                    let held = lease
                    // Renewed when a third of it is used up, not with every batch.
                    if lease == nil || ContinuousClock.now >= renewal {
                        lease = try await acquire()
                        renewal = .now + .seconds(leaseSeconds) / 3
                    }
                    guard let lease else {
                        linking = nil
                        await bell.wait(atMost: .seconds(1))
                        continue
                    }
                    // Another process may have decided in between: only its database knows.
                    if linking == nil || lease != held {
                        if lease != held {
                            logger.notice(
                                "this process decides now", metadata: ["epoch": "\(lease.epoch)"])
                        }
                        linking = try await rebuild()
                    }
                    if try await step(lease, &linking) { continue }
                } catch {
                    // The step may have failed after linking: what was not stored must be forgotten.
                    linking = nil
                    lease = nil
                    logger.error("deciding postponed", metadata: ["why": "\(error)"])
                    await bell.wait(atMost: .milliseconds(500))
                    continue
                }
                await bell.wait(atMost: .seconds(leaseSeconds) / 3)
            }
            if let lease { try? await store.write { try lease.release(in: $0) } }
        }
    }

    private func acquire() async throws -> Lease? {
        let (holder, own) = (holder, Date.now.microseconds)
        let length = Int64(leaseSeconds) * 1_000_000
        return try await store.write { transaction in
            try Lease.acquire(
                Self.leaseName, holder: holder, now: try transaction.now(own),
                microseconds: length, in: transaction)
        }
    }

    func rebuild() async throws -> Linking {
        try await Linking.rebuilt(region, now: .now, from: store)
    }

    /// A complaint that waits longer than this while nobody decides is a sign that somebody must look.
    static let waitingSecondsMax = 60

    struct Stalled: Error, CustomStringConvertible {
        let description = "complaints wait for a decision, and no process holds the decider's lease"
    }

    /// - Throws: when complaints wait and no process, here or elsewhere, decides.
    static func checkAlive(_ store: Store, now: Date) async throws {
        let (waits, isHeld) = try await store.read { transaction in
            let oldest = try transaction.first(
                "SELECT accepted_at FROM complaint WHERE state = 'accepted' ORDER BY seq LIMIT 1")
            let lease = try transaction.first(
                "SELECT expires_at FROM lease WHERE name = ?", [.text(leaseName)])
            let limit = now.microseconds - Int64(waitingSecondsMax) * 1_000_000
            return (
                oldest.map { $0.int("accepted_at") < limit } ?? false,
                lease?.int("expires_at") ?? 0 > now.microseconds
            )
        }
        if waits, !isHeld { throw Stalled() }
    }

    /// Decides one batch; `false` when nothing waits.
    func step(_ lease: Lease, _ linking: inout Linking?) async throws -> Bool {
        let waiting = try await store.write { transaction in
            try lease.verify(in: transaction)
            return try ComplaintTable.undecided(
                limit: Self.batchMax, bytesMax: Self.batchBytesMax, tried: tried.all,
                in: transaction)
        }
        tried.add(waiting.seqs)
        guard !waiting.complaints.isEmpty || !waiting.poison.isEmpty else { return false }
        let now = Date.now
        let started = ContinuousClock.now
        var memory = linking ?? Linking(tokenizer: region.tokenizer)
        var drafts: [(Complaint, Assignment?)] = waiting.poison.map {
            ($0, Drafting.unprocessed($0, region: region, now: now))
        }
        for complaint in waiting.complaints {
            guard !Drafting.isSpam(complaint) else {
                drafts.append((complaint, nil))
                continue
            }
            let draft = Drafting.draft(complaint, region: region, now: now)
            drafts.append((complaint, memory.link(complaint, draft)))
        }
        linking = memory
        let decided = drafts
        metrics.observe("mendengar_routing_decide_seconds", [:], ContinuousClock.now - started)
        try await store.write(bytes: decided.count * 4096) { transaction in
            try lease.verify(in: transaction)
            try AssignmentTable.enterFeed(
                new: decided.compactMap(\.1), at: now, in: transaction)
            try ComplaintTable.set(
                .decided, decided.filter { $0.1 != nil }.map(\.0.id), in: transaction)
            try ComplaintTable.set(
                .spam, decided.filter { $0.1 == nil }.map(\.0.id), in: transaction)
        }
        tried.clear()
        for (_, draft) in decided {
            metrics.count(
                "mendengar_routing_assignments_total",
                ["status": draft?.status.rawValue ?? "spam"])
        }
        return true
    }
}

/// What this process has begun to decide and not yet stored. While it lives, a second try is the
/// database's fault and not the complaint's.
private final class Tried: Sendable {
    private let seqs = Mutex<Set<Int64>>([])

    var all: Set<Int64> { seqs.withLock { $0 } }

    func add(_ more: [Int64]) { seqs.withLock { $0.formUnion(more) } }

    func clear() { seqs.withLock { $0 = [] } }
}
