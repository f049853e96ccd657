// What `ops/bench rules` measures: decisions of a four-column table with their full trace, and the compiling of a
// book. Reads the table that its peer reads.
import Complaints
import Foundation
import Language
import Rules

/// The rows and inputs of the bench: an empty cell asks for nothing.
struct Given: Decodable {
    struct Row: Decodable {
        var category, district, channel: String
        var score: Double
        var agency: String

        init(from decoder: any Decoder) throws {
            var cells = try decoder.unkeyedContainer()
            category = try cells.decode(String.self)
            district = try cells.decode(String.self)
            channel = try cells.decode(String.self)
            score = try cells.decode(Double.self)
            agency = try cells.decode(String.self)
        }
    }

    struct Input: Decodable {
        var category, district, channel: String
        var score: Double

        init(from decoder: any Decoder) throws {
            var cells = try decoder.unkeyedContainer()
            category = try cells.decode(String.self)
            district = try cells.decode(String.self)
            channel = try cells.decode(String.self)
            score = try cells.decode(Double.self)
        }
    }

    var rows: [Row]
    var inputs: [Input]
}

extension Given.Row {
    /// A row with a score but no category asks for a score of whatever is spoken of: the bench has none.
    func rule(_ number: Int) -> Rule {
        var parts: [Condition] = []
        if !category.isEmpty { parts.append(.topics([category], minimumWeight: score)) }
        if !district.isEmpty { parts.append(.places([district])) }
        if let channel = Channel(rawValue: channel) { parts.append(.channel([channel])) }
        return Rule(
            id: "row-\(number)", condition: parts.isEmpty ? .always : .all(parts), agency: agency)
    }
}

extension Given.Input {
    /// A complaint that was understood: what it speaks of, where it is, how it came.
    var facts: Facts {
        Facts(
            topics: [TopicHit(topic: category, weight: score, words: [0..<2])],
            places: [
                Place(code: district + ".2001", name: "Desa", level: "desa", confidence: 0.95)
            ],
            channel: Channel(rawValue: channel) ?? .sms)
    }
}

/// Processor time of this thread in seconds.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

@main
struct BenchRules {
    static func main() throws {
        guard CommandLine.arguments.count == 3, let seconds = Double(CommandLine.arguments[2]),
            let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
        else {
            print("usage: bench-rules FILE.json SECONDS")
            exit(2)
        }
        let given = try JSONDecoder().decode(Given.self, from: data)
        let rules = given.rows.enumerated().map { $1.rule($0) }
        var start = processorSeconds()
        let book = RuleBook(id: "bench", rules: rules)
        let compile = processorSeconds() - start
        start = processorSeconds()
        let impossible = rules.filter { $0.condition.contradiction != nil }.count
        let proven = book.unreachable()
        let search = ShadowSearch(book) { [Saying(text: "", phrases: [$0])] }
        let shadowed = search.shadowed(except: Set(proven.map(\.rule.id)))
        let unreachable = impossible + proven.count + shadowed.count
        let lint = processorSeconds() - start
        let facts = given.inputs.map(\.facts)
        // The answers must be those of a look at each rule in turn.
        for one in facts.prefix(200) {
            var evidence = Evidence()
            let first = rules.first { $0.condition.holds(one, evidence: &evidence) }
            guard book.verdict(on: one).winner?.id == first?.id else {
                print("a decision with the index differs from one without")
                exit(1)
            }
        }
        var (count, traced) = (0, 0)
        start = processorSeconds()
        while true {
            let verdict = book.verdict(on: facts[count % facts.count])
            traced += verdict.rejected.count + verdict.evidence.words.count
            count += 1
            if count % 256 == 0, processorSeconds() - start >= seconds { break }
        }
        let perSecond = Double(count) / (processorSeconds() - start)
        let agencies = facts.prefix(200).map { book.verdict(on: $0).winner?.agency ?? "None" }
        let report: [String: Any] = [
            "per_second": perSecond, "rejected": Double(traced) / Double(count), "compile_seconds": compile,
            "lint_seconds": lint, "unreachable": unreachable, "answers": agencies.joined(separator: "\n"),
        ]
        print(
            String(
                decoding: try JSONSerialization.data(withJSONObject: report, options: [.sortedKeys]),
                as: UTF8.self))
    }
}
