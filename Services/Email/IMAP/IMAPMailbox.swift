// The commands of IMAP4rev1 the service needs, on one selected mailbox.

/// One selected mailbox. Blocking, as ``IMAPConnection``.
struct IMAPMailbox {
    /// Changes when the server has given all messages new UIDs.
    let uidValidity: UInt32
    private let connection: IMAPConnection
    private let canMove: Bool
    private let canExpungeOne: Bool

    /// A message's UID and size.
    struct Listing: Sendable, Hashable {
        var uid: UInt32
        var bytes: Int
    }

    /// Selects `folder`.
    init(_ connection: IMAPConnection, folder: String) throws(IMAPError) {
        self.connection = connection
        let capabilities =
            try connection.command("CAPABILITY")
            .first { $0.first?.atom?.uppercased() == "CAPABILITY" } ?? []
        let known = Set(capabilities.compactMap { $0.atom?.uppercased() })
        canMove = known.contains("MOVE")
        canExpungeOne = known.contains("UIDPLUS")
        let answers = try connection.command("SELECT \(try Self.quoted(folder))")
        guard let validity = Self.code("UIDVALIDITY", in: answers) else {
            throw IMAPError(code: .malformed, description: "SELECT gave no UIDVALIDITY")
        }
        uidValidity = validity
    }

    /// The oldest messages from `uid` on, at most `limit`, in order.
    ///
    /// `n:*` always names the last message, even below n (RFC 3501 section 6.4.8), so the answer is
    /// filtered here; otherwise each poll would fetch it again.
    func list(from uid: UInt32, limit: Int) throws(IMAPError) -> [Listing] {
        let answers = try connection.command("UID SEARCH UID \(uid):*")
        var uids: [UInt32] = []
        for answer in answers where answer.first?.atom?.uppercased() == "SEARCH" {
            uids += answer.dropFirst().compactMap(\.number).filter { $0 >= uid }
        }
        let next = Set(uids).sorted().prefix(limit)
        guard !next.isEmpty else { return [] }
        let set = next.map(String.init).joined(separator: ",")
        var found: [UInt32: Int] = [:]
        for fields in try fetch("\(set) (UID RFC822.SIZE)") {
            guard let uid = fields["UID"]?.number, let bytes = fields["RFC822.SIZE"]?.number else {
                continue
            }
            found[uid] = Int(bytes)
        }
        // A message without a size has vanished in between.
        return next.compactMap { uid in found[uid].map { Listing(uid: uid, bytes: $0) } }
    }

    /// The whole message, or its first bytes; `nil` when it has vanished. Sets no flag.
    func content(of uid: UInt32, firstBytes: Int? = nil) throws(IMAPError) -> [UInt8]? {
        let section = firstBytes.map { "BODY.PEEK[]<0.\($0)>" } ?? "BODY.PEEK[]"
        for fields in try fetch("\(uid) (UID \(section))") where fields["UID"]?.number == uid {
            for (name, value) in fields where name.hasPrefix("BODY[]") {
                if case .string(let bytes) = value { return bytes }
            }
        }
        return nil
    }

    /// Moves a message to `folder`, which is made if it is missing.
    func move(_ uid: UInt32, to folder: String) throws(IMAPError) {
        let target = try Self.quoted(folder)
        let verb = canMove ? "MOVE" : "COPY"
        do throws(IMAPError) {
            try connection.command("UID \(verb) \(uid) \(target)")
        } catch {
            guard error.code == .refused else { throw error }
            try connection.command("CREATE \(target)")
            try connection.command("UID \(verb) \(uid) \(target)")
        }
        guard !canMove else { return }
        try connection.command("UID STORE \(uid) +FLAGS.SILENT (\\Deleted)")
        // A plain EXPUNGE would take away what others have marked: without UIDPLUS the mark stays.
        if canExpungeOne { try connection.command("UID EXPUNGE \(uid)") }
    }

    func logOut() {
        // Whatever it answers, we are leaving.
        _ = try? connection.command("LOGOUT")
    }

    /// The attribute lists of the FETCH responses, names in upper case.
    private func fetch(_ what: String) throws(IMAPError) -> [[String: IMAPToken]] {
        let answers = try connection.command("UID FETCH \(what)")
        return answers.compactMap { answer in
            // * n FETCH (name value name value …)
            guard answer.count >= 3, answer[1].atom?.uppercased() == "FETCH",
                case .list(let items) = answer[2]
            else { return nil }
            var fields: [String: IMAPToken] = [:]
            var index = 0
            while index + 1 < items.count {
                if let name = items[index].atom { fields[name.uppercased()] = items[index + 1] }
                index += 2
            }
            return fields
        }
    }

    /// The number of a response code such as `* OK [UIDVALIDITY 5]`.
    private static func code(_ name: String, in answers: [[IMAPToken]]) -> UInt32? {
        for answer in answers {
            guard answer.first?.atom == "OK", case .list(let code)? = answer.last,
                code.first?.atom?.uppercased() == name
            else { continue }
            return code.last?.number
        }
        return nil
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
