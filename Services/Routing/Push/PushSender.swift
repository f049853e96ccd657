// Sends to one receiver, in the order of the feed: by one process at a time, under a lease that each of its
// transactions checks. What fails becomes a letter and is tried again beside the others.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Store

struct PushSender: Service {
    /// Two senders for each receiver, so that what fails holds up nothing that is new.
    enum Lane: String, Sendable, CaseIterable { case fresh, letters }

    let receiver: PushReceiver
    let lane: Lane
    let store: Store
    let packs: CurrentPack
    let metrics: Metrics
    let logger: Logger
    let fetch: @Sendable (FetchRequest) async throws(FetchError) -> FetchResponse
    let bell = Bell()
    /// Names this process in the lease.
    private let holder = UUID().uuidString.lowercased()

    /// Looks at least this often, should a ring be missed.
    static let idle = Duration.seconds(10)
    /// While another process sends.
    static let standby = Duration.seconds(2)
    /// After the database has failed.
    static let pause = Duration.seconds(1)
    /// A batch ends after this, with what it has sent.
    static let batchTime = Duration.seconds(5)
    /// Of the bodies of a batch.
    static let batchBytesMax = 4 * 1024 * 1024
    /// Beyond the longest batch, so that the lease holds until it is recorded.
    static let leaseMargin = Duration.seconds(10)

    static func leaseName(_ receiver: String, _ lane: Lane) -> String {
        "push/\(receiver)/\(lane.rawValue)"
    }

    /// What a sender remembers from one batch to the next.
    struct Turn: Sendable {
        var pace = PushPace()
        fileprivate(set) var lease: Lease?
        fileprivate var renewAt = ContinuousClock.now
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var turn = Turn()
            while !Task.isCancelled {
                var rest = Self.pause
                do {
                    rest = try await round(&turn)
                } catch {
                    turn.lease = nil
                    logger.error(
                        "push postponed", metadata: ["receiver": "\(receiver.name)", "why": "\(error)"])
                }
                if rest > .zero { await bell.wait(atMost: rest) }
            }
            await release()
        }
    }

    /// Lets another process send at once.
    func release() async {
        if let lease = try? await acquire() { try? await store.write { try lease.release(in: $0) } }
    }

    /// Sends one batch and records what came of it; gives how long there is nothing more to do.
    func round(_ turn: inout Turn) async throws -> Duration {
        if turn.lease == nil || turn.renewAt <= .now {
            // Who has nothing to send needs no lease, and its renewal no commit.
            if case .rest(let rest) = try await look(1) { return rest }
            // Half of the margin: the longest batch still ends before the lease does.
            turn.renewAt = .now + Self.leaseMargin / 2
            turn.lease = try await acquire()
        }
        guard let lease = turn.lease else { return Self.standby }
        // Only now: another process may have sent until this one had the lease.
        switch try await look(turn.pace.limit) {
        case .rest(let rest): return rest
        case .send(let entries):
            let result = turn.pace.judge(await send(entries), random: .random(in: 0..<1))
            try await settle(result, lease)
            return .zero
        }
    }

    private enum Sight: Sendable {
        case rest(Duration)
        case send([PushEntry])
    }

    private func look(_ limit: Int) async throws -> Sight {
        let (name, lane, own) = (receiver.name, lane, Date.now.microseconds)
        let handover = Handover(packs.pack, at: .now)
        return try await store.read { transaction in
            let now = try transaction.now(own)
            guard let standing = try PushTable.standing(name, in: transaction), !standing.isDisabled
            else { return .rest(Self.idle) }
            guard standing.pausedUntil <= now else {
                return .rest(min(Self.idle, .microseconds(standing.pausedUntil - now)))
            }
            let entries =
                switch lane {
                case .fresh:
                    try PushTable.tail(
                        after: standing.taken, limit: limit, bytesMax: Self.batchBytesMax,
                        in: transaction)
                case .letters:
                    try PushTable.due(name, now: now, limit: limit, in: transaction)
                }
            guard entries.isEmpty else { return .send(try entries.map(handover.given)) }
            let next = lane == .fresh ? nil : try PushTable.nextDue(name, in: transaction)
            return .rest(next.map { min(Self.idle, max(.seconds(1), .microseconds($0 - now))) } ?? Self.idle)
        }
    }

    /// The first that is not taken ends it.
    private func send(_ entries: [PushEntry]) async -> PushResult {
        var result = PushResult()
        let started = ContinuousClock.now
        for entry in entries where result.failed == nil {
            guard !Task.isCancelled, ContinuousClock.now - started < Self.batchTime else { break }
            switch await send(entry) {
            case .taken: result.taken.append(entry)
            // It was we who broke off.
            case .failed where Task.isCancelled: break
            case let outcome: result.failed = (entry, outcome)
            }
        }
        return result
    }

    private func acquire() async throws -> Lease? {
        let (holder, own) = (holder, Date.now.microseconds)
        let name = Self.leaseName(receiver.name, lane)
        let length = receiver.timeout + Self.batchTime + Self.leaseMargin
        return try await store.write(grace: Claim.grace) { transaction in
            try Lease.acquire(
                name, holder: holder, now: try transaction.now(own),
                microseconds: Int64(length / .microseconds(1)), in: transaction)
        }
    }

    private func send(_ entry: PushEntry) async -> PushOutcome {
        do throws(FetchError) {
            let response = try await fetch(receiver.request(entry, at: .now))
            return PushOutcome(response, at: .now)
        } catch {
            return PushOutcome(error, host: receiver.url.host)
        }
    }

    /// Tries until it is recorded, or another process has taken over: what was sent must not be sent again
    /// because the database was away for a moment.
    private func settle(_ result: PushResult, _ lease: Lease) async throws {
        guard !result.taken.isEmpty || result.failed != nil else { return }
        let (receiver, lane, own) = (receiver, lane, Date.now.microseconds)
        let random = Double.random(in: 0..<1)
        var tries = 0
        while true {
            do {
                let isDead = try await store.write { transaction in
                    try lease.verify(in: transaction)
                    return try PushTable.settle(
                        result, of: receiver, areLetters: lane == .letters,
                        now: try transaction.now(own), random: random, in: transaction)
                }
                tell(result, isDead: isDead)
                return
            } catch let error as StoreError where error.code != .leaseLost && !Task.isCancelled {
                tries += 1
                logger.error(
                    "push not recorded yet",
                    metadata: ["receiver": "\(receiver.name)", "why": "\(error)"])
                try? await Task.sleep(for: Backoff().delay(failures: tries, random: random))
            }
        }
    }

    private func tell(_ result: PushResult, isDead: Bool) {
        func count(_ what: String, _ amount: Int = 1) {
            metrics.count(
                "mendengar_push_total", ["receiver": receiver.name, "result": what], by: amount)
        }
        if !result.taken.isEmpty { count("delivered", result.taken.count) }
        guard let (entry, outcome) = result.failed else { return }
        var facts: Logger.Metadata = ["receiver": "\(receiver.name)", "cursor": "\(entry.cursor)"]
        switch outcome {
        case .taken: break
        case .gone:
            count("disabled")
            logger.warning("push disabled: the receiver answered 410", metadata: facts)
        case .failed(let why, _, _, _):
            facts["why"] = "\(why)"
            count(isDead ? "dead" : "failed")
            if isDead {
                logger.error("push given up; send it again with mendengar push resend", metadata: facts)
            } else {
                logger.notice("push failed, to be tried again", metadata: facts)
            }
        }
    }
}
