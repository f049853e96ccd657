// `mendengar backup` and `mendengar restore`: the databases of an installation, consistent while it runs.
import ArgumentParser
import Foundation
import Intake
import ServiceKit
import Store

/// Copies every database of a configuration into a new folder, while the services run.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy every SQLite database and what waits beside it, while the services run.")

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Option(help: "The folder; a new one inside it gets the backup.")
    var to: String

    @Flag(help: "Print what was copied as JSON.")
    var json = false

    func run() async throws {
        let configuration = try Configuration.load(path: config, for: [])
        let installation = try Installation(configuration)
        let folder = URL(filePath: to).appending(path: Self.name(.now))
        try Self.make(folder, for: "--to \(to)")
        for waiting in installation.folders {
            try Self.copyFiles(of: waiting, into: folder)
        }
        var files: [BackupFile] = []
        for database in installation.databases {
            guard case .sqlite(let path) = database.url else {
                printError(
                    "\(database.part.rawValue): is on PostgreSQL; back it up with pg_dump, see README")
                continue
            }
            guard FileManager.default.fileExists(atPath: path) else {
                printError("\(database.part.rawValue): has no database yet at \(path)")
                continue
            }
            let file = folder.appending(path: database.fileName)
            let report = try await Store.backup(database.url, to: file.path)
            files.append(BackupFile(file: file.path, bytes: report.bytes, sha256: report.sha256))
        }
        guard !files.isEmpty else {
            try? FileManager.default.removeItem(at: folder)
            throw ValidationError("there was nothing to back up")
        }
        if let keys = try? Configuration.load(path: config, for: [.routing]).routing?.keys {
            printError(
                "\(keys) is not in this backup: keep a copy of it elsewhere, or nobody can read the "
                    + "complaints in it")
        }
        if json {
            try printJSON(files)
        } else {
            for file in files { print("\(file.file): \(file.bytes) bytes, SHA-256 \(file.sha256)") }
        }
    }

    func validate() throws {
        guard !to.isEmpty else { throw ValidationError("--to needs the name of a folder") }
    }

    /// Makes a folder, and those that it lies in; says in our words why it cannot be made.
    private static func make(_ folder: URL, for option: String) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let why = cause.map { String(cString: strerror(Int32($0.code))) } ?? "the system refuses it"
            printError(
                "\(option): the folder \(folder.path) cannot be made: \(why); nothing was copied. "
                    + "Name a folder on a disk that this user may write to")
            throw ExitCode(1)
        }
    }

    private static func name(_ now: Date) -> String {
        "mendengar-" + now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }

    /// What waits in files is copied before the databases: what is taken in meanwhile is found in them, and
    /// a message found in both is taken in once.
    static func copyFiles(of source: URL, into folder: URL) throws {
        let files = try? FileManager.default.contentsOfDirectory(
            at: source, includingPropertiesForKeys: nil)
        let whole = (files ?? []).filter { $0.lastPathComponent.first != "." }
        guard !whole.isEmpty else { return }
        let target = folder.appending(path: source.lastPathComponent)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for file in whole {
            let copy = target.appending(path: file.lastPathComponent)
            if FileManager.default.fileExists(atPath: copy.path) {
                // The same file, which has grown since or was not yet whole in the backup.
                guard DurableFile.bytes(of: [file]) > DurableFile.bytes(of: [copy]) else { continue }
                try FileManager.default.removeItem(at: copy)
            }
            do {
                try FileManager.default.copyItem(at: file, to: copy)
            } catch where !FileManager.default.fileExists(atPath: file.path) {
                // Taken in since: the database has it, which is copied next.
                continue
            }
        }
    }
}

/// Puts the databases of a backup where a configuration wants them. The services must not run.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup's databases in place. The services must be stopped.",
        discussion: "A damaged backup is refused, and so is a database that a service still uses.")

    @Option(help: "The configuration file (YAML).")
    var config: String = "mendengar.yaml"

    @Option(help: "The folder that `mendengar backup` has made.")
    var from: String

    @Flag(help: "Replace databases that are there.")
    var replace = false

    @Flag(help: "Print what was restored as JSON.")
    var json = false

    func run() async throws {
        let configuration = try Configuration.load(path: config, for: [])
        let installation = try Installation(configuration)
        let folder = URL(filePath: from)
        var files: [String] = []
        for database in installation.databases {
            let file = folder.appending(path: database.fileName)
            guard FileManager.default.fileExists(atPath: file.path) else {
                printError("\(database.part.rawValue): \(from) holds no backup of it")
                continue
            }
            try await Store.restore(file.path, to: database.url, replacing: replace)
            files.append("\(database.url)")
        }
        for waiting in installation.folders {
            let kept = folder.appending(path: waiting.lastPathComponent)
            try BackupCommand.copyFiles(of: kept, into: waiting.deletingLastPathComponent())
        }
        guard !files.isEmpty else {
            throw ValidationError("\(from) holds no backup; name the folder that backup printed")
        }
        if json {
            try printJSON(files)
        } else {
            for file in files { print("restored \(file)") }
            print("now run: mendengar verify --config \(config)")
        }
    }
}

private struct BackupFile: Encodable {
    var file: String
    var bytes: Int
    var sha256: String
}

private func printJSON(_ files: [some Encodable]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(files), as: UTF8.self))
}

/// Where the data of a configuration lie.
private struct Installation {
    struct Database {
        var part: Part
        var url: DatabaseURL
        var fileName: String { "\(part.rawValue).backup" }
    }

    /// The channels before Routing: what a channel's copy shows as forwarded, Routing's later copy has;
    /// what is forwarded in between is sent again after a restore and known.
    let databases: [Database]
    /// Folders of messages that wait in files.
    let folders: [URL]

    init(_ configuration: Configuration) throws {
        let parts: [(Part, String??)] = [
            (.sms, configuration.sms.map(\.database)),
            (.email, configuration.email.map(\.database)),
            (.radio, configuration.radio.map(\.database)),
            (.routing, configuration.routing.map(\.database)),
        ]
        databases = try parts.compactMap { part, own in
            guard let own else { return nil }
            return Database(
                part: part, url: try DatabaseURL(configuration.database(own, for: part)))
        }
        let data = URL(filePath: configuration.data)
        folders = ["sms-journal", "email-spool", "email-tray"].map { data.appending(path: $0) }
    }
}
