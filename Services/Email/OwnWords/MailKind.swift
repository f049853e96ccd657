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
            && subject.contains(#/\b[A-Z]{2,8}-\d\d-\d{7}-\d\b/#)
    }

    private static func quotesUs(_ mail: ParsedMail, _ judge: Judge) -> Bool {
        guard judge.ownAddresses.contains(where: { address in
            guard let at = address.firstIndex(of: "@") else { return false }
            return mail.text.containsASCII(String(address[at...]))
        }) else { return false }
        return History.answers(MailLine.all(mail.text), isOurs: judge.isOurs)
    }
}

/// "Re:" and what other programs and languages write for it.
enum ReplySubject {
    static let prefixes = ["re:", "re :", "bls:", "balas:", "balasan:", "aw:", "re[", "tanggapan:"]

    /// Lower case, without such prefixes, and whether there was one.
    static func bare(_ subject: String) -> (text: Substring, isReply: Bool) {
        var rest = subject.lowercased()[...]
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
        return (mail.text.containsASCII("forward") || mail.text.containsASCII("terus"))
            && History.beginsWithForward(MailLine.all(mail.text))
    }

    private static let prefixes = [
        "fwd:", "fw:", "trs:", "terusan:", "diteruskan:", "[fwd:", "fwd :", "tr:", "forward:", "wg:",
        "meneruskan:",
    ]
}

extension String {
    /// Whether `needle`, of lower-case ASCII, occurs in upper or lower case. One walk over the bytes.
    func containsASCII(_ needle: String) -> Bool {
        let wanted = Array(needle.utf8)
        guard let first = wanted.first else { return true }
        var copy = self
        return copy.withUTF8 { bytes in
            guard bytes.count >= wanted.count else { return false }
            for start in 0...(bytes.count - wanted.count) where bytes[start].lowered == first {
                var index = 1
                while index < wanted.count, bytes[start + index].lowered == wanted[index] { index += 1 }
                if index == wanted.count { return true }
            }
            return false
        }
    }
}

extension UInt8 {
    /// The lower-case letter, for an ASCII capital.
    fileprivate var lowered: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
