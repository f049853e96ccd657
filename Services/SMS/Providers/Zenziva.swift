// Zenziva (zenziva.id): calls nobody, so its `inboxgetall.php` is asked. By what playSMS's plugin reads.
import Complaints
import Foundation
import ServiceKit

/// `<response><message><id/><tgl/><waktu/><isiPesan/><dari/></message>…</response>`, for credentials in
/// the query.
struct Zenziva: Polled {
    static let needsSecret = false
    let needsPathSecret = true
    let acknowledgements = Acknowledgements.always("")
    let pollURL: String

    private let account: SMSAccount

    /// A longer one is no short message.
    static let messageBytesMax = 256 << 10
    /// Characters of a provider's notice that are logged.
    static let noticeMax = 200

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        guard let url = account.url, url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw account.fail("needs the address to ask: url: https://…/api/inboxgetall.php")
        }
        guard let user = account.user, let password = account.password else {
            throw account.fail("needs user (the userkey) and password (the passkey)")
        }
        let allowed = CharacterSet.alphanumerics
        let values = [user, password.value].map {
            $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        pollURL = url + (url.contains("?") ? "&" : "?")
            + "userkey=\(values[0])&passkey=\(values[1])&status=unread"
        self.account = account
    }

    /// Nobody calls; what we fetched ourselves is.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { false }

    func messages(in answer: [UInt8]) throws(PollTrouble) -> [RawRequest] {
        let pieces = XMLElements.cut("message", from: answer)
        guard pieces.isEmpty else {
            let notices = pieces.compactMap(notice)
            // Beside messages it is kept like them, in the quarantine.
            if notices.count == pieces.count { try fail(notices) }
            return notices.count == pieces.count ? [] : pieces.map(request)
        }
        guard let outline = XMLFields.outline(of: answer) else {
            throw PollTrouble(kind: .answer, why: "the answer is not XML")
        }
        // In a charset that cannot be cut: one for the quarantine.
        if outline.elements.contains("message") { return [request(answer)] }
        guard outline.root == "response" else {
            throw PollTrouble(kind: .answer, why: "the answer is no list of messages")
        }
        try fail([XMLFields(answer, isBelowRoot: true)?.all ?? ""])
        return []
    }

    /// What a `<message>` says that is none of a citizen.
    private func notice(_ piece: [UInt8]) -> String? {
        guard let fields = XMLFields(piece, isBelowRoot: true) else { return nil }
        let isMessage = ["id", "dari", "isiPesan"].contains { fields[$0] != nil }
        return isMessage ? nil : fields.all
    }

    private func fail(_ notices: [String]) throws(PollTrouble) {
        var text = notices.joined(separator: " ").trimmingWhitespace()
        guard !text.isEmpty else { return }
        for secret in [account.user, account.password?.value] {
            if let secret, !secret.isEmpty { text = text.replacing(secret, with: "…") }
        }
        throw PollTrouble(kind: .notice, why: "the provider says: \(text.prefix(Self.noticeMax))")
    }

    private func request(_ piece: [UInt8]) -> RawRequest {
        RawRequest(
            method: "GET", path: "/sms/\(account.name)", query: "",
            headers: ["content-type": "text/xml"], body: piece)
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        guard request.body.count <= Self.messageBytesMax else {
            throw Unreadable(why: "the message is larger than \(Self.messageBytesMax) bytes")
        }
        guard let fields = XMLFields(request.body, isBelowRoot: true) else {
            throw Unreadable(why: "the message is not XML")
        }
        guard let from = fields["dari"] else { throw .missing("dari") }
        guard let text = fields["isiPesan"] else { throw .missing("isiPesan") }
        let clock = [fields["tgl"], fields["waktu"]].compactMap { $0 }
        return .message(
            Inbound(
                id: Inbound.id(fields["id"]), from: from, to: account.number ?? "", text: text,
                time: clock.joined(separator: " ")))
    }
}
