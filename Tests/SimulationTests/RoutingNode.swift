// One process of Routing: accepts, decides while it holds the lease, serves the feed. Understanding is left out:
// an assignment names no agency, and two complaints belong together when their texts are equal.
import Complaints
import Delivery
import Foundation
import Store

@testable import RoutingService

final class RoutingNode: Node {
    unowned let world: World
    let process: SimulatedProcess
    let database: SimulatedDatabase
    let books: RoutingBooksKept
    /// As Decider has it.
    static let leaseSeconds = 10

    private var deciding = DeciderSteps(leaseSeconds: RoutingNode.leaseSeconds)
    private var bell = SimulatedBell()
    private var holder = ""
    private var startedAt: Int64 = 0
    /// The first complaint of each text, as this process remembers it.
    private var memory: [String: UUID] = [:]
    /// What this life has learned it is to decide: a second start of that is none.
    private var learned: Set<UUID> = []

    init(
        _ world: World, _ process: SimulatedProcess, _ database: SimulatedDatabase,
        _ books: RoutingBooksKept
    ) {
        self.world = world
        self.process = process
        self.database = database
        self.books = books
        database.listeners.append { [unowned self] names in
            guard self.process.isUp, names.contains(RoutingTables.acceptedNotice) else { return }
            bell.ring(world, process)
        }
    }

    func start() {
        deciding = DeciderSteps(leaseSeconds: RoutingNode.leaseSeconds)
        bell = SimulatedBell()
        holder = "\(process.name).\(process.life)"
        startedAt = world.now
        memory = [:]
        learned = []
        plan(DeciderSteps.first)
    }

    /// Whether it believes to be the decider.
    var hasLease: Bool { deciding.held != nil }

    func giveBack() {
        guard let lease = deciding.held else { return }
        _ = try? world.write(database, process, "give the lease back") {
            try lease.release(in: $0)
        }
    }

    // MARK: Accepting

    /// `POST /v1/complaints`; no answer but 503 when the database fails.
    func accept(_ bodies: [Data], reply: @escaping ([Settlement]?) -> Void) throws {
        let body = Data("[".utf8) + bodies.joined(separator: Data(",".utf8)) + Data("]".utf8)
        let items = try ComplaintReader.read(body, contentType: "application/json")
        let now = Date(timeIntervalSince1970: Double(world.wall(process)) / 1_000_000)
        do {
            let answers = try world.write(database, process, "accept \(items.count)") {
                try Accept.take(items, prefix: "HSS", zone: .gmt, now: now, in: $0)
            } committed: { try books.accepted(items, $0.map(\.status), world) }
            guard !world.dies(self, "between accepting and answering") else { return }
            reply(
                answers.map { $0.status == "rejected" ? .refused($0.why ?? "") : .delivered() })
        } catch is StoreError {
            reply(nil)
        }
    }

    // MARK: Deciding

    private func plan(_ action: DeciderSteps.Action) {
        if case .rest(let duration) = action {
            bell.wait(world, process, atMost: duration.inMicroseconds) {
                self.proceed(after: .rested)
            }
            return
        }
        world.later(world.chance.milliseconds(0...30), process) {
            do {
                if let event = try self.perform(action) { self.proceed(after: event) }
            } catch is StoreError {
                self.proceed(after: .failed)
            }
        }
    }

    private func proceed(after event: DeciderSteps.Event) {
        let now = Duration.microseconds(world.now - startedAt)
        plan(deciding.next(after: event, now: now))
    }

    private func perform(_ action: DeciderSteps.Action) throws -> DeciderSteps.Event? {
        switch action {
        case .acquire:
            let now = world.wall(process)
            let lease = try world.write(database, process, "acquire") {
                try Lease.acquire(
                    Decider.leaseName, holder: holder, now: now,
                    microseconds: Int64(Self.leaseSeconds) * World.second, in: $0)
            } committed: { try books.leased($0, world) }
            return .acquired(lease)
        case .rebuild:
            memory = try world.write(database, process, "rebuild", Self.remembered)
            return .rebuilt
        case .take(let lease, let tried):
            let undecided = try books.checking(lease, world) {
                try world.write(database, process, "consider") {
                    try Decider.take(lease, tried, in: $0)
                } committed: { try books.taken($0, learned) }
            }
            learned.formUnion(undecided.complaints.map(\.id))
            return .taken(undecided)
        case .draft(let undecided):
            return draft(undecided).map { .drafted($0) }
        case .store(let lease, let drafted):
            let now = Date(timeIntervalSince1970: Double(world.wall(process)) / 1_000_000)
            try books.checking(lease, world) {
                try world.write(database, process, "decide \(drafted.count)") {
                    try Decider.keep(drafted, lease, at: now, in: $0)
                } committed: { try books.decided(drafted, world) }
            }
            return world.dies(self, "after deciding") ? nil : .stored
        case .sweep:
            return .swept(isMore: false)
        case .rest:
            return .rested
        }
    }

    private static func remembered(_ transaction: any Transaction) throws -> [String: UUID] {
        let rows = try transaction.query(
            """
            SELECT complaint.id AS id, json_extract(complaint.body, '$.text') AS text FROM complaint
            JOIN assignment ON assignment.complaint_id = complaint.id
            WHERE json_extract(assignment.body, '$.status') <> 'triage' ORDER BY complaint.seq
            """)
        return rows.reduce(into: [:]) { memory, row in
            if memory[row.text("text")] == nil {
                memory[row.text("text")] = UUID(uuidString: row.text("id"))
            }
        }
    }

    /// `nil` when it ended the process.
    private func draft(_ undecided: ComplaintTable.Undecided) -> [Drafted]? {
        var drafted: [Drafted] = undecided.poison.map { Drafted($0, .assigned(assignment($0, .triage))) }
        for complaint in undecided.complaints {
            guard complaint.text != Message.decidePoison else {
                world.trace.saw("poison ended the decider")
                books.poisonDeaths[complaint.id, default: 0] += 1
                world.crash(
                    self, "poison \(complaint.externalId)",
                    backAfter: world.chance.milliseconds(50...3000))
                return nil
            }
            var assignment = assignment(complaint, .assigned)
            if let first = memory[complaint.text] {
                assignment.duplicate = Duplicate(
                    cluster: first, of: first, relation: .resend, score: 1, because: [])
            } else {
                memory[complaint.text] = complaint.id
            }
            drafted.append(Drafted(complaint, .assigned(assignment)))
        }
        return drafted
    }

    private func assignment(_ complaint: Complaint, _ status: Status) -> Assignment {
        Assignment(
            cursor: 0, id: Drafting.assignmentID(of: complaint), complaint: complaint, agency: nil,
            copies: [], status: status, caseRef: nil,
            decision: Decision(
                mode: .rule, rule: nil, ruleBook: "simulated", confidence: 1, because: [],
                rejected: []),
            duplicate: nil, due: nil, createdAt: complaint.receivedAt)
    }

    // MARK: The feed

    /// `GET /v1/assignments`.
    func page(after: Int64, limit: Int, reply: ([FeedItem]?) -> Void) throws {
        do {
            reply(
                try world.write(database, process, "feed after \(after)") {
                    try Feed.rows(after: after, limit: limit, in: $0)
                })
        } catch is StoreError {
            reply(nil)
        }
    }
}
