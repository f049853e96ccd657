// Lets a task run where its connection lives.
import NIOCore

/// Runs the steps of a task on an event loop.
///
/// The way of a mail to the disk and back is a few short steps: on the threads of the pool each of them would
/// wake another thread, and that costs more than the step. What takes long must leave it
/// (`globalConcurrentExecutor`).
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
