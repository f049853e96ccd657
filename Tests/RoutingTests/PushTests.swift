// The push: every entry of the feed to each receiver, whatever it answers and whoever dies in between.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import Store
import Synchronization
import TestSupport
import Testing

@testable import RoutingService

/// A receiver that answers by a script and remembers what it was sent.
final class ScriptedReceiver: Sendable {
    struct Got: Sendable {
        var id: String
        var cursor: Int64
        var body: String
    }
    private let state: Mutex<(got: [Got], answer: @Sendable (Got, Int) -> FetchResponse?)>

    init(_ answer: @escaping @Sendable (Got, Int) -> FetchResponse? = { _, _ in .status(200) }) {
        state = Mutex(([], answer))
    }

    var got: [Got] { state.withLock { $0.got } }

    func answers(_ answer: @escaping @Sendable (Got, Int) -> FetchResponse?) {
        state.withLock { $0.answer = answer }
    }

    func fetch(_ request: FetchRequest) throws(FetchError) -> FetchResponse {
        struct Message: Decodable { var data: Assignment }
        let body = request.body ?? Data()
        let message = try? Wire.decode(Message.self, from: body)
        let got = Got(
            id: request.headers.first { $0.name == "webhook-id" }?.value ?? "",
            cursor: message?.data.cursor ?? -1, body: String(decoding: body, as: UTF8.self))
        let answer = state.withLock { state in
            state.got.append(got)
            return state.answer(got, state.got.count)
        }
        guard let answer else { throw FetchError(description: "connection refused") }
        return answer
    }
}

extension FetchResponse {
    static func status(_ status: Int, retryAfter: String? = nil) -> FetchResponse {
        FetchResponse(
            status: status, headers: retryAfter.map { ["retry-after": $0] } ?? [:], body: Data())
    }
}

@Suite struct PushTests {
    static let secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    static func receiver(
        _ name: String = "case", url: String = "https://case.hss.example/hook", after: Int64? = nil
    ) throws -> PushReceiver {
        let url = try #require(PushURL(url))
        return try PushReceiver(PushPart(name: name, url: url, secrets: [secret], after: after))
    }

    static func assignment(_ number: Int) -> Assignment {
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: "\(number)"),
            tracking: "HSS-26-\(1_000_000 + number)-0", channel: .sms, account: "k",
            externalId: "\(number)", receivedAt: Date(timeIntervalSince1970: 1_795_303_964),
            reporter: nil, text: "Jalan rusak \(number)")
        return Assignment(
            cursor: 0, id: complaint.id, complaint: complaint, agency: AgencyRef(id: "PUPR", name: "P"),
            copies: [], status: .assigned, caseRef: nil,
            decision: Decision(
                mode: .rule, rule: "r", ruleBook: "b", confidence: 1, because: [], rejected: []),
            duplicate: nil, due: nil, createdAt: Date(timeIntervalSince1970: 1_795_303_965))
    }

    static func feed(_ numbers: Range<Int>, _ store: Store) async throws {
        try await store.write { transaction in
            // An assignment points at its complaint.
            let assignments = numbers.map(assignment)
            try ComplaintTable.insert(assignments.map(\.complaint), at: .now, in: transaction)
            try AssignmentTable.enterFeed(new: assignments, at: .now, in: transaction)
        }
    }

    static func sender(
        _ receiver: PushReceiver, _ lane: PushSender.Lane, _ store: Store, _ script: ScriptedReceiver
    ) throws -> PushSender {
        PushSender(
            receiver: receiver, lane: lane, store: store,
            packs: CurrentPack(try RoutingTests.region.get()), metrics: Metrics(),
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() },
            fetch: { (request) async throws(FetchError) in try script.fetch(request) })
    }

    /// Sends until there is nothing more to send now.
    static func drain(_ sender: PushSender) async throws {
        var turn = PushSender.Turn()
        while try await sender.round(&turn) == .zero {}
        await sender.release()
    }

    private func withStore(
        _ receivers: [PushReceiver], on database: TestDatabase = .sqlite,
        _ body: (Store) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("push")
        let store = try await Store.open(
            try DatabaseURL(database.url(in: folder)), schemas: [RoutingTables.schema],
            seal: Seal(SealKeys.random()))
        defer { store.close() }
        try await Self.register(receivers, store)
        try await body(store)
    }

    private static func register(_ receivers: [PushReceiver], _ store: Store) async throws {
        try await store.write {
            try PushTable.register(receivers, now: Date.now.microseconds, in: $0)
        }
    }

    private func letters(_ store: Store, _ name: String = "case") async throws -> [PushLetter] {
        try #require(
            try await store.read { try PushTable.letters(name, after: 0, limit: 99, in: $0) })
    }

    private func summary(_ store: Store, _ name: String = "case") async throws -> PushSummary {
        let all = try await store.read { try PushTable.summaries(named: ["case"], in: $0) }
        return try #require(all.first { $0.name == name })
    }

    private func makeDue(_ store: Store) async throws {
        try await store.write {
            try $0.execute("UPDATE push_letter SET due_at = 0")
            try $0.execute("UPDATE push_receiver SET paused_until = 0")
        }
    }

    @Test("every entry once, in order, as it stands in the feed", arguments: TestDatabase.allCases)
    func everyEntry(database: TestDatabase) async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver], on: database) { store in
            try await Self.feed(0..<40, store)
            let moved = try await store.write { transaction in
                var first = Self.assignment(0)
                first.status = .triage
                return try AssignmentTable.enterFeed(first, at: .now, in: transaction)
            }
            let script = ScriptedReceiver()
            try await Self.drain(Self.sender(receiver, .fresh, store, script))
            #expect(script.got.map(\.cursor) == Array(1...41))
            #expect(Set(script.got.map(\.id)).count == 41)
            let rows = try await store.read { try Feed.rows(after: 0, limit: 99, in: $0) }
            for (got, row) in zip(script.got, rows) {
                let type = row.cursor == moved.cursor ? "assignment.changed" : "assignment.created"
                #expect(got.body.hasPrefix("{\"type\":\"\(type)\",\"timestamp\":\"20"))
                #expect(got.body.hasSuffix("\"data\":\(row.body)}"))
            }
            let told = try await summary(store)
            #expect(told.cursor == 41 && told.behind == 0 && told.delivered == 41)
            try await Self.drain(Self.sender(receiver, .fresh, store, script))
            #expect(script.got.count == 41)
        }
    }

    @Test("a batch ends at its bytes, with at least one")
    func bytes() async throws {
        try await withStore([]) { store in
            try await Self.feed(0..<3, store)
            func count(_ bytesMax: Int) async throws -> Int {
                try await store.read {
                    try PushTable.tail(after: 0, limit: 9, bytesMax: bytesMax, in: $0).count
                }
            }
            #expect(try await count(1) == 1)
            #expect(try await count(PushSender.batchBytesMax) == 3)
        }
    }

    @Test("what is not taken is kept, holds up nothing, and comes again under the same id")
    func failedIsKept() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<5, store)
            let script = ScriptedReceiver { got, _ in .status(got.cursor == 2 ? 500 : 200) }
            try await Self.drain(Self.sender(receiver, .fresh, store, script))
            #expect(script.got.map(\.cursor) == [1, 2, 3, 4, 5])
            let letter = try #require(try await letters(store).first)
            #expect(letter.cursor == 2 && letter.state == "waiting" && letter.status == 500)
            let wait = try #require(letter.due_at).timeIntervalSince(letter.last_at)
            #expect(5...6 ~= wait)
            script.answers { _, _ in .status(200) }
            try await Self.drain(Self.sender(receiver, .letters, store, script))
            #expect(script.got.count == 5, "before its time")
            try await makeDue(store)
            try await Self.drain(Self.sender(receiver, .letters, store, script))
            let tries = script.got.filter { $0.cursor == 2 }
            #expect(tries.count == 2 && Set(tries.map(\.id)).count == 1)
            #expect(Set(tries.map(\.body)).count == 1)
            #expect(try await letters(store).isEmpty)
            #expect(try await summary(store).delivered == 5)
        }
    }

    @Test("killed after sending and before recording: the same comes again under the same id")
    func killedBetween() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<1, store)
            let script = ScriptedReceiver()
            let killed = try Self.sender(receiver, .fresh, store, script)
            _ = try script.fetch(
                receiver.request(
                    try #require(try await store.read { try PushTable.entry(1, in: $0) }), at: .now))
            try await Self.drain(killed)
            #expect(script.got.count == 2 && Set(script.got.map(\.id)).count == 1)
            let other = try Self.receiver("other")
            let entry = try #require(try await store.read { try PushTable.entry(1, in: $0) })
            #expect(entry.webhookID(for: other.name) != script.got[0].id)
        }
    }

    @Test("given up after the last try, visible, and sent again by a person")
    func deadAndSentAgain() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<2, store)
            let entry = try #require(try await store.read { try PushTable.entry(1, in: $0) })
            var tried: (count: Int, first: Int64)?
            var now = Date.now.microseconds
            for number in 1...10 {
                let (entry, moment, before) = (entry, now, tried)
                let isDead = try await store.write { transaction in
                    var entry = entry
                    entry.tried = before
                    return try PushTable.settle(
                        PushResult(failed: (entry, .failed(why: "answered 500", status: 500, isAway: false))),
                        of: receiver, areLetters: number > 1, now: moment, random: 0, in: transaction)
                }
                #expect(isDead == (number == 10), "try \(number)")
                tried = (number, before?.first ?? now)
                let due = try await letters(store).first?.due_at
                now = due?.microseconds ?? now
            }
            #expect(try await summary(store).dead == 1)
            let script = ScriptedReceiver()
            try await Self.drain(Self.sender(receiver, .letters, store, script))
            #expect(script.got.isEmpty, "a dead letter does not rise by itself")
            let count = try await store.write {
                try PushTable.resend("case", nil, now: Date.now.microseconds, in: $0)
            }
            #expect(count == 1)
            for lane in PushSender.Lane.allCases {
                try await Self.drain(Self.sender(receiver, lane, store, script))
            }
            #expect(script.got.map(\.cursor).sorted() == [1, 2])
            // Also what was delivered, for a case system that has lost it; what is still to come is not.
            let again = try await store.write {
                try PushTable.resend("case", [2, 2, 77], now: Date.now.microseconds, in: $0)
            }
            #expect(again == 1)
            try await Self.drain(Self.sender(receiver, .letters, store, script))
            #expect(script.got.map(\.cursor).last == 2 && script.got.count == 3)
        }
    }

    @Test("410 ends it until a person or a new configuration begins it again, and nothing is lost")
    func gone() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<3, store)
            let script = ScriptedReceiver { got, _ in .status(got.cursor == 2 ? 410 : 200) }
            let sender = try Self.sender(receiver, .fresh, store, script)
            try await Self.drain(sender)
            #expect(try await summary(store).state == .disabled)
            #expect(script.got.map(\.cursor) == [1, 2])
            try await Self.register([receiver], store)
            try await Self.drain(sender)
            #expect(script.got.count == 2, "a restart with the same configuration changes nothing")
            script.answers { got, _ in .status(got.cursor == 3 ? 410 : 200) }
            try await store.write { _ = try PushTable.enable("case", now: 0, in: $0) }
            try await Self.drain(sender)
            #expect(script.got.map(\.cursor) == [1, 2, 2, 3])
            script.answers { _, _ in .status(200) }
            let moved = try Self.receiver(url: "https://case.hss.example/new")
            try await Self.register([moved], store)
            try await Self.drain(Self.sender(moved, .fresh, store, script))
            #expect(script.got.map(\.cursor) == [1, 2, 2, 3, 3])
            #expect(try await summary(store).state == .active)
            let gone = try await store.read { try PushTable.summaries(named: [], in: $0) }
            #expect(gone.map(\.state) == [.removed])
        }
    }

    @Test("a receiver that asks for time gets it")
    func slowDown() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<3, store)
            let script = ScriptedReceiver { _, _ in .status(429, retryAfter: "120") }
            try await Self.drain(Self.sender(receiver, .fresh, store, script))
            #expect(script.got.count == 1)
            let until = try #require(try await summary(store).paused_until)
            #expect(110...121 ~= until.timeIntervalSinceNow)
            let due = try #require(try await letters(store).first?.due_at)
            #expect(110...121 ~= due.timeIntervalSinceNow)
        }
    }

    @Test("after an outage nobody waits for hours")
    func comeback() async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver]) { store in
            try await Self.feed(0..<6, store)
            let script = ScriptedReceiver { _, _ in nil }
            let sender = try Self.sender(receiver, .fresh, store, script)
            var turn = PushSender.Turn()
            for _ in 0..<4 {
                try await makeDue(store)
                _ = try await sender.round(&turn)
            }
            // As after many tries: the next would be tomorrow.
            try await store.write {
                try $0.execute("UPDATE push_letter SET due_at = last_at + 86400000000")
                try $0.execute("UPDATE push_receiver SET paused_until = 0")
            }
            script.answers { _, _ in .status(200) }
            _ = try await sender.round(&turn)
            for letter in try await letters(store) {
                #expect(letter.due_at?.timeIntervalSince(letter.last_at) == 300)
            }
            #expect(try await letters(store).count == 4)
        }
    }

    @Test("two processes: one sends, and a sleeper that wakes up writes nothing", arguments: TestDatabase.allCases)
    func oneAtATime(database: TestDatabase) async throws {
        let receiver = try Self.receiver()
        try await withStore([receiver], on: database) { store in
            try await Self.feed(0..<2, store)
            let script = ScriptedReceiver()
            let first = try Self.sender(receiver, .fresh, store, script)
            let second = try Self.sender(receiver, .fresh, store, script)
            var (one, other, third) = (PushSender.Turn(), PushSender.Turn(), PushSender.Turn())
            #expect(try await first.round(&one) == .zero)
            #expect(try await second.round(&other) == PushSender.standby)
            // It takes over while the first is still sending.
            let stolen = ScriptedReceiver()
            let sleeper = PushSender(
                receiver: receiver, lane: .fresh, store: store,
                packs: CurrentPack(try RoutingTests.region.get()), metrics: Metrics(),
                logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() },
                fetch: { (request) async throws(FetchError) in
                    let answer = try stolen.fetch(request)
                    try? await store.write { transaction in
                        try transaction.execute("UPDATE lease SET expires_at = 0")
                        _ = try Lease.acquire(
                            PushSender.leaseName("case", .fresh), holder: "other", now: 1,
                            microseconds: 1, in: transaction)
                    }
                    return answer
                })
            try await store.write { try $0.execute("UPDATE lease SET expires_at = 0") }
            let error = await #expect(throws: StoreError.self) { try await sleeper.round(&third) }
            #expect(error?.code == .leaseLost)
            #expect(try await summary(store).cursor == 1)
        }
    }

    @Test("a new receiver begins at the end of the feed, or where it says")
    func beginnings() async throws {
        try await withStore([]) { store in
            try await Self.feed(0..<3, store)
            let late = try Self.receiver("late")
            let all = try Self.receiver("all", after: 0)
            try await Self.register([late, all], store)
            #expect(try await summary(store, "late").cursor == 3)
            #expect(try await summary(store, "all").cursor == 0)
            let future = try Self.receiver("future", after: 4)
            let error = await #expect(throws: ConfigurationError.self) {
                try await Self.register([future], store)
            }
            #expect(error?.description.contains("beyond the end of the feed (3)") == true)
        }
    }
}
