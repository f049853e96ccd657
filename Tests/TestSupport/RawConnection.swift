// A TCP connection that says exactly what a test wants, and never blocks the test: for clients that are slow,
// half-open or hostile.
import Foundation
import Glibc

/// A connection to a loopback port; closed when it goes out of scope.
package final class RawConnection {
    private let descriptor: Int32
    /// What has come so far.
    package private(set) var heard: [UInt8] = []
    package private(set) var isClosed = false
    /// Bytes that the other side's kernel has taken.
    package private(set) var sent = 0

    /// - Parameter receiveBuffer: bytes this side takes before it is read; 0 for the system's own.
    package init(port: Int, receiveBuffer: Int32 = 0) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if receiveBuffer > 0 {
            var size = receiveBuffer
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = FreePort.loopback(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw LineClient.Failure(description: "port \(port): \(String(cString: strerror(errno)))")
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { Glibc.close(descriptor) }

    package var text: String { String(decoding: heard, as: UTF8.self) }

    /// The status of the first answer; `nil` before it has come.
    package var status: Int? {
        guard text.hasPrefix("HTTP/1.1 "), text.utf8.count >= 12 else { return nil }
        return Int(text.dropFirst(9).prefix(3))
    }

    /// Hands over what the kernel takes at once.
    ///
    /// - Returns: how many bytes that were.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Int {
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count < 0, errno != EAGAIN { isClosed = true }
        sent += max(0, count)
        return max(0, count)
    }

    @discardableResult
    package func send(_ text: String) -> Int { send(Array(text.utf8)) }

    /// Sends all of it, as fast as it is taken; stops when the other side hangs up.
    package func sendAll(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        _ = try await eventually("\(bytes.count) bytes taken") { () -> Bool? in
            while !rest.isEmpty, !isClosed {
                let count = send(Array(rest.prefix(65_536)))
                if count == 0 { break }
                rest = rest.dropFirst(count)
            }
            hear()
            return rest.isEmpty || isClosed ? true : nil
        }
    }

    /// This side sends no more.
    package func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Takes in what has come.
    package func hear() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 {
                heard += chunk[..<count]
            } else {
                if count == 0 || errno != EAGAIN { isClosed = true }
                return
            }
        }
    }

    /// Waits for the status of the first answer.
    package func answer(within limit: Duration = .seconds(20)) async throws -> Int {
        try await eventually("an answer; heard '\(text.prefix(200))'", within: limit) {
            hear()
            if let status { return status }
            if isClosed { throw TooLate(description: "closed; heard '\(text.prefix(200))'") }
            return nil
        }
    }

    /// Waits until the other side has hung up.
    package func closed(within limit: Duration = .seconds(20)) async throws {
        _ = try await eventually("the other side to hang up", within: limit) { () -> Bool? in
            hear()
            return isClosed ? true : nil
        }
    }
}
