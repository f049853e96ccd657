// The file of learned weights: every line a trait and what it adds to each part (or role, or kind). A person
// can read it, change a weight, take a line out.
import Complaints
import Foundation
package import ServiceKit

extension Model {
    /// Weights below these change nothing that matters; of words there are many.
    private static let (leastWeight, leastWord) = (0.03, 0.08)
    private static let head = """
        # What programmes that people have cut teach: who is who (voices), what a citizen wants (kinds),
        # how a programme goes on, with speakers (labelled) and without (plain), how minutes do (points), and
        # where a message of a chat belongs (threads). Learned by `mendengar
        # learn-programmes`. A line of `traits` is what is seen of a turn and what it adds for each part; of
        # `steps`, what one part adds for the next: anywhere, where the voice stays the same, where a
        # caller is heard for the first time. The likeliest course of the whole programme is taken. Words
        # stand in quotation marks; with ^ they begin a turn.
        about: bagian-bagian siaran, dipelajari dari siaran yang sudah dipotong orang
        kind: programmes
        version: 1

        """

    /// The weights that come with the program.
    ///
    /// - Throws: ``ConfigurationError``.
    package static func standard() throws(ConfigurationError) -> Model {
        try read(RadioResources.find("programmes.yaml", "the learned weights").path)
    }

    /// Reads a file of weights.
    ///
    /// - Throws: ``ConfigurationError`` with all problems: file, line, what is wrong.
    package static func read(_ path: String) throws(ConfigurationError) -> Model {
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: path, problems: problems).map()
        _ = (map.string("about"), map.string("kind"), map.string("version"))
        let voices = chain(map.map("voices"), VoiceTraits.table, roleNames, Array(bridgeNames.prefix(1)))
        func course(
            _ name: String, _ states: [String], _ bridges: [String] = bridgeNames,
            _ make: ([String]) -> Course
        ) -> Course {
            let map = map.map(name)
            let words = (map.value("traits")?.map().writtenKeys ?? []).compactMap { key in
                key.hasPrefix("\"") && key.hasSuffix("\"")
                    ? String(key.dropFirst().dropLast()) : nil
            }
            var course = make(words)
            course.chain = chain(map, course.table, states, Array(bridges.prefix(course.chain.bridges)))
            return course
        }
        var model = Model()
        model.voices = voices
        model.kinds = course("kinds", kindNames) { KindTraits.course(words: $0) }
        model.labelled = course("labelled", Part.names) { Part.course(words: $0) }
        model.plain = course("plain", Part.names) { Part.course(words: $0) }
        model.points = course("points", pointNames) { PointTraits.course(words: $0) }
        model.threads.chain = chain(
            map.map("threads"), model.threads.table, threadNames, Array(bridgeNames.prefix(1)))
        model.who = course("who", mentionNames, WhoTraits.bridges) { WhoTraits.course(words: $0) }
        map.finish()
        try problems.throwIfAny()
        return model
    }

    /// The file as text.
    package var text: String {
        Self.head + "voices:\n" + Self.text(voices, VoiceTraits.table, Self.roleNames)
            + "kinds:\n" + Self.text(kinds.chain, kinds.table, Self.kindNames)
            + "labelled:\n" + Self.text(labelled.chain, labelled.table, Part.names)
            + "plain:\n" + Self.text(plain.chain, plain.table, Part.names)
            + "points:\n" + Self.text(points.chain, points.table, Self.pointNames)
            + "threads:\n" + Self.text(threads.chain, threads.table, Self.threadNames)
            + "who:\n" + Self.text(who.chain, who.table, Self.mentionNames, WhoTraits.bridges)
    }

    private static let roleNames = Roles.states.map { $0?.rawValue ?? "nobody" }
    private static let kindNames = KindTraits.states.map(\.rawValue)
    private static let mentionNames = Mention.allCases.map { "\($0)" }
    private static let pointNames = PointPart.allCases.map(\.rawValue)
    private static let threadNames = ["fits"]
    /// What lies between two turns; one voice or want alone has no before.
    private static let bridgeNames = ["steps", "steps_same_voice", "steps_new_caller"]

    private static func text(
        _ chain: Chain, _ table: TraitTable, _ states: [String], _ bridges: [String] = bridgeNames
    ) -> String {
        var text = "  starts: \"" + weights(chain.starts[...], states, least: leastWeight) + "\"\n"
        let count = chain.states
        for bridge in 0..<chain.bridges {
            text += "  \(bridges[bridge]):\n"
            for state in 0..<count {
                let from = (bridge * count + state) * count
                let row = weights(chain.steps[from..<from + count], states, least: leastWeight)
                text += "    \(states[state]): \"\(row)\"\n"
            }
        }
        text += "  traits:\n"
        for (row, name) in table.names.enumerated() {
            let least = row >= table.firstWord ? leastWord : leastWeight
            let line = weights(chain.weights[row * count..<(row + 1) * count], states, least: least)
            if !line.isEmpty { text += "    \(quoted(name)): \"\(line)\"\n" }
        }
        return text
    }

    private static func quoted(_ name: String) -> String {
        "'" + name.replacing("'", with: "''") + "'"
    }

    /// "takes +1.20, host -0.40", the heaviest first.
    private static func weights(_ values: ArraySlice<Double>, _ states: [String], least: Double)
        -> String
    {
        zip(states, values).filter { abs($0.1) >= least }
            .sorted { (abs($1.1), $0.0) < (abs($0.1), $1.0) }
            .map { $0.0 + " " + ($0.1 < 0 ? "-" : "+") + String(format: "%.2f", abs($0.1)) }
            .joined(separator: ", ")
    }

    private static func chain(
        _ map: YAMLMap, _ table: TraitTable, _ states: [String], _ bridges: [String]
    ) -> Chain {
        var chain = Chain(states: states.count, traits: table.names.count, bridges: bridges.count)
        let numbers = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
        func fill(_ value: YAMLValue?, _ values: inout [Double], from: Int) {
            guard let value, let line = value.string(), !line.isEmpty else { return }
            for part in line.split(separator: ",") {
                let pair = part.split(separator: " ")
                guard pair.count == 2, let state = numbers[String(pair[0])],
                    let weight = Double(pair[1]),
                    weight.isFinite
                else {
                    value.fail("'\(part)' is no weight; write it as '\(states[0]) +0.50'")
                    continue
                }
                values[from + state] = weight
            }
        }
        fill(map.value("starts"), &chain.starts, from: 0)
        for bridge in bridges.indices {
            for (name, value) in map.value(bridges[bridge])?.map().entries() ?? [] {
                guard let state = numbers[name] else {
                    value.fail("there is no '\(name)'" + hint(name, states))
                    continue
                }
                fill(value, &chain.steps, from: (bridge * states.count + state) * states.count)
            }
        }
        let rows = Dictionary(uniqueKeysWithValues: table.names.enumerated().map { ($1, $0) })
        for (name, value) in map.value("traits")?.map().entries() ?? [] {
            guard let row = rows[name] else {
                value.fail("there is no trait '\(name)'" + hint(name, table.names))
                continue
            }
            fill(value, &chain.weights, from: row * states.count)
        }
        map.finish()
        return chain
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        nearest(to: name, among: known).map { ", did you mean '\($0)'?" } ?? ""
    }
}
