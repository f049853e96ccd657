// The protocol between the service and its parsing child: frames over a socket.
import CProcess
import Foundation
import Intake

/// What is asked of the child: a frame of its own, or followed by the descriptor of a file.
struct ChildRequest {
    /// The bytes of the attachments are wanted, not only what they are.
    var wantsFiles: Bool
    var mail: Content

    /// What goes behind the bytes that ``write(to:)`` adds.
    enum Rest {
        /// A long mail, which is not copied.
        case bytes([UInt8])
        case descriptor(Int32)
    }

    /// Adds the frame to `bytes`; gives what then follows, if something does.
    func write(to bytes: inout [UInt8]) -> Rest? {
        let wish: UInt8 = wantsFiles ? Self.wishesFiles : 0
        switch mail.storage {
        case .memory(let mail):
            guard mail.count <= Self.copiedBytesMax else {
                Frame.writeHead(wish, mail.count, to: &bytes)
                return .bytes(mail)
            }
            Frame.write(wish, to: &bytes) { $0 += mail }
            return nil
        case .file(let file, let range):
            Frame.write(wish | Self.hasDescriptor, to: &bytes) {
                range.lowerBound.write(to: &$0)
                range.upperBound.write(to: &$0)
            }
            return .descriptor(file.descriptor)
        }
    }

    /// To copy less costs less than to write twice.
    private static let copiedBytesMax = 16 << 10

    init(_ mail: Content, wantsFiles: Bool) {
        self.wantsFiles = wantsFiles
        self.mail = mail
    }

    /// - Parameter descriptor: receives the descriptor that follows.
    init(
        _ frame: Frame, descriptor: () throws(FrameSocket.Failure) -> Int32
    ) throws(FrameSocket.Failure) {
        wantsFiles = frame.kind & Self.wishesFiles != 0
        guard frame.kind & Self.hasDescriptor != 0 else {
            mail = Content(frame.bytes)
            return
        }
        let (start, end): (Int, Int) = try ByteReader.read(frame.bytes) {
            (reader) throws(FrameSocket.Failure) in (try reader.value(), try reader.value())
        }
        guard 0 <= start, start <= end else { throw .protocolBroken }
        mail = Content(UnnamedFile(adopting: try descriptor()), start..<end)
    }

    private static let wishesFiles: UInt8 = 1
    private static let hasDescriptor: UInt8 = 2
}

/// What the child answers: bytes of attachments in their order, then one of the others.
enum ChildReply: Sendable {
    case piece([UInt8])
    case mail(ParsedMail)
    case refused(MailRefusal)

    private enum Kind: UInt8 { case piece = 1, mail, refusal }

    func write(to bytes: inout [UInt8]) {
        switch self {
        case .piece(let piece): Frame.write(Kind.piece.rawValue, to: &bytes) { $0 += piece }
        case .mail(let mail): Frame.write(Kind.mail.rawValue, to: &bytes, mail.write)
        case .refused(let refusal): Frame.write(Kind.refusal.rawValue, to: &bytes, refusal.write)
        }
    }

    init(_ frame: Frame) throws(FrameSocket.Failure) {
        self =
            switch Kind(rawValue: frame.kind) {
            case .piece: .piece(frame.bytes)
            case .mail: .mail(try ByteReader.value(of: frame.bytes))
            case .refusal: .refused(try ByteReader.value(of: frame.bytes))
            case nil: throw .protocolBroken
            }
    }
}

/// What goes over the socket at once: the kind in one byte, the length in four, then the bytes.
struct Frame {
    var kind: UInt8
    var bytes: [UInt8]

    static let headBytes = 5

    /// Adds a frame with what `content` adds.
    static func write(_ kind: UInt8, to bytes: inout [UInt8], _ content: (inout [UInt8]) -> Void) {
        let start = bytes.count
        writeHead(kind, 0, to: &bytes)
        content(&bytes)
        let count = bytes.count - start - headBytes
        for place in 0..<4 { bytes[start + 1 + place] = byte(place, of: count) }
    }

    /// Adds what stands before `count` bytes.
    static func writeHead(_ kind: UInt8, _ count: Int, to bytes: inout [UInt8]) {
        bytes.append(kind)
        for place in 0..<4 { bytes.append(byte(place, of: count)) }
    }

    /// The lowest is the first.
    private static func byte(_ place: Int, of count: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: count >> (8 * place))
    }

    /// How many bytes follow a head.
    static func count(_ head: some BidirectionalCollection<UInt8>) -> Int {
        head.dropFirst().reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// A socket that carries frames.
struct FrameSocket {
    let descriptor: Int32

    /// The other side closed, broke the protocol, or let the deadline pass.
    enum Failure: Error, Equatable { case closed, protocolBroken, timedOut }

    func write(_ bytes: [UInt8], until deadline: Deadline) throws(Failure) {
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

    /// The next frame, `nil` when the other side has closed in between two frames.
    ///
    /// - Parameter beforeWaiting: done when nothing is there yet.
    func read(
        bytesMax: Int, until deadline: Deadline, beforeWaiting: () throws(Failure) -> Void = {}
    ) throws(Failure) -> Frame? {
        let head = try readExactly(Frame.headBytes, until: deadline, beforeWaiting)
        guard let head else { return nil }
        let count = Frame.count(head)
        guard count <= bytesMax else { throw .protocolBroken }
        guard let bytes = try readExactly(count, until: deadline) else { throw .closed }
        return Frame(kind: head[0], bytes: bytes)
    }

    /// What has come, at least a byte; nothing when the other side has closed.
    func readSome(_ countMax: Int, until deadline: Deadline) throws(Failure) -> [UInt8] {
        try readPiece(1...countMax, until: deadline) { () throws(Failure) in }
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

    private func readExactly(
        _ count: Int, until deadline: Deadline, _ beforeWaiting: () throws(Failure) -> Void = {}
    ) throws(Failure) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            // Memory grows with what arrives, not with what a length promises.
            let wanted = min(count - bytes.count, Self.pieceBytesMax)
            let piece = try readPiece(wanted...wanted, until: deadline, beforeWaiting)
            guard piece.count == wanted else {
                guard bytes.isEmpty, piece.isEmpty else { throw .closed }
                return nil
            }
            bytes = bytes.isEmpty ? piece : bytes + piece
        }
        return bytes
    }

    /// Fewer bytes than wanted when the other side has closed.
    private func readPiece(
        _ wanted: ClosedRange<Int>, until deadline: Deadline, _ beforeWaiting: () throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var failure: Failure?
        let piece = [UInt8](unsafeUninitializedCapacity: wanted.upperBound) { buffer, filled in
            do throws(Failure) {
                while filled < wanted.lowerBound {
                    let received = recv(
                        descriptor, buffer.baseAddress.map { $0 + filled }, wanted.upperBound - filled,
                        Int32(MSG_DONTWAIT))
                    if received > 0 {
                        filled += received
                    } else if received == 0 {
                        return
                    } else if errno == EAGAIN || errno == EINTR {
                        try beforeWaiting()
                        try wait(for: Int16(POLLIN), until: deadline)
                    } else {
                        throw .closed
                    }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return piece
    }

    private static let pieceBytesMax = 256 << 10

    private func wait(for events: Int16, until deadline: Deadline) throws(Failure) {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        let ready = poll(&entry, 1, deadline.pollMilliseconds)
        if ready == 0 { throw .timedOut }
        if ready < 0, errno != EINTR { throw .closed }
    }
}

/// The frames of a side that sends no descriptors: all that has come is taken at once.
final class FrameReader {
    private let socket: FrameSocket
    private var bytes: [UInt8] = []
    /// Before it all is given out.
    private var start = 0

    private static let pieceBytesMax = 64 << 10

    init(_ socket: FrameSocket) { self.socket = socket }

    /// Nothing has come that was not given out.
    var isEmpty: Bool { start == bytes.count }

    /// As ``FrameSocket/read(bytesMax:until:beforeWaiting:)``.
    func read(bytesMax: Int, until deadline: Deadline) throws(FrameSocket.Failure) -> Frame? {
        while true {
            let count = bytes.count - start
            if count >= Frame.headBytes {
                let content = start + Frame.headBytes
                let end = content + Frame.count(bytes[start..<content])
                guard end - content <= bytesMax else { throw .protocolBroken }
                if end <= bytes.count {
                    defer { start = end }
                    return Frame(kind: bytes[start], bytes: Array(bytes[content..<end]))
                }
            }
            bytes.removeFirst(start)
            start = 0
            let more = try socket.readSome(Self.pieceBytesMax, until: deadline)
            guard !more.isEmpty else {
                guard bytes.isEmpty else { throw .closed }
                return nil
            }
            bytes = bytes.isEmpty ? more : bytes + more
        }
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
