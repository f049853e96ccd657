// The commands of IMAP4rev1 the service needs, on one selected mailbox.
import Intake

/// One selected mailbox. Blocking, as ``IMAPConnection``.
struct IMAPMailbox {
    /// Changes when the server has given all messages new UIDs.
    let uidValidity: UInt32
    /// What the next message gets at least, as of the selection.
    let uidNext: UInt32?
    /// Messages at the selection.
    let exists: Int
    /// The server tells by itself when a message comes.
    let canIdle: Bool
    let connection: IMAPConnection
    private let limits: IMAPLimits
    private let canMove: Bool
    private let canExpungeOne: Bool

    /// A message's UID and size.
    struct Listing: Sendable, Hashable {
        var uid: UInt32
        var bytes: Int
    }

    /// Selects `folder`.
    ///
    /// - Parameter readOnly: nothing can be changed (EXAMINE).
    init(
        _ connection: IMAPConnection, folder: String, limits: IMAPLimits = IMAPLimits(),
        readOnly: Bool = false
    ) throws(IMAPError) {
        self.connection = connection
        self.limits = limits
        var known: Set<String> = []
        try connection.command("CAPABILITY") { answer in
            guard answer.first?.atom?.uppercased() == "CAPABILITY" else { return }
            known.formUnion(answer.compactMap { $0.atom?.uppercased() })
        }
        canMove = known.contains("MOVE")
        canExpungeOne = known.contains("UIDPLUS")
        canIdle = known.contains("IDLE")
        var codes: [String: UInt32] = [:]
        var count = 0
        let verb = readOnly ? "EXAMINE" : "SELECT"
        try connection.command("\(verb) \(try Self.quoted(folder))") { answer in
            if answer.count == 2, answer[1].atom?.uppercased() == "EXISTS" {
                count = Int(answer[0].number ?? 0)
            }
            // * OK [UIDVALIDITY 5] …
            guard answer.first?.atom == "OK", case .list(let code)? = answer.last,
                let name = code.first?.atom, let number = code.last?.number
            else { return }
            codes[name.uppercased()] = number
        }
        guard let validity = codes["UIDVALIDITY"] else {
            throw IMAPError(code: .malformed, description: "\(verb) gave no UIDVALIDITY")
        }
        uidValidity = validity
        uidNext = codes["UIDNEXT"]
        exists = count
    }

    /// The messages from `uid` on, in order: all of them, or of very many the first.
    ///
    /// `n:*` always names the last message, even below n (RFC 3501 section 6.4.8), so the answer is
    /// filtered here; otherwise each look would fetch it again.
    func uids(from uid: UInt32) throws(IMAPError) -> [UInt32] {
        connection.hasNews = false
        var first = uid
        while true {
            // What came after the selection is few: the last window has no end.
            let (end, isOver) = first.addingReportingOverflow(limits.searchWindow - 1)
            let isLast = isOver || end >= uidNext ?? 0
            let found = try search("UID \(first):\(isLast ? "*" : String(end))")
                .filter { $0 >= first }
            if isLast || !found.isEmpty { return found }
            first = end + 1
        }
    }

    /// Which of these messages are still there.
    func existing(of uids: [UInt32]) throws(IMAPError) -> Set<UInt32> {
        let asked = Set(uids)
        return asked.intersection(try search("UID \(UIDSet.text(uids))"))
    }

    /// Of a folder; more is no answer of a sane server.
    private var uidsMax: Int { 1_000_000 }

    private func search(_ key: String) throws(IMAPError) -> [UInt32] {
        var found: Set<UInt32> = []
        try connection.command("UID SEARCH \(key)") { answer in
            guard answer.first?.atom?.uppercased() == "SEARCH", found.count <= uidsMax else { return }
            found.formUnion(answer.dropFirst().compactMap(\.number))
        }
        guard found.count <= uidsMax else {
            throw IMAPError(
                code: .malformed, description: "the server lists over \(uidsMax) messages")
        }
        return found.sorted()
    }

    /// How large these are; those that have vanished in between are missing. Where the server knows no
    /// size, it is found out by fetching.
    func sizes(of uids: [UInt32]) throws(IMAPError) -> [Listing] {
        var found: [UInt32: Int] = [:]
        try fetch(uids, "(UID RFC822.SIZE)") { uid, fields in
            found[uid] = fields["RFC822.SIZE"]?.number.map { Int($0) }
        }
        let unsized = uids.filter { found[$0] == nil }
        if !unsized.isEmpty { for uid in try existing(of: unsized) { found[uid] = 0 } }
        return uids.compactMap { uid in found[uid].map { Listing(uid: uid, bytes: $0) } }
    }

    /// The whole messages, or what a section such as `HEADER` says of them; those that have vanished
    /// are missing. Sets no flag.
    func contents(
        of uids: [UInt32], section: String = "", firstBytes: Int? = nil
    ) throws(IMAPError) -> [UInt32: Content] {
        var found: [UInt32: Content] = [:]
        let range = firstBytes.map { "<0.\($0)>" } ?? ""
        try fetch(uids, "(UID BODY.PEEK[\(section)]\(range))") { uid, fields in
            for (name, value) in fields where name.hasPrefix("BODY[") {
                found[uid] = value.content
            }
        }
        return found
    }

    /// Moves messages to `folder`, which is made if it is missing. Those that are gone are no error.
    func move(_ uids: [UInt32], to folder: String) throws(IMAPError) {
        let target = try Self.quoted(folder)
        let set = UIDSet.text(uids)
        let move = "UID \(canMove ? "MOVE" : "COPY") \(set) \(target)"
        do throws(IMAPError) {
            try connection.command(move)
        } catch let refusal {
            guard refusal.code == .refused else { throw refusal }
            do throws(IMAPError) {
                try connection.command("CREATE \(target)")
            } catch {
                // It is there, so that was not the reason.
                throw error.code == .refused ? refusal : error
            }
            try connection.command(move)
        }
        guard !canMove else { return }
        try connection.command("UID STORE \(set) +FLAGS.SILENT (\\Deleted)")
        // A plain EXPUNGE would take away what others have marked: without UIDPLUS the mark stays.
        if canExpungeOne { try connection.command("UID EXPUNGE \(set)") }
    }

    func logOut() {
        // Whatever it answers, we are leaving.
        _ = try? connection.command("LOGOUT")
    }

    /// Hands over the attributes of each message asked for, their names in upper case.
    private func fetch(
        _ uids: [UInt32], _ what: String, _ body: (UInt32, [String: IMAPToken]) -> Void
    ) throws(IMAPError) {
        guard !uids.isEmpty else { return }
        let asked = Set(uids)
        try connection.command("UID FETCH \(UIDSet.text(uids)) \(what)") { answer in
            // * n FETCH (name value name value …)
            guard answer.count >= 3, answer[1].atom?.uppercased() == "FETCH",
                case .list(let items) = answer[2]
            else { return }
            var fields: [String: IMAPToken] = [:]
            for index in stride(from: 0, to: items.count - 1, by: 2) {
                if let name = items[index].atom { fields[name.uppercased()] = items[index + 1] }
            }
            // Servers tell of flags that others set, in between and without a UID.
            if let uid = fields["UID"]?.number, asked.contains(uid) { body(uid, fields) }
        }
    }

    /// A folder name as a quoted string. Names beyond ASCII need modified UTF-7, which the
    /// configuration must then give as the server shows it.
    static func quoted(_ folder: String) throws(IMAPError) -> String {
        guard !folder.isEmpty, folder.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw IMAPError(
                code: .refused,
                description: "the folder name '\(folder)' needs plain ASCII; write it in modified "
                    + "UTF-7, as the server lists it")
        }
        let escaped = folder.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

/// Sets of UIDs as commands have them.
enum UIDSet {
    /// A run takes up to 22 bytes, and a command line should stay below 8,192 (RFC 7162 section 4).
    static let runsMax = 350

    /// How many of them fit in one command.
    static func fitting(_ uids: some Sequence<UInt32>) -> Int {
        var (runs, count) = (0, 0)
        var last: UInt32?
        for uid in uids {
            if last == nil || last == .max || uid != (last ?? 0) + 1 { runs += 1 }
            guard runs <= runsMax else { break }
            last = uid
            count += 1
        }
        return count
    }

    /// `4,7:9`, for UIDs in order. A run holds only what was given: what lies between is not ours.
    static func text(_ uids: [UInt32]) -> String {
        var parts: [String] = []
        var rest = uids[...]
        while let first = rest.popFirst() {
            var last = first
            while let next = rest.first, last < .max, next == last + 1 {
                last = next
                rest = rest.dropFirst()
            }
            parts.append(first == last ? "\(first)" : "\(first):\(last)")
        }
        return parts.joined(separator: ",")
    }
}
