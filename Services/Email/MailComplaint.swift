// From a mail to what Routing gets: the citizen's words and who wrote them. Pure.
import Complaints

/// The complaint in a mail.
enum MailComplaint {
    /// Never empty for a mail that says anything at all: the body, else the subject, else the names
    /// of what was attached.
    static func text(of mail: ParsedMail) -> String {
        let words = OwnWords.text(of: mail)
        if !words.allSatisfy(\.isWhitespace) { return words }
        if let subject = mail.subject { return subject }
        let names = mail.attachments.map(\.filename).joined(separator: ", ")
        return names.isEmpty ? "" : "Lampiran: \(names)"
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
    static func flags(of mail: ParsedMail, _ verdict: Verdict) -> [String] {
        var flags: [String] = []
        if verdict.disposition == .spam { flags.append("spam") }
        // Only a photo or a subject: a person must look closer.
        if mail.text.allSatisfy(\.isWhitespace) { flags.append("incomplete") }
        return flags
    }
}
