// The index of links under load, for `ops/bench duplicates`: memory, the time of a decision with
// reading the text,
// reading back from a database, a flood. Its complaints are made here, from a seed.
import Complaints
import Duplicates
import Foundation
import Language
import Store

/// SplitMix64.
struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Complaints of a year, spread over so many villages that each has about twenty.
struct Stream {
    private static let matters = [
        "jalan berlubang besar kemarin ada yang jatuh", "lampu jalan mati gelap gulita",
        "sampah menumpuk tidak diangkut bau busuk", "air pdam mati sudah tiga hari",
        "banjir setinggi lutut warga mengungsi", "jembatan gantung papannya patah",
        "listrik padam sejak kemarin malam", "selokan mampet air meluap ke jalan",
        "pupuk subsidi langka di kios", "sinyal internet hilang terus",
        "sapi berkeliaran merusak kebun", "puskesmas tutup obat kosong",
    ]
    private static let ends = [
        "mohon diperbaiki", "tolong segera", "sudah lama sekali", "anak sekolah susah lewat",
        "warga takut lewat malam hari", "kapan ditindaklanjuti", "kami sangat terganggu",
    ]
    private static let roads = ["Pramuka", "Veteran", "Melati", "Sudirman", "Kartini", "Pahlawan"]

    var chance = Chance(state: 7)
    let count: Int
    let tokenizer = Tokenizer()

    mutating func text() -> (text: String, topic: String) {
        let matter = Int.random(in: 0..<Self.matters.count, using: &chance)
        var text = Self.matters[matter]
        if Bool.random(using: &chance) {
            text += " di jalan \(Self.roads.randomElement(using: &chance) ?? "")"
        }
        if Bool.random(using: &chance) { text += " RT \(Int.random(in: 1...12, using: &chance))" }
        text += " desa kami \(Self.ends.randomElement(using: &chance) ?? "")"
        text += " laporan ke \(Int.random(in: 1...99, using: &chance)) dari warga sekitar"
        return (text, "topik\(matter)")
    }

    /// What is known of a complaint before its text is read.
    struct Raw {
        var id: UUID
        var at: Date
        var phone: UInt32
        var places: [Place]
        var topic: String
        var text: String
    }

    mutating func raw(_ number: Int) -> Raw {
        let (text, topic) = text()
        let village = Int.random(in: 0..<max(1, count / 20), using: &chance)
        let code = "63.\(two(village / 18_000 + 1)).\(two(village / 200 % 90 + 1)).2\(three(village % 200))"
        let isPlaced = Int.random(in: 0..<16, using: &chance) > 0
        let places = isPlaced
            ? [Place(code: code, name: "Kami", level: "desa", confidence: 0.95, evidence: nil)] : []
        let at = 1_767_225_600 + Double(number) * 31_536_000 / Double(count)
        return Raw(
            id: ComplaintID.derive(channel: .sms, account: "b", externalID: "\(number)"),
            at: Date(timeIntervalSince1970: at),
            phone: UInt32.random(in: 1...UInt32(max(2, count)), using: &chance), places: places,
            topic: topic, text: text)
    }

    func facts(_ raw: Raw, _ number: Int) -> LinkFacts {
        LinkFacts(
            id: raw.id, number: UInt32(number + 1), at: raw.at, channel: .sms,
            sender: LinkSender(phone: raw.phone), places: raw.places,
            topics: [TopicWeight(id: raw.topic, weight: 2)], isSensitive: false, text: raw.text,
            tokenizer: tokenizer)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func three(_ number: Int) -> String { number < 100 ? "0" + two(number) : "\(number)" }
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

/// Processor time of this thread: what other programs do on the machine is not counted.
struct ProcessorClock {
    var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// Resident memory of this process in bytes.
func resident() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * sysconf(Int32(_SC_PAGESIZE))
}

struct Outcome: Encodable {
    var complaints: Int
    var memory_mib = 0.0
    var decide_p50_us = 0.0
    var decide_p99_us = 0.0
    var decide_max_us = 0.0
    var per_second = 0.0
    var rebuild_seconds = 0.0
    var linked = 0.0
}

/// The last of so many decisions are timed one by one.
let timed = 20_000

func run(_ count: Int, database: String) async throws -> Outcome {
    var outcome = Outcome(complaints: count)
    var stream = Stream(count: count)
    let store = try await Store.open(
        .sqlite(path: database),
        schemas: [
            Schema(
                name: "bench",
                migrations: [
                    [
                        """
                        CREATE TABLE link_facts (seq BIGINT PRIMARY KEY, head BIGINT NOT NULL,
                            facts {blob} NOT NULL)
                        """
                    ]
                ])
        ])
    defer { store.close() }
    let insertion = Insertion(into: "link_facts", ["seq": .integer, "head": .integer, "facts": .blob])
    let before = resident()
    let clock = ProcessorClock()
    var index = DuplicateIndex(weights: .standard)
    var times: [Double] = []
    times.reserveCapacity(timed)
    var rows: [[SQLValue]] = []
    var linked = 0
    var spent = Duration.zero
    for number in 0..<count {
        let raw = stream.raw(number)
        let start = clock.now
        let facts = stream.facts(raw, number)
        let decision = index.decide(facts)
        index.insert(facts, cluster: decision.link?.clusterNumber)
        let took = clock.now - start
        spent += took
        if number >= count - timed { times.append(seconds(took) * 1e6) }
        if decision.link != nil { linked += 1 }
        rows.append([
            .integer(Int64(number + 1)),
            .integer(Int64(decision.link?.clusterNumber ?? UInt32(number + 1))), .blob(facts.bytes),
        ])
        if rows.count == 5_000 || number == count - 1 {
            let page = rows
            rows = []
            try await store.write { _ = try $0.insert(insertion, rows: page) }
        }
    }
    outcome.memory_mib = Double(resident() - before) / 1_048_576
    times.sort()
    outcome.decide_p50_us = times[times.count / 2]
    outcome.decide_p99_us = times[times.count * 99 / 100]
    outcome.decide_max_us = times[times.count - 1]
    outcome.per_second = Double(count) / seconds(spent)
    outcome.linked = Double(linked) / Double(count)
    let start = clock.now
    var rebuilt = DuplicateIndex(weights: .standard)
    var last: Int64 = 0
    while true {
        let after = last
        let page = try await store.read {
            try $0.query(
                "SELECT seq, head, facts FROM link_facts WHERE seq > ? ORDER BY seq LIMIT 5000",
                [.integer(after)])
        }
        guard let end = page.last?.int("seq") else { break }
        last = end
        for row in page {
            let number = UInt32(row.int("seq"))
            guard let facts = LinkFacts(bytes: row.blob("facts"), number: number) else { continue }
            rebuilt.insert(facts, cluster: UInt32(row.int("head")))
        }
    }
    outcome.rebuild_seconds = seconds(clock.now - start)
    precondition(rebuilt.count == index.count)
    return outcome
}

/// Ten thousand complaints about one flooded village within an hour.
func flood(_ count: Int) -> Double {
    let tokenizer = Tokenizer()
    var index = DuplicateIndex(weights: .standard)
    let clock = ProcessorClock()
    let start = clock.now
    for number in 0..<count {
        let facts = LinkFacts(
            id: ComplaintID.derive(channel: .sms, account: "f", externalID: "\(number)"),
            number: UInt32(number + 1),
            at: Date(timeIntervalSince1970: 1_767_225_600 + Double(number) * 3_600 / Double(count)),
            channel: .sms, sender: LinkSender(phone: UInt32(number + 1)),
            places: [
                Place(
                    code: "63.06.05.2007", name: "Kami", level: "desa", confidence: 0.95,
                    evidence: nil)
            ],
            topics: [TopicWeight(id: "bencana", weight: 2)], isSensitive: false,
            text: "banjir setinggi lutut RT \(number % 12 + 1) warga mengungsi tolong perahu",
            tokenizer: tokenizer)
        let decision = index.decide(facts)
        index.insert(facts, cluster: decision.link?.clusterNumber)
    }
    return seconds(clock.now - start) / Double(count) * 1e6
}

struct Flood: Encodable {
    var flood_2500_us: Double
    var flood_10000_us: Double
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    print("usage: bench-links COUNT|flood DATABASE")
    exit(2)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
if let count = Int(arguments[1]), count >= timed / 2 {
    let outcome = try await run(count, database: arguments[2])
    print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
} else {
    let outcome = Flood(flood_2500_us: flood(2_500), flood_10000_us: flood(10_000))
    print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
}
