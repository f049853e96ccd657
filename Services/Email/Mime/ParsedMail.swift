// What the parsing child hands back about one mail.
import Foundation

/// One mail, read: decoded headers, the text a person wrote, what was attached.
struct ParsedMail: Codable, Sendable, Hashable {
    struct Header: Codable, Sendable, Hashable {
        /// Lower case.
        var name: String
        /// Unfolded, RFC 2047 words decoded.
        var value: String
    }

    /// Which part the text came from.
    enum TextSource: String, Codable, Sendable { case plain, html, none }

    /// The headers the service looks at, in the order of the mail.
    var headers: [Header] = []
    var from: MailAddress?
    var sender: MailAddress?
    var replyTo: MailAddress?
    /// To and Cc.
    var recipients: [MailAddress] = []
    var subject: String?
    var date: Date?
    /// Without angle brackets.
    var messageID: String?
    var inReplyTo: String?
    var references: [String] = []
    /// Of the whole mail, lower case, such as `multipart/report`.
    var mediaType = "text/plain"
    /// `report-type` of a multipart/report, lower case.
    var reportType: String?
    var text = ""
    var textSource = TextSource.none
    var attachments: [MailAttachment] = []
    /// Another mail is attached (message/rfc822) and its text is part of ``text``.
    var carriesMail = false
    /// What was cut or mended on the way, for the operator.
    var notes: [String] = []

    /// The first header of that name.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// All headers of that name.
    func all(_ name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }

    /// Headers that are kept: those that decide what a mail is and where it came from.
    static let keptHeaders: Set<String> = [
        "return-path", "delivered-to", "x-original-to", "authentication-results", "list-id",
        "list-post", "list-unsubscribe", "list-unsubscribe-post", "feedback-id", "precedence",
        "x-precedence", "auto-submitted", "x-auto-response-suppress", "x-autoreply",
        "x-autorespond", "x-autoresponder", "autoresponder", "x-loop", "x-fc-machinegenerated",
        "x-post-messageclass", "x-failed-recipients", "x-spam-flag", "x-spam-status",
        "x-ses-spam-verdict", "x-mendengar-loop",
    ]
}

/// A mail address with the name beside it.
struct MailAddress: Codable, Sendable, Hashable {
    var address: String
    var name: String?

    /// The address for comparing: lower case, `+token` of the local part removed.
    var canonical: String { MailAddress.canonical(address) }

    static func canonical(_ address: String) -> String {
        let lower = address.lowercased()
        guard let at = lower.lastIndex(of: "@") else { return lower }
        let local = lower[..<at]
        guard let plus = local.firstIndex(of: "+"), plus != local.startIndex else { return lower }
        return String(local[..<plus] + lower[at...])
    }
}

/// A file that came with a mail. Its bytes travel beside the description.
struct MailAttachment: Codable, Sendable, Hashable {
    /// Safe to show and to offer for download: no path, no control characters.
    var filename: String
    /// Lower case, as the sender declared it.
    var mediaType: String
    var bytes: Int
    /// Lower-case hex.
    var sha256: String
}
