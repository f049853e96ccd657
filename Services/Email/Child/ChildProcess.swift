// Starting, feeding and ending one parsing child from the parent's side.
import CProcess
import Foundation

/// One running parsing child. Its owner ends it with ``end()``.
struct ChildProcess {
    let socket: FrameSocket
    let pid: pid_t

    /// The child could not be started: our own trouble, not the mail's.
    struct StartFailure: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts `executable` as a parsing child.
    ///
    /// - Parameter probe: for tests: it tries this instead of reading mails.
    static func start(
        _ executable: String, limits: MailLimits, probe: Confinement.Probe? = nil
    ) throws -> ChildProcess {
        var ends: [Int32] = [-1, -1]
        let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, stream, 0, &ends) == 0 else {
            throw StartFailure(description: "no socket for the mail parser: \(reason(errno))")
        }
        defer { close(ends[1]) }
        // The kernel doubles it for what it keeps itself: who asks for no more than this at once does not
        // wait for a child that waits for him.
        var room = Int32(MailParser.unansweredBytesMax)
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        let pid: pid_t
        do {
            let arguments = probe.map { [MailChild.probeArgument, $0.rawValue] } ?? []
            pid = try spawn(executable, [MailChild.argument] + arguments, standardInput: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        let child = ChildProcess(socket: FrameSocket(descriptor: ends[0]), pid: pid)
        do {
            let json = try JSONEncoder().encode(limits)
            var hello: [UInt8] = []
            Frame.write(0, to: &hello) { $0 += json }
            try child.socket.write(hello, until: .after(.seconds(limits.wallSecondsMax)))
        } catch {
            child.end()
            throw StartFailure(description: "the mail parser ended at once: \(executable)")
        }
        return child
    }

    /// Kills and reaps the child; what it was reading is lost, which is the point.
    @discardableResult
    func end() -> String {
        kill(pid, SIGKILL)
        close(socket.descriptor)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)"
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], standardInput: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // Databases, listeners and secrets of the parent are not the child's business.
        spawn_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var arguments: [UnsafeMutablePointer<CChar>?] =
            ([executable] + arguments).map { strdup($0) } + [nil]
        // Only what the loader needs; the environment may hold secrets.
        var environment: [UnsafeMutablePointer<CChar>?] =
            [strdup("LANG=C"), strdup("SWIFT_BACKTRACE=enable=no"), strdup(heapSettings)]
        if let path = getenv("LD_LIBRARY_PATH") {
            environment.append(strdup("LD_LIBRARY_PATH=" + String(cString: path)))
        }
        environment.append(nil)
        defer { for string in arguments + environment { free(string) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, executable, &actions, &attributes, &arguments, &environment)
        guard result == 0 else {
            throw StartFailure(
                description: "cannot start the mail parser \(executable): \(reason(result))")
        }
        return pid
    }

    /// A mail is a thousand small blocks in GMime, and the next one needs the same: they are kept at hand
    /// (glibc manual, "Memory Allocation Tunables"). Large ones too, or their pages would be cleared anew.
    private static let heapSettings =
        "GLIBC_TUNABLES=glibc.malloc.tcache_count=500:glibc.malloc.mmap_threshold=4194304"
        + ":glibc.malloc.trim_threshold=8388608"

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
