// A thread for calls that block: libcurl's easy interface waits inside C code, which must never hold up
// the cooperative pool.
import Dispatch

/// A serial queue that runs one actor's jobs: the place where blocking C calls are allowed.
package final class ThreadExecutor: SerialExecutor {
    private let queue: DispatchQueue

    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a job of the actor on this queue's thread.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
