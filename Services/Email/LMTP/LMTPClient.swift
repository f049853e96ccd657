// The sending half of LMTP, just enough for mailgate: one mail to one recipient.
import CProcess
import Foundation
import Glibc
import Intake
import ServiceKit

/// Hands one mail to an LMTP server on a blocking socket.
struct LMTPClient {
    /// The server answered, and it was no yes.
    struct Refused: Error {
        var reply: String
    }

    /// Nobody answered.
    struct Away: Error, CustomStringConvertible {
        var description: String
    }

    static let timeoutSeconds = 60
    private let address: LMTPAddress

    init(_ address: LMTPAddress) { self.address = address }

    /// Returns when the server has answered 250 after DATA.
    func deliver(_ mail: Content, sender: String, recipient: String) throws {
        let descriptor = try connected()
        defer { close(descriptor) }
        let socket = LineSocket(descriptor: descriptor)
        try socket.expect("220")
        try socket.say("LHLO localhost\r\n", expecting: "250")
        try socket.say("MAIL FROM:<\(sender.filter { !$0.isNewline })>\r\n", expecting: "250")
        try socket.say("RCPT TO:<\(recipient)>\r\n", expecting: "250")
        try socket.say("DATA\r\n", expecting: "354")
        var stuffing = Stuffing()
        try mail.forEachPiece { try socket.send(stuffing.add($0)) }
        try socket.send(stuffing.finish())
        try socket.say(".\r\n", expecting: "250")
        try? socket.say("QUIT\r\n", expecting: "221")
    }

    /// CR LF line ends, leading dots doubled, a line end last (RFC 5321 section 4.5.2).
    struct Stuffing {
        private var isAtLineStart = true
        private var pendingCR = false

        /// The next piece of a mail as it goes on the wire.
        mutating func add(_ piece: [UInt8]) -> [UInt8] {
            var stuffed: [UInt8] = []
            stuffed.reserveCapacity(piece.count + piece.count / 32 + 2)
            for byte in piece {
                if byte == UInt8(ascii: "\n") {
                    stuffed += "\r\n".utf8
                    (pendingCR, isAtLineStart) = (false, true)
                    continue
                }
                if pendingCR { stuffed.append(UInt8(ascii: "\r")) }
                pendingCR = byte == UInt8(ascii: "\r")
                if isAtLineStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
                isAtLineStart = false
                if !pendingCR { stuffed.append(byte) }
            }
            return stuffed
        }

        /// The end of the last line, if that has none.
        mutating func finish() -> [UInt8] {
            defer { self = Stuffing() }
            return isAtLineStart ? [] : Array("\r\n".utf8)
        }
    }

    private func connected() throws(Away) -> Int32 {
        let descriptor: Int32
        switch address {
        case .network(let address): descriptor = try connected(to: address)
        case .unix(let path):
            descriptor = LMTPAddress.connected(path)
            guard descriptor >= 0 else {
                throw Away(description: String(cString: strerror(errno)))
            }
        }
        var timeout = timeval(tv_sec: Self.timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
        return descriptor
    }

    private func connected(to address: ListenAddress) throws(Away) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let host = address.host == "0.0.0.0" ? "127.0.0.1" : address.host
        guard getaddrinfo(host, "\(address.port)", &hints, &list) == 0 else {
            throw Away(description: "the host is not known")
        }
        let found = list
        defer { freeaddrinfo(found) }
        var next = found
        while let info = next {
            let descriptor = socket(
                info.pointee.ai_family, info.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
            if connect(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 {
                return descriptor
            }
            close(descriptor)
            next = info.pointee.ai_next
        }
        throw Away(description: String(cString: strerror(errno)))
    }
}

/// Lines out, reply codes in.
private struct LineSocket {
    let descriptor: Int32

    func say(_ line: String, expecting code: String) throws {
        try send(Array(line.utf8))
        try expect(code)
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw LMTPClient.Away(description: "the connection broke") }
            sent += count
        }
    }

    func expect(_ code: String) throws {
        while true {
            let line = try readLine()
            if line.dropFirst(3).first == "-" { continue }
            guard line.hasPrefix(code) else { throw LMTPClient.Refused(reply: line) }
            return
        }
    }

    private func readLine() throws -> String {
        let lineBytesMax = 4_096
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < lineBytesMax, recv(descriptor, &byte, 1, 0) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            if byte != UInt8(ascii: "\r") { line.append(byte) }
        }
        throw LMTPClient.Away(description: "no whole answer")
    }
}
