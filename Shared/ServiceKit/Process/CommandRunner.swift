// Runs a command with the contract's exit status: 0 done, 1 failed, 2 wrong usage or configuration.
package import ArgumentParser
import CProcess
import Foundation

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

/// Writes a line to stderr.
package func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
