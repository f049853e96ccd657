// The protocol between the service and its parsing child: frames with a length before them.
import CProcess
import Foundation
import Intake

/// What is asked of the child: a frame of its own, or followed by the descriptor of a file.
struct ChildRequest {
    /// The bytes of the attachments are wanted, not only what they are.
    var wantsFiles: Bool
    var mail: Content

    /// The frame, and the descriptor that goes with it.
    var frame: (bytes: [UInt8], descriptor: Int32?) {
        let first: UInt8 = wantsFiles ? 1 : 0
        switch mail.storage {
        case .memory(let bytes): return ([first] + bytes, nil)
        case .file(let file, let range):
            let ends = [range.lowerBound, range.upperBound].flatMap { end in
                withUnsafeBytes(of: UInt64(end).bigEndian) { Array($0) }
            }
            return ([first | Self.hasDescriptor] + ends, file.descriptor)
        }
    }

    init(_ mail: Content, wantsFiles: Bool) {
        self.wantsFiles = wantsFiles
        self.mail = mail
    }

    /// - Parameter descriptor: receives the descriptor that follows.
    init(
        frame: [UInt8], descriptor: () throws(FrameSocket.Failure) -> Int32
    ) throws(FrameSocket.Failure) {
        guard let first = frame.first else { throw .protocolBroken }
        wantsFiles = first & 1 != 0
        guard first & Self.hasDescriptor != 0 else {
            mail = Content(Array(frame.dropFirst()))
            return
        }
        guard frame.count == 17 else { throw .protocolBroken }
        func number(_ bytes: ArraySlice<UInt8>) -> Int {
            bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        let range = number(frame[1..<9])..<number(frame[9..<17])
        mail = Content(UnnamedFile(adopting: try descriptor()), range)
    }

    private static let hasDescriptor: UInt8 = 2
}

/// The first byte of a frame of the child.
enum ChildFrame: UInt8 {
    /// Bytes of attachments, in their order.
    case piece = 1
    /// The ``ChildReply``, after all pieces.
    case reply = 2

    static let pieceBytesMax = 256 << 10
}

/// What the child answers about one mail.
enum ChildReply: Codable, Sendable {
    case mail(ParsedMail)
    case refused(MailRefusal)

    /// As bytes: the length of the JSON in four bytes, the JSON, and the mail's text as it is, which is
    /// the longest part of it and needs no quotes.
    func encoded() throws -> [UInt8] {
        var reply = self
        var text = ""
        if case .mail(var mail) = self {
            swap(&text, &mail.text)
            reply = .mail(mail)
        }
        let json = try JSONEncoder().encode(reply)
        let length = withUnsafeBytes(of: UInt32(json.count).bigEndian) { Array($0) }
        return length + json + Array(text.utf8)
    }

    init(encoded bytes: ArraySlice<UInt8>) throws(FrameSocket.Failure) {
        let count = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let rest = bytes.dropFirst(4)
        guard bytes.count >= 4, count <= rest.count,
            let reply = try? JSONDecoder().decode(ChildReply.self, from: Data(rest.prefix(count))),
            let text = String(validating: rest.dropFirst(count), as: UTF8.self)
        else { throw .protocolBroken }
        if case .mail(var mail) = reply {
            mail.text = text
            self = .mail(mail)
        } else {
            self = reply
        }
    }
}

/// A socket that carries frames: four bytes of length, big endian, then the content.
struct FrameSocket {
    let descriptor: Int32

    /// The other side closed, broke the protocol, or let the deadline pass.
    enum Failure: Error, Equatable { case closed, protocolBroken, timedOut }

    func write(_ frame: some Sequence<UInt8>, until deadline: Deadline) throws(Failure) {
        // In one piece: the other side is woken once.
        var whole = ContiguousArray<UInt8>(repeating: 0, count: 4)
        whole.append(contentsOf: frame)
        guard let count = UInt32(exactly: whole.count - 4) else { throw .protocolBroken }
        withUnsafeBytes(of: count.bigEndian) { for (index, byte) in $0.enumerated() { whole[index] = byte } }
        try writeAll(whole, until: deadline)
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

    /// Gives a copy of `file` to the other side.
    func write(descriptor file: Int32, until deadline: Deadline) throws(Failure) {
        while descriptor_send(descriptor, file) != 0 {
            guard errno == EAGAIN || errno == EINTR else { throw .closed }
            try wait(for: Int16(POLLOUT), until: deadline)
        }
    }

    /// A descriptor from the other side, which is ours to close.
    func readDescriptor(until deadline: Deadline) throws(Failure) -> Int32 {
        while true {
            let file = descriptor_receive(descriptor)
            if file >= 0 { return file }
            guard errno == EAGAIN || errno == EINTR else { throw .closed }
            try wait(for: Int16(POLLIN), until: deadline)
        }
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
