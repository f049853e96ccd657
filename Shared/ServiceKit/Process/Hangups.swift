// SIGHUP, by which an administrator asks a service to read its files again.
import CProcess
import UnixSignals

/// Calls the body for each SIGHUP until the task is cancelled. From now on the signal ends no process.
package func forEachHangup(_ body: @Sendable () -> Void) async {
    for await _ in await UnixSignalsSequence(trapping: .sighup) { body() }
}

/// Gives memory that is no longer used back to the system: reading a region takes several times what stays.
package func giveBackHeap() { process_give_back_heap() }
