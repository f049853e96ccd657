// Copies the write-ahead log into the database file beside the writer, so that a commit waits for
// nothing but its own sync.
import Foundation
import GRDB

/// A thread with a connection of its own.
///
/// A checkpoint of kind PASSIVE blocks nobody. Its price: while the writer goes on it never reaches
/// the end of the log, so the log is never begun anew. Past ``SQLiteLimits/logBytesMax`` the writer
/// therefore copies the little that is left itself (``SQLiteHandle/committed(_:)``).
///
/// Safe because everything mutable is touched only while `condition` is held.
final class SQLiteCheckpointer: @unchecked Sendable {
    let queue: DatabaseQueue
    private let limits: SQLiteLimits
    private let frameBytes: Int
    /// Told when a checkpoint met a failing disk.
    private let failed: @Sendable () -> Void
    private let condition = NSCondition()
    /// Frames in the log after the last commit.
    private var frames = 0
    /// Of them, those in the database file already.
    private var copied = 0
    /// Frames when the last checkpoint or restart was tried, so that a reader of an old state, who
    /// holds both up, is not asked at every commit.
    private var tried = 0
    private var triedRestart = 0
    private var commits = 0
    private var isRunning = false
    private var isStopping = false
    private var hasStopped = false

    init(
        _ queue: DatabaseQueue, limits: SQLiteLimits, pageBytes: Int,
        failed: @escaping @Sendable () -> Void
    ) {
        self.queue = queue
        self.limits = limits
        // A frame is a page and a header of 24 bytes (sqlite.org/fileformat2.html#walformat).
        frameBytes = pageBytes + 24
        self.failed = failed
        let thread = Thread { self.loop() }
        thread.name = "store-checkpoint"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Told by the writer after each commit.
    func committed(frames: Int) {
        condition.lock()
        defer { condition.unlock() }
        if frames < self.frames {
            copied = 0
            tried = 0
            triedRestart = 0
        }
        let wasClean = self.frames <= copied
        self.frames = frames
        commits += 1
        if wasClean || isDue { condition.signal() }
    }

    /// Whether the writer should finish the log now. Never while a checkpoint runs: it would have
    /// to wait for it.
    func takeRestart() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isRunning, frames * frameBytes > limits.logBytesMax,
            triedRestart == 0 || (frames - triedRestart) * frameBytes > limits.checkpointBytes
        else { return false }
        triedRestart = frames
        return true
    }

    func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !hasStopped { condition.wait() }
        condition.unlock()
        try? queue.close()
    }

    private var isDue: Bool { (frames - max(copied, tried)) * frameBytes > limits.checkpointBytes }

    private func loop() {
        while waitUntilDue() {
            let result = Result { try queue.writeWithoutTransaction { try $0.checkpoint(.passive) } }
            condition.lock()
            isRunning = false
            if case .success(let state) = result, state.checkpointedFrameCount >= 0,
                state.checkpointedFrameCount <= frames
            {
                copied = state.checkpointedFrameCount
            }
            condition.unlock()
            if case .failure(let error as DatabaseError) = result,
                error.resultCode == .SQLITE_IOERR
            {
                failed()
            }
        }
        condition.lock()
        hasStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// - Returns: `false` when it shall end.
    private func waitUntilDue() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while !isStopping, !isDue {
            guard frames > copied else {
                condition.wait()
                continue
            }
            let seen = commits
            let isTime = !condition.wait(until: Date(timeIntervalSinceNow: limits.idleSeconds))
            if isTime, seen == commits { break }
        }
        tried = frames
        isRunning = !isStopping
        return !isStopping
    }
}
