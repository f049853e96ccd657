// The walk over the parts of a mail: which are the text, which are attachments.
import CGMime
import Complaints
import Crypto

/// Collects text and attachments of a mail, part by part.
struct MailParts {
    struct Attachment {
        var description: MailAttachment
        var bytes: [UInt8]
    }

    private struct Text {
        var source: ParsedMail.TextSource
        var text: String
        var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
    }

    let limits: MailLimits
    private(set) var attachments: [Attachment] = []
    private(set) var carriesMail = false
    private(set) var notes: [String] = []
    private var texts: [Text] = []
    private var partCount = 0

    init(limits: MailLimits) { self.limits = limits }

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
        case "multipart/signed": try collect(children[0], depth: depth + 1)
        case "multipart/report":
            // The first part is for people; the rest is for machines and stays in the kept mail.
            try collect(children[0], depth: depth + 1)
        default: for child in children { try collect(child, depth: depth + 1) }
        }
    }

    /// The first alternative with plain text, else the first with text at all; the attachments of
    /// every one.
    private mutating func collect(
        alternatives: [UnsafeMutablePointer<GMimeObject>], depth: Int
    ) throws(MailRefusal) {
        var candidates: [[Text]] = []
        for alternative in alternatives {
            let before = texts.count
            try collect(alternative, depth: depth + 1)
            candidates.append(Array(texts[before...]))
            texts.removeSubrange(before...)
        }
        let readable = candidates.filter { $0.contains { !$0.isBlank } }
        let plain = readable.first { $0.contains { $0.source == .plain && !$0.isBlank } }
        texts += plain ?? readable.first ?? []
    }

    /// A mail attached to a mail: an officer forwards what a citizen wrote, so its words count.
    private mutating func collect(
        forwarded message: UnsafeMutablePointer<GMimeMessage>, depth: Int
    ) throws(MailRefusal) {
        carriesMail = true
        if let subject = Headers.subject(of: message) { add(.plain, subject) }
        guard let part = g_mime_message_get_mime_part(message) else { return }
        try collect(part, depth: depth + 1)
    }

    private mutating func collect(
        _ part: UnsafeMutablePointer<GMimePart>, type: MediaType,
        object: UnsafeMutablePointer<GMimeObject>
    ) {
        let filename = g_mime_part_get_filename(part).map { String(cString: $0) }
        let disposition = g_mime_object_get_disposition(object).map { String(cString: $0) }
        let isAttached = disposition?.lowercased() == "attachment" || filename != nil
        switch type.name {
        case "text/plain" where !isAttached:
            var text = CharsetText.decode(Self.content(part), charset: type.parameter("charset"))
            if type.parameter("format")?.lowercased() == "flowed" {
                let delSp = type.parameter("delsp")?.lowercased() == "yes"
                text = FlowedText.unflow(text, delSp: delSp)
            }
            add(.plain, text)
        case "text/html" where !isAttached:
            let bytes = Self.content(part)
            let charset = type.parameter("charset") ?? Self.metaCharset(bytes)
            let read = HTMLText.read(
                CharsetText.decode(bytes, charset: charset), limits: limits)
            if read.wasCut { notes.append("HTML text cut at a limit") }
            add(.html, read.text)
        case "text/x-amp-html": break
        default: attach(Self.content(part), filename: filename, mediaType: type.name)
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

    private mutating func attach(_ bytes: [UInt8], filename: String?, mediaType: String) {
        guard !bytes.isEmpty else { return }
        let number = attachments.count + 1
        let hash = Hex.text(SHA256.hash(data: bytes))
        let description = MailAttachment(
            filename: AttachmentName.sanitise(filename, mediaType: mediaType, number: number),
            mediaType: mediaType, bytes: bytes.count, sha256: hash)
        attachments.append(Attachment(description: description, bytes: bytes))
    }

    /// The decoded bytes of a part, NULs included.
    private static func content(_ part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        guard let wrapper = g_mime_part_get_content(part), let stream = g_mime_stream_mem_new()
        else { return [] }
        defer { gmime_release(stream) }
        g_mime_data_wrapper_write_to_stream(wrapper, stream)
        guard let array = gmime_memory_bytes(stream), let data = array.pointee.data else {
            return []
        }
        return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
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
        var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
