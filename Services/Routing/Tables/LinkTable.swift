// Links between complaints, the cases they make, and the facts the index is rebuilt from.
import Complaints
import Duplicates
import Foundation
import Store

enum LinkTable {
    private static let facts = Insertion(
        into: "link_facts", ["seq": .integer, "head": .integer, "facts": .blob])
    private static let link = Insertion(
        into: "link",
        [
            "complaint": .integer, "target": .integer, "relation": .text, "decision": .text,
            "bits": .real, "features": .text, "weights": .text, "actor": .text, "at": .integer,
        ])

    /// Who links when no person does.
    static let machine = "routing"

    /// What is or was said of a pair.
    enum Decision: String, Sendable {
        /// Linked without asking.
        case link
        /// A person is asked.
        case review
        /// Another case, named for the reader.
        case recurrence
        /// A person said: the same.
        case merged
        /// A person said: not the same.
        case parted
    }

    // MARK: Storing

    /// Stores what was decided. A case that a person has moved in between is followed.
    static func insert(
        _ records: [LinkRecord], weights: String, at now: Date, in transaction: any Transaction
    ) throws {
        guard !records.isEmpty else { return }
        try transaction.insert(
            facts,
            rows: records.map {
                [
                    .integer(Int64($0.facts.number)), .integer(Int64($0.cluster)),
                    .blob($0.facts.bytes),
                ]
            })
        var rows: [[SQLValue]] = []
        for record in records {
            func add(_ judged: LinkJudgement, _ decision: Decision) {
                rows.append(row(Int64(record.facts.number), judged, decision, weights, now))
            }
            for judged in record.decision.links { add(judged, .link) }
            for judged in record.decision.reviews { add(judged, .review) }
            if let judged = record.decision.recurrence { add(judged, .recurrence) }
        }
        if !rows.isEmpty { try transaction.insert(link, rows: rows) }
    }

    private static func row(
        _ number: Int64, _ judged: LinkJudgement, _ decision: Decision, _ weights: String, _ now: Date
    ) -> [SQLValue] {
        [
            .integer(number), .integer(Int64(judged.number)), .text(judged.relation.rawValue),
            .text(decision.rawValue), .real(judged.bits),
            .text(judged.features.list.map(\.name).joined(separator: " ")), .text(weights),
            .text(machine), .integer(now.microseconds),
        ]
    }

    /// Stores a link that was found after the decision.
    static func link(
        _ number: Int64, _ judged: LinkJudgement, _ weights: LinkWeights, at now: Date,
        in transaction: any Transaction
    ) throws {
        try transaction.insert(link, rows: [row(number, judged, .link, weights.version, now)])
    }

    /// What the link of a complaint to another was made of; `nil` where a person linked them.
    static func features(
        of number: Int64, to target: Int64, in transaction: any Transaction
    ) throws -> Features? {
        try transaction.first(
            """
            SELECT features FROM link WHERE complaint = ? AND target = ? AND decision = 'link'
            ORDER BY id DESC LIMIT 1
            """, [.integer(number), .integer(target)]
        ).map { row in
            Features(row.text("features").split(separator: " ").compactMap { Feature(name: String($0)) })
        }
    }

    /// What is known of complaints, by their numbers; nothing of answers, nor of what another version read.
    static func facts(
        of numbers: [Int64], in transaction: any Transaction
    ) throws -> [Int64: LinkFacts] {
        try transaction.find(
            "SELECT seq, facts FROM link_facts", ["seq"], in: numbers.map { [.integer($0)] }
        ).reduce(into: [:]) { found, row in
            let number = row.int("seq")
            found[number] = LinkFacts(
                bytes: row.blob("facts"), number: UInt32(truncatingIfNeeded: number))
        }
    }

    /// In place of the facts of an answer: version 0, which no facts have.
    private static let noFacts: [UInt8] = [0]

    /// Stores to which cases answers belong. They have no facts: a few words about a report describe
    /// nothing that another could repeat.
    static func insert(_ answers: [FollowUps.Joined], in transaction: any Transaction) throws {
        guard !answers.isEmpty else { return }
        try transaction.insert(
            facts, rows: answers.map { [.integer($0.number), .integer($0.head), .blob(noFacts)] })
    }

    /// Who has come into another case since it was looked at: number → the present head and its id.
    ///
    /// - Parameter cases: number → the head at that time.
    static func moved(
        _ cases: [UInt32: UInt32], in transaction: any Transaction
    ) throws -> [UInt32: (number: UInt32, id: UUID)] {
        guard !cases.isEmpty else { return [:] }
        let rows = try transaction.find(
            "SELECT seq, head FROM link_facts", ["seq"],
            in: cases.keys.sorted().map { [.integer(Int64($0))] })
        var moved: [UInt32: (number: UInt32, id: UUID)] = [:]
        for row in rows {
            let number = UInt32(truncatingIfNeeded: row.int("seq"))
            let head = UInt32(truncatingIfNeeded: row.int("head"))
            guard cases[number] != head else { continue }
            let id = try transaction.first(
                "SELECT id FROM complaint WHERE seq = ?", [.integer(row.int("head"))])
            guard let id = id.flatMap({ UUID(uuidString: $0.text("id")) }) else { continue }
            moved[number] = (head, id)
        }
        return moved
    }

    // MARK: Rebuilding

    /// One row of the index.
    struct Known: Sendable {
        var number: UInt32
        var cluster: UInt32
        var isClosed: Bool
        /// It belongs to its case, and is compared with nothing.
        var isAnswer: Bool
        /// `nil` when another version made them.
        var facts: LinkFacts?
    }

    /// Where reading back begins: behind what is too old or too much.
    static func start(
        newest: Int, since: Date, in transaction: any Transaction
    ) throws -> Int64 {
        let old = try transaction.first(
            "SELECT MAX(seq) AS seq FROM complaint WHERE accepted_at < ?",
            [.integer(since.microseconds)])
        let end = try transaction.first("SELECT MAX(seq) AS seq FROM link_facts")
        return max(old?.int("seq") ?? 0, (end?.int("seq") ?? 0) - Int64(newest))
    }

    static func page(
        after: Int64, limit: Int, in transaction: any Transaction
    ) throws -> [Known] {
        try transaction.query(
            "SELECT seq, head, closed, facts FROM link_facts WHERE seq > ? ORDER BY seq LIMIT ?",
            [.integer(after), SQLValue(limit)]
        ).map { row in
            let number = UInt32(truncatingIfNeeded: row.int("seq"))
            let bytes = row.blob("facts")
            return Known(
                number: number, cluster: UInt32(truncatingIfNeeded: row.int("head")),
                isClosed: row.int("closed") != 0, isAnswer: bytes == noFacts,
                facts: LinkFacts(bytes: bytes, number: number))
        }
    }

    /// A complaint with its assignment; a body that cannot be read is `nil`.
    struct Texts: Sendable {
        var number: UInt32
        var complaint: Complaint?
        var assignment: Assignment?
    }

    private static let joined = """
        SELECT complaint.seq AS seq, complaint.id AS complaint_id, complaint.body AS complaint,
            assignment.id AS assignment_id, assignment.body AS assignment
        FROM complaint JOIN assignment ON assignment.complaint_id = complaint.id
        """

    /// Rows of texts read at a time.
    private static let textRows = 500

    /// Decided complaints that have no row in the index, older than all that have.
    static func unlinked(
        after: Int64, since: Date, in transaction: any Transaction
    ) throws -> [Texts] {
        let first = try transaction.first("SELECT MIN(seq) AS seq FROM link_facts")
        let end = first?.optionalInt("seq") ?? Int64.max
        return try transaction.query(
            """
            \(joined) WHERE complaint.seq > ? AND complaint.seq < ? AND complaint.accepted_at >= ?
            ORDER BY complaint.seq LIMIT ?
            """,
            [.integer(after), .integer(end), .integer(since.microseconds), SQLValue(textRows)]
        ).map { texts($0, in: transaction) }
    }

    static func texts(
        of number: UInt32, in transaction: any Transaction
    ) throws -> (Complaint, Assignment)? {
        guard
            let found = try transaction.first(
                "\(joined) WHERE complaint.seq = ?", [.integer(Int64(number))]
            ).map({ texts($0, in: transaction) }), let complaint = found.complaint,
            let assignment = found.assignment
        else { return nil }
        return (complaint, assignment)
    }

    private static func texts(_ row: Row, in transaction: any Transaction) -> Texts {
        Texts(
            number: UInt32(truncatingIfNeeded: row.int("seq")),
            complaint: try? ComplaintTable.read(
                row.text("complaint"), of: row.text("complaint_id"), in: transaction),
            assignment: try? AssignmentTable.read(
                row.text("assignment"), of: row.text("assignment_id"), in: transaction))
    }

    static func parted(in transaction: any Transaction) throws -> [(UInt32, UInt32)] {
        try transaction.query("SELECT a, b FROM link_parted").map {
            (UInt32(truncatingIfNeeded: $0.int("a")), UInt32(truncatingIfNeeded: $0.int("b")))
        }
    }

    /// The key under which senders are kept, made at the first need.
    static func secret(in transaction: any Transaction) throws -> [UInt8] {
        let query = "SELECT value FROM link_secret WHERE one = 1"
        if let row = try transaction.first(query) { return row.blob("value") }
        var random = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try transaction.execute(
            "INSERT INTO link_secret (one, value) VALUES (1, ?) ON CONFLICT (one) DO NOTHING",
            [.blob(secret)])
        return try transaction.first(query)?.blob("value") ?? secret
    }

    // MARK: Events

    /// What a person did to a case, told to the decider, which may be another process.
    struct Event: Sendable, Hashable {
        enum Kind: String, Sendable {
            /// Complaint a belongs to the case of b.
            case moved
            case parted, joined, closed, reopened
        }
        var id: Int64
        var kind: Kind
        var a: UInt32
        var b: UInt32
    }

    static func tell(
        _ kind: Event.Kind, _ a: Int64, _ b: Int64 = 0, in transaction: any Transaction
    ) throws(StoreError) {
        // Events are read by their ids: one with a smaller id must not be committed later.
        try transaction.lock("routing.link_event")
        try transaction.execute(
            "INSERT INTO link_event (kind, a, b) VALUES (?, ?, ?)",
            [.text(kind.rawValue), .integer(a), .integer(b)])
        try transaction.notify(RoutingTables.acceptedNotice)
    }

    static func lastEvent(in transaction: any Transaction) throws -> Int64 {
        try transaction.first("SELECT MAX(id) AS id FROM link_event")?.int("id") ?? 0
    }

    static func events(after: Int64, in transaction: any Transaction) throws -> [Event] {
        try transaction.query(
            "SELECT id, kind, a, b FROM link_event WHERE id > ? ORDER BY id", [.integer(after)]
        ).compactMap { row in
            Event.Kind(rawValue: row.text("kind")).map {
                Event(
                    id: row.int("id"), kind: $0, a: UInt32(truncatingIfNeeded: row.int("a")),
                    b: UInt32(truncatingIfNeeded: row.int("b")))
            }
        }
    }

    /// A case is over, or begins again.
    static func close(
        _ complaint: UUID, _ isClosed: Bool, in transaction: any Transaction
    ) throws {
        guard
            let row = try transaction.first(
                "SELECT seq FROM complaint WHERE id = ?", [.text(complaint.text)])
        else { return }
        let changed = try transaction.execute(
            "UPDATE link_facts SET closed = ? WHERE seq = ? AND closed <> ?",
            [SQLValue(isClosed ? 1 : 0), .integer(row.int("seq")), SQLValue(isClosed ? 1 : 0)])
        if changed > 0 {
            try tell(isClosed ? .closed : .reopened, row.int("seq"), in: transaction)
        }
    }
}
