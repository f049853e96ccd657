// Which mails the journal knows, small enough to hold a million of them in memory.
import Foundation
import Store

/// Looks mails up by external id or Message-ID; only hashes are kept.
struct JournalIndex: Sendable {
    /// Mails that came by one mailbox.
    struct Entry: Sendable {
        var tracking: String
        /// Of the Message-ID, or of the whole external id where there is none.
        var key: Int
    }

    private var externalIDs: Set<Int> = []
    private var messageIDs: [Int: Int] = [:]
    private var byWay: [String: [Entry]] = [:]

    private static let pageMax = 5000

    static func load(from store: Store) async throws -> JournalIndex {
        var index = JournalIndex()
        var after: Int64 = 0
        while true {
            let rows = try await store.read { [after] in
                try $0.query(
                    """
                    SELECT seq, external_id, tracking, meta FROM journal
                    WHERE channel = 'email' AND seq > ? ORDER BY seq LIMIT ?
                    """, [.integer(after), SQLValue(pageMax)])
            }
            guard let last = rows.last else { return index }
            for row in rows {
                index.add(row.text("external_id"), row.text("tracking"), meta: row.text("meta"))
            }
            after = last.int("seq")
        }
    }

    mutating func add(_ externalID: String, _ tracking: String, meta: String) {
        externalIDs.insert(externalID.hashValue)
        var key = externalID.hashValue
        let place = Reception.places.first { !$0.isEmpty && externalID.hasSuffix($0) } ?? ""
        let externalID = externalID.dropLast(place.count)
        if externalID.hasPrefix("<"), let slash = externalID.lastIndex(of: "/") {
            key = Self.key(ofMessageID: String(externalID[..<slash].dropFirst().dropLast()))
            messageIDs[key, default: 0] += 1
        }
        let decoded = try? JSONDecoder().decode([String: String].self, from: Data(meta.utf8))
        byWay[decoded?["via"] ?? "", default: []].append(Entry(tracking: tracking, key: key))
    }

    static func key(ofMessageID id: String) -> Int { id.hashValue }

    func knows(externalID: String) -> Bool { externalIDs.contains(externalID.hashValue) }

    /// How many different mails with it there are.
    func count(ofMessageID id: String) -> Int { messageIDs[Self.key(ofMessageID: id), default: 0] }

    /// What came by `imap:NAME`.
    func entries(via way: String) -> [Entry] { byWay[way] ?? [] }
}
