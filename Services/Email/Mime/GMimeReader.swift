// GMime -> ParsedMail. Runs in the parsing child only: GMime can be made to crash.
import CGMime
import Intake

/// Reads mails with GMime 3.2.
struct GMimeReader {
    let limits: MailLimits

    init(limits: MailLimits) {
        self.limits = limits
        Self.started
    }

    /// Once per process: two threads that begin at the same time would see half of it.
    private static let started: Void = g_mime_init()

    /// The mail, and the bytes of its attachments in the order of their descriptions, as they are decoded.
    ///
    /// - Parameter onBytes: gets the bytes; `nil`: nobody wants them.
    func read(
        _ raw: Content, onBytes: MailParts.Receiver? = nil
    ) throws(MailRefusal) -> ParsedMail {
        let mail = try LineEnds.mendOld(raw)
        let guarded = try MailGuard.check(mail, limits: limits)
        return try Self.withStream(mail, guarded) { (stream) throws(MailRefusal) in
            try read(stream, onBytes)
        }
    }

    private func read(
        _ stream: UnsafeMutablePointer<GMimeStream>?, _ onBytes: MailParts.Receiver?
    ) throws(MailRefusal) -> ParsedMail {
        guard let message = construct(stream) else { throw Self.noHeader }
        defer { gmime_release(message) }
        let headers = Headers(message)
        let root = g_mime_message_get_mime_part(message)
        // GMime keeps the Content- headers with the part.
        let ofRoot = root.map { g_mime_header_list_get_count(g_mime_object_get_header_list($0)) }
        guard headers.count + Int(ofRoot ?? 0) > 0 else { throw Self.noHeader }

        var parsed = headers.parsed()
        var parts = MailParts(
            limits: limits, isForward: Self.isForward(parsed.subject), onBytes: onBytes)
        if let root {
            let type = MediaType(root)
            parsed.mediaType = type.name
            parsed.reportType = type.parameter("report-type")?.lowercased()
            try parts.collect(root, depth: 0)
        }
        parsed.text = parts.text
        parsed.textSource = parts.textSource
        parsed.carriesMail = parts.carriesMail
        parsed.forwarded = parts.forwarded
        parsed.isSigned = parts.isSigned
        parsed.isEncrypted = parts.isEncrypted
        parsed.attachments = parts.attachments
        parsed.deliveryStatus = parts.deliveryStatus
        parsed.returnedHeaders = parts.returnedHeaders
        parsed.notes = parts.notes
        return parsed
    }

    /// What a forwarded mail shows below is no history but the matter.
    private static func isForward(_ subject: String?) -> Bool {
        let subject = subject?.lowercased() ?? ""
        return ["fwd:", "fw:", "trs:", "terusan:", "diteruskan:", "[fwd:"]
            .contains(where: subject.hasPrefix)
    }

    private static let noHeader = MailRefusal(
        code: .notAMail, message: "no mail header at the start")

    /// The mail as GMime may read it, where it lies: neither a file nor bytes in memory are copied.
    private static func withStream(
        _ mail: Content, _ guarded: MailGuard,
        _ read: (UnsafeMutablePointer<GMimeStream>?) throws(MailRefusal) -> ParsedMail
    ) throws(MailRefusal) -> ParsedMail {
        guard guarded.hasBareCR else { return try withPlainStream(mail, read) }
        let end = guarded.headerBlockEnd ?? mail.count
        let block = Content(LineEnds.mendHeaderBlock(try mail[0..<end].inMemory()))
        return try withPlainStream(block) { (block) throws(MailRefusal) in
            try withPlainStream(mail[end..<mail.count]) { (rest) throws(MailRefusal) in
                let both = g_mime_stream_cat_new()
                defer { gmime_release(both) }
                gmime_cat_add(both, block)
                gmime_cat_add(both, rest)
                return try read(both)
            }
        }
    }

    private static func withPlainStream(
        _ mail: Content, _ read: (UnsafeMutablePointer<GMimeStream>?) throws(MailRefusal) -> ParsedMail
    ) throws(MailRefusal) -> ParsedMail {
        switch mail.storage {
        case .memory(let bytes):
            return try bytes.withUnsafeBufferPointer { (bytes) throws(MailRefusal) in
                var array = GByteArray(
                    data: UnsafeMutablePointer(mutating: bytes.baseAddress), len: guint(bytes.count))
                return try withUnsafeMutablePointer(to: &array) { (array) throws(MailRefusal) in
                    let stream = gmime_borrowed_stream(array)
                    defer { gmime_release(stream) }
                    return try read(stream)
                }
            }
        case .file(let file, let range):
            let stream = gmime_file_stream(file.descriptor, range.lowerBound, range.upperBound)
            defer { gmime_release(stream) }
            return try read(stream)
        }
    }

    private func construct(
        _ stream: UnsafeMutablePointer<GMimeStream>?
    ) -> UnsafeMutablePointer<GMimeMessage>? {
        let parser = g_mime_parser_new_with_stream(stream)
        defer { gmime_release(parser) }
        // The parts stay where they are until they are decoded.
        g_mime_parser_set_persist_stream(parser, 1)
        return g_mime_parser_construct_message(parser, Self.options)
    }

    /// Safe because they are made once and GMime only reads them.
    nonisolated(unsafe) private static let options: OpaquePointer? = {
        let options = g_mime_parser_options_new()
        // Headers with raw 8-bit bytes: what they are in practice, in this order.
        withCStrings(["utf-8", "windows-1252", "iso-8859-1"]) { list in
            g_mime_parser_options_set_fallback_charsets(options, list)
        }
        return options
    }()

    private static func withCStrings(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Void
    ) {
        let copies = strings.map { g_strdup($0) }
        var list: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) } + [nil]
        list.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { body(base) }
        }
        for copy in copies { g_free(copy) }
    }
}

/// The type of a part as its Content-Type says.
struct MediaType {
    private let type: UnsafeMutablePointer<GMimeContentType>?
    /// `type/subtype` in lower case.
    let name: String

    init(_ part: UnsafeMutablePointer<GMimeObject>) {
        type = g_mime_object_get_content_type(part)
        let major = type.flatMap { g_mime_content_type_get_media_type($0) }
        let minor = type.flatMap { g_mime_content_type_get_media_subtype($0) }
        name =
            ((major.map { String(cString: $0) } ?? "text") + "/"
            + (minor.map { String(cString: $0) } ?? "plain")).lowercased()
    }

    func parameter(_ name: String) -> String? {
        type.flatMap { g_mime_content_type_get_parameter($0, name) }.map { String(cString: $0) }
    }
}
