// The one decider (decision D12): in order of acceptance, under a lease that each of its transactions checks.
import Complaints
import Delivery
import Foundation
import Logging
import Region
import ServiceKit
import ServiceLifecycle
import Store

/// Understands, decides and writes the feed while it holds the lease.
struct Decider: Service {
    let store: Store
    let region: RegionPack
    let bell: Bell
    let signal: FeedSignal
    let metrics: Metrics
    let logger: Logger
    /// Names this process in the lease.
    let holder = UUID().uuidString.lowercased()

    static let leaseName = "decider"
    static let leaseSeconds = 10
    /// Complaints decided in one transaction, and the bytes of their texts together: a run of long
    /// mails must not hold up the short message behind it, nor a stop signal.
    static let batchMax = 100
    static let batchBytesMax = 256 * 1024

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var lease: Lease?
            var linking: Linking?
            while !Task.isCancelled {
                do {
                    let held = lease
                    lease = try await acquire()
                    guard let lease else {
                        linking = nil
                        await bell.wait(atMost: .seconds(1))
                        continue
                    }
                    // Another process may have decided in between: only its database knows.
                    if linking == nil || lease != held { linking = try await rebuild() }
                    if try await step(lease, &linking) { continue }
                } catch {
                    // The step may have failed after linking: what was not stored must be forgotten.
                    linking = nil
                    logger.error("deciding postponed", metadata: ["why": "\(error)"])
                    await bell.wait(atMost: .milliseconds(500))
                    continue
                }
                await bell.wait(atMost: .seconds(Self.leaseSeconds / 3))
            }
            if let lease { try? await store.write { try lease.release(in: $0) } }
        }
    }

    private func acquire() async throws -> Lease? {
        let holder = holder
        return try await store.write { transaction in
            try Lease.acquire(
                Self.leaseName, holder: holder, now: Date.now.microseconds,
                microseconds: Int64(Self.leaseSeconds) * 1_000_000, in: transaction)
        }
    }

    func rebuild() async throws -> Linking {
        let region = region
        return try await store.read { try Linking.rebuilt(region, now: .now, in: $0) }
    }

    /// Decides one batch; `false` when nothing waits.
    func step(_ lease: Lease, _ linking: inout Linking?) async throws -> Bool {
        let waiting = try await store.read { transaction in
            try ComplaintTable.undecided(
                limit: Self.batchMax, bytesMax: Self.batchBytesMax, in: transaction)
        }
        guard !waiting.isEmpty else { return false }
        let now = Date.now
        let started = ContinuousClock.now
        var memory = linking ?? Linking(tokenizer: region.tokenizer)
        var drafts: [(Complaint, Assignment?)] = []
        for complaint in waiting {
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
            for (complaint, draft) in decided {
                if let draft {
                    let made = try AssignmentTable.enterFeed(draft, at: now, in: transaction)
                    try AssignmentTable.note(
                        made.id, actor: "routing", action: made.status.rawValue,
                        request: made.decision.rule ?? "", at: now, in: transaction)
                }
                try ComplaintTable.set(
                    draft == nil ? .spam : .decided, complaint.id, in: transaction)
            }
        }
        for (_, draft) in decided {
            metrics.count(
                "mendengar_routing_assignments_total",
                ["status": draft?.status.rawValue ?? "spam"])
        }
        signal.ring()
        return true
    }
}
