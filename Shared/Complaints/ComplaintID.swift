// Deterministic ids (decision D4): the same message always becomes the same complaint.
import Crypto
package import struct Foundation.Data
package import struct Foundation.UUID

/// Derives complaint ids, so that every hop may repeat and none may double.
package enum ComplaintID {
    /// The fixed namespace of Mendengar's complaint ids: UUID version 5 of the URL namespace and
    /// `https://mendengar.example/complaint`.
    package static let namespace = uuid5(
        namespace: UUID(uuid: (
            0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8
        )), "https://mendengar.example/complaint")

    /// UUID version 5 (RFC 9562 section 5.5) of channel, account and external id joined by U+001F.
    package static func derive(channel: Channel, account: String, externalID: String) -> UUID {
        uuid5(namespace: namespace, channel.rawValue, "\u{1F}", account, "\u{1F}", externalID)
    }

    /// An external id for a provider that gives none: lower-case hex SHA-256 over sender, receiver,
    /// the provider's time and the raw bytes.
    package static func fingerprint(
        sender: String, receiver: String, time: String, bytes: some Sequence<UInt8>
    ) -> String {
        var hash = SHA256()
        for part in [sender, receiver, time] {
            hash.update(data: Data(part.utf8))
            hash.update(data: Data([0x1F]))
        }
        hash.update(data: Data(bytes))
        return Hex.text(hash.finalize())
    }

    /// - Parameter name: its parts, one after the other.
    static func uuid5(namespace: UUID, _ name: String...) -> UUID {
        var hash = Insecure.SHA1()
        withUnsafeBytes(of: namespace.uuid) { hash.update(bufferPointer: $0) }
        for part in name {
            var part = part
            part.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        var id = hash.finalize().withUnsafeBytes { $0.loadUnaligned(as: type(of: namespace.uuid)) }
        id.6 = id.6 & 0x0F | 0x50
        id.8 = id.8 & 0x3F | 0x80
        return UUID(uuid: id)
    }
}

extension UUID {
    /// Reads what ``text`` writes, in either case; `nil` for anything else. Foundation scans a format.
    package init?(text: String) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard text.utf8.count == 36, digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for place in stride(from: 0, to: 32, by: 2) {
            guard let high = Hex.value(digits[place]), let low = Hex.value(digits[place + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }

    /// Of sixteen bytes.
    fileprivate init(_ b: [UInt8]) {
        self.init(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
                b[13], b[14], b[15]
            ))
    }

    /// Lower case, as on the wire (RFC 9562 section 4).
    package var text: String {
        withUnsafeBytes(of: uuid) { bytes in
            Hex.text(bytes, dashesBefore: [4, 6, 8, 10])
        }
    }
}

/// Hexadecimal digits (RFC 4648 section 8), in lower case.
package enum Hex {
    /// Two digits a byte.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        text(Array(bytes), dashesBefore: [])
    }

    /// - Parameter dashes: the places in `bytes` before which a dash stands, in their order.
    fileprivate static func text(
        _ bytes: some RandomAccessCollection<UInt8>, dashesBefore dashes: [Int]
    ) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count + dashes.count) { out in
            var place = 0
            var dash = 0
            for (index, byte) in bytes.enumerated() {
                if dash < dashes.count, dashes[dash] == index {
                    out[place] = UInt8(ascii: "-")
                    place += 1
                    dash += 1
                }
                out[place] = digit(byte >> 4)
                out[place + 1] = digit(byte & 15)
                place += 2
            }
            return place
        }
    }

    /// The digit of a number below 16.
    static func digit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
    }

    /// The number a digit in either case stands for; `nil` for what is none.
    package static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
