// The protocol between the service and its parsing child: frames with a length before them.
import Foundation

/// What the child answers about one mail. The bytes of the attachments follow, a frame each.
enum ChildReply: Codable, Sendable {
    case mail(ParsedMail)
    case refused(MailRefusal)
}

/// A socket that carries frames: four bytes of length, big endian, then the content.
struct FrameSocket {
    let descriptor: Int32

    /// The other side closed, broke the protocol, or let the deadline pass.
    enum Failure: Error, Equatable { case closed, protocolBroken, timedOut }

    func write(_ frame: some Sequence<UInt8>, until deadline: Deadline) throws(Failure) {
        let content = ContiguousArray(frame)
        guard let count = UInt32(exactly: content.count) else { throw .protocolBroken }
        let length = withUnsafeBytes(of: count.bigEndian) { ContiguousArray($0) }
        try writeAll(length, until: deadline)
        try writeAll(content, until: deadline)
    }

    /// The next frame, `nil` when the other side has closed in between two frames.
    func read(bytesMax: Int, until deadline: Deadline) throws(Failure) -> [UInt8]? {
        guard let head = try readExactly(4, until: deadline) else { return nil }
        let count = head.reduce(0) { $0 << 8 | Int($1) }
        guard count <= bytesMax else { throw .protocolBroken }
        guard count > 0 else { return [] }
        guard let content = try readExactly(count, until: deadline) else { throw .closed }
        return content
    }

    private func writeAll(
        _ bytes: ContiguousArray<UInt8>, until deadline: Deadline
    ) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                // Not a pipe but a socket: writing to a dead child must be an error, not a signal.
                send(
                    descriptor, raw.baseAddress.map { $0 + sent }, raw.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                try wait(for: Int16(POLLOUT), until: deadline)
            } else {
                throw .closed
            }
        }
    }

    private func readExactly(_ count: Int, until deadline: Deadline) throws(Failure) -> [UInt8]? {
        var bytes: [UInt8] = []
        // Memory grows with what arrives, not with what a length promises.
        var chunk = [UInt8](repeating: 0, count: min(count, 1 << 18))
        while bytes.count < count {
            let wanted = min(chunk.count, count - bytes.count)
            let received = recv(descriptor, &chunk, wanted, Int32(MSG_DONTWAIT))
            if received > 0 {
                bytes += chunk[..<received]
            } else if received == 0 {
                guard bytes.isEmpty else { throw .closed }
                return nil
            } else if errno == EAGAIN || errno == EINTR {
                try wait(for: Int16(POLLIN), until: deadline)
            } else {
                throw .closed
            }
        }
        return bytes
    }

    private func wait(for events: Int16, until deadline: Deadline) throws(Failure) {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        let ready = poll(&entry, 1, deadline.pollMilliseconds)
        if ready == 0 { throw .timedOut }
        if ready < 0, errno != EINTR { throw .closed }
    }
}

/// A point in time for `poll`, or none.
struct Deadline {
    private let instant: ContinuousClock.Instant?

    static let none = Deadline(instant: nil)

    static func after(_ duration: Duration) -> Deadline {
        Deadline(instant: ContinuousClock.now + duration)
    }

    private init(instant: ContinuousClock.Instant?) { self.instant = instant }

    /// For `poll(2)`: -1 waits for ever, 0 is past.
    var pollMilliseconds: Int32 {
        guard let instant else { return -1 }
        let left = (instant - ContinuousClock.now) / .milliseconds(1)
        return left <= 0 ? 0 : Int32(min(left.rounded(.up), 1_000_000))
    }
}
