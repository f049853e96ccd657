// A program for the fault tests: it writes numbered rows as fast as many writers can and says which
// are acknowledged.
//
//     store-probe write FILE [name=value …]      names: see Probe.Settings
//     store-probe fill FILE [count=…]            rows in one transaction
//     store-probe migrate FILE                   to the second version of the schema
import Foundation
import Store

let arguments = CommandLine.arguments.dropFirst().map { String($0) }
guard arguments.count >= 2 else {
    say("usage: store-probe write|fill|migrate FILE [name=value …]")
    exit(2)
}
let probe = Probe(file: .sqlite(path: arguments[1]), settings: Probe.Settings(arguments.dropFirst(2)))
do {
    switch arguments[0] {
    case "write": try await probe.write()
    case "fill": try await probe.fill()
    case "migrate": try await probe.migrate()
    default:
        say("what is '\(arguments[0])'?")
        exit(2)
    }
} catch {
    say("failed: \(error)")
    exit(1)
}
