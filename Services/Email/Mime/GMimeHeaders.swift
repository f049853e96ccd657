// The headers of a GMime message as plain values.
import CGMime
import Foundation

/// Reads the headers of one message.
struct Headers {
    private let message: UnsafeMutablePointer<GMimeMessage>
    private let list: UnsafeMutablePointer<GMimeHeaderList>?
    /// Message identifiers kept from one References header: the last ones matter.
    static let referencesMax = 20
    static let addressesMax = 1_000

    init(_ message: UnsafeMutablePointer<GMimeMessage>) {
        self.message = message
        list = g_mime_object_get_header_list(gmime_message_as_object(message))
    }

    var count: Int { list.map { Int(g_mime_header_list_get_count($0)) } ?? 0 }

    func parsed() -> ParsedMail {
        var mail = ParsedMail()
        for index in 0..<count {
            guard let header = g_mime_header_list_get_header_at(list, Int32(index)),
                let name = g_mime_header_get_name(header).map({ String(cString: $0) })?.lowercased()
            else { continue }
            // Decoded only where it is asked for.
            switch name {
            case "in-reply-to":
                mail.inReplyTo = mail.inReplyTo ?? MessageID.all(in: Self.words(of: header)).first
            case "references":
                mail.references = MessageID.all(in: Self.words(of: header)).suffix(Self.referencesMax)
            case "message-id":
                mail.messageID = mail.messageID ?? MessageID.one(in: Self.words(of: header))
            case "received":
                mail.headers.append(.init(name: name, value: Self.server(Self.words(of: header))))
            case _ where ParsedMail.keptHeaders.contains(name):
                mail.headers.append(.init(name: name, value: CharsetText.clean(Self.value(of: header))))
            default: break
            }
        }
        let authors = addresses(g_mime_message_get_from(message))
        mail.from = authors.first
        if authors.count == 1, let name = writtenName("From") { mail.from?.name = name }
        mail.sender = addresses(g_mime_message_get_sender(message)).first
        mail.replyTo = addresses(g_mime_message_get_reply_to(message)).first
        mail.recipients =
            addresses(g_mime_message_get_to(message)) + addresses(g_mime_message_get_cc(message))
        mail.subject = Self.subject(of: message)
        if let date = g_mime_message_get_date(message) {
            mail.date = Date(timeIntervalSince1970: Double(g_date_time_to_unix(date)))
        }
        return mail
    }

    private static func value(of header: UnsafeMutablePointer<GMimeHeader>) -> String {
        g_mime_header_get_value(header).map { String(cString: $0) } ?? ""
    }

    /// The value for a reader to whom a fold is a blank: as it stands, where nothing is encoded.
    private static func words(of header: UnsafeMutablePointer<GMimeHeader>) -> String {
        guard let raw = g_mime_header_get_raw_value(header) else { return value(of: header) }
        let bytes = UnsafeRawBufferPointer(start: raw, count: strlen(raw))
        let isPlain = bytes.allSatisfy { $0 < 0x80 } && !EncodedWords.mayStand(in: bytes)
        return isPlain ? String(decoding: bytes, as: UTF8.self) : value(of: header)
    }

    /// The server that wrote a Received header: the word after "by", or nothing.
    static func server(_ received: String) -> String {
        var received = received
        return received.withUTF8 { bytes in
            var rest = bytes[...]
            var isAfterBy = false
            for _ in 0..<wordsMax {
                rest = rest.drop(while: \.isBlank)
                let word = rest.prefix { !$0.isBlank }
                if isAfterBy {
                    let name = word.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "(") }
                    return String(decoding: UnsafeBufferPointer(rebasing: name), as: UTF8.self)
                }
                isAfterBy = word.lazy.map(\.lowered).elementsEqual("by".utf8)
                rest = rest[word.endIndex...]
            }
            return ""
        }
    }

    /// Of a Received header that are looked at.
    private static let wordsMax = 40

    /// One line, or `nil` if there is nothing to show.
    static func subject(of message: UnsafeMutablePointer<GMimeMessage>) -> String? {
        guard let bytes = raw("Subject", of: message) else { return nil }
        let line = CharsetText.clean(EncodedWords.decode(bytes)).onOneLine
        return line.isEmpty ? nil : line
    }

    /// The name before the only address of a header, where it is in encoded words: GMime decodes each by
    /// itself, and programs cut them anywhere.
    private func writtenName(_ header: String) -> String? {
        guard let raw = Self.raw(header, of: message), let end = raw.lastIndex(of: UInt8(ascii: "<"))
        else { return nil }
        let name = raw[..<end].filter { $0 != UInt8(ascii: "\"") }
        guard EncodedWords.mayStand(in: name) else { return nil }
        let line = CharsetText.clean(EncodedWords.decode(name)).onOneLine
        return line.isEmpty ? nil : line
    }

    private static func raw(
        _ name: String, of message: UnsafeMutablePointer<GMimeMessage>
    ) -> [UInt8]? {
        guard let header = g_mime_header_list_get_header(
            g_mime_object_get_header_list(gmime_message_as_object(message)), name),
            let raw = g_mime_header_get_raw_value(header)
        else { return nil }
        return Array(UnsafeRawBufferPointer(start: raw, count: strlen(raw)))
    }

    private func addresses(
        _ list: UnsafeMutablePointer<InternetAddressList>?
    ) -> [MailAddress] {
        guard let list else { return [] }
        var found: [MailAddress] = []
        for index in 0..<internet_address_list_length(list) {
            guard found.count < Self.addressesMax,
                let entry = internet_address_list_get_address(list, index)
            else { break }
            if let group = gmime_as_group(entry) {
                found += addresses(internet_address_group_get_members(group))
            } else if let mailbox = gmime_as_mailbox(entry),
                let address = internet_address_mailbox_get_addr(mailbox)
            {
                let text = CharsetText.clean(String(cString: address))
                let name = internet_address_get_name(entry)
                    .map { CharsetText.clean(String(cString: $0)) }
                guard !text.isEmpty else { continue }
                found.append(.init(address: text, name: name?.isEmpty == true ? nil : name))
            }
        }
        return found
    }
}

/// Message identifiers in headers (RFC 5322 section 3.6.4), as they are found in practice.
enum MessageID {
    static let bytesMax = 998

    /// The identifiers between angle brackets, without them.
    static func all(in value: String) -> [String] {
        var value = value
        return value.withUTF8 { bytes in
            var found: [String] = []
            var place = 0
            while let open = bytes.firstPlace(of: UInt8(ascii: "<"), from: place),
                let close = bytes.firstPlace(of: UInt8(ascii: ">"), from: open)
            {
                let id = normal(bytes[(open + 1)..<close])
                if !id.isEmpty, id.utf8.count <= bytesMax { found.append(id) }
                place = close + 1
            }
            return found
        }
    }

    /// The identifier of a Message-ID header, brackets or not.
    static func one(in value: String) -> String? {
        if let first = all(in: value).first { return first }
        var value = value
        let bare = value.withUTF8 { normal($0[...]) }
        return bare.isEmpty || bare.utf8.count > bytesMax ? nil : bare
    }

    /// Without blanks, brackets and NUL.
    private static func normal(_ id: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        let text = String(decoding: UnsafeBufferPointer(rebasing: id), as: UTF8.self)
        let isNormal = id.allSatisfy {
            0x21...0x7E ~= $0 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        return isNormal
            ? text : text.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" && $0 != "\0" }
    }
}

extension String {
    /// One blank between words and none around them, whichever white space there was.
    var onOneLine: String {
        // Letters of ASCII by bytes: most subjects have nothing else, but a fold or two.
        var text = self
        let line = text.withUTF8 { bytes -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { line in
                var count = 0
                var pendingBlank = false
                for byte in bytes {
                    if byte.isBlank {
                        pendingBlank = count > 0
                        continue
                    }
                    if pendingBlank {
                        line[count] = 0x20
                        count += 1
                        pendingBlank = false
                    }
                    line[count] = byte
                    count += 1
                }
                return count
            }
        }
        return line ?? split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension UInt8 {
    /// White space of ASCII.
    fileprivate var isBlank: Bool { self == 0x20 || 0x09...0x0D ~= self }
}
