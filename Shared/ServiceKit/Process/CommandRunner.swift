// Runs a command with the contract's exit status: 0 done, 1 failed, 2 wrong usage or configuration.
package import ArgumentParser
import CProcess
import Foundation
package import Store

/// The exit status of every command of ours.
package enum ExitStatus {
    package static let done: Int32 = 0
    package static let failed: Int32 = 1
    package static let usage: Int32 = 2
    /// `EX_TEMPFAIL` of sysexits.h, as mail programs understand it.
    package static let tryAgain: Int32 = 75
}

/// Parses the arguments, runs the command and exits.
package func runCommand(_ type: any AsyncParsableCommand.Type) async -> Never {
    // What we write holds citizens' words: nobody else on the machine reads it.
    umask(0o077)
    // By default glibc holds an arena for each thread, and keeps large blocks once it has seen one freed:
    // the memory of a burst would stay.
    process_bound_heap()
    do {
        var command = try type.parseAsRoot()
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
        exit(ExitStatus.done)
    } catch let code as ExitCode {
        exit(code.rawValue)
    } catch let error as ConfigurationError {
        printError(error.description)
        exit(ExitStatus.usage)
    } catch {
        let code = type.exitCode(for: error)
        let message = type.fullMessage(for: error)
        guard code != .success else {
            print(message)
            exit(ExitStatus.done)
        }
        printError(message)
        exit(code == .validationFailure ? ExitStatus.usage : ExitStatus.failed)
    }
}

extension Configuration {
    /// The database of a service that has been started once: one that is gone must not look like one that is
    /// empty.
    package func existingDatabase(_ configured: String?, for part: Part) throws -> DatabaseURL {
        let url = try DatabaseURL(database(configured, for: part))
        if case .sqlite(let path) = url, !FileManager.default.fileExists(atPath: path) {
            throw ValidationError(
                "\(part.rawValue): there is no database at \(path); run this in the services' "
                    + "working directory, after mendengar-\(part.rawValue) has been started once")
        }
        return url
    }
}

/// Writes a line to stderr.
package func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
