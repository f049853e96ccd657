// A writer for the fault tests: numbered rows as fast as many writers can, each acknowledged number
// printed once its write has returned.
//
//     store-probe write FILE [WRITERS] [FIRST] [COUNT] [MILLISECONDS]
//     store-probe rows FILE              every stored number, one a line
//     store-probe migrate FILE ROWS      the second version of a schema, filled row by row
import Foundation
import Store
import Synchronization

let arguments = CommandLine.arguments.dropFirst().map { String($0) }
func number(_ place: Int, or value: Int) -> Int {
    arguments.count > place ? Int(arguments[place]) ?? value : value
}

/// One line, written at once: a reader never sees half of it as a whole.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

guard arguments.count >= 2 else {
    say("usage: store-probe write|rows|migrate FILE …")
    exit(2)
}
let file = DatabaseURL.sqlite(path: arguments[1])
switch arguments[0] {
case "write":
    try await Probe.write(
        file, writers: number(2, or: 8), first: number(3, or: 0), count: number(4, or: .max),
        milliseconds: number(5, or: 60_000))
case "rows":
    let store = try await Store.open(file, schemas: [Probe.schema])
    for row in try await store.read({ try $0.query("SELECT number FROM numbered ORDER BY number") }) {
        say("\(row.int("number"))")
    }
    store.close()
case "migrate":
    let schema = Probe.secondVersion(rows: number(2, or: 200_000))
    say("opening")
    let store = try await Store.open(file, schemas: [schema])
    say("migrated")
    store.close()
default:
    say("what is '\(arguments[0])'?")
    exit(2)
}
