// What comes back when a mail of ours was not delivered: RFC 3464, and the forms of programs older than it.

/// A mail that tells of another mail's failure.
struct Bounce: Sendable, Hashable, Codable {
    /// Whether another attempt may help.
    enum Status: String, Sendable, Codable { case permanent, temporary }

    /// Whom the mail did not reach, where it says so.
    var recipient: String?
    var status: Status?
    /// Of the mail that was not delivered, without brackets.
    var originalMessageID: String?
    /// What showed that it is one.
    var why = ""

    enum CodingKeys: String, CodingKey {
        case recipient, status
        case originalMessageID = "original_message_id"
    }

    /// `nil` when `mail` is none.
    init?(_ mail: ParsedMail) {
        let fields = StatusFields(mail.deliveryStatus)
        // A notice of success is none.
        if fields.action.map({ ["delivered", "relayed", "expanded"].contains($0) }) == true {
            return nil
        }
        guard let why = Self.sign(mail) else { return nil }
        self.why = why
        // Below its own words stands the copy of our mail, with addresses of its own.
        let told = Self.beforeCopy(mail.text)
        recipient =
            fields.recipient ?? mail.header("x-failed-recipients").flatMap(Addresses.first)
            ?? Self.recipient(in: told, besides: mail.from?.canonical)
        status = fields.status ?? Self.status(in: mail.subject ?? "", told)
        originalMessageID =
            Self.messageID(in: mail.returnedHeaders) ?? Self.messageID(in: mail.text)
            ?? mail.answered?.id
    }
}

// MARK: - Whether it is one

extension Bounce {
    private static func sign(_ mail: ParsedMail) -> String? {
        if mail.mediaType == "multipart/report", mail.reportType == "delivery-status" {
            return "multipart/report; report-type=delivery-status"
        }
        // A person may hand on the report he got.
        if !mail.deliveryStatus.isEmpty, mail.isFromMachine || mail.hasNullSender {
            return "message/delivery-status"
        }
        if mail.header("x-failed-recipients") != nil { return "X-Failed-Recipients" }
        let sender = mail.senderName.filter { $0 != "-" && $0 != "_" }
        if sender == "mailerdaemon" { return "From MAILER-DAEMON" }
        // Everything below may have been written by a person, so two signs are asked for.
        let subject = mail.subject.flatMap { subjectBytes.begin($0) ? $0.lowercased() : nil } ?? ""
        let phrase = subjects.first { subject.hasPrefix($0) }
        let isOffice = sender == "postmaster" || sender.hasPrefix("microsoftexchange")
        if isOffice, mail.hasNullSender { return "From postmaster with an empty Return-Path" }
        if let phrase, isOffice || mail.hasNullSender { return "subject: \(phrase)" }
        guard phrase != nil || isOffice, !Forward.isForward(mail) else { return nil }
        if phrase != nil, let sign = transcript(in: mail.text) { return "“\(sign)”" }
        guard mail.isFromMachine || isOffice, mail.answered == nil || isOffice else { return nil }
        let text = mail.text.prefix(4_000).lowercased()
        return texts.first { text.contains($0) }.map { "“\($0)”" }
    }

    /// What a server writes of its own work, and no person does, whoever the mail is from.
    private static func transcript(in text: String) -> String? {
        let text = text.prefix(4_000).lowercased()
        guard !text.contains(#/\b(saya|aku|kami|tolong|mohon)\b/#) else { return nil }
        return transcripts.first { text.contains($0) }
    }

    private static let transcripts = [
        "transcript of session follows", "had permanent fatal errors", "had transient non-fatal errors",
        "undeliverable due to the following reason", "contained no recipient addresses",
        "found a virus in an attachment you sent",
        "tidak dapat dikirim ke penerima berikut", "remote-mta:", "diagnostic-code:",
        "this message was created automatically by mail delivery software", "qmail-send program",
    ]

    private static let subjects = [
        "mail system error", "mail failure", "virus found in message", "virus detected",
        "undeliverable", "undelivered", "mail delivery failed", "mail delivery failure",
        "delivery failure", "delivery failed", "delivery status notification", "failure notice",
        "returned mail", "mail could not be delivered", "message delivery", "delayed mail",
        "warning: message", "delivery delayed", "mail delivery", "non-delivery", "tidak terkirim",
        "pesan tidak terkirim", "email tidak terkirim", "tidak dapat dikirim", "gagal dikirim",
        "gagal terkirim", "pengiriman gagal", "pengiriman email gagal", "pengiriman pesan gagal",
        "kegagalan pengiriman", "pemberitahuan status pengiriman", "notifikasi status pengiriman",
        "pengiriman tertunda", "email tertunda", "pesan tertunda",
    ]

    private static let subjectBytes = Phrases(subjects)

    /// What only mail servers say.
    private static let texts = [
        "this message was created automatically by mail delivery software", "qmail-send program",
        "could not be delivered to", "couldn't be delivered", "wasn't delivered to",
        "was not delivered to", "unable to deliver your message", "i wasn't able to deliver",
        "delivery to the following recipient", "the following recipient", "the following address",
        "550 5.", "550-5.", "554 5.", "552 5.", "smtp error from remote", "remote-mta:",
        "diagnostic information for administrators", "host unknown", "user unknown",
        "pengiriman ke penerima berikut", "pesan anda tidak terkirim", "pesan anda tidak dapat dikirim",
        "tidak dapat dikirim ke", "tidak dapat mengirimkan pesan anda", "penerima berikut",
        "message delivery has been delayed", "has not yet been delivered",
    ]
}

// MARK: - What it tells

extension Bounce {
    private static func beforeCopy(_ text: String) -> Substring {
        let marks = [
            "this is a copy of", "below this line is a copy", "copy of the message",
            "original message headers", "salinan pesan", "undelivered message headers",
            "--- message header", "original message -----", "header pesan asli", "pesan asli",
        ]
        var end = text.startIndex
        for line in text.prefix(64 << 10).split(separator: "\n", omittingEmptySubsequences: false) {
            let lower = line.prefix(200).lowercased()
            if marks.contains(where: { lower.contains($0) }) || lower.hasPrefix("received:") { break }
            end = line.endIndex
        }
        return text[..<end]
    }

    /// The address that stands where programs put the one that failed, else the first.
    private static func recipient(in text: Substring, besides sender: String?) -> String? {
        var first: String?
        for line in text.split(separator: "\n") {
            guard let address = Addresses.first(in: String(line)),
                MailAddress.canonical(address) != sender
            else { continue }
            let bare = line.drop { " \t<>".contains($0) }
            // "<siti@desa.example>:", "  siti@desa.example"
            if bare.hasPrefix(address) { return address }
            first = first ?? address
        }
        return first
    }

    static func status(in subject: String, _ text: some StringProtocol) -> Status? {
        let all = subject.lowercased() + "\n" + text.prefix(8_000).lowercased()
        let delays = [
            "delayed", "delay)", "has not yet been delivered", "will be retried", "still being retried",
            "will continue to be attempted", "no action is required on your part", "tertunda",
            "belum terkirim", "akan dicoba", "warning: message", "you do not need to resend",
        ]
        if delays.contains(where: { all.contains($0) }) { return .temporary }
        if let match = all.firstMatch(of: #/(?:^|[^\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)/#) {
            return status(of: "\(match.1).\(match.2).\(match.3)")
        }
        if let match = all.firstMatch(of: #/(?:^|[^\d.:])([45])[0-5]\d[ \-:]/#) {
            return match.1 == "4" ? .temporary : .permanent
        }
        let full = ["quota", "mailbox full", "mailbox is full", "penuh", "over quota"]
        if full.contains(where: { all.contains($0) }) { return .temporary }
        let gone = [
            "permanent", "user unknown", "unknown user", "no such user", "does not exist",
            "doesn't exist", "couldn't be found", "not found", "tidak ditemukan", "tidak ada",
            "host unknown", "address rejected", "tidak dikenal", "no mailbox",
        ]
        return gone.contains { all.contains($0) } ? .permanent : nil
    }

    /// Of an enhanced status code (RFC 3463). A full mailbox empties again.
    fileprivate static func status(of code: String) -> Status? {
        if code == "5.2.2" || code.hasPrefix("4") { return .temporary }
        return code.hasPrefix("5") ? .permanent : nil
    }

    private static let messageIDField = Phrases(["message-id:"])

    /// Line by line: what comes back may be of any size and shape.
    static func messageID(in headers: String) -> String? {
        guard messageIDField.occur(in: headers) else { return nil }
        var isFolded = false
        for line in headers.utf8.split(separator: UInt8(ascii: "\n")) {
            let bare = line.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 || $0 == 0x09 }
            var value = bare.prefix(lineBytesMax)
            if !isFolded {
                guard messageIDField.begin(Substring(value)) else { continue }
                value = value.dropFirst("message-id:".utf8.count)
            }
            if let id = MessageID.all(in: String(Substring(value))).first, id.utf8.count >= 3 {
                return id
            }
            // The name may stand on the next line.
            isFolded = !isFolded && value.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        }
        return nil
    }

    private static let lineBytesMax = 1_000

    /// The first recipient that failed in the fields of a report.
    private struct StatusFields {
        var recipient: String?
        var status: Status?
        var action: String?

        init(_ text: String) {
            guard !text.isEmpty else { return }
            var current: [String: String] = [:]
            var chosen: [String: String]?
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines + [Substring()] {
                if line.allSatisfy(\.isWhitespace) {
                    let hasFailed = current["action"].map { !Self.successes.contains($0) } ?? true
                    if current["final-recipient"] ?? current["original-recipient"] != nil,
                        chosen == nil || hasFailed && Self.successes.contains(chosen?["action"] ?? "")
                    { chosen = current }
                    current = [:]
                } else if let colon = line.firstIndex(of: ":") {
                    let value = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace)
                    current[line[..<colon].lowercased()] = value.joined(separator: " ").lowercased()
                }
            }
            guard let chosen else { return }
            // The one we wrote to is worth more than the one it was forwarded to.
            recipient =
                (chosen["original-recipient"].flatMap(Addresses.first)
                    ?? chosen["final-recipient"].flatMap(Addresses.first))
            action = chosen["action"].map { String($0.prefix { $0.isLetter }) }
            status = (chosen["status"]?.prefix { $0.isNumber || $0 == "." }).flatMap {
                Bounce.status(of: String($0))
            }
            if action == "delayed" { status = .temporary }
            if action == "failed", status == nil { status = .permanent }
        }

        private static let successes = ["delivered", "relayed", "expanded"]
    }
}

/// Mail addresses in running text.
enum Addresses {
    /// Around an `@`, as far as an address may reach (RFC 5321 section 4.5.3.1): a text of any length
    /// is walked through once.
    static func first(in text: String) -> String? {
        let bytes = Array(text.utf8)
        for (at, byte) in bytes.enumerated() where byte == UInt8(ascii: "@") {
            let local = bytes[..<at].suffix(64).reversed().prefix { isOfName($0, "._%+=-") }
            var domain = bytes[(at + 1)...].prefix(255).prefix { isOfName($0, ".-") }
            while let last = domain.last, !isOfName(last, "") { domain.removeLast() }
            guard !local.isEmpty, domain.count >= 2 else { continue }
            return String(decoding: bytes[(at - local.count)..<domain.endIndex], as: UTF8.self)
        }
        return nil
    }

    private static func isOfName(_ byte: UInt8, _ others: String) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || others.utf8.contains(byte)
    }
}
