// Reads a region's weights of links (`duplicates.yaml` in its folder) and writes them; a region without
// the file
// has the standard ones.
import Duplicates
import Foundation
import ServiceKit

enum LinkWeightsFile {
    static let name = "duplicates.yaml"

    /// - Throws: ``ConfigurationError`` with every problem: file, line, nearest known name.
    static func load(region directory: String) throws(ConfigurationError) -> LinkWeights {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return .standard }
        return try read(path)
    }

    static func read(_ path: String) throws(ConfigurationError) -> LinkWeights {
        guard let data = FileManager.default.contents(atPath: path), data.count <= YAMLFile.bytesMax,
            let text = String(data: data, encoding: .utf8)
        else {
            throw ConfigurationError(
                file: path, "is missing, not UTF-8, or larger than \(YAMLFile.bytesMax) bytes")
        }
        return try parse(text, file: path)
    }

    static func parse(_ text: String, file: String) throws(ConfigurationError) -> LinkWeights {
        let problems = YAMLProblems()
        let map = try YAMLFile.parse(text, file: file, problems: problems).map()
        let standard = LinkWeights.standard
        var weights = LinkWeights(
            version: map.string("version"), link: map.double("link", default: standard.link),
            review: map.double("review", default: standard.review),
            recurrence: map.double("recurrence", default: standard.recurrence), bits: [:])
        if weights.review > weights.link {
            map.fail("a person is asked from fewer bits on than a link is made: review > link", at: "review")
        }
        let bits = map.map("bits")
        for (name, value) in bits.entries() {
            guard let feature = Feature(name: name) else {
                let hint = nearest(to: name, among: Feature.allCases.map(\.name))
                value.fail("unknown feature '\(name)'\(hint.map { ", did you mean '\($0)'?" } ?? "")")
                continue
            }
            guard let number = value.double() else { continue }
            guard abs(number) <= bitsMax else {
                value.fail("\(number) bits are more than \(bitsMax)")
                continue
            }
            weights[feature] = number
        }
        map.finish()
        try problems.throwIfAny()
        return weights
    }

    /// No evidence is stronger than this.
    static let bitsMax = 100.0

    /// As the file is written: features in their order, those of no weight left out.
    static func text(_ weights: LinkWeights) -> String {
        var lines = [
            "# Weights of links between complaints, in bits: what each feature counts for or against.",
            "# A link is made without asking from `link` bits on; from `review` on a person is asked; from",
            "# `recurrence` on, without the bits of time, an old case is named as having come back.",
            "# `mendengar duplicates fit` makes this file from reviewed pairs; it may be edited by hand.",
            "version: \(weights.version)", "link: \(weights.link)", "review: \(weights.review)",
            "recurrence: \(weights.recurrence)", "bits:",
        ]
        for feature in Feature.allCases where weights[feature] != 0 {
            lines.append("  \(feature.name): \(weights[feature])")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
