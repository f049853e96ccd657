// Links an assignment to the earlier ones it repeats, with the index the decider owns.
import Complaints
import Crypto
import Duplicates
import Foundation
import Language
import Region
import Store

/// What linking decided about one complaint, to be stored with its assignment.
struct LinkRecord: Sendable {
    var facts: LinkFacts
    var decision: LinkDecision
    /// The number of the first complaint of its case; its own when it begins one.
    var cluster: UInt32
}

/// The decider's memory of recent complaints, rebuilt from the database at take-over.
struct Linking {
    private(set) var index: DuplicateIndex
    /// Decided and not yet stored.
    private(set) var pending: [LinkRecord] = []
    /// What people have done to cases up to here is known.
    private(set) var lastEvent: Int64 = 0
    /// The pack of now: a new one changes nothing that is remembered.
    var region: RegionPack {
        didSet { if region.gazetteer.entries != oldValue.gazetteer.entries { villages = Self.names(region) } }
    }
    private let senders: SenderNumbers
    private var villages: VillageNames

    init(region: RegionPack, weights: LinkWeights, secret: [UInt8] = []) {
        self.region = region
        villages = Self.names(region)
        index = DuplicateIndex(weights: weights)
        senders = SenderNumbers(secret: secret)
    }

    private static func names(_ region: RegionPack) -> VillageNames {
        VillageNames(
            region.gazetteer.entries, spots: region.gazetteer.spots, tokenizer: region.tokenizer)
    }

    /// Rows read back at a time: the index may hold a million complaints.
    private static let pageRows = 5_000

    /// Reads the newest complaints back, in order of acceptance, page by page.
    static func rebuilt(
        _ region: RegionPack, weights: LinkWeights, now: Date, from store: Store
    ) async throws -> Linking {
        let secret = try await store.write { try LinkTable.secret(in: $0) }
        var linking = Linking(region: region, weights: weights, secret: secret)
        // Before the rows: what happens meanwhile is told once more, which does no harm.
        linking.lastEvent = try await store.read { try LinkTable.lastEvent(in: $0) }
        let since = now.addingTimeInterval(-Double(DuplicateIndex.recurrenceDays) * 86_400)
        let limit = linking.index.limits.complaints
        var last = try await store.read { try LinkTable.start(newest: limit, since: since, in: $0) }
        try await linking.rememberUnlinked(now: now, from: store)
        while true {
            let after = last
            let page = try await store.read {
                try LinkTable.page(after: after, limit: Self.pageRows, in: $0)
            }
            guard let end = page.last?.number else { break }
            last = Int64(end)
            for row in page { try await linking.remember(row, from: store) }
        }
        let parted = try await store.read { try LinkTable.parted(in: $0) }
        for pair in parted { linking.index.part(pair.0, pair.1) }
        return linking
    }

    private mutating func remember(_ row: LinkTable.Known, from store: Store) async throws {
        if row.isAnswer { return }
        if let facts = row.facts {
            index.insert(facts, cluster: row.cluster)
        } else if let (complaint, assignment) = try await store.read({
            try LinkTable.texts(of: row.number, in: $0)
        }), !FollowUps.isFollowUp(assignment) {
            // The facts were made by another version: they are made anew.
            index.insert(facts(complaint, assignment, number: row.number).facts, cluster: row.cluster)
        }
        if row.isClosed { index.close(row.number) }
    }

    /// Complaints decided before the index had a table of its own.
    private mutating func rememberUnlinked(now: Date, from store: Store) async throws {
        let since = now.addingTimeInterval(-Double(DuplicateIndex.senderDays) * 86_400)
        var last: Int64 = 0
        while true {
            let after = last
            let rows = try await store.read {
                try LinkTable.unlinked(after: after, since: since, in: $0)
            }
            guard let end = rows.last?.number else { return }
            last = Int64(end)
            for row in rows {
                guard let complaint = row.complaint, let assignment = row.assignment,
                    !Drafting.isUnprocessed(assignment), !FollowUps.isFollowUp(assignment)
                else { continue }
                index.insert(facts(complaint, assignment, number: row.number).facts)
            }
        }
    }

    /// Adds the link to a draft and remembers it for the next ones.
    mutating func link(_ complaint: Complaint, _ draft: Assignment, number: Int64) -> Assignment {
        var draft = draft
        let number = UInt32(truncatingIfNeeded: number)
        let (facts, alternatives) = facts(complaint, draft, number: number)
        let decision = index.merge(index.decide(facts, alternatives: alternatives))
        let cluster = decision.link?.clusterNumber ?? number
        if let duplicate = duplicate(decision, of: complaint) { draft.duplicate = duplicate }
        index.insert(facts, cluster: cluster)
        pending.append(LinkRecord(facts: facts, decision: decision, cluster: cluster))
        return draft
    }

    /// What a complaint would be linked with, and how many its case would have; nothing is remembered.
    func foreseen(_ complaint: Complaint, _ draft: Assignment) -> DryRuns.Answer {
        let (facts, alternatives) = facts(complaint, draft, number: .max)
        let decision = index.decide(facts, alternatives: alternatives)
        let count = decision.link.map { index.complaints(of: $0.number).count } ?? 0
        return DryRuns.Answer(duplicate: duplicate(decision, of: complaint), count: count + 1)
    }

    private func duplicate(_ decision: LinkDecision, of complaint: Complaint) -> Duplicate? {
        (decision.link ?? decision.recurrence).map { judged in
            Duplicate(judged, cluster: decision.link?.cluster ?? complaint.id, index.weights)
        }
    }

    /// Every case a complaint is compared with.
    func judged(_ complaint: Complaint, _ draft: Assignment, number: Int64) -> [LinkJudgement] {
        let (facts, alternatives) = facts(
            complaint, draft, number: UInt32(truncatingIfNeeded: number))
        return index.judged(facts, alternatives: alternatives)
    }

    /// Whether a complaint is linked to another only by a person, whatever speaks for it.
    func isHeld(_ complaint: Complaint, _ draft: Assignment, _ judged: LinkJudgement) -> Bool {
        index.isHeld(facts(complaint, draft, number: .max).facts, judged)
    }

    /// Complaints in the case of one that was linked, itself included.
    func caseSize(of number: Int64) -> Int {
        index.complaints(of: UInt32(truncatingIfNeeded: number)).count
    }

    /// What was decided is in the database.
    mutating func stored() { pending = [] }

    /// Takes over what people have done to cases.
    mutating func apply(_ events: [LinkTable.Event]) {
        var cases: [UInt32: UInt32] = [:]
        for event in events {
            lastEvent = max(lastEvent, event.id)
            switch event.kind {
            case .moved: cases[event.a] = event.b
            case .parted: index.part(event.a, event.b)
            case .joined: index.unpart(event.a, event.b)
            case .closed: index.close(event.a)
            case .reopened: index.close(event.a, false)
            }
        }
        if !cases.isEmpty { index.regroup(cases) }
    }

    /// Other villages a text may mean that are looked at.
    private static let alternativesMax = 2

    /// "Mandala, Telaga Langsat" names the kecamatan, and not its village of that name.
    private static func isAbove(_ other: Place, _ village: Place, _ places: [Place]) -> Bool {
        let area = other.code.split(separator: ".").prefix(3).joined(separator: ".")
        return village.code.hasPrefix(area + ".")
            && places.contains { $0.code == area && $0.name == other.name }
    }

    private func facts(
        _ complaint: Complaint, _ assignment: Assignment, number: UInt32
    ) -> (facts: LinkFacts, alternatives: [UInt64]) {
        let understood = assignment.complaint
        let facts = LinkFacts(
            id: complaint.id, number: number, at: complaint.receivedAt, channel: complaint.channel,
            sender: senders.sender(of: complaint), places: understood.places,
            topics: understood.topics,
            isSensitive: region.isSensitive(understood.topics.prefix(2).map(\.id)),
            // What a letter is about stands above it.
            // Who is known by name may give it the next time: "ini Hamdani yang kemarin di radio".
            text: [understood.subject, understood.text, complaint.reporter?.name]
                .compactMap { $0 }.joined(separator: "\n"),
            tokenizer: region.tokenizer, villages: villages)
        let named = understood.places.filter { $0.level == "desa" || $0.level == "kelurahan" }
        guard facts.namesVillage else {
            let tokens = region.tokenizer.tokens(understood.text)
            return (facts, villages.mentioned(in: tokens, within: facts.within))
        }
        let others = named.dropFirst().filter { !Self.isAbove($0, named[0], understood.places) }
        return (facts, others.prefix(Self.alternativesMax).map { LinkFacts.code($0.code) })
    }
}

extension Duplicate {
    /// A link as it is told, with the reasons.
    init(_ judged: LinkJudgement, cluster: UUID, _ weights: LinkWeights) {
        self.init(
            cluster: cluster, of: judged.to, relation: judged.relation,
            score: (judged.score * 100).rounded(.down) / 100, because: judged.because(weights))
    }
}

/// Turns who complains into numbers that do not tell who it is: HMAC with a secret of this database,
/// cut short.
struct SenderNumbers: Sendable {
    private let key: SymmetricKey

    init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    func sender(of complaint: Complaint) -> LinkSender {
        let reporter = complaint.reporter
        let phone = reporter?.phone ?? Self.phone(in: complaint)
        let name = reporter?.name.map { Words.normal($0) }
        return LinkSender(
            phone: phone.map { number("phone", Sender($0).description) } ?? 0,
            email: (reporter?.email).map { number("email", $0.lowercased()) } ?? 0,
            name: name.flatMap { $0.isEmpty ? nil : UInt16(truncatingIfNeeded: number("name", $0)) } ?? 0)
    }

    /// The number under a letter, or said at the end of a call.
    private static func phone(in complaint: Complaint) -> String? {
        guard complaint.channel == .email || complaint.channel == .radio else { return nil }
        guard let span = PersonalData.spans(in: complaint.text, [.phone]).last
        else { return nil }
        let scalars = Array(complaint.text.unicodeScalars)[span.start..<span.end]
        return String(String.UnicodeScalarView(scalars.filter { $0 == "+" || $0.isDigit }))
    }

    private func number(_ kind: String, _ value: String) -> UInt32 {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(kind):\(value)".utf8), using: key)
        let number = code.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return max(1, number)
    }
}

/// A name as it is compared: lower case, single spaces.
private enum Words {
    static func normal(_ name: String) -> String {
        name.lowercased().split { !$0.isLetter }.joined(separator: " ")
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
}
