// `mendengar places find TEXT --region DIR`: which places a text may mean.
package import ArgumentParser
import Complaints
import Language
import Region

/// Works with the places of a region.
package struct PlacesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "places", abstract: "Work with the places of a region.",
        subcommands: [Find.self])

    package init() {}

    /// Finds places in a text. Exit status 1 when it names none.
    package struct Find: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Find the places a text names, the surest first.")

        @Argument(help: "The text.")
        var text: String

        @Option(help: "The folder of the region pack.")
        var region: String

        @Flag(help: "Print the candidates as JSON.")
        var json = false

        package init() {}

        package func run() throws {
            let pack = try loadRegion(region)
            let places = pack.gazetteer.places(in: pack.tokenizer.tokens(text))
            if json {
                try printJSON(places)
            } else {
                for place in places {
                    let evidence = place.evidence ?? ""
                    print(
                        "\(place.code)  \(place.name)  \(place.level)  "
                            + "\(place.confidence)  \(evidence)")
                }
            }
            if places.isEmpty { throw ExitCode(1) }
        }
    }
}
