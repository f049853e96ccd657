// A blocking client for line protocols such as LMTP, for tests.
import Foundation
import Glibc
import Synchronization

/// Speaks to a loopback port, line by line.
package struct LineClient {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    private let descriptor: Int32

    package init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = FreePort.loopback(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw Failure(description: "port \(port): \(String(cString: strerror(errno)))")
        }
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    package func send(_ bytes: some Sequence<UInt8>) throws {
        let all = Array(bytes)
        var sent = 0
        while sent < all.count {
            let count = all[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "the server is gone") }
            sent += count
        }
    }

    /// Sends the same again and again without reading; whether the server stops to take it, which shows when
    /// nothing goes for two seconds.
    package func stalls(sending bytes: [UInt8], seconds: Int) -> Bool {
        var timeout = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0 { return errno == EAGAIN }
        }
        return false
    }

    @discardableResult
    package func send(_ line: String, expect code: String) throws -> String {
        try send(line.utf8)
        return try expect(code)
    }

    /// Reads one reply, of several lines perhaps; fails if it does not start with `code`.
    @discardableResult
    package func expect(_ code: String) throws -> String {
        var line = try readLine()
        while line.dropFirst(3).first == "-" { line = try readLine() }
        guard line.hasPrefix(code) else {
            throw Failure(description: "expected \(code), got: \(line)")
        }
        return line
    }

    package func readLine() throws -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            if byte != UInt8(ascii: "\r") { line.append(byte) }
        }
        throw Failure(
            description: "no answer; so far: \(String(decoding: line, as: UTF8.self))")
    }

    package func close() { Glibc.close(descriptor) }

    /// A mail as DATA wants it: CR LF line ends, dots doubled, a line end last.
    package static func stuffed(_ mail: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        for line in mail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let bare = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if bare.first == UInt8(ascii: ".") { stuffed.append(UInt8(ascii: ".")) }
            stuffed += bare
            stuffed += "\r\n".utf8
        }
        if mail.last == UInt8(ascii: "\n") { stuffed.removeLast(2) }
        return stuffed
    }
}

/// Loopback ports nobody uses, each found once: two servers of one run never meet.
package enum FreePort {
    /// Below the kernel's range for outgoing connections, or a client of another test might take the port
    /// between its being found and its being bound.
    private static let range = 10_000..<32_000
    private static let next = Mutex(
        range.lowerBound + Int(ProcessInfo.processInfo.processIdentifier) * 97 % range.count)

    package static func find() throws -> Int {
        try next.withLock { next in
            for _ in range {
                next = next + 1 < range.upperBound ? next + 1 : range.lowerBound
                if isFree(next) { return next }
            }
            throw LineClient.Failure(description: "no free port")
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
