// What the commands that work with a region pack share: loading it, printing JSON, exit statuses.
import ArgumentParser
import Complaints
import Foundation
import Region
import ServiceKit

/// Loads a pack for a command; says everything that is wrong and exits with 2 when it cannot.
func loadRegion(_ directory: String) throws -> RegionPack {
    do {
        return try RegionPack.load(directory: directory)
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        throw ExitCode(2)
    }
}

/// Prints a value as one JSON document.
func printJSON(_ value: some Encodable) throws {
    print(String(decoding: try Wire.encode(value), as: UTF8.self))
}

/// How and when a text came that is decided without being stored.
struct ArrivalOptions: ParsableArguments {
    @Option(help: "The channel it came by.")
    var channel: String = "sms"

    @Option(help: "When it was received, as 2026-11-28T23:30:00Z; now, unless told otherwise.")
    var at: String?

    func validate() throws {
        guard Channel(rawValue: channel) != nil else {
            let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("unknown channel '\(channel)'; known: \(known)")
        }
        if let at, Timestamp.parse(at) == nil {
            throw ValidationError("'\(at)' is no moment like 2026-11-28T23:30:00Z")
        }
    }

    var moment: Date { at.flatMap { Timestamp.parse($0) } ?? Date() }

    func complaint(_ text: String, at moment: Date) -> Complaint {
        .example(text, at: moment, channel: Channel(rawValue: channel) ?? .sms)
    }
}
