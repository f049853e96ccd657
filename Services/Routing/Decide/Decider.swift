// The one decider (decision D12): in order of acceptance, under a lease that each of its transactions
// checks.
import Complaints
import Delivery
import Duplicates
import Foundation
import Logging
import Region
import ServiceKit
import ServiceLifecycle
import Store

/// Understands, decides and writes the feed while it holds the lease.
struct Decider: Service {
    let store: Store
    let packs: CurrentPack
    var weights = LinkWeights.standard
    /// Lets the time pass over what is decided; without it, nothing is told and nobody reminded.
    var sweeper: Sweeper?
    /// `routing.sweep_seconds`.
    var sweepSeconds = DeciderSteps.sweepSecondsDefault
    let bell: Bell
    /// What others want to know of this process's memory of links.
    var dryRuns: DryRuns?
    let metrics: Metrics
    let logger: Logger
    /// Names this process in the lease.
    let holder = UUID().text

    static let leaseName = "decider"
    /// How long a holder that died keeps the next one waiting.
    var leaseSeconds = 10
    /// Complaints decided in one transaction, and the bytes of their texts together: a run of long
    /// mails must not hold up the short message behind it, nor a stop signal.
    static let batchMax = 100
    static let batchBytesMax = 256 * 1024
    /// Of imported cases: so many go before somebody who complains now.
    static let importedMax = 25

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let start = ContinuousClock.now
            var steps = DeciderSteps(leaseSeconds: leaseSeconds, sweepSeconds: sweepSeconds)
            var linking: Linking?
            var action = DeciderSteps.first
            while !Task.isCancelled {
                var event = DeciderSteps.Event.failed
                do {
                    event = try await perform(action, &linking)
                } catch {
                    logger.error("deciding postponed", metadata: ["why": "\(error)"])
                }
                action = steps.next(after: event, now: ContinuousClock.now - start)
                if case .rebuild = action, let lease = steps.held {
                    logger.notice("this process decides now", metadata: ["epoch": "\(lease.epoch)"])
                }
            }
            if let lease = steps.held { try? await store.write { try lease.release(in: $0) } }
        }
    }

    /// - Parameter linking: `nil` while another process decides.
    func perform(
        _ action: DeciderSteps.Action, _ linking: inout Linking?
    ) async throws -> DeciderSteps.Event {
        switch action {
        case .acquire:
            let lease = try await acquire()
            if lease == nil {
                linking = nil
                dryRuns?.answer(by: nil)
            }
            return .acquired(lease)
        case .rebuild:
            linking = nil
            linking = try await Linking.rebuilt(packs.pack, weights: weights, now: .now, from: store)
            return .rebuilt
        case .take(let lease, let tried):
            let (seen, region) = (linking?.lastEvent ?? 0, packs.pack)
            let (undecided, events) = try await store.write { transaction in
                var undecided = try Self.take(lease, tried, region: region, in: transaction)
                if !undecided.seqs.isEmpty {
                    undecided.late = try PromiseTable.late(askedBy: region, in: transaction)
                }
                return (undecided, try LinkTable.events(after: seen, in: transaction))
            }
            linking?.apply(events)
            dryRuns?.answer(by: linking)
            return .taken(undecided)
        case .draft(let undecided):
            return .drafted(draft(undecided, &linking))
        case .store(let lease, let drafted):
            try await keep(drafted, linking?.pending ?? [], lease)
            linking?.stored()
            return .stored
        case .sweep(let lease):
            guard let sweeper else { return .swept(isMore: false) }
            let now = Date.now
            let seen = try await store.write { transaction in
                try lease.verify(in: transaction)
                return try sweeper.look(at: now, in: transaction)
            }
            guard !seen.isEmpty else { return .swept(isMore: false) }
            try await store.write { transaction in
                try lease.verify(in: transaction)
                try sweeper.tell(seen, at: now, in: transaction)
            }
            return .swept(isMore: seen.count == Sweeper.batchMax)
        case .rest(let duration):
            await bell.wait(atMost: duration)
            return .rested
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

    private func draft(
        _ undecided: ComplaintTable.Undecided, _ linking: inout Linking?
    ) -> [Drafted] {
        let now = Date.now
        let started = ContinuousClock.now
        let region = packs.pack
        // Moved, not copied: a million complaints are in it.
        var memory = linking ?? Linking(region: region, weights: weights)
        linking = nil
        memory.region = region
        var drafted: [Drafted] = zip(undecided.poison, undecided.seqs).map { complaint, number in
            let complaint = Drafting.protecting(complaint, undecided.named.protected)
            let draft = Drafting.unprocessed(complaint, region: region, now: now)
            return Drafted(
                complaint, .assigned(draft),
                answering: FollowUps.answering(draft, number, undecided.named))
        }
        let late = undecided.late
        for (complaint, number) in zip(undecided.complaints, undecided.seqs) {
            let complaint = Drafting.protecting(complaint, undecided.named.protected)
            let (draft, nuisance) = Drafting.drafted(complaint, region: region, now: now, late: late)
            if let nuisance {
                let entry = SpamEntry(complaint: draft.complaint, because: nuisance)
                drafted.append(Drafted(complaint, .spam(entry)))
            } else {
                let answering = FollowUps.answering(draft, number, undecided.named)
                var known = draft
                // The few words of an answer describe nothing: they link neither it nor others to it.
                if answering?.isAnswer != true {
                    let linked = memory.link(complaint, draft, number: number)
                    known = Drafting.redrafted(
                        complaint, linked, region: region, now: now, caseSize: memory.caseSize(of: number),
                        late: late)
                }
                drafted.append(Drafted(complaint, .assigned(known), answering: answering))
            }
        }
        linking = memory
        metrics.observe("mendengar_routing_decide_seconds", [:], ContinuousClock.now - started)
        return drafted
    }

    private func keep(
        _ drafted: [Drafted], _ links: [LinkRecord], _ lease: Lease
    ) async throws {
        let now = Date.now
        let (version, region) = (weights.version, packs.pack)
        try await store.write(bytes: drafted.count * 4096) { transaction in
            try Self.keep(
                drafted, lease, links: links, weights: version, region: region, at: now,
                in: transaction)
        }
        for one in drafted {
            metrics.count(
                "mendengar_routing_assignments_total",
                ["status": one.assignment?.status.rawValue ?? FlagName.spam])
        }
    }

    /// What is to be decided next, if the lease is still ours: imported cases while no citizen waits. Pure
    /// but for the transaction.
    static func take(
        _ lease: Lease, _ tried: Set<Int64>, region: RegionPack? = nil, at now: Date = .now,
        in transaction: any Transaction
    ) throws -> ComplaintTable.Undecided {
        try lease.verify(in: transaction)
        func undecided() throws -> ComplaintTable.Undecided {
            var undecided = try ComplaintTable.undecided(
                limit: batchMax, bytesMax: batchBytesMax, tried: tried, in: transaction)
            undecided.named = try FollowUps.named(
                by: undecided.complaints + undecided.poison, in: transaction)
            return undecided
        }
        let waiting = try undecided()
        guard waiting.seqs.isEmpty, let region,
            try ImportQueue.bringForward(atMost: importedMax, region, at: now, in: transaction)
        else { return waiting }
        var imported = try undecided()
        imported.isMore = true
        return imported
    }

    /// Stores what was decided, if the lease is still ours. Pure but for the transaction.
    static func keep(
        _ drafted: [Drafted], _ lease: Lease, links: [LinkRecord] = [], weights: String = "",
        region: RegionPack? = nil, at now: Date, in transaction: any Transaction
    ) throws {
        try lease.verify(in: transaction)
        let (moved, links) = try followed(drafted, links, in: transaction)
        let (drafted, joined) = try region.map {
            try FollowUps.join(moved, $0, at: now, in: transaction)
        } ?? (moved, [])
        try AssignmentTable.enterFeed(
            new: drafted.compactMap(\.assignment), at: now, in: transaction)
        try ComplaintTable.set(
            .decided, drafted.compactMap(\.assignment?.complaint.id), in: transaction)
        try SpamTable.insert(drafted.compactMap(\.spam), at: now, in: transaction)
        try LinkTable.insert(links, weights: weights, at: now, in: transaction)
        try LinkTable.insert(joined, in: transaction)
        for one in links where one.decision.link.map({ $0.clusterNumber != one.cluster }) == true {
            // The memory has it where it was.
            try CaseTable.move(Int64(one.facts.number), to: Int64(one.cluster), in: transaction)
        }
        for one in links where !one.decision.merged.isEmpty {
            try Cases.join(
                one.decision.merged, by: one.facts.id, score: one.decision.links.map(\.score).min() ?? 0,
                at: now, in: transaction)
        }
        for old in drafted.compactMap(\.assignment?.complaint) where OldCases.isOver(old) {
            try LinkTable.close(old.id, true, in: transaction)
        }
    }

    /// What a person brought into another case while this was decided takes along what is linked to it.
    private static func followed(
        _ drafted: [Drafted], _ links: [LinkRecord], in transaction: any Transaction
    ) throws -> ([Drafted], [LinkRecord]) {
        let cases = links.compactMap(\.decision.link).map { ($0.number, $0.clusterNumber) }
        var moved = try LinkTable.moved(
            Dictionary(cases) { first, _ in first }, in: transaction)
        guard !moved.isEmpty else { return (drafted, links) }
        var (drafted, links) = (drafted, links)
        for index in links.indices {
            guard let head = links[index].decision.link.flatMap({ moved[$0.number] }) else { continue }
            links[index].cluster = head.number
            moved[links[index].facts.number] = head
            let id = links[index].facts.id
            if let place = drafted.firstIndex(where: { $0.complaint.id == id }),
                var assignment = drafted[place].assignment
            {
                assignment.duplicate?.cluster = head.id
                drafted[place].outcome = .assigned(assignment)
            }
        }
        return (drafted, links)
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
}
