// The processor time of the calling thread: what a proof of linear work compares, because other suites
// on the same machine change the clock on the wall and not this one.
import Glibc

package enum CPUTime {
    /// Seconds of processor time the calling thread has used, to compare two stretches of work done
    /// without suspension.
    package static var ofThread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
