// Every limit on reading one mail, in one place: the parent sends them to the parsing child.

/// Limits for reading one mail. Over a limit means quarantine with a reason, never a crash.
struct MailLimits: Codable, Sendable, Hashable {
    /// The whole mail (`limits.mail_mib`).
    var mailBytesMax = 50 << 20
    var headerBlockBytesMax = 1 << 20
    /// One header, unfolded.
    var headerLineBytesMax = 64 << 10
    var headersMax = 2_000
    /// ':' outside quotes in one address header. GMime 3.2 recurses once per group and dies of it.
    var addressColonsMax = 200
    var addressCommasMax = 1_000
    var nestingMax = 50
    var partsMax = 1_000
    /// Of the text handed on; what is beyond stays in the kept mail.
    var textBytesMax = 1 << 20
    var htmlBytesMax = 2 << 20
    /// Files of one mail that are stored by themselves; what is beyond stays in the kept mail.
    var attachmentsMax = 100
    var attachmentBytesMax = 40 << 20
    var attachmentsBytesMax = 48 << 20
    /// Of one HTML tag: libxml2 compares each new attribute with all before it.
    var htmlAttributesMax = 1_000
    /// Of HTML elements in each other; what is deeper is read as if all before it had been closed.
    var htmlDepthMax = 500

    /// Address space of the child.
    var memoryBytesMax = 512 << 20
    var stackBytesMax = 8 << 20
    /// Processor time for one mail.
    var cpuSecondsMax = 10
    /// Wall clock for one mail, on a busy machine too.
    var wallSecondsMax = 60
    /// A child is replaced after that many mails, so that no leak lives long.
    var mailsPerChildMax = 10_000
}

extension MailLimits {
    /// For mails of up to `mailBytesMax`: a large one stays in its file while it is read.
    init(mailBytesMax: Int) {
        self.init()
        self.mailBytesMax = mailBytesMax
    }
}

/// Why a mail cannot be read. It goes to the quarantine with its bytes.
struct MailRefusal: Error, Sendable, Hashable {
    enum Code: String, Sendable {
        case tooLarge = "too_large"
        case headersTooLarge = "headers_too_large"
        case hostileAddresses = "hostile_addresses"
        case notAMail = "not_a_mail"
        case oldLineEnds = "old_line_ends"
        /// The kept bytes, not the mail: our own trouble.
        case notReadable = "not_readable"
        case nestedTooDeep = "nested_too_deep"
        case tooManyParts = "too_many_parts"
        /// The parser died twice of this mail.
        case killedParser = "killed_parser"
    }

    var code: Code
    var message: String
}
