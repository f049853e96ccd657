// A real PostgreSQL for tests: private, on a free loopback port and a Unix socket, without root's
// rights.
import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server with its own data. Durable like in operation: fsync is on.
///
/// Local connections need no password; those over TCP need ``password``.
package final class PostgreSQL: Sendable {
    package static let user = "mendengar"
    /// With characters that an address must escape.
    package static let password = "rahasia uji/@:?%"
    package static let encodedPassword = "rahasia%20uji%2F%40%3A%3F%25"

    package let port: Int
    /// Holds the data and the Unix socket.
    package let folder: String
    private let process = Mutex<Launched?>(nil)

    /// The newest installed version's programs.
    private static let programs: String? = {
        let base = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        return versions.compactMap { Int($0) }.max().map { "\(base)/\($0)/bin" }
    }()

    /// One server for all tests of a run; each makes its own database. Ends with the test program.
    package static func shared() throws -> PostgreSQL {
        try theShared.withLock { server in
            if let server { return server }
            let started = try PostgreSQL()
            server = started
            atexit { PostgreSQL.theShared.withLock { $0?.stop() } }
            return started
        }
    }
    private static let theShared = Mutex<PostgreSQL?>(nil)

    /// Makes a new server and starts it.
    package init(_ settings: [String] = []) throws {
        guard let programs = Self.programs else {
            throw ChildProgram.Failure(
                description:
                    "PostgreSQL is not installed; run ops/test or apt-get install postgresql")
        }
        port = try FreePort.find()
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "postgres-\(UUID().uuidString.prefix(8).lowercased())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let passwordFile = folder + "/password"
        try Data(Self.password.utf8).write(to: URL(filePath: passwordFile))
        if getuid() == 0 { try ChildProgram.run(["/bin/chown", "-R", "postgres:", folder]) }
        try ChildProgram.run(
            Self.unprivileged + [
                "\(programs)/initdb", "--pgdata=\(folder)/data", "--username=\(Self.user)",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--auth-local=trust",
                "--auth-host=scram-sha-256", "--pwfile=\(passwordFile)",
            ])
        try start(settings)
    }

    /// PostgreSQL refuses to run as root. `setpriv` also has it end with the thread that started
    /// it.
    private static var unprivileged: [String] {
        let identity =
            getuid() == 0
            ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        return ["/usr/bin/setpriv"] + identity + ["--pdeathsig=QUIT"]
    }

    /// Starts it with the data and the port it had before; returns when it takes connections.
    package func start(_ settings: [String] = []) throws {
        let all =
            [
                "port=\(port)", "listen_addresses=127.0.0.1", "unix_socket_directories=\(folder)",
                "fsync=on", "shared_buffers=32MB", "max_connections=60", "log_min_messages=panic",
            ] + settings
        let command =
            Self.unprivileged + ["\(Self.programs ?? "")/postgres", "-D", "\(folder)/data"]
            + all.flatMap { ["-c", $0] }
        let launched = try Launched(command)
        process.withLock { $0 = launched }
        let deadline = Date(timeIntervalSinceNow: 30)
        while true {
            do {
                try psql("SELECT 1")
                return
            } catch {
                guard Date() < deadline else {
                    throw ChildProgram.Failure(
                        description: "PostgreSQL did not start (log_min_messages=fatal says why): "
                            + "\(launched.lastWords()) \(error)")
                }
                usleep(20_000)
            }
        }
    }

    /// Ends it as a crash does: SIGQUIT (immediate shutdown) or SIGKILL; returns when all of it is
    /// gone.
    package func crash(_ signal: Int32 = SIGQUIT) {
        process.withLock { launched in
            launched?.end(signal)
            launched = nil
        }
    }

    /// Stops it and removes its files.
    package func stop() {
        crash(SIGINT)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs SQL as the owner; gives the rows without decoration.
    @discardableResult
    package func psql(_ sql: String, database: String = "postgres") throws -> String {
        try ChildProgram.run([
            "\(Self.programs ?? "")/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", folder,
            "-p", "\(port)", "-U", Self.user, "-d", database, "-c", sql,
        ])
    }

    /// Makes an empty database; gives its name.
    package func makeDatabase() throws -> String {
        let name = "uji_" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(12)
        try psql("CREATE DATABASE \(name)")
        return name
    }

    /// The address of a database over TCP, with the password.
    package func url(_ database: String, _ parameters: String = "") -> String {
        "postgres://\(Self.user):\(Self.encodedPassword)@127.0.0.1:\(port)/\(database)\(parameters)"
    }
}

/// A program whose starting thread lives as long as it does.
private final class Launched: Sendable {
    private let program: ChildProgram
    private let gone = DispatchSemaphore(value: 0)

    init(_ command: [String]) throws {
        let started = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<ChildProgram, any Error>?>(nil)
        let shared = Shared(outcome)
        let gone = gone
        Thread.detachNewThread {
            let result = Result { try ChildProgram(command) }
            shared.outcome.withLock { $0 = result }
            started.signal()
            gone.wait()
        }
        started.wait()
        guard let result = shared.outcome.withLock({ $0 }) else {
            throw ChildProgram.Failure(description: "\(command[0]) was not started")
        }
        program = try result.get()
    }

    private final class Shared: Sendable {
        let outcome: Mutex<Result<ChildProgram, any Error>?>
        init(_ outcome: consuming Mutex<Result<ChildProgram, any Error>?>) {
            self.outcome = outcome
        }
    }

    /// Ends it, and gives what it said.
    func lastWords() -> String {
        end(SIGQUIT)
        return program.rest()
    }

    /// Ends it with a signal and waits; after SIGKILL its orphaned processes are killed too.
    func end(_ signal: Int32) {
        let children = "/proc/\(program.pid)/task/\(program.pid)/children"
        let orphans = (try? String(contentsOfFile: children, encoding: .ascii)) ?? ""
        program.signal(signal)
        program.waitForEnd()
        gone.signal()
        guard signal == SIGKILL else { return }
        let deadline = Date(timeIntervalSinceNow: 10)
        for pid in orphans.split(separator: " ").compactMap({ Int32($0) }) {
            kill(pid, SIGKILL)
            while Date() < deadline, Self.isAlive(pid) { usleep(5_000) }
        }
    }

    private static func isAlive(_ pid: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let state = status.split(separator: ")").last?.split(separator: " ").first
        else { return false }
        return state != "Z"
    }
}
