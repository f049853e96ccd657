// The walk over the parts of a mail: which are the text, which are attachments.
import CGMime
import Complaints
import Crypto
import Intake

/// Collects text and attachments of a mail, part by part.
struct MailParts {
    /// Gets bytes of attachments.
    typealias Receiver = (UnsafeRawBufferPointer) -> Void

    private struct Text {
        var source: ParsedMail.TextSource
        var text: String
        var isBlank: Bool { !text.utf8.first.isVisible && text.allSatisfy(\.isWhitespace) }
    }

    let limits: MailLimits
    private let onBytes: Receiver?
    private(set) var attachments: [MailAttachment] = []
    private(set) var carriesMail = false
    private(set) var forwarded: ParsedMail.Forwarded?
    private var forwardedDepth = 0
    private(set) var isSigned = false
    private(set) var isEncrypted = false
    private let isForward: Bool
    private(set) var notes: [String] = []
    /// Of a report: its fields, and the headers it returns.
    private(set) var deliveryStatus = ""
    private(set) var returnedHeaders = ""
    private var texts: [Text] = []
    /// Plain words beside it were found, so that nobody asks what the page says.
    private var passesHTMLBy = false
    private var partCount = 0

    /// - Parameter onBytes: gets the bytes of the attachments, in their order; `nil`: nobody wants them.
    init(limits: MailLimits, isForward: Bool, onBytes: Receiver?) {
        self.limits = limits
        self.isForward = isForward
        self.onBytes = onBytes
    }

    /// The whole text, at most `limits.textBytesMax` bytes.
    var text: String {
        let parts = texts.filter { !$0.isBlank }.map { $0.text.trimmingBlankLines() }
        return parts.joined(separator: "\n\n")
    }

    var textSource: ParsedMail.TextSource { texts.first { !$0.isBlank }?.source ?? .none }

    mutating func collect(
        _ object: UnsafeMutablePointer<GMimeObject>, depth: Int
    ) throws(MailRefusal) {
        guard depth <= limits.nestingMax else {
            throw MailRefusal(
                code: .nestedTooDeep, message: "parts nested over \(limits.nestingMax) levels")
        }
        partCount += 1
        guard partCount <= limits.partsMax else {
            throw MailRefusal(code: .tooManyParts, message: "more than \(limits.partsMax) parts")
        }
        if let multipart = gmime_as_multipart(object) {
            try collect(multipart, type: MediaType(object).name, depth: depth)
        } else if let carrier = gmime_as_message_part(object) {
            guard let inner = g_mime_message_part_get_message(carrier) else { return }
            try collect(forwarded: inner, depth: depth)
        } else if let part = gmime_as_part(object) {
            collect(part, type: MediaType(object), object: object)
        }
    }

    private mutating func collect(
        _ multipart: UnsafeMutablePointer<GMimeMultipart>, type: String, depth: Int
    ) throws(MailRefusal) {
        let children = (0..<g_mime_multipart_get_count(multipart)).compactMap { index in
            g_mime_multipart_get_part(multipart, index)
        }
        guard !children.isEmpty else {
            // No boundary, or none that occurs: GMime keeps everything as the prologue.
            if let prologue = g_mime_multipart_get_prologue(multipart) {
                let bytes = Array(UnsafeBufferPointer(start: prologue, count: strlen(prologue)))
                add(.plain, CharsetText.decode(bytes.map(UInt8.init(bitPattern:)), charset: nil))
                notes.append("multipart without parts, read as text")
            }
            return
        }
        switch type {
        case "multipart/alternative": try collect(alternatives: children, depth: depth)
        case "multipart/signed":
            // The signature is kept beside what it signs.
            isSigned = true
            for child in children { try collect(child, depth: depth + 1) }
        case "multipart/encrypted":
            isEncrypted = true
            notes.append("encrypted: only the receiver's key opens it")
            for child in children { try collect(child, depth: depth + 1) }
        case "multipart/appledouble":
            // The file itself comes after what only a Macintosh keeps of it.
            try collect(children[children.count - 1], depth: depth + 1)
        case "multipart/report":
            // The first part is for people; the rest is for machines and stays in the kept mail.
            try collect(children[0], depth: depth + 1)
            for child in children.dropFirst() { keepReport(child) }
        default: for child in children { try collect(child, depth: depth + 1) }
        }
    }

    /// What a bounce says to programs: whom it concerns and which mail of ours.
    private mutating func keepReport(_ object: UnsafeMutablePointer<GMimeObject>) {
        if let carrier = gmime_as_message_part(object) {
            let id = g_mime_message_part_get_message(carrier).flatMap { g_mime_message_get_message_id($0) }
            if let id { returnedHeaders += "Message-ID: <\(String(cString: id))>\n" }
        } else if let part = gmime_as_part(object) {
            let bytes = PartContent.bytes(of: part, bytesMax: Self.reportBytesMax).bytes
            let text = CharsetText.decode(bytes, charset: nil)
            switch MediaType(object).name {
            case "message/delivery-status", "message/global-delivery-status": deliveryStatus += text
            case "text/rfc822-headers", "message/rfc822-headers": returnedHeaders += text
            default: break
            }
        }
    }

    /// Of one part of a report.
    private static let reportBytesMax = 16 << 10

    /// The first alternative with plain text that is more than a hint to another, else the first with text
    /// at all; the attachments of every one.
    private mutating func collect(
        alternatives: [UnsafeMutablePointer<GMimeObject>], depth: Int
    ) throws(MailRefusal) {
        let passedBy = passesHTMLBy
        var readable: [Text]?
        var plain: [Text]?
        var hint: [Text]?
        for alternative in alternatives {
            let before = texts.count
            passesHTMLBy = passedBy || plain != nil
            try collect(alternative, depth: depth + 1)
            let found = Array(texts[before...])
            texts.removeSubrange(before...)
            guard found.contains(where: { !$0.isBlank }) else { continue }
            if Self.isHint(found) {
                hint = hint ?? found
                continue
            }
            readable = readable ?? found
            if plain == nil, found.contains(where: { $0.source == .plain && !$0.isBlank }) {
                plain = found
            }
        }
        passesHTMLBy = passedBy
        texts += plain ?? readable ?? hint ?? []
    }

    /// "This email requires an HTML viewer.": what programs put where they write no plain text.
    private static func isHint(_ texts: [Text]) -> Bool {
        guard texts.allSatisfy({ $0.source == .plain || $0.isBlank }) else { return false }
        let text = texts.map(\.text).joined(separator: " ")
        guard text.utf8.count <= hintBytesMax, text.lowercased().contains("html") else { return false }
        let words = Set(text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init))
        return !words.isDisjoint(with: [
            "viewer", "client", "reader", "browser", "requires", "support", "supports", "view", "enable",
            "aplikasi", "mendukung", "membutuhkan", "peramban", "menampilkan", "melihat", "membaca",
        ])
    }

    private static let hintBytesMax = 300

    /// A mail attached to a mail: an officer forwards what a citizen wrote, so its words count.
    private mutating func collect(
        forwarded message: UnsafeMutablePointer<GMimeMessage>, depth: Int
    ) throws(MailRefusal) {
        carriesMail = true
        if forwarded == nil || depth > forwardedDepth {
            let inner = Headers(message).parsed()
            forwarded = .init(
                from: inner.from ?? inner.sender, subject: inner.subject, date: inner.date)
            forwardedDepth = depth
        }
        if let subject = Headers.subject(of: message) { add(.plain, subject) }
        guard let part = g_mime_message_get_mime_part(message) else { return }
        try collect(part, depth: depth + 1)
    }

    private mutating func collect(
        _ part: UnsafeMutablePointer<GMimePart>, type: MediaType,
        object: UnsafeMutablePointer<GMimeObject>
    ) {
        let filename = g_mime_part_get_filename(part).map { String(cString: $0) }
        let disposition = g_mime_object_get_disposition(object).map {
            String(cString: $0).lowercased()
        }
        // Some programs give the text itself a name, and say that it is to be shown.
        let isAttached = disposition == "attachment" || (filename != nil && disposition != "inline")
        switch type.name {
        case "text/plain" where !isAttached, "text/markdown" where !isAttached:
            addPlain(part, type)
        case "text/html" where !isAttached: addHTML(part, type)
        case "text/x-amp-html": break
        case _ where WinMail.mediaTypes.contains(type.name) || filename?.lowercased() == "winmail.dat":
            attachWinMail(part, filename: filename, type)
        default:
            noteProtection(type)
            let isInline =
                disposition == "inline"
                || (disposition == nil && g_mime_object_get_content_id(object) != nil)
            attach(part, filename: filename, mediaType: type.name, isInline: isInline)
        }
    }

    private mutating func addPlain(_ part: UnsafeMutablePointer<GMimePart>, _ type: MediaType) {
        // A character of the text has up to four bytes in the part.
        let (bytes, wasCut) = PartContent.bytes(of: part, bytesMax: 4 * limits.textBytesMax)
        if wasCut { notes.append("text cut at \(bytes.count) bytes") }
        var text = CharsetText.decode(bytes, charset: type.parameter("charset"))
        if type.parameter("format")?.lowercased() == "flowed" {
            let delSp = type.parameter("delsp")?.lowercased() == "yes"
            text = FlowedText.unflow(text, delSp: delSp)
        }
        // PGP within the text is left as it is (RFC 4880 section 6.2).
        if text.hasPrefix("-----BEGIN PGP MESSAGE-----") { isEncrypted = true }
        if text.hasPrefix("-----BEGIN PGP SIGNED MESSAGE-----") { isSigned = true }
        add(.plain, text)
    }

    private mutating func addHTML(_ part: UnsafeMutablePointer<GMimePart>, _ type: MediaType) {
        guard !passesHTMLBy else { return }
        let (bytes, wasCut) = PartContent.bytes(of: part, bytesMax: 2 * limits.htmlBytesMax)
        let charset = type.parameter("charset") ?? Self.metaCharset(bytes)
        let read = HTMLText.read(
            CharsetText.decode(bytes, charset: charset), limits: limits, quotesHistory: !isForward)
        if wasCut || read.wasCut { notes.append("HTML text cut at a limit") }
        add(.html, read.text)
    }

    /// S/MIME (RFC 8551 section 3.2.2): one type for sealed and for signed mail.
    private mutating func noteProtection(_ type: MediaType) {
        guard ["application/pkcs7-mime", "application/x-pkcs7-mime"].contains(type.name) else { return }
        if type.parameter("smime-type")?.lowercased() == "signed-data" {
            isSigned = true
            notes.append("signed: the text is within the signature and not read")
        } else {
            isEncrypted = true
            notes.append("encrypted: only the receiver's key opens it")
        }
    }

    private mutating func add(_ source: ParsedMail.TextSource, _ text: String) {
        let room = limits.textBytesMax - texts.reduce(0) { $0 + $1.text.utf8.count }
        if text.utf8.count > room {
            notes.append("text cut at \(limits.textBytesMax) bytes")
            let kept = String(decoding: text.utf8.prefix(max(0, room)), as: UTF8.self)
            texts.append(Text(source: source, text: kept))
        } else {
            texts.append(Text(source: source, text: text))
        }
    }

    private mutating func attachWinMail(
        _ part: UnsafeMutablePointer<GMimePart>, filename: String?, _ type: MediaType
    ) {
        let (bytes, wasCut) = PartContent.bytes(of: part, bytesMax: WinMail.bytesMax)
        guard !wasCut, let files = WinMail.unpack(bytes) else {
            notes.append("winmail.dat is kept as it came")
            return attach(part, filename: filename, mediaType: type.name, isInline: false)
        }
        notes.append("\(files.count) files unpacked from winmail.dat")
        for file in files {
            attach(
                filename: file.name.isEmpty ? nil : file.name, mediaType: FileType.unknown,
                isInline: false, bytesMax: file.bytes.count
            ) { body in
                file.bytes.withUnsafeBytes { _ = body($0) }
            }
        }
    }

    private mutating func attach(
        _ part: UnsafeMutablePointer<GMimePart>, filename: String?, mediaType: String, isInline: Bool
    ) {
        // What is decoded is no longer than what is encoded.
        let encoded = g_mime_part_get_content(part)
            .flatMap { g_mime_data_wrapper_get_stream($0) }
            .map { Int(g_mime_stream_length($0)) } ?? 0
        attach(filename: filename, mediaType: mediaType, isInline: isInline, bytesMax: encoded) {
            PartContent.forEachPiece(of: part, $0)
        }
    }

    /// - Parameters:
    ///   - bytesMax: what it has at most, known beforehand.
    ///   - content: gives the bytes, as often as it is asked.
    private mutating func attach(
        filename: String?, mediaType declared: String, isInline: Bool, bytesMax: Int,
        _ content: ((UnsafeRawBufferPointer) -> Bool) -> Void
    ) {
        let stored = attachments.filter(\.isStored)
        let room = min(
            limits.attachmentBytesMax,
            limits.attachmentsBytesMax - stored.reduce(0) { $0 + $1.bytes })
        var isStored = stored.count < limits.attachmentsMax
        if isStored, bytesMax > room {
            // It may be too large: nothing of it is given before that is known.
            var count = 0
            content { count += $0.count; return count <= room }
            isStored = count <= room
        }
        var hash = SHA256()
        var kind = AttachmentKind()
        var count = 0
        content { piece in
            hash.update(bufferPointer: piece)
            kind.add(piece)
            count += piece.count
            if isStored { onBytes?(piece) }
            return true
        }
        guard count > 0 else { return }
        let type = kind.mediaType(declared: declared)
        let name = AttachmentName.sanitise(
            filename, mediaType: type, number: attachments.count + 1)
        attachments.append(
            MailAttachment(
                filename: name, mediaType: type, bytes: count, sha256: Hex.text(hash.finalize()),
                declaredType: type == declared ? nil : declared, isInline: isInline,
                isStored: isStored, danger: kind.danger(filename: name)))
        if !isStored { notes.append("over the limit, only in the kept mail: \(name), \(count) bytes") }
    }

    /// What `<meta charset=…>` near the start of a page says.
    static func metaCharset(_ html: [UInt8]) -> String? {
        let start = String(decoding: html.prefix(1024), as: UTF8.self).lowercased()
        guard let match = start.firstMatch(of: /charset\s*=\s*["']?([a-z0-9_:.-]+)/) else {
            return nil
        }
        return String(match.1)
    }
}

extension String {
    /// Without empty lines at both ends and blanks at the very end.
    fileprivate func trimmingBlankLines() -> String {
        if utf8.first.isVisible, utf8.last.isVisible { return self }
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        let start = self[..<first].lastIndex(of: "\n").map(index(after:)) ?? startIndex
        let end = self[last...].firstIndex(of: "\n") ?? endIndex
        return String(self[start..<end])
    }
}

extension UInt8? {
    /// A letter or a mark of ASCII, of which no question is left.
    fileprivate var isVisible: Bool { map { 0x21...0x7E ~= $0 } ?? false }
}
