// An IMAP connection: libcurl does TCP, TLS and SASL (IMAPSignIn.swift), we speak the commands.
import CCurl
import Delivery
import Foundation
import Intake

/// One open, signed-in connection. Calls block: use it on a thread of its own.
///
/// libcurl's own IMAP commands are never used: its FETCH reads the lines of a mail as answers of
/// the server, which lets a sender forge them.
final class IMAPConnection {
    private let handle: CurlHandle
    private var curl: UnsafeMutableRawPointer? { handle.pointer }
    private let socket: curl_socket_t
    private let timeout: Duration
    private let limits: IMAPLimits
    private let waker: Waker
    private var reader: IMAPResponseReader
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private var commands = 0
    /// The server has told of new messages since this was last set to `false`.
    var hasNews = false

    /// How long a command may still take once we were asked to stop.
    static let timeToStop = Duration.seconds(1)

    /// - Parameters:
    ///   - folder: where large mails lie while they are read.
    ///   - waker: ends every wait.
    init(
        _ server: IMAPServer, folder: URL, limits: IMAPLimits = IMAPLimits(),
        waker: Waker = Waker()
    ) throws(IMAPError) {
        (handle, socket) = try IMAPSignIn.open(server, waker)
        timeout = .seconds(server.timeoutSeconds)
        self.limits = limits
        self.waker = waker
        reader = IMAPResponseReader(literalBytesMax: limits.literalBytesMax, folder: folder)
    }

    /// Sends a command and hands each untagged answer before its end to `body`.
    ///
    /// - Throws: `refused` when the server answers NO or BAD; after any other error the connection
    ///   is of no more use.
    func command(
        _ text: String, _ body: ([IMAPToken]) -> Void = { _ in }
    ) throws(IMAPError) {
        let tag = try start(text)
        let last = Deadline.after(limits.commandTime)
        while last.pollMilliseconds > 0 {
            switch try receive() {
            case .untagged(let tokens):
                try notice(tokens, isLeaving: text.hasPrefix("LOGOUT"))
                body(tokens)
            case .continuation:
                throw IMAPError(code: .malformed, description: "an invitation nobody asked for")
            case .tagged(let answered, let status, let why):
                return try settle(text, tag, answered, status, why)
            }
        }
        throw IMAPError(
            code: .timedOut, description: "a command took longer than \(limits.commandTime)")
    }

    /// Waits in IDLE (RFC 2177) until the server tells of new messages, `deadline` has come or the
    /// waker was rung.
    func idle(until deadline: Deadline) throws(IMAPError) {
        let tag = try start("IDLE")
        var isIdle = false
        while !isIdle || !hasNews {
            let response = isIdle ? try receive(until: deadline) : try receive()
            switch response {
            case nil:
                return try leaveIdle(tag)
            case .continuation: isIdle = true
            case .untagged(let tokens): try notice(tokens)
            case .tagged(let answered, let status, let why):
                try settle("IDLE", tag, answered, status, why)
                // An IDLE that the server ends by itself is not one to come back to at once.
                throw IMAPError(code: .refused, description: "IDLE: ended by the server")
            }
        }
        try leaveIdle(tag)
    }

    private func leaveIdle(_ tag: String) throws(IMAPError) {
        try send(Array("DONE\r\n".utf8))
        while true {
            switch try receive() {
            case .continuation: continue
            case .untagged(let tokens): try notice(tokens)
            case .tagged(let answered, let status, let why):
                return try settle("IDLE", tag, answered, status, why)
            }
        }
    }

    private func start(_ text: String) throws(IMAPError) -> String {
        commands += 1
        let tag = "m\(commands)"
        try send(Array("\(tag) \(text)\r\n".utf8))
        return tag
    }

    private func settle(
        _ text: String, _ tag: String, _ answered: String, _ status: String, _ why: String
    ) throws(IMAPError) {
        guard answered == tag else {
            throw IMAPError(code: .malformed, description: "the answer to another command")
        }
        guard status != "OK" else { return }
        let verb = text.split(separator: " ").prefix(2).joined(separator: " ")
        let code = why.hasPrefix("[") ? why.dropFirst().prefix { $0 != "]" && $0 != " " } : ""
        // Into logs and terminals go words only, whatever a server holds for them.
        let words = String(
            why.prefix(300).filter {
                $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            })
        throw IMAPError(
            code: .refused, description: "\(verb): \(status) \(words)",
            responseCode: code.isEmpty ? nil : code.uppercased())
    }

    private func notice(_ tokens: [IMAPToken], isLeaving: Bool = false) throws(IMAPError) {
        if tokens.first?.atom?.uppercased() == "BYE", !isLeaving {
            var why = ""
            if case .string(let bytes)? = tokens.last {
                why = ": " + String(decoding: bytes.prefix(300), as: UTF8.self)
            }
            throw IMAPError(code: .closed, description: "the server said goodbye\(why)")
        }
        if tokens.count >= 2, tokens[1].atom?.uppercased() == "EXISTS" { hasNews = true }
    }

    private func send(_ bytes: [UInt8]) throws(IMAPError) {
        let deadline = Deadline.after(timeout)
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let result = bytes.withUnsafeBytes { raw in
                curl_easy_send(curl, raw.baseAddress.map { $0 + sent }, raw.count - sent, &count)
            }
            sent += count
            if result == CURLE_AGAIN {
                guard try wait(for: Int16(POLLOUT), until: deadline) else { throw late }
            } else if result != CURLE_OK {
                throw IMAPError(
                    code: .closed, description: String(cString: curl_easy_strerror(result)))
            }
        }
    }

    /// The next response; the server may be silent for as long as its time-out.
    private func receive() throws(IMAPError) -> IMAPResponse {
        while true {
            if let response = try read() { return response }
            // Each answer may take that long, and so may each pause within a large one.
            guard try wait(for: Int16(POLLIN), until: .after(timeout)) else { throw late }
        }
    }

    /// The next response; `nil` at the deadline and when the waker is rung.
    private func receive(until deadline: Deadline) throws(IMAPError) -> IMAPResponse? {
        while true {
            if let response = try read() { return response }
            guard try wait(for: Int16(POLLIN), until: deadline, isIdle: true) else { return nil }
        }
    }

    /// The next response of what has come; `nil` when it is not whole yet.
    private func read() throws(IMAPError) -> IMAPResponse? {
        while true {
            do throws(IMAPResponseReader.Failure) {
                if let response = try reader.next() { return response }
            } catch {
                throw IMAPError(error)
            }
            var count = 0
            let result = curl_easy_recv(curl, &chunk, chunk.count, &count)
            if result == CURLE_AGAIN { return nil }
            guard result == CURLE_OK, count > 0 else {
                throw IMAPError(code: .closed, description: "the server closed the connection")
            }
            do throws(IMAPResponseReader.Failure) {
                try reader.append(chunk[..<count])
            } catch {
                throw IMAPError(error)
            }
        }
    }

    private var late: IMAPError {
        waker.isAwake
            ? IMAPError(code: .stopped, description: "stopped")
            : IMAPError(code: .timedOut, description: "no answer within \(timeout)")
    }

    /// `false` when nothing came. Once the waker was rung, little time is left for anything.
    private func wait(
        for events: Int16, until deadline: Deadline, isIdle: Bool = false
    ) throws(IMAPError) -> Bool {
        var entries = [
            pollfd(fd: socket, events: events, revents: 0),
            pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            var ready = poll(&entries, 2, deadline.pollMilliseconds)
            if ready > 0, entries[0].revents == 0 {
                if isIdle { return false }
                ready = poll(&entries, 1, Int32(Self.timeToStop / .milliseconds(1)))
                return ready > 0
            }
            if ready > 0 { return true }
            if deadline.pollMilliseconds == 0 { return false }
        }
    }
}

extension IMAPError {
    init(_ failure: IMAPResponseReader.Failure) {
        switch failure {
        case .malformed(let what): self.init(code: .malformed, description: what)
        case .storage(let failure): self.init(code: .storage, description: failure.description)
        }
    }
}
