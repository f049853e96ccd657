// How many texts a second each step of understanding reads, and what it finds in them: for `ops/bench language`.
import Complaints
import Foundation
import Language
import Region

/// `bench-language REGION TEXTS ROUNDS [PART]`: a line each, with tabs: part, texts a second, texts, found.
/// Without PART all of them. The processor's time counts, not the clock's.
/// `bench-language REGION TEXTS found`: TEXTS is a JSON array of strings; what is found in each, a line of JSON.
@main
struct BenchLanguage {
    static let parts = ["tokens", "phrases", "places", "personal", "decision"]

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let rounds = arguments.count >= 3 ? Int(arguments[3]) : nil
        guard arguments.count >= 3, rounds != nil || arguments[3] == "found" else {
            let usage = "bench-language REGION TEXTS ROUNDS [PART] | REGION TEXTS found\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(2)
        }
        let pack: RegionPack
        do {
            pack = try RegionPack.load(directory: arguments[1])
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(2)
        }
        guard let rounds else { return try tell(pack, Data(contentsOf: URL(filePath: arguments[2]))) }
        let texts = try String(contentsOfFile: arguments[2], encoding: .utf8)
            .split(whereSeparator: \.isNewline).map(String.init)
        for part in arguments.count > 3 ? [arguments[4]] : parts {
            measure(part, pack, texts, rounds: rounds)
        }
    }

    private static func measure(_ part: String, _ pack: RegionPack, _ texts: [String], rounds: Int)
    {
        let now = Date(timeIntervalSince1970: 1_793_664_000)
        var found = 0
        let start = processorSeconds()
        for _ in 0..<rounds {
            for text in texts {
                switch part {
                case "tokens": found += pack.tokenizer.tokens(text).count
                case "phrases": found += pack.analysis(text).matches.count
                case "places": found += pack.gazetteer.places(in: pack.tokenizer.tokens(text)).count
                case "personal": found += PersonalData.spans(in: text).count
                default: found += pack.rule(on: .example(text, at: now), at: now).places.count
                }
            }
        }
        let seconds = processorSeconds() - start
        let count = rounds * texts.count
        print("\(part)\t\(Int(Double(count) / max(seconds, 0.000_001)))\t\(count)\t\(found)")
    }

    /// What is found in one text.
    private struct Found: Encodable {
        struct Span: Encodable {
            var kind: String
            /// In Unicode scalars, end exclusive.
            var start, end: Int
        }

        var places: [Place]
        var personal: [Span]
    }

    private static func tell(_ pack: RegionPack, _ data: Data) throws {
        let encoder = JSONEncoder()
        for text in try JSONDecoder().decode([String].self, from: data) {
            let found = Found(
                places: pack.places(in: text),
                personal: PersonalData.spans(in: text).map {
                    .init(kind: $0.kind.rawValue, start: $0.start, end: $0.end)
                })
            print(String(decoding: try encoder.encode(found), as: UTF8.self))
        }
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
