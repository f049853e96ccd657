// The way of requests into the request log: it holds up no acknowledgement, and drops what it cannot write.
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Synchronization

/// Takes requests from their handlers and hands them to the files a moment later, many at once. A log, not a
/// promise: what has no room, in memory, on a day's file or on the disk, is counted and forgotten.
final class RequestLog: Service {
    /// Requests that wait to be written, and their bytes.
    static let waitingMax = 2048
    static let waitingBytesMax = 4 << 20
    /// How long the first of them waits for others.
    private let pause: Duration
    /// How often old files are looked for.
    static let pruning = Duration.seconds(3600)

    private struct State {
        var waiting: [LoggedRequest] = []
        var bytes = 0
        var isAwaited = false
    }
    private let state = Mutex(State())
    private let files: RequestLogFiles
    private let logger: Logger
    private let dropped: Metrics.Counter

    init(
        _ files: RequestLogFiles, metrics: Metrics, logger: Logger,
        pause: Duration = .milliseconds(100)
    ) {
        self.files = files
        self.pause = pause
        self.logger = logger
        dropped = metrics.counter("mendengar_sms_log_dropped_total")
    }

    /// Never waits.
    func note(_ request: LoggedRequest) {
        let (isKept, isFirst) = state.withLock { state in
            guard state.waiting.count < Self.waitingMax,
                state.bytes + request.size <= Self.waitingBytesMax
            else { return (false, false) }
            state.waiting.append(request)
            state.bytes += request.size
            defer { state.isAwaited = true }
            return (true, !state.isAwaited)
        }
        if !isKept { dropped.count() }
        guard isFirst else { return }
        // Not structured: the request does not wait for it.
        Task { [pause] in
            try? await Task.sleep(for: pause)
            await flush()
        }
    }

    /// Writes what waits.
    func flush() async {
        let batch = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        guard !batch.isEmpty else { return }
        let (written, failure) = await files.write(batch)
        dropped.count(by: batch.count - written)
        if let failure {
            logger.error("the request log cannot be written", metadata: ["why": "\(failure)"])
        }
    }

    /// Deletes what is too old until the service stops, and then writes what is left.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.files.prune(now: .now)
                try? await Task.sleep(for: Self.pruning)
            }
        }
        await flush()
    }
}
