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
        )), name: "https://mendengar.example/complaint")

    /// UUID version 5 (RFC 9562 section 5.5) of channel, account and external id joined by U+001F.
    package static func derive(channel: Channel, account: String, externalID: String) -> UUID {
        let name = [channel.rawValue, account, externalID].joined(separator: "\u{1F}")
        return uuid5(namespace: namespace, name: name)
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
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    static func uuid5(namespace: UUID, name: String) -> UUID {
        var hash = Insecure.SHA1()
        withUnsafeBytes(of: namespace.uuid) { hash.update(bufferPointer: $0) }
        hash.update(data: Data(name.utf8))
        var b = Array(hash.finalize().prefix(16))
        b[6] = b[6] & 0x0F | 0x50
        b[8] = b[8] & 0x3F | 0x80
        return UUID(uuid: (
            b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
            b[14], b[15]
        ))
    }
}
