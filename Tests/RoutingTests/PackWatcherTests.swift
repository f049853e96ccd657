// A pack is read again: a good one takes over at once, a broken one is told and changes nothing.
import Complaints
import Delivery
import Foundation
import Logging
import Region
import Rules
import ServiceKit
import Store
import Synchronization
import TestSupport
import Testing

@testable import RoutingService

@Suite struct PackWatcherTests {
    /// Keeps what is logged.
    private struct Kept: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add("\(event.level): \(event.message) \(event.metadata?["why"]?.description ?? "")")
        }
    }

    private final class LogLines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private struct Room {
        let small: SmallPack
        let packs: CurrentPack
        let metrics = Metrics()
        let lines = LogLines()
        var settings: ConfigurationSnapshot?
        var watcher: PackWatcher {
            let lines = lines
            return PackWatcher(
                packs: packs, metrics: metrics, logger: Logger(label: "t") { _ in Kept(lines: lines) },
                settings: settings)
        }

        init() throws {
            small = try SmallPack()
            packs = CurrentPack(try RegionPack.load(directory: small.path))
        }

        func agency(_ text: String) -> String? {
            let moment = Date(timeIntervalSince1970: 1_795_312_800)
            return Drafting.draft(.example(text, at: moment), region: packs.pack, now: moment).agency?.id
        }
    }

    @Test func aGoodPackTakesTheOldOnesPlace() async throws {
        let room = try Room()
        let before = room.packs.pack.ruleBook.id
        try room.small.write(SmallPack.rules.replacing("PUPR", with: "DISHUB"), to: "rules/10.yaml")
        #expect(room.watcher.reload() == .loaded)
        #expect(room.agency("jalan rusak") == "DISHUB" && room.packs.pack.ruleBook.id != before)
        #expect(await room.metrics.text().contains("\(PackWatcher.metric){result=\"loaded\"} 1"))
    }

    @Test(arguments: [
        ("rules/10.yaml", "agency: PUPR, examples: [", "not YAML"),
        ("rules/10.yaml", "agency: PURP", "did you mean 'PUPR'?"),
        // It loads; its example fails.
        ("rules/10.yaml", "agency: SETDA\n  examples:", "agency PUPR expected, but 'jalan' chose SETDA"),
        ("region.yaml", "tracking_prefix: XYZ", "start the service anew"),
    ])
    func aBrokenPackIsToldWithItsPlaceAndChangesNothing(file: String, becomes: String, why: String) async throws {
        let room = try Room()
        let before = room.packs.pack.ruleBook.id
        let path = room.small.folder.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        let was = becomes.hasPrefix("agency: SETDA") ? "agency: PUPR\n  examples:"
            : becomes.hasPrefix("agency") ? "agency: PUPR" : "tracking_prefix: KCL"
        try #require(text.contains(was))
        try room.small.write(text.replacing(was, with: becomes), to: file)
        #expect(room.watcher.reload() == .refused)
        #expect(room.packs.pack.ruleBook.id == before && room.agency("jalan rusak") == "PUPR")
        #expect(room.lines.all.contains { $0.hasPrefix("error") && $0.contains(file) && $0.contains(why) }, "\(room.lines.all)")
        #expect(await room.metrics.text().contains("\(PackWatcher.metric){result=\"refused\"} 1"))
    }

    @Test("a pack that begins later never takes the place of one that decides today")
    func aPackOfTheFutureIsRefused() throws {
        let room = try Room()
        let before = room.packs.pack.ruleBook.id
        try room.small.write("effective_from: 2199-01-01\n", to: "rules/book.yaml")
        #expect(room.watcher.reload() == .refused)
        #expect(room.packs.pack.ruleBook.id == before && room.agency("jalan rusak") == "PUPR")
        #expect(room.lines.all.contains { $0.contains("no rule book is in force") }, "\(room.lines.all)")
    }

    @Test func whatOnlyAStartTakesOverIsTold() throws {
        var room = try Room()
        let path = room.small.folder.appending(path: "mendengar.yaml").path
        func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        try write("routing: { listen: \"127.0.0.1:1\" }\n")
        room.settings = try ConfigurationSnapshot(path: path, part: .routing)
        room.watcher.tellOfSettings()
        #expect(room.lines.all == [])
        try write("routing: { listen: \"127.0.0.1:1\", sweep_seconds: 9 }\n")
        room.watcher.tellOfSettings()
        #expect(room.lines.all.last?.hasPrefix("warning: changed in the configuration") == true)
        #expect(room.lines.all.last?.hasSuffix("routing.sweep_seconds") == true)
        try write("routing: { listne: \"127.0.0.1:1\" }\n")
        room.watcher.tellOfSettings()
        #expect(room.lines.all.last?.contains("did you mean 'listen'?") == true)
    }

    @Test func filesAreLoadedWhenNobodyWritesThemAnyMore() throws {
        let room = try Room()
        func now() -> PackFingerprint { PackFingerprint(of: room.packs.pack.watched) }
        var sight = PackSight(now())
        func isDue(_ files: PackFingerprint, isAsked: Bool = false) -> Bool { sight.isDue(files, isAsked: isAsked) }
        #expect(!isDue(now()))
        try room.small.write(SmallPack.rules + "# lebih\n", to: "rules/10.yaml")
        let half = now()
        #expect(!isDue(half))
        try room.small.write("- {}\n", to: "rules/20.yaml")
        let whole = now()
        #expect(half != whole && !isDue(whole))
        #expect(isDue(whole))
        // Good or broken, the same files are not tried again, unless somebody asks.
        #expect(!isDue(whole))
        #expect(isDue(whole, isAsked: true))
        try room.small.write("- {}\n", to: "rules-2027/10.yaml")
        #expect(now() != whole)
    }

    @Test func theDeciderGoesOnWithItsCasesAndTheNewBook() async throws {
        let small = try SmallPack([
            "rules/20.yaml": """
                - id: berulang
                  priority: 5
                  when: { duplicate: { count: 2 }, topics: [jalan] }
                  agency: SETDA
                  examples: [ { text: "jalan rusak", agency: SETDA, given: { case: { count: 2 } } } ]

                """
        ])
        let packs = CurrentPack(try RegionPack.load(directory: small.path))
        let store = try await Store.open(
            .sqlite(path: small.path + "/../routing.sqlite"), schemas: RoutingTables.schemas)
        defer { store.close() }
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        let decider = Decider(store: store, packs: packs, bell: Bell(), metrics: Metrics(), logger: logger)
        var linking: Linking?
        func decide(_ id: String) async throws -> Assignment {
            let at = Date.now
            let complaint = Complaint(
                id: ComplaintID.derive(channel: .sms, account: "k", externalID: id), tracking: "KCL-26-1-\(id)",
                channel: .sms, account: "k", externalId: id, receivedAt: at,
                reporter: Reporter(phone: "+628123456789"),
                text: "jalan rusak parah di desa Hulu dekat langgar, banyak yang jatuh")
            try await store.write { try ComplaintTable.insert([complaint], at: at, in: $0) }
            var steps = DeciderSteps(leaseSeconds: decider.leaseSeconds)
            var action = DeciderSteps.first
            while true {
                if case .rest = action { break }
                // The memory is rebuilt once, as a running service has it.
                if case .rebuild = action, linking != nil {
                    action = steps.next(after: .rebuilt, now: .zero)
                    continue
                }
                action = steps.next(after: try await decider.perform(action, &linking), now: .zero)
            }
            return try #require(
                try await store.read { try AssignmentTable.find(complaint: complaint.id, in: $0) })
        }
        let first = try await decide("1")
        #expect(first.agency?.id == "PUPR" && first.duplicate == nil)
        try small.write(SmallPack.rules.replacing("tembusan", with: "tembusan-baru"), to: "rules/10.yaml")
        let watcher = PackWatcher(packs: packs, metrics: Metrics(), logger: logger)
        #expect(watcher.reload() == .loaded)
        let second = try await decide("2")
        #expect(second.duplicate?.of == first.complaint.id)
        #expect(second.agency?.id == "SETDA" && second.decision.rule == "berulang")
        #expect(second.decision.ruleBook != first.decision.ruleBook)
    }
}
