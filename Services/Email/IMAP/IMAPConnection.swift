// An IMAP connection: libcurl does TCP, TLS and SASL (CURLOPT_CONNECT_ONLY), we speak the commands.
import CCurl
import Foundation

/// Where a mailbox is and how to get in.
struct IMAPServer: Sendable, Hashable {
    enum TLS: String, Sendable { case none, starttls, implicit }

    var host: String
    var port: Int
    var user: String
    var password: String
    var tls: TLS
    /// A PEM file of certificate authorities to trust besides the system's.
    var caFile: String?
    /// For connecting and for each answer.
    var timeoutSeconds = 60
}

/// What went wrong with a mailbox. Never holds a password.
struct IMAPError: Error, Sendable, CustomStringConvertible {
    enum Code: Sendable { case connect, closed, timedOut, refused, malformed }

    var code: Code
    var description: String
}

/// One open, signed-in connection. Calls block: use it on a thread of its own.
///
/// libcurl's own IMAP commands are never used: its FETCH reads the lines of a mail as answers of
/// the server, which lets a sender forge them.
final class IMAPConnection {
    private let curl: UnsafeMutableRawPointer
    private let socket: curl_socket_t
    private let timeoutSeconds: Int
    private var reader: IMAPResponseReader
    private var commands = 0

    init(_ server: IMAPServer, literalBytesMax: Int) throws(IMAPError) {
        _ = Self.global
        guard let curl = curl_easy_init() else {
            throw IMAPError(code: .connect, description: "libcurl has no memory")
        }
        let scheme = server.tls == .implicit ? "imaps" : "imap"
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        _ = curl_set_string(curl, CURLOPT_URL, "\(scheme)://\(host):\(server.port)/")
        _ = curl_set_string(curl, CURLOPT_PROTOCOLS_STR, scheme)
        _ = curl_set_string(curl, CURLOPT_USERNAME, server.user)
        _ = curl_set_string(curl, CURLOPT_PASSWORD, server.password)
        _ = curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_long(curl, CURLOPT_SASL_IR, 1)
        _ = curl_set_long(curl, CURLOPT_TIMEOUT, server.timeoutSeconds)
        _ = curl_set_long(curl, CURLOPT_CONNECT_ONLY, 1)
        if server.tls == .starttls {
            // ALL: without TLS the password is not sent.
            _ = curl_set_long(curl, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let caFile = server.caFile { _ = curl_set_string(curl, CURLOPT_CAINFO, caFile) }
        let result = curl_easy_perform(curl)
        var socket: curl_socket_t = -1
        _ = curl_get_socket(curl, &socket)
        guard result == CURLE_OK, socket >= 0 else {
            curl_easy_cleanup(curl)
            throw IMAPError(
                code: .connect,
                description: "\(server.host):\(server.port) (tls: \(server.tls.rawValue)): "
                    + String(cString: curl_easy_strerror(result)))
        }
        self.curl = curl
        self.socket = socket
        timeoutSeconds = server.timeoutSeconds
        reader = IMAPResponseReader(literalBytesMax: literalBytesMax)
    }

    private static let global: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    deinit { curl_easy_cleanup(curl) }

    /// Sends a command and gives the untagged answers that came before its end.
    ///
    /// - Throws: `refused` when the server answers NO or BAD; after any other error the connection
    ///   is of no more use.
    @discardableResult
    func command(_ text: String) throws(IMAPError) -> [[IMAPToken]] {
        commands += 1
        let tag = "m\(commands)"
        try send(Array("\(tag) \(text)\r\n".utf8))
        var untagged: [[IMAPToken]] = []
        while true {
            switch try receive() {
            case .untagged(let tokens):
                if tokens.first?.atom?.uppercased() == "BYE", !text.hasPrefix("LOGOUT") {
                    throw IMAPError(code: .closed, description: "the server said goodbye")
                }
                untagged.append(tokens)
            case .continuation:
                throw IMAPError(code: .malformed, description: "an invitation nobody asked for")
            case .tagged(let answered, let status, let why):
                guard answered == tag else {
                    throw IMAPError(code: .malformed, description: "the answer to another command")
                }
                guard status == "OK" else {
                    let verb = text.split(separator: " ").prefix(2).joined(separator: " ")
                    throw IMAPError(code: .refused, description: "\(verb): \(status) \(why)")
                }
                return untagged
            }
        }
    }

    private func send(_ bytes: [UInt8]) throws(IMAPError) {
        let deadline = Deadline.after(.seconds(timeoutSeconds))
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let result = bytes.withUnsafeBytes { raw in
                curl_easy_send(curl, raw.baseAddress.map { $0 + sent }, raw.count - sent, &count)
            }
            sent += count
            if result == CURLE_AGAIN {
                try wait(for: Int16(POLLOUT), until: deadline)
            } else if result != CURLE_OK {
                throw IMAPError(
                    code: .closed, description: String(cString: curl_easy_strerror(result)))
            }
        }
    }

    private func receive() throws(IMAPError) -> IMAPResponse {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            do throws(IMAPResponseReader.Malformed) {
                if let response = try reader.next() { return response }
            } catch {
                throw IMAPError(code: .malformed, description: error.what)
            }
            var count = 0
            let result = curl_easy_recv(curl, &chunk, chunk.count, &count)
            if result == CURLE_AGAIN {
                // Each answer may take that long, and so may each pause within a large one.
                try wait(for: Int16(POLLIN), until: .after(.seconds(timeoutSeconds)))
            } else if result != CURLE_OK || count == 0 {
                throw IMAPError(code: .closed, description: "the server closed the connection")
            } else {
                reader.append(chunk[..<count])
            }
        }
    }

    private func wait(for events: Int16, until deadline: Deadline) throws(IMAPError) {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        let ready = poll(&entry, 1, deadline.pollMilliseconds)
        if ready == 0 {
            throw IMAPError(
                code: .timedOut, description: "no answer within \(timeoutSeconds) seconds")
        }
    }
}
