// `mendengar learn-programmes`: teaches how programmes go on from those that people have cut.
package import ArgumentParser
import Complaints
import Foundation
import Region
import ServiceKit

package struct LearnProgrammesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "learn-programmes",
        abstract: "Learn from programmes that people have cut, and write the file of weights.",
        discussion: """
            FOLDER holds transcripts, each with a file of the same name and .truth behind it: JSON with \
            "kinds" (the kind of each item) and "units" (for each line: "line", "item", "who"). \
            ops/benchmarks/programmes.py writes such files from annotated programmes.
            """)

    @Argument(help: "The folder of transcripts and their truth.")
    var folder: String

    @Option(help: "The region pack, for its places and phrases.")
    var region: String

    @Option(help: "The file of weights to write.")
    var out: String

    @Option(help: "Leave out files whose names begin so, to judge on them what the others teach.")
    var without: [String] = []

    package init() {}

    package func run() throws {
        let pack = try RegionPack.load(directory: region)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var programmes: [TaughtProgramme] = []
        for name in names where name.hasSuffix(".truth") && !without.contains(where: name.hasPrefix)
        {
            let truth = URL(fileURLWithPath: folder).appendingPathComponent(name)
            let known = try JSONDecoder().decode(
                KnownProgramme.self, from: try Data(contentsOf: truth))
            let transcript = try TranscriptReader.read(
                try Data(contentsOf: truth.deletingPathExtension()), of: known.kind ?? .radio)
            programmes.append(TaughtProgramme(transcript, known))
        }
        guard programmes.count > 1 else {
            throw ValidationError(
                "\(folder) holds fewer than two spoken programmes with their .truth")
        }
        let model = Model.taught(programmes, Segmenter(model: Model(), pack))
        try Data(model.text.utf8).write(to: URL(fileURLWithPath: out))
        print(
            "\(programmes.count) programmes, \(programmes.reduce(0) { $0 + $1.turns.count }) turns: \(out)"
        )
    }
}
