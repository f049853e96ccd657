// How a mail lies in a file of the tray: lengths and checksum, what its envelope said, its bytes.
import CZlib
import Complaints
import Foundation
import Intake

/// A mail as it came by LMTP, before anybody has read it.
struct TrayMail: Sendable, Hashable {
    var receivedAt: Date
    var envelope: Envelope
    var body: [UInt8]
    /// How often an earlier process has begun with it and not come to its end.
    var attempts = 0
    /// Why these are no mail but the rest of a file that cannot be told apart.
    var damage: String?
    /// Where it ends in its file.
    var end = 0
}

/// The bytes of one mail in a file.
///
/// Three numbers of four bytes, the lowest first: the length of the head, the length of the body, and the
/// CRC-32 of both (RFC 1952 section 8). The head has a line each for the time in microseconds since 1970, the
/// way, the sender in angle brackets (nothing where there is none) and each recipient.
enum TrayRecord {
    static let lengthsBytes = 12
    /// A longer envelope does not go into a file. The most recipients on the longest lines of a session have
    /// room (``LMTPLimits``), also where each byte of them becomes the three of U+FFFD.
    static let headBytesMax = 2 << 20
    /// Until the end of the year 9999, in microseconds.
    private static let times = 0...Int64(253_402_300_799_000_000)

    /// Whether what is said of a mail has room before it.
    static func fits(_ envelope: Envelope) -> Bool {
        let said = [envelope.via, envelope.sender ?? ""] + envelope.recipients
        // The time, the brackets and the ends of the lines go with it.
        return said.reduce(64) { $0 + $1.utf8.count + 1 } <= headBytesMax
    }

    /// Adds a mail to `bytes`.
    static func append(_ mail: TrayMail, to bytes: inout [UInt8]) {
        let head = Array(head(of: mail).utf8)
        for number in [UInt32(head.count), UInt32(mail.body.count), checksum(head, mail.body)] {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
        bytes += head
        bytes += mail.body
    }

    /// How long a record is by its first ``lengthsBytes`` bytes; `nil` when they begin none.
    static func length(_ lengths: [UInt8]) -> Int? {
        guard lengths.count >= lengthsBytes else { return nil }
        let (head, body) = (number(lengths, at: 0), number(lengths, at: 4))
        guard (1...headBytesMax).contains(head), (1...Content.memoryBytesMax).contains(body)
        else { return nil }
        return lengthsBytes + head + body
    }

    /// The mail of a whole record; `nil` when its bytes are not those that were written.
    static func mail(_ record: [UInt8]) -> TrayMail? {
        guard length(record) == record.count else { return nil }
        let start = lengthsBytes + number(record, at: 0)
        let (head, body) = (Array(record[lengthsBytes..<start]), Array(record[start...]))
        guard number(record, at: 8) == Int(checksum(head, body)) else { return nil }
        let lines = String(decoding: head, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 3, let time = Int64(lines[0]), times.contains(time) else { return nil }
        return TrayMail(
            receivedAt: Date(microseconds: time),
            envelope: Envelope(
                via: lines[1], sender: lines[2].isEmpty ? nil : String(lines[2].dropFirst().dropLast()),
                recipients: Array(lines[3...])),
            body: body)
    }

    private static func head(of mail: TrayMail) -> String {
        let envelope = mail.envelope
        let sender = envelope.sender.map { "<\($0)>" } ?? ""
        return (["\(mail.receivedAt.microseconds)", envelope.via, sender] + envelope.recipients)
            .joined(separator: "\n")
    }

    private static func number(_ bytes: [UInt8], at place: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    private static func checksum(_ parts: [UInt8]...) -> UInt32 {
        UInt32(parts.reduce(crc32(0, nil, 0)) { crc32($0, $1, uInt($1.count)) })
    }
}
