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
