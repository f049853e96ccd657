// What a mail is: a complaint, an answer, or something a machine sent.

/// What becomes of a mail (words of the contract).
enum Disposition: String, Codable, Sendable, Hashable, CaseIterable {
    case complaint, followup
    case autoReply = "auto_reply"
    case bounce, loop, list, spam, duplicate, quarantine

    /// Whether Routing gets it. The others are kept and counted, with the reason.
    var isForwarded: Bool { self == .complaint || self == .followup || self == .spam }
}

/// A disposition with its reason.
struct Verdict: Sendable, Hashable {
    var disposition: Disposition
    /// Which header or words decided, for the operator.
    var why: String
    /// `false`: recorded, but the sender gets no acknowledgement (RFC 3834 section 2).
    var mayAcknowledge: Bool
}

/// Judges one mail by its headers, without history.
struct Judge: Sendable {
    /// Lower case, without `+token`.
    let ownAddresses: Set<String>

    init(ownAddresses: some Sequence<String>) {
        self.ownAddresses = Set(ownAddresses.map(MailAddress.canonical))
    }

    /// Whether mail to `address`, with a `+token` or without, is for us.
    func isOurs(_ address: String) -> Bool {
        ownAddresses.contains(MailAddress.canonical(address))
    }

    func verdict(on mail: ParsedMail) -> Verdict {
        if let why = loop(mail) { return machine(.loop, why) }
        if let why = bounce(mail) { return machine(.bounce, why) }
        if let why = AutoReply.reason(mail) { return machine(.autoReply, why) }
        if let why = newsletter(mail) { return machine(.list, why) }
        let silence = reasonForSilence(mail)
        if let why = spam(mail) { return machine(.spam, why) }
        guard !isEmpty(mail) else {
            return machine(.quarantine, "neither subject nor text nor attachment")
        }
        if let why = followup(mail) {
            return Verdict(
                disposition: .followup, why: why + (silence.map { "; " + $0 } ?? ""),
                mayAcknowledge: silence == nil)
        }
        return Verdict(
            disposition: .complaint,
            why: "a person wrote it" + (silence.map { "; no acknowledgement: " + $0 } ?? ""),
            mayAcknowledge: silence == nil)
    }

    private func machine(_ disposition: Disposition, _ why: String) -> Verdict {
        Verdict(disposition: disposition, why: why, mayAcknowledge: false)
    }

    private func isEmpty(_ mail: ParsedMail) -> Bool {
        mail.text.allSatisfy(\.isWhitespace) && mail.subject == nil && mail.attachments.isEmpty
    }

    private func loop(_ mail: ParsedMail) -> String? {
        if mail.header("x-mendengar-loop") != nil { return "X-Mendengar-Loop: our own mail" }
        if let from = mail.from, isOurs(from.address) {
            return "From is our own address \(from.canonical)"
        }
        return nil
    }

    private func bounce(_ mail: ParsedMail) -> String? {
        if mail.mediaType == "multipart/report", mail.reportType == "delivery-status" {
            return "multipart/report; report-type=delivery-status"
        }
        if mail.header("x-failed-recipients") != nil { return "X-Failed-Recipients" }
        let local = mail.from?.address.lowercased().prefix { $0 != "@" } ?? ""
        if local == "mailer-daemon" { return "From MAILER-DAEMON" }
        if local == "postmaster", mail.header("return-path")?.contains("<>") == true {
            return "From postmaster with an empty Return-Path"
        }
        return nil
    }

    /// Bulk mail nobody wrote to us in person. A mailing list of people (List-Post) is not that:
    /// what they write there may be a complaint.
    private func newsletter(_ mail: ParsedMail) -> String? {
        guard mail.header("list-unsubscribe") != nil, mail.header("list-post") == nil else {
            return nil
        }
        if mail.header("list-unsubscribe-post") != nil { return "List-Unsubscribe-Post" }
        if mail.header("feedback-id") != nil { return "List-Unsubscribe with Feedback-ID" }
        let precedence = mail.header("precedence")?.lowercased() ?? ""
        if ["bulk", "junk"].contains(precedence) {
            return "List-Unsubscribe with Precedence: \(precedence)"
        }
        return nil
    }

    /// Never dropped: a flag for Routing.
    private func spam(_ mail: ParsedMail) -> String? {
        for name in ["x-spam-flag", "x-spam-status", "x-ses-spam-verdict"] {
            let value = mail.header(name)?.lowercased() ?? ""
            if value.hasPrefix("yes") || value == "fail" { return "\(name): \(value.prefix(20))" }
        }
        return nil
    }

    private func followup(_ mail: ParsedMail) -> String? {
        guard !Forward.isForward(mail) else { return nil }
        let own = mail.messageID
        if let id = mail.inReplyTo, id != own { return "In-Reply-To: <\(id)>" }
        if let id = mail.references.last(where: { $0 != own }) { return "References: <\(id)>" }
        return nil
    }

    /// RFC 3834 section 2: to whom no automatic answer goes, though a person may have written.
    private func reasonForSilence(_ mail: ParsedMail) -> String? {
        for name in ["x-auto-response-suppress", "list-id", "list-unsubscribe", "x-loop"]
        where mail.header(name) != nil { return name }
        for name in ["precedence", "x-precedence"] {
            let value = mail.header(name)?.lowercased() ?? ""
            if ["bulk", "junk", "list"].contains(value) { return "\(name): \(value)" }
        }
        if mail.header("return-path")?.contains("<>") == true { return "empty Return-Path" }
        let local = mail.from?.address.lowercased().prefix { $0 != "@" } ?? ""
        if ["postmaster", "noreply", "no-reply", "no_reply", "donotreply"].contains(local) {
            return "From \(local)"
        }
        return nil
    }
}

/// Forwarded mails start a case of their own, though they name the mail they forward.
enum Forward {
    static func isForward(_ mail: ParsedMail) -> Bool {
        if mail.carriesMail { return true }
        let subject = mail.subject?.lowercased() ?? ""
        let prefixes = ["fwd:", "fw:", "trs:", "terusan:", "diteruskan:", "[fwd:"]
        if prefixes.contains(where: subject.hasPrefix) { return true }
        let marks = [
            "---------- forwarded message", "begin forwarded message:", "---------- pesan terusan",
            "---------- pesan yang diteruskan",
        ]
        return mail.text.split(separator: "\n").contains { line in
            let lower = line.lowercased()
            return marks.contains { lower.hasPrefix($0) }
        }
    }
}
