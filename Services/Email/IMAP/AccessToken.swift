// An access token (OAuth 2) for a mailbox, read anew for each connection. Who renews it is not our business:
// it lies in a file, or a program of the administrator's prints it.
import CProcess
import Foundation
import Glibc

/// Reads tokens. Calls block.
enum AccessToken {
    /// Tokens of the large providers have 1 to 4 kB.
    static let bytesMax = 16 << 10
    static let commandSecondsMax = 30
    /// Of what a failing command writes to its standard error.
    static let complaintBytesMax = 2 << 10

    static func read(
        _ credential: IMAPServer.Credential, waker: Waker, secondsMax: Int = commandSecondsMax
    ) throws(IMAPError) -> String {
        switch credential {
        case .password(let password): return password
        case .tokenFile(let path):
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw IMAPError(code: .token, description: "token_file \(path) cannot be read")
            }
            defer { try? file.close() }
            let data = (try? file.read(upToCount: bytesMax + 1)) ?? nil
            return try token(in: Array(data ?? Data()), of: "token_file \(path)")
        case .tokenCommand(let command):
            return try token(
                in: try run(command, waker, secondsMax: secondsMax),
                of: "token_command \(command.first ?? "")")
        }
    }

    /// The first line, if it can be a token: anything else would end up in the middle of the SASL
    /// exchange.
    private static func token(in output: [UInt8], of source: String) throws(IMAPError) -> String {
        let line = output.prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: line, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            throw IMAPError(code: .token, description: "\(source) gave no token")
        }
        guard output.count <= bytesMax, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw IMAPError(
                code: .token, description: "what \(source) gave is no token: its first line must be "
                    + "the token alone, at most \(bytesMax) bytes")
        }
        return text
    }

    private static func run(
        _ command: [String], _ waker: Waker, secondsMax: Int
    ) throws(IMAPError) -> [UInt8] {
        let name = "token_command \(command.first ?? "")"
        var child: TokenChild
        do {
            child = try TokenChild(command)
        } catch {
            throw IMAPError(code: .token, description: "\(name) cannot be started: \(error)")
        }
        let end = child.finish(within: .seconds(secondsMax), waker)
        let complaint = String(decoding: child.complaint, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
            .map { $0.isNewline || $0.asciiValue.map { $0 < 0x20 } == true ? " " : String($0) }
            .joined()
        let said = complaint.isEmpty ? "" : ": \(complaint)"
        switch end {
        case .status(0): return child.output
        case .status(let status):
            throw IMAPError(
                code: .token, description: "\(name) ended with status \(status)\(said)")
        case .signal(let number):
            throw IMAPError(code: .token, description: "\(name) died of signal \(number)\(said)")
        case .tooLate:
            throw IMAPError(
                code: .token, description: "\(name) did not end within \(secondsMax) s\(said)")
        case .tooMuch:
            throw IMAPError(
                code: .token, description: "\(name) wrote more than \(bytesMax) bytes; it must print "
                    + "the token and nothing else")
        case .stopped: throw IMAPError(code: .stopped, description: "stopped")
        }
    }
}

/// A running token command: its own process group, no shell, no secrets of ours in its environment.
private struct TokenChild: ~Copyable {
    enum End { case status(Int32), signal(Int32), tooLate, tooMuch, stopped }
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let pid: pid_t
    private let outputEnd: Int32
    private let complaintEnd: Int32
    private(set) var output: [UInt8] = []
    private(set) var complaint: [UInt8] = []

    /// What a program needs to find its way; the rest may hold secrets.
    private static let variables = [
        "PATH", "HOME", "USER", "LANG", "TZ", "LD_LIBRARY_PATH", "http_proxy", "https_proxy",
        "no_proxy", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    init(_ command: [String]) throws(Failure) {
        let out = try Self.pipe()
        let err: (read: Int32, write: Int32)
        do throws(Failure) {
            err = try Self.pipe()
        } catch {
            close(out.read)
            close(out.write)
            throw error
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO)
        spawn_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments = command.map { strdup($0) } + [nil]
        var environment = Self.variables.compactMap { name in
            getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
        } + [nil]
        defer { for string in arguments + environment { free(string) } }
        var started: pid_t = 0
        let result = posix_spawnp(
            &started, command.first ?? "", &actions, &attributes, &arguments, &environment)
        close(out.write)
        close(err.write)
        guard result == 0 else {
            close(out.read)
            close(err.read)
            throw Failure(description: String(cString: strerror(result)))
        }
        (pid, outputEnd, complaintEnd) = (started, out.read, err.read)
    }

    private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(description: String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    deinit {
        close(outputEnd)
        close(complaintEnd)
    }

    /// Reads both outputs to their end; whatever still runs of it after that is ended.
    mutating func finish(within time: Duration, _ waker: Waker) -> End {
        let deadline = Deadline.after(time)
        var early: End?
        var open: Set<Int32> = [outputEnd, complaintEnd]
        while !open.isEmpty, early == nil {
            var entries = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            entries.append(pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0))
            let ready = poll(&entries, nfds_t(entries.count), deadline.pollMilliseconds)
            if ready == 0 { early = .tooLate }
            if entries.last?.revents != 0 { early = .stopped }
            for entry in entries.dropLast() where entry.revents != 0 {
                if !take(from: entry.fd) { open.remove(entry.fd) }
            }
            if output.count > AccessToken.bytesMax { early = .tooMuch }
        }
        while early == nil, !hasEnded {
            if deadline.pollMilliseconds == 0 { early = .tooLate }
            usleep(2_000)
        }
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        if let early { return early }
        return status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
    }

    /// Asked without taking its status: until that is taken nobody else gets its number.
    private var hasEnded: Bool {
        var end = siginfo_t()
        let options = Int32(WEXITED | WNOHANG | WNOWAIT)
        return waitid(P_PID, id_t(pid), &end, options) != 0 || end.si_signo == SIGCHLD
    }

    /// `false` at the end of the output.
    private mutating func take(from descriptor: Int32) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        if descriptor == outputEnd {
            output += chunk[..<count]
        } else {
            complaint += chunk.prefix(min(count, AccessToken.complaintBytesMax - complaint.count))
        }
        return true
    }
}
