// `mendengar segment`: what an upload of this transcript would give, without storing anything.
package import ArgumentParser
import Complaints
import Foundation
import Region
import ServiceKit

package struct SegmentCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Cut a transcript into calls and print them, without storing anything.")

    @Argument(help: "The transcript, in any of the known formats.")
    var file: String

    @Option(name: .customLong("aired-on"), help: "The local date of the programme, YYYY-MM-DD.")
    var airedOn: String

    @Option(help: "radio, forum or chat.")
    var kind: Gathering = .radio

    @Option(help: "Who speaks when (RTTM), for a transcript that has times but no speakers.")
    var rttm: String?

    @Option(help: "The station, for the programme's id.")
    var station: String = "lokal"

    @Option(help: "The region pack, for its place names.")
    var region: String?

    @Flag(help: "JSON (the only form there is).")
    var json = false

    package init() {}

    package func validate() throws {
        guard LocalDate(airedOn) != nil else {
            throw ValidationError("--aired-on '\(airedOn)' is no date; write it as 2026-11-18")
        }
    }

    package func run() throws {
        guard let date = LocalDate(airedOn) else { throw ExitCode(2) }
        let data = try bytes(of: file)
        let companion = try rttm.map(bytes)
        do {
            let draft = try ProgrammeDraft.make(
                file: data, station: station, airedOn: date, of: kind, segmenter: try segmenter(),
                companion: companion)
            print(String(decoding: try Wire.encode(draft.shown), as: UTF8.self))
        } catch let error as TranscriptError {
            complain("\(file): \(error)")
            throw ExitCode(1)
        } catch let error as ConfigurationError {
            complain(error.description)
            throw ExitCode(2)
        }
    }

    private func bytes(of path: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            complain("\(path): cannot be read; check the path and its permissions")
            throw ExitCode(1)
        }
        return data
    }

    private func segmenter() throws -> Segmenter {
        let model = try Model.standard()
        guard let region else { return Segmenter(model: model) }
        return Segmenter(model: model, try RegionPack.load(directory: region))
    }

    private func complain(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
    }
}

extension Gathering: ExpressibleByArgument {}
