// Reads one IMAP mailbox for as long as the service lives: sessions with a lease, and pauses between them.
import Complaints
import Delivery
import Foundation
import Intake
import Logging
import ServiceKit
import ServiceLifecycle
import Store

/// Keeps a connection to a mailbox, reads what comes (``MailboxReader``), and comes again after any
/// trouble. Nothing here ever ends the service or another mailbox.
struct MailboxPoller: Service {
    struct Settings: Sendable {
        var name: String
        var server: IMAPServer
        var folder: String
        var processed: String
        var failed: String
        /// Between two looks.
        var pause: Duration
        /// How long one IDLE lasts at most; zero: none.
        var idle: Duration = .seconds(25 * 60)
        /// Without IDLE: a connection that is silent for half an hour may be ended (RFC 3501 section
        /// 5.4), and routers forget it sooner.
        var keepAlive: Duration = .seconds(9 * 60)
        /// How long a process that has died keeps the mailbox.
        var leaseSeconds = 30
        var mailBytesMax: Int
        /// Where large mails lie while they are read.
        var files: URL

        func folder(_ target: MailboxMove.Target) -> String {
            switch target {
            case .processed: processed
            case .failed: failed
            }
        }
    }

    let settings: Settings
    let reader: MailboxReader
    let store: Store
    let logger: Logger
    private let metrics: MailboxMetrics
    /// This process among others that read the same mailbox.
    private let holder = UUID().uuidString

    static let backoff = Backoff(first: .seconds(2), longest: .seconds(300))
    /// The least time between two looks that find nothing, however often the server calls.
    static let calmTime = Duration.seconds(1)

    init(settings: Settings, reception: Reception, store: Store, logger: Logger) {
        self.settings = settings
        self.store = store
        self.logger = logger
        metrics = MailboxMetrics(settings.name, reception.metrics)
        reader = MailboxReader(
            settings: settings, reception: reception, store: store, metrics: metrics,
            logger: logger)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                let begin = ContinuousClock.now
                do {
                    _ = try await session(isOnce: false)
                    failures = 0
                } catch {
                    guard !Task.isCancelled else { break }
                    // One that has worked for a while is a new trouble.
                    if ContinuousClock.now - begin > Self.backoff.longest { failures = 0 }
                    failures += 1
                    metrics.failed()
                    logger.error(
                        "mailbox not read",
                        metadata: [
                            "mailbox": "\(settings.name)", "why": "\(error)", "tries": "\(failures)",
                        ])
                }
                let wait = failures == 0
                    ? min(settings.pause, leaseTime / 2)
                    : Self.backoff.delay(failures: failures, random: .random(in: 0..<1))
                try? await Task.sleep(for: wait)
            }
        }
    }

    /// Takes in everything new in a session of its own; gives how many mails there were.
    @discardableResult
    func poll() async throws -> Int { try await session(isOnce: true) ?? 0 }

    private var leaseTime: Duration { .seconds(settings.leaseSeconds) }

    /// One connection; ends by an error, when the service stops, or after the first look.
    ///
    /// - Returns: how many mails there were; `nil` when another process reads the mailbox.
    private func session(isOnce: Bool) async throws -> Int? {
        guard let lease = try await acquire() else { return nil }
        let result: Result<Int?, any Error>
        do {
            let count = try await withThrowingTaskGroup(of: Int?.self) { group in
                group.addTask { try await renew() }
                group.addTask { try await serve(lease, isOnce) }
                while let count = try await group.next() {
                    guard let count else { continue }
                    group.cancelAll()
                    return count as Int?
                }
                return nil
            }
            result = .success(count)
        } catch {
            result = .failure(error)
        }
        if !isOnce { try? await store.write { try lease.release(in: $0) } }
        return try result.get()
    }

    private func serve(_ lease: Lease, _ isOnce: Bool) async throws -> Int {
        let worker = IMAPWorker(
            settings.server, folder: settings.folder, files: settings.files,
            limits: IMAPLimits(mailBytesMax: settings.mailBytesMax))
        return try await withTaskCancellationHandler {
            do {
                let count = try await serve(worker, lease, isOnce)
                await worker.close()
                return count
            } catch {
                await worker.drop()
                throw error
            }
        } onCancel: {
            worker.waker.wake()
        }
    }

    private func serve(_ worker: IMAPWorker, _ lease: Lease, _ isOnce: Bool) async throws -> Int {
        var canIdle = try await reader.open(worker, lease) && settings.idle > .zero
        var count = 0
        while true {
            let begin = ContinuousClock.now
            let found = try await reader.drain()
            count += found
            metrics.succeeded(at: .now)
            guard !isOnce, !Task.isCancelled else { return count }
            if canIdle {
                do throws(IMAPError) {
                    try await worker.idle(for: min(settings.pause, settings.idle))
                } catch {
                    guard error.code == .refused else { throw error }
                    canIdle = false
                    logger.notice(
                        "the server does not keep IDLE: polling",
                        metadata: ["mailbox": "\(settings.name)", "why": "\(error)"])
                }
                // A server that always has news must not keep us busy.
                let calm = Self.calmTime - (ContinuousClock.now - begin)
                if found == 0, calm > .zero { try await Task.sleep(for: calm) }
            } else {
                try await rest(worker)
            }
        }
    }

    /// The pause between two looks without IDLE, shorter when the server tells of mail.
    private func rest(_ worker: IMAPWorker) async throws {
        let end = ContinuousClock.now + settings.pause
        while true {
            let left = end - ContinuousClock.now
            try await Task.sleep(for: min(left, settings.keepAlive))
            guard left > settings.keepAlive else { return }
            if try await worker.keepAlive() { return }
        }
    }

    /// Holds on to the lease; a long batch or a quiet connection must not lose it.
    private func renew() async throws -> Int? {
        while true {
            do {
                try await Task.sleep(for: leaseTime / 3)
            } catch {
                return nil
            }
            do {
                guard try await acquire() != nil else {
                    throw StoreError(.leaseLost, "another process reads the mailbox now")
                }
            } catch let error as StoreError where error.isPassing {
                // Whoever writes without the lease is found out in his transaction.
                continue
            }
        }
    }

    private func acquire() async throws -> Lease? {
        let (name, holder) = ("mailbox:\(settings.name)", holder)
        let (now, length) = (Date.now.microseconds, Int64(settings.leaseSeconds) * 1_000_000)
        return try await store.write { transaction in
            try Lease.acquire(
                name, holder: holder, now: try transaction.now(now), microseconds: length,
                in: transaction)
        }
    }
}

extension IMAPLimits {
    /// For mails of that size. A server may be wrong about a size; what is too large is cut off later.
    init(mailBytesMax: Int) {
        self.init()
        literalBytesMax = 2 * mailBytesMax + (1 << 20)
    }
}
