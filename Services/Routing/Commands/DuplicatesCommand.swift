// `mendengar duplicates evaluate | fit | pairs`: how well links are found in given complaints, and
// weights learned
// from pairs that people have judged.
package import ArgumentParser
import Complaints
import Duplicates
import Foundation
import Region
import ServiceKit
import Store

/// Works with links between complaints.
package struct DuplicatesCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Find the same complaint told twice.",
        subcommands: [Evaluate.self, Fit.self, Pairs.self])

    package init() {}

    /// Links complaints as Routing does, in the order of the file.
    package struct Evaluate: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Link the complaints of a file as Routing would, without storing anything.",
            discussion: """
                One complaint a line, in the order of arrival. Written is one line for each complaint \
                that has links: the complaints of the case it joins, and those a person would be asked \
                about: the complaints of the case in question, and those that wait with a question \
                for the same case.
                """)

        @Option(help: "NDJSON: one complaint a line (wire format v1; places and topics are not needed).")
        var input: String

        @Option(help: "The folder of the region pack.")
        var region: String

        @Option(help: "Where the links go: NDJSON.")
        var out: String

        @Option(help: "A file for every pair that was compared, with its features, for `fit`.")
        var pairs: String?

        @Flag(help: "Print the counts as JSON.")
        var json = false

        package init() {}

        package func run() throws {
            let pack = try loadRegion(region)
            let weights = try loadWeights { () throws(ConfigurationError) in
                try LinkWeightsFile.load(region: region)
            }
            var evaluation = LinkEvaluation(pack, weights, wantsPairs: pairs != nil)
            let text = try readFile(input)
            var number = 0
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                number += 1
                guard !line.allSatisfy(\.isWhitespace) else { continue }
                do {
                    try evaluation.add(line, at: number)
                } catch let error as LinkEvaluation.Again {
                    throw ValidationError(
                        "\(input):\(number): the id '\(error.id)' stands in line \(error.line) already; "
                            + "each complaint needs an id of its own, or the links say nothing")
                } catch {
                    throw ValidationError("\(input):\(number): \(explainDecoding(error))")
                }
            }
            try evaluation.links.write(toFile: out, atomically: true, encoding: .utf8)
            if let pairs { try evaluation.pairs.write(toFile: pairs, atomically: true, encoding: .utf8) }
            if json {
                try printJSON(evaluation.counts)
            } else {
                let counts = evaluation.counts
                print(
                    "\(counts.complaints) complaints, \(counts.linked) linked to an earlier one, "
                        + "\(counts.asked) questions; weights \(counts.weights)")
            }
        }
    }

    /// Fits the weights to judged pairs.
    package struct Fit: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Learn the weights of links from pairs that people have judged.")

        @Option(help: "NDJSON: {\"features\": [\"same_village\", ...], \"same\": true} a line.")
        var pairs: String

        @Option(help: "The folder of the region pack whose weights to start from.")
        var region: String?

        @Option(help: "Of the links made without asking, this share must be right.")
        var precision: Double = 0.993

        @Option(help: "The name of the new weights, kept with every link made with them.")
        var name: String

        @Option(help: "Where the weights go; the folder's \(LinkWeightsFile.name) is what Routing reads.")
        var out: String

        @Flag(help: "Print what came out as JSON.")
        var json = false

        package init() {}

        package func validate() throws {
            guard precision > 0.5, precision < 1 else {
                throw ValidationError("--precision must lie between 0.5 and 1")
            }
        }

        private struct Line: Decodable {
            var features: [String]
            var same: Bool
        }

        package func run() throws {
            let start = try loadWeights { () throws(ConfigurationError) in
                try region.map { (directory) throws(ConfigurationError) in
                    try LinkWeightsFile.load(region: directory)
                } ?? .standard
            }
            let reviewed = try Self.read(readFile(pairs), file: pairs)
            let same = reviewed.count { $0.isSame }
            guard reviewed.count >= Fitting.minimumPairs, same > 0, same < reviewed.count else {
                throw ValidationError(
                    "\(pairs) holds \(reviewed.count) pairs, \(same) of them the same; needed are "
                        + "\(Fitting.minimumPairs), of both kinds")
            }
            let outcome = Fitting.fit(reviewed, from: start, precision: precision, version: name)
            try LinkWeightsFile.text(outcome.weights).write(
                toFile: out, atomically: true, encoding: .utf8)
            let report = FitReport(
                pairs: outcome.pairs, same: outcome.same, link: outcome.weights.link,
                precision: outcome.precision, recall: outcome.recall)
            if json {
                try printJSON(report)
            } else {
                print(
                    "\(report.pairs) pairs, \(report.same) the same; links from \(report.link) bits: "
                        + "\(percent(report.precision)) right, \(percent(report.recall)) of all found")
            }
        }

        /// The pairs of a file, one a line.
        static func read(_ text: String, file: String) throws -> [ReviewedPair] {
            var reviewed: [ReviewedPair] = []
            var number = 0
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                number += 1
                guard !line.allSatisfy(\.isWhitespace) else { continue }
                do {
                    let read = try Wire.decode(Line.self, from: Data(line.utf8))
                    let features = try read.features.map { name in
                        guard let feature = Feature(name: name) else {
                            throw ValidationError("unknown feature '\(name)'")
                        }
                        return feature
                    }
                    reviewed.append(ReviewedPair(features: Features(features), isSame: read.same))
                } catch {
                    let why = (error as? ValidationError)?.message ?? explainDecoding(error)
                    throw ValidationError("\(file):\(number): \(why)")
                }
            }
            return reviewed
        }

        private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
    }

    /// Writes the pairs that people have judged.
    package struct Pairs: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Write the pairs people have judged, as `fit` reads them.")

        @Option(help: "The configuration file.")
        var config: String

        package init() {}

        /// Rows read at a time.
        private static let pageRows = 1_000

        package func run() async throws {
            let configuration = try Configuration.load(path: config, for: [])
            guard let part = configuration.routing else {
                throw ValidationError("\(config) has no part 'routing'")
            }
            let store = try await Store.open(
                try DatabaseURL(configuration.database(part.database, for: .routing)),
                schemas: [RoutingTables.schema])
            defer { store.close() }
            var last: Int64 = 0
            while true {
                let after = last
                let rows = try await store.read {
                    try CaseTable.answered(after: after, limit: Self.pageRows, in: $0)
                }
                guard let end = rows.last?.id else { return }
                last = end
                for row in rows {
                    let features = row.features.split(separator: " ").map(String.init)
                    try printJSON(PairLine(features: features, same: row.isSame))
                }
            }
        }
    }
}

private struct PairLine: Encodable {
    var features: [String]
    var same: Bool
}

private struct FitReport: Encodable {
    var pairs: Int
    var same: Int
    var link: Double
    var precision: Double
    var recall: Double
}

private func readFile(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw ValidationError("\(path) cannot be read")
    }
    return String(decoding: data, as: UTF8.self)
}

/// Loads weights for a command; says everything that is wrong and exits with 2 when it cannot.
func loadWeights(
    _ read: () throws(ConfigurationError) -> LinkWeights
) throws -> LinkWeights {
    do {
        return try read()
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        throw ExitCode(2)
    }
}

/// Complaints linked one after the other, as Routing would.
struct LinkEvaluation {
    struct Counts: Encodable {
        var complaints = 0
        var linked = 0
        var asked = 0
        var weights = ""
    }

    private(set) var counts = Counts()
    /// NDJSON of the contract, in the order of arrival: a complaint is linked to what its case became.
    var links: String {
        get throws {
            try found.keys.sorted().map { number in
                let line = Line(id: names[number] ?? "", links: found[number] ?? [])
                return String(decoding: try Wire.encode(line), as: UTF8.self) + "\n"
            }.joined()
        }
    }
    /// NDJSON: every pair compared.
    private(set) var pairs = ""
    private var linking: Linking
    private var names: [UInt32: String] = [:]
    /// The line of each id.
    private var places: [String: Int] = [:]
    /// The links of each complaint, what each says, and the complaints of each case by its first one.
    private var found: [UInt32: [LinkLine]] = [:]
    private var facts: [UInt32: LinkFacts] = [:]
    private var cases: [UInt32: [UInt32]] = [:]
    private let pack: RegionPack
    private let wantsPairs: Bool

    init(_ pack: RegionPack, _ weights: LinkWeights, wantsPairs: Bool) {
        self.pack = pack
        self.wantsPairs = wantsPairs
        linking = Linking(region: pack, weights: weights)
        counts.weights = weights.version
    }

    private struct Line: Encodable {
        var id: String
        var links: [LinkLine]
    }

    private struct LinkLine: Encodable {
        var to: String
        var relation: String
        var score: Double
        var decision: String
    }

    private struct ComparedLine: Encodable {
        var id: String
        var to: String
        var bits: Double
        var features: [String]
        /// Never linked without a person: it is sensitive, and told by another.
        var sensitive: Bool?
    }

    /// The same id a second time.
    struct Again: Error, Equatable {
        var id: String
        /// Where it stood first.
        var line: Int
    }

    /// - Parameter place: the number of the line in its file.
    /// - Throws: ``Again``, or what is wrong with the line.
    mutating func add(_ line: Substring, at place: Int) throws {
        let (id, complaint) = try read(line)
        if let first = places.updateValue(place, forKey: id) { throw Again(id: id, line: first) }
        counts.complaints += 1
        let number = Int64(counts.complaints)
        names[UInt32(number)] = id
        let (draft, nuisance) = Drafting.drafted(
            complaint, region: pack, now: complaint.receivedAt)
        guard nuisance == nil else { return }
        if wantsPairs {
            for judged in linking.judged(complaint, draft, number: number) {
                let line = ComparedLine(
                    id: id, to: names[judged.number] ?? "", bits: rounded(judged.bits),
                    features: judged.features.list.map(\.name),
                    sensitive: linking.isHeld(complaint, draft, judged) ? true : nil)
                pairs += String(decoding: try Wire.encode(line), as: UTF8.self) + "\n"
            }
        }
        _ = linking.link(complaint, draft, number: number)
        guard let record = linking.pending.last else { return }
        linking.stored()
        let lines = self.lines(record)
        if !lines.isEmpty { found[record.facts.number, default: []] += lines }
        merge(record)
        facts[record.facts.number] = record.facts
        cases[record.cluster, default: []].append(record.facts.number)
    }

    /// Cases that became one: each complaint of the one is linked to each of the other.
    private mutating func merge(_ record: LinkRecord) {
        let score = record.decision.links.map(\.score).min() ?? 0
        for head in record.decision.merged where head != record.cluster {
            let joined = cases.removeValue(forKey: head) ?? []
            for one in joined {
                for other in cases[record.cluster] ?? [] {
                    guard let facts = facts[max(one, other)] else { continue }
                    for judged in linking.index.judged(facts, against: [min(one, other)]) {
                        found[facts.number, default: []].append(
                            line(judged, max(score, judged.score), "link"))
                    }
                }
            }
            cases[record.cluster, default: []] += joined
        }
    }

    private func line(_ judged: LinkJudgement, _ score: Double, _ decision: String) -> LinkLine {
        LinkLine(
            to: names[judged.number] ?? "", relation: judged.relation.rawValue,
            score: rounded(score), decision: decision)
    }

    /// All complaints of the cases it joins, then what a person is asked.
    private mutating func lines(_ record: LinkRecord) -> [LinkLine] {
        var lines: [LinkLine] = []
        var named: Set<UInt32> = [record.facts.number]
        for link in record.decision.links {
            for judged in linking.index.members(record.facts, of: link.clusterNumber)
            where named.insert(judged.number).inserted {
                lines.append(line(judged, max(link.score, judged.score), "link"))
            }
        }
        if !lines.isEmpty { counts.linked += 1 }
        counts.asked += record.decision.reviews.count
        for asked in record.decision.links + record.decision.reviews {
            // A question is about a case: who answers it answers for all its complaints.
            for judged in linking.index.members(record.facts, of: asked.clusterNumber)
            where named.insert(judged.number).inserted {
                lines.append(line(judged, asked.score, "review"))
            }
        }
        if let judged = record.decision.recurrence { lines.append(line(judged, judged.score, "link")) }
        return lines
    }

    private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    /// Ids are taken as they are, whatever they look like; what linking does not need may be missing.
    private func read(_ line: Substring) throws -> (String, Complaint) {
        var fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        let id = fields["id"] as? String ?? "\(counts.complaints + 1)"
        let channel = (fields["channel"] as? String).flatMap(Channel.init) ?? .import
        let account = fields["account"] as? String ?? ""
        fields["id"] = ComplaintID.derive(channel: channel, account: account, externalID: id).text
        fields["channel"] = channel.rawValue
        fields["account"] = account
        fields["external_id"] = fields["external_id"] as? String ?? id
        let data = try JSONSerialization.data(withJSONObject: fields)
        return (id, try Wire.decode(Complaint.self, from: data))
    }
}
