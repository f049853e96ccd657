// Bulk mail, and what spam filters before us have said.

/// Mail to many that nobody wrote to us in person.
enum Newsletter {
    /// Why `mail` is one. A mailing list of people (List-Post) is not: what they write there may be
    /// a complaint.
    static func reason(_ mail: ParsedMail) -> String? {
        let precedence = mail.header("precedence")?.lowercased() ?? ""
        let isBulk = ["bulk", "junk"].contains(precedence)
        let name = mail.senderName
        if mail.header("list-unsubscribe") != nil {
            guard !isForPeople(mail) else { return nil }
            if mail.header("list-unsubscribe-post") != nil { return "List-Unsubscribe-Post" }
            if mail.header("feedback-id") != nil { return "List-Unsubscribe with Feedback-ID" }
            if isBulk { return "List-Unsubscribe with Precedence: \(precedence)" }
            if mail.isFromMachine { return "List-Unsubscribe from \(name)" }
            for header in ["x-campaign", "x-campaignid", "list-id"] where mail.header(header) != nil {
                return "List-Unsubscribe with \(header)"
            }
        }
        if mail.header("x-mailman-version") != nil, let subject = mail.subject?.lowercased(),
            digests.contains(where: subject.contains), subject.contains("vol")
        { return "the digest of a mailing list" }
        // Without such headers: a sender named for it, and a way to leave below.
        guard isBulk || bulkNames.contains(where: name.hasPrefix), mail.answered == nil,
            !isForPeople(mail), !Forward.isForward(mail)
        else { return nil }
        let end = mail.text.suffix(1_500).lowercased()
        return ways.first { end.contains($0) }.map { "bulk mail: “\($0)”" }
    }

    private static func isForPeople(_ mail: ParsedMail) -> Bool {
        if mail.header("mailing-list") != nil || mail.header("x-mailing-list") != nil { return true }
        // "NO" is a list on which nobody may write (RFC 2369 section 3.4).
        return mail.header("list-post").map { !$0.lowercased().hasPrefix("no") } ?? false
    }

    /// Mailman's "Linux-id Digest, Vol 12, Issue 3", also in Indonesian.
    private static let digests = ["digest", "ringkasan", "intisari"]

    private static let bulkNames = [
        "newsletter", "buletin", "promo", "marketing", "news@", "mailing", "campaign", "info-promo",
    ]
    private static let ways = [
        "unsubscribe", "berhenti berlangganan", "batal berlangganan", "batalkan langganan",
        "view this email in your browser", "lihat email ini di browser", "opt out", "opt-out",
    ]
}

/// What a filter before us thinks. It becomes a flag and nothing is dropped for it.
enum SpamVerdict {
    static func reason(_ mail: ParsedMail) -> String? {
        for (name, words) in yes {
            let value = mail.header(name)?.lowercased() ?? ""
            if words.contains(where: value.hasPrefix) { return "\(name): \(value.prefix(20))" }
        }
        if let level = mail.header("x-ms-exchange-organization-scl").flatMap({ Int($0) }),
            level >= exchangeLevelMin
        { return "SCL \(level)" }
        let report = mail.header("x-forefront-antispam-report")?.uppercased() ?? ""
        for field in report.split(separator: ";") {
            if field == "SFV:SPM" { return "SFV:SPM" }
            if field.hasPrefix("SCL:"), let level = Int(field.dropFirst(4)), level >= exchangeLevelMin {
                return "SCL \(level)"
            }
        }
        return nil
    }

    /// From here on Exchange says spam: 5 and 6 spam, 9 surely spam.
    private static let exchangeLevelMin = 5

    private static let yes: [(String, [String])] = [
        ("x-spam-flag", ["yes", "true"]), ("x-spam-status", ["yes"]), ("x-spam", ["yes", "true"]),
        ("x-ses-spam-verdict", ["fail"]), ("x-barracuda-spam-status", ["yes"]),
        ("x-bogosity", ["spam", "yes"]), ("x-dspam-result", ["spam"]),
        ("x-rspamd-action", ["reject", "add header", "rewrite subject"]),
    ]
}
