// Long messages: how providers name their parts, and how the parts become one text.
import Complaints
import Foundation
import Intake
import ServiceKit

/// One part of a message that came in several calls.
struct Part: Sendable, Hashable {
    /// As the telephone numbered it; telephones count their references from 0 to 255 and begin again.
    var reference: String
    /// From 1.
    var number: Int
    var total: Int
    /// As they came: an emoji may begin in one part and end in the next.
    var bytes: [UInt8]
    var charset: Charset

    /// More parts than a user data header can number.
    static let totalMax = 255

    /// Longer than any part: what a telephone sends in one has 140 bytes, and three times as many in UTF-8.
    static let bytesMax = 1024

    /// `nil` for what is no part of several.
    init?(reference: String, number: Int, total: Int, bytes: [UInt8], charset: Charset) {
        guard (2...Self.totalMax).contains(total), (1...total).contains(number),
            bytes.count <= Self.bytesMax
        else { return nil }
        self.reference = reference
        self.number = number
        self.total = total
        self.bytes = bytes
        self.charset = charset
    }

    /// By the user data header (3GPP TS 23.040, section 9.2.3.24): information element 00 with a reference of
    /// 8 bits, 08 with one of 16.
    init?(userDataHeader udh: [UInt8], bytes: [UInt8], charset: Charset) {
        var index = 1
        while index + 1 < udh.count {
            let (element, length) = (udh[index], Int(udh[index + 1]))
            let data = Array(udh[(index + 2)...].prefix(length))
            guard data.count == length else { return nil }
            if element == 0x00, length == 3 {
                self.init(
                    reference: "8-\(data[0])", number: Int(data[2]), total: Int(data[1]), bytes: bytes,
                    charset: charset)
                return
            }
            if element == 0x08, length == 4 {
                self.init(
                    reference: "16-\(Int(data[0]) << 8 | Int(data[1]))", number: Int(data[3]),
                    total: Int(data[2]), bytes: bytes, charset: charset)
                return
            }
            index += 2 + length
        }
        return nil
    }

    /// By fields with names of their own (Vonage's `concat-ref`, SMPP's SAR).
    init?(reference: String?, number: String?, total: String?, bytes: [UInt8], charset: Charset) {
        guard let reference, let number = number.flatMap({ Int($0) }),
            let total = total.flatMap({ Int($0) })
        else { return nil }
        self.init(
            reference: reference, number: number, total: total, bytes: bytes, charset: charset)
    }

    /// What stands where a part is missing.
    static let gap = " … "

    /// The text of the parts that came, by their numbers: bytes are joined before they are decoded.
    static func joined(_ parts: [Part]) -> String {
        var runs: [(charset: Charset, bytes: [UInt8])] = []
        var text = ""
        func end() {
            for run in runs { text += run.charset.decode(run.bytes) }
            runs = []
        }
        var last = 0
        for part in parts.sorted(by: { $0.number < $1.number }) {
            if part.number != last + 1 {
                end()
                text += gap
            }
            last = part.number
            if runs.last?.charset == part.charset {
                runs[runs.count - 1].bytes += part.bytes
            } else {
                runs.append((part.charset, part.bytes))
            }
        }
        end()
        if let total = parts.first?.total, last < total { text += gap }
        return text
    }
}

extension Inbound {
    /// What the journal needs to find the other parts; `nil` for a whole message.
    func piece(of account: SMSAccount) -> Piece? {
        guard let part else { return nil }
        return Piece(
            // As a hash: a database refuses long keys.
            key: ComplaintID.fingerprint(
                sender: Sender(from).description, receiver: to, time: part.reference,
                bytes: "\(part.total)".utf8),
            number: part.number, total: part.total,
            hash: ComplaintID.fingerprint(
                sender: "", receiver: "", time: "", bytes: part.bytes),
            window: account.joinWindow, again: account.contentWindow)
    }
}
