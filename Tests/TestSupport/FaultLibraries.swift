// The libraries of Tests/Faults, which put a failing disk or another clock under a program; compiled once for a run of tests.
import Foundation

package enum FaultLibraries {
    /// The folder with `NAME.so` of each `Tests/Faults/NAME.c`.
    package static let folder = Result {
        let folder = try TemporaryFolder("fault-libraries")
        for name in ["clock", "faults", "recorder"] {
            let source = Places.checkout.appending(path: "Tests/Faults/\(name).c").path
            try ChildProgram.run(
                [
                    "/usr/bin/cc", "-O2", "-shared", "-fPIC", "-o", folder.file("\(name).so"),
                    source, "-ldl",
                ])
        }
        return folder
    }

    /// The environment that puts `faults.c` under a program.
    ///
    /// - Parameters:
    ///   - data: the folder whose files fail.
    ///   - counts: the file that gets the counts.
    package static func faults(
        _ settings: [String: Int], in data: String, counts: String
    ) throws -> [String: String] {
        var environment = settings.mapValues { "\($0)" }
        environment["LD_PRELOAD"] = try folder.get().file("faults.so")
        environment["FAULT_FOLDER"] = data
        environment["FAULT_COUNT"] = counts
        return environment
    }
}
