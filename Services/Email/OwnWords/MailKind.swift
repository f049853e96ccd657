// Which kind of mail a text is from, by its headers and its first mark.

extension MailKind {
    /// - Parameter judge: knows our own addresses, which make a mail without threading headers a reply.
    init(_ mail: ParsedMail, _ judge: Judge) {
        if Forward.isForward(mail) {
            self = .forward
        } else if mail.answered != nil {
            self = .reply
        } else if Self.answersOurReceipt(mail) || Self.quotesUs(mail, judge) {
            // Some web mailers and forms lose In-Reply-To and References.
            self = .reply
        } else {
            self = .first
        }
    }

    /// "Re: Aduan HSS-26-2000123-5 …": a tracking number is only in mails of ours.
    private static func answersOurReceipt(_ mail: ParsedMail) -> Bool {
        guard let subject = mail.subject else { return false }
        let lower = subject.lowercased()
        return ReplySubject.prefixes.contains(where: lower.hasPrefix)
            && ReplySubject.namesNumber(subject)
    }

    private static func quotesUs(_ mail: ParsedMail, _ judge: Judge) -> Bool {
        judge.ownDomains.occur(in: mail.text)
            && History.answers(MailLine.all(mail.text), isOurs: judge.isOurs)
    }
}

/// "Re:" and what other programs and languages write for it.
enum ReplySubject {
    static let prefixes = ["re:", "re :", "bls:", "balas:", "balasan:", "aw:", "re[", "tanggapan:"]

    /// Whether a tracking number stands in it.
    static func namesNumber(_ subject: String) -> Bool {
        subject.contains(#/\b[A-Z]{2,8}-\d\d-\d{7}-\d\b/#)
    }

    /// Of a subject; what a program writes stands at its start.
    static let charactersMax = 300

    /// Lower case, without such prefixes, and whether there was one.
    static func bare(_ subject: String) -> (text: Substring, isReply: Bool) {
        var rest = subject.utf8.count <= charactersMax
            ? subject.lowercased()[...] : subject.prefix(charactersMax).lowercased()[...]
        var isReply = false
        while let prefix = prefixes.first(where: rest.hasPrefix) {
            rest = rest.dropFirst(prefix.count)
            if prefix == "re[", let end = rest.firstIndex(of: ":") {
                rest = rest[rest.index(after: end)...]
            }
            rest = rest.drop(while: \.isWhitespace)
            isReply = true
        }
        return (rest, isReply)
    }
}

/// Forwarded mails start a case of their own, though they name the mail they forward.
enum Forward {
    static func isForward(_ mail: ParsedMail) -> Bool {
        if mail.carriesMail { return true }
        let subject = mail.subject?.lowercased() ?? ""
        if prefixes.contains(where: subject.hasPrefix) { return true }
        // Below an answer, the mark is part of the history.
        return marks.occur(in: mail.text) && History.beginsWithForward(MailLine.all(mail.text))
    }

    private static let marks = Phrases(["forward", "terus"])

    private static let prefixes = [
        "fwd:", "fw:", "trs:", "terusan:", "diteruskan:", "[fwd:", "fwd :", "tr:", "forward:", "wg:",
        "meneruskan:",
    ]
}
