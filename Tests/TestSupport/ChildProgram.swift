// Programs that tests start and stop, by their process id only.
import Foundation
import Glibc
import Synchronization

/// A program started by a test.
///
/// Not Foundation's `Process`: that hands the blocked signals of a dispatch thread on to the
/// program, which then cannot hear SIGTERM.
package final class ChildProgram: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    package let pid: Int32
    private let output: Int32
    private let status = Mutex<Int32?>(nil)

    /// How long a program may take to end after SIGTERM before it is killed.
    package static let endSeconds = 10.0

    /// Starts `command` (a path and its arguments); its two outputs are read together.
    package init(_ command: [String], environment: [String: String] = [:]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var argv = command.map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for string in argv + envp { free(string) } }
        var started: pid_t = 0
        let result = posix_spawn(&started, command[0], &actions, &attributes, &argv, &envp)
        guard result == 0 else {
            close(ends[0])
            throw Failure(description: "\(command[0]): \(String(cString: strerror(result)))")
        }
        pid = started
        output = ends[0]
    }

    deinit {
        terminate()
        close(output)
    }

    /// Runs a program to its end and gives what it said.
    @discardableResult
    package static func run(_ command: [String]) throws -> String {
        let program = try ChildProgram(command)
        var said: [UInt8] = []
        while let more = program.readSome() { said += more }
        let text = String(decoding: said, as: UTF8.self)
        guard program.waitForEnd() == 0 else {
            throw Failure(description: "\(command.joined(separator: " ")): \(text)")
        }
        return text
    }

    /// Reads what the program says until it says `words`, then drains the rest on a thread.
    package func waitForOutput(_ words: String) throws {
        var said: [UInt8] = []
        while !String(decoding: said, as: UTF8.self).contains(words) {
            guard let more = readSome() else {
                throw Failure(
                    description: "the program ended: \(String(decoding: said, as: UTF8.self))")
            }
            said += more
        }
        let rest = dup(output)
        Thread.detachNewThread {
            var chunk = [UInt8](repeating: 0, count: 4096)
            while read(rest, &chunk, chunk.count) > 0 {}
            Glibc.close(rest)
        }
    }

    /// Sends a signal, such as SIGKILL.
    package func signal(_ number: Int32) {
        status.withLock { if $0 == nil { kill(pid, number) } }
    }

    /// Waits until the program has ended; its exit status, or 128 and its signal.
    @discardableResult
    package func waitForEnd() -> Int32 {
        status.withLock { status in
            if let status { return status }
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
            let code = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
            status = code
            return code
        }
    }

    /// Asks the program to end, and kills it if it does not.
    package func terminate() {
        status.withLock { status in
            guard status == nil else { return }
            kill(pid, SIGTERM)
            var raw: Int32 = 0
            let deadline = Date(timeIntervalSinceNow: Self.endSeconds)
            while waitpid(pid, &raw, WNOHANG) == 0 {
                if Date() > deadline { kill(pid, SIGKILL) }
                usleep(5_000)
            }
            status = raw
        }
    }

    /// What an ended program said and nobody has read.
    package func rest() -> String {
        var said: [UInt8] = []
        while let more = readSome() { said += more }
        return String(decoding: said, as: UTF8.self)
    }

    private func readSome() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(output, &chunk, chunk.count)
        return count > 0 ? Array(chunk[..<count]) : nil
    }
}
