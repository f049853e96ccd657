// What a mail is: a complaint, an answer, or something a machine sent.
import ServiceKit

/// What becomes of a mail (words of the contract).
enum Disposition: String, Codable, Sendable, Hashable, CaseIterable {
    case complaint, followup
    case autoReply = "auto_reply"
    case bounce, loop, list, spam, duplicate, quarantine

    /// Whether Routing gets it. The others are kept and counted, with the reason.
    var isForwarded: Bool { self == .complaint || self == .followup || self == .spam }

    /// Whether it is read further: a bounce says what became of a mail of ours.
    var isRead: Bool { isForwarded || self == .bounce }
}

/// A disposition with its reason.
struct Verdict: Sendable, Hashable {
    var disposition: Disposition
    /// Which header or words decided, for the operator.
    var why: String
    /// `false`: recorded, but the sender gets no acknowledgement (RFC 3834 section 2).
    var mayAcknowledge: Bool
}

/// Judges one mail by its headers and words, without history.
struct Judge: Sendable {
    /// Lower case, without `+token`.
    let ownAddresses: Set<String>
    /// Of ``ownAddresses``, with the `@` before them.
    let ownDomains: Phrases
    /// Whose Authentication-Results are believed; `nil`: nobody's.
    let authservID: String?
    /// Lower case.
    let officialDomains: [String]

    /// More hops than that are a mail in a circle.
    static let hopsMax = 50

    init(
        ownAddresses: some Sequence<String>, authservID: String? = nil,
        officialDomains: [String] = []
    ) {
        self.ownAddresses = Set(ownAddresses.map(MailAddress.canonical))
        ownDomains = Phrases(
            self.ownAddresses.compactMap { address in
                address.firstIndex(of: "@").map { String(address[$0...]) }
            })
        self.authservID = authservID
        self.officialDomains = officialDomains
    }

    init(_ part: EmailPart) {
        self.init(
            ownAddresses: part.ownAddresses, authservID: part.authservID,
            officialDomains: part.officialDomains)
    }

    /// Whether mail to `address`, with a `+token` or without, is for us.
    func isOurs(_ address: String) -> Bool {
        ownAddresses.contains(MailAddress.canonical(address))
    }

    func authentication(of mail: ParsedMail) -> Authentication {
        Authentication(of: mail, authservID: authservID, officialDomains: officialDomains)
    }

    func verdict(on mail: ParsedMail) -> Verdict {
        if let why = loop(mail) { return machine(.loop, why) }
        if let bounce = Bounce(mail) { return machine(.bounce, bounce.why) }
        if let why = AutoReply.reason(mail, self) { return machine(.autoReply, why) }
        if let why = Newsletter.reason(mail) { return machine(.list, why) }
        let silence = reasonForSilence(mail)
        if let why = SpamVerdict.reason(mail) { return machine(.spam, why) }
        guard !isEmpty(mail) else {
            return machine(.quarantine, "neither subject nor text nor attachment")
        }
        if let (header, id) = mail.answered, !Forward.isForward(mail) {
            let why = "\(header): <\(id)>" + (silence.map { "; " + $0 } ?? "")
            return Verdict(disposition: .followup, why: why, mayAcknowledge: silence == nil)
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
        if let from = mail.from, isOurs(from.address), !isOfOurForm(mail) {
            return "From is our own address \(from.canonical)"
        }
        // Programs that forward write the address they forward for.
        if let value = mail.all("x-loop").first(where: isOurs) { return "X-Loop: \(value)" }
        let hops = mail.all("received").count
        return hops > Self.hopsMax ? "\(hops) hops, over \(Self.hopsMax)" : nil
    }

    /// The office's own web form writes with our address for a citizen, whose own is in Reply-To.
    func isOfOurForm(_ mail: ParsedMail) -> Bool {
        guard let from = mail.from, isOurs(from.address), let citizen = mail.replyTo else { return false }
        return !isOurs(citizen.address)
    }

    /// RFC 3834 section 2: to whom no automatic answer goes, though a person may have written.
    private func reasonForSilence(_ mail: ParsedMail) -> String? {
        for name in ["x-auto-response-suppress", "list-id", "list-unsubscribe", "x-loop"]
        where mail.header(name) != nil { return name }
        for name in ["precedence", "x-precedence"] {
            let value = mail.header(name)?.lowercased() ?? ""
            if ["bulk", "junk", "list"].contains(value) { return "\(name): \(value)" }
        }
        if mail.hasNullSender { return "empty Return-Path" }
        return mail.isFromMachine ? "From \(mail.senderName)" : nil
    }
}

extension ParsedMail {
    /// The mail this one names as the one it answers: which header, and the identifier.
    var answered: (header: String, id: String)? {
        if let id = inReplyTo, id != messageID { return ("In-Reply-To", id) }
        return references.last { $0 != messageID }.map { ("References", $0) }
    }

    /// `Return-Path: <>`: no answer and no bounce is wanted (RFC 5321 section 4.5.5).
    var hasNullSender: Bool { header("return-path")?.contains("<>") == true }

    /// The local part of From, lower case.
    var senderName: String {
        let address = from?.address.lowercased() ?? ""
        return String(Substring(address.utf8.prefix { $0 != UInt8(ascii: "@") }))
    }

    /// An address nobody reads.
    var isFromMachine: Bool {
        // Most names begin with another letter.
        let marks = "-_.".utf8
        guard let first = from?.address.utf8.first(where: { !marks.contains($0) }),
            "pndmjt".utf8.contains(first.lowered)
        else { return false }
        let name = senderName.filter { $0 != "-" && $0 != "_" && $0 != "." }
        return ["postmaster", "noreply", "donotreply", "mailerdaemon", "jangandibalas", "tidakdibalas"]
            .contains { name.hasPrefix($0) }
    }
}
