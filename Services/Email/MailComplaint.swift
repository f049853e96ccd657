// From a mail to what Routing gets: the citizen's words and who wrote them. Pure.
import Complaints

/// The complaint in a mail.
struct MailComplaint {
    /// Never empty for a mail that says anything at all: the own words, else the subject, else the
    /// names of what was attached.
    var text: String
    /// What was left out of the mail's text, in its order.
    var elided: [OwnWords.Span]
    /// What there is says nothing by itself: only a subject, a photo, or what programs add.
    private(set) var isIncomplete = false

    init(_ mail: ParsedMail, _ judge: Judge) {
        let own = OwnWords.divide(mail.text, as: MailKind(mail, judge)) { mail.answers($0, judge) }
        (text, elided) = (own.words, own.elided)
        let isBlank = own.words.allSatisfy(\.isWhitespace)
        guard isBlank || own.saysNothing else { return }
        isIncomplete = true
        // A photo, a subject, and "Dikirim dari iPhone saya".
        if let subject = mail.subject {
            text = subject
            if !isBlank {
                elided = [.init(kind: .mobileFooter, range: 0..<mail.text.utf8.count)]
            }
        } else if isBlank {
            let names = mail.attachments.map(\.filename).joined(separator: ", ")
            text = names.isEmpty ? "" : "Lampiran: \(names)"
        }
    }

    /// The sender as the mail names him; the envelope's sender where it names nobody.
    static func reporter(of mail: ParsedMail) -> Reporter? {
        if let author = mail.from ?? mail.sender ?? mail.replyTo {
            return Reporter(name: author.name, email: author.address)
        }
        let path = mail.header("return-path").map { $0.filter { $0 != "<" && $0 != ">" } } ?? ""
        return path.contains("@") ? Reporter(email: path) : nil
    }

    /// Flags of the wire format.
    func flags(of mail: ParsedMail, _ verdict: Verdict, _ judge: Judge) -> [String] {
        var flags: [String] = []
        if verdict.disposition == .spam { flags.append("spam") }
        // A person must look closer.
        if isIncomplete { flags.append("incomplete") }
        return flags + mail.flags + judge.authentication(of: mail).flags
    }
}

extension ParsedMail {
    /// Whether a mail from `address`, which this one quotes, is one that it answers: ours, of one it is
    /// written to, or its sender's own. Not so what an official passes on, and what a citizen shows.
    fileprivate func answers(_ address: String, _ judge: Judge) -> Bool {
        let address = MailAddress.canonical(address)
        return judge.isOurs(address) || recipients.contains { $0.canonical == address }
            || [from, sender, replyTo].contains { $0?.canonical == address }
    }
}
