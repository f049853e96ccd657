// A mail is read when it comes and again when it is normalised, a moment later: the second time from memory.
import Crypto

/// What the child made of the last mails, by their bytes: reading is a pure function of them.
struct RecentReadings {
    private var readings: [SHA256Digest: (mail: ParsedMail, bytes: Int)] = [:]
    /// The oldest first; some may be taken already.
    private var order: [SHA256Digest] = []
    private var bytes = 0

    /// A larger mail is read twice.
    static let mailBytesMax = 64 << 10
    /// Of the mails together, as they came; their readings take about as much.
    let bytesMax: Int

    init(bytesMax: Int = 2 << 20) { self.bytesMax = bytesMax }

    /// The name of a mail here; `nil` when it is too large.
    static func key(_ mail: [UInt8]) -> SHA256Digest? {
        mail.count <= mailBytesMax ? SHA256.hash(data: mail) : nil
    }

    mutating func keep(_ mail: ParsedMail, bytes count: Int, as key: SHA256Digest) {
        guard readings[key] == nil else { return }
        readings[key] = (mail, count)
        order.append(key)
        bytes += count
        while bytes > bytesMax, let oldest = order.first {
            order.removeFirst()
            _ = take(oldest)
        }
    }

    /// Gives a reading away: nobody asks for it a third time.
    mutating func take(_ key: SHA256Digest) -> ParsedMail? {
        guard let reading = readings.removeValue(forKey: key) else { return nil }
        bytes -= reading.bytes
        if order.count > 2 * readings.count + 64 { order.removeAll { readings[$0] == nil } }
        return reading.mail
    }
}
