// An IMAP server made for trouble: a small mailbox in memory that answers as told, closes at any command,
// is late, or says something nobody asked for.
import Foundation
import Glibc
import Synchronization

/// Listens on a loopback port; every connection has a thread of its own.
package final class FakeIMAPServer: Sendable {
    /// What happens instead of the usual answer.
    package enum Trouble: Sendable {
        /// Nothing is done and the connection closed.
        case close
        /// It is done, and the connection closed before the answer.
        case closeAfter
        /// It is done, and so many bytes of the answer are sent before the end.
        case closeInside(Int)
        /// This instead of the answer; `TAG` stands for the command's tag.
        case say(String)
        /// The usual answer, after this.
        case late(Duration)
        /// This and then the usual answer.
        case first(String)
    }

    package struct Command: Sendable {
        package var connection: Int
        /// From 0 within the connection.
        package var number: Int
        /// Without its tag.
        package var text: String
    }

    package struct Mailbox: Sendable {
        package var validity: UInt32 = 7
        package var next: UInt32 = 1
        package var mails: [UInt32: [UInt8]] = [:]
    }

    private struct State {
        var inbox = Mailbox()
        var folders: [String: [[UInt8]]] = [:]
        var commands: [Command] = []
        var connections = 0
    }

    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let capabilities: String
    private let trouble: @Sendable (Command) -> Trouble?

    /// - Parameter trouble: asked at each command.
    package init(
        capabilities: String = "IMAP4rev1 MOVE UIDPLUS IDLE",
        _ trouble: @escaping @Sendable (Command) -> Trouble? = { _ in nil }
    ) throws {
        self.capabilities = capabilities
        self.trouble = trouble
        port = try FreePort.find()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = FreePort.loopback(port)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw LineClient.Failure(description: "no free port") }
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                let number = state.withLock { state in
                    state.connections += 1
                    return state.connections - 1
                }
                Thread.detachNewThread { [self] in
                    Conversation(client, number, self).run()
                    close(client)
                }
            }
        }
    }

    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    @discardableResult
    package func add(_ mail: String) -> UInt32 {
        state.withLock { state in
            let uid = state.inbox.next
            state.inbox.mails[uid] = Array(mail.utf8)
            state.inbox.next += 1
            return uid
        }
    }

    package var commands: [Command] { state.withLock { $0.commands } }
    package var inbox: [[UInt8]] { state.withLock { $0.inbox.mails.sorted { $0.key < $1.key }.map(\.value) } }

    package func folder(_ name: String) -> [[UInt8]] { state.withLock { $0.folders[name] ?? [] } }

    package func change(_ body: @Sendable (inout Mailbox) -> Void) { state.withLock { body(&$0.inbox) } }

    /// One client.
    private struct Conversation {
        let socket: Int32
        let number: Int
        let server: FakeIMAPServer

        init(_ socket: Int32, _ number: Int, _ server: FakeIMAPServer) {
            (self.socket, self.number, self.server) = (socket, number, server)
        }

        func run() {
            guard send(Array("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\r\n".utf8)) else { return }
            var count = 0
            while let line = readLine() {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { return }
                let command = Command(connection: number, number: count, text: words[1])
                count += 1
                server.state.withLock { $0.commands.append(command) }
                let trouble = server.trouble(command)
                if case .close? = trouble { return }
                if case .say(let text)? = trouble {
                    guard send(Array(text.replacing("TAG", with: words[0]).utf8)) else { return }
                    continue
                }
                if case .late(let time)? = trouble { usleep(UInt32(time / .microseconds(1))) }
                if case .first(let text)? = trouble, !send(Array(text.utf8)) { return }
                let answer = server.answer(words[1], words[0])
                if case .closeAfter? = trouble { return }
                if case .closeInside(let bytes)? = trouble {
                    _ = send(Array(answer.prefix(bytes)))
                    return
                }
                guard send(answer), !words[1].hasPrefix("LOGOUT") else { return }
                guard words[1] == "IDLE" else { continue }
                guard readLine() == "DONE", send(Array("\(words[0]) OK idled\r\n".utf8)) else { return }
            }
        }

        private func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        private func readLine() -> String? {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) == 1 {
                if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
                if byte != UInt8(ascii: "\r") { line.append(byte) }
            }
            return nil
        }
    }

    /// Does a command and gives the whole answer.
    private func answer(_ command: String, _ tag: String) -> [UInt8] {
        let words = command.split(separator: " ").map(String.init)
        var data: [UInt8] = []
        var status = "OK done"
        state.withLock { state in
            switch words.prefix(2).joined(separator: " ").uppercased() {
            case "CAPABILITY":
                data += Array("* CAPABILITY \(capabilities)\r\n".utf8)
            case "UID SEARCH":
                let found = uids(words.last ?? "", in: state.inbox)
                data += Array("* SEARCH\(found.map { " \($0)" }.joined())\r\n".utf8)
            case "UID FETCH":
                for uid in uids(words[2], in: state.inbox) {
                    data += fetched(uid, state.inbox.mails[uid] ?? [], command)
                }
            case "UID MOVE":
                let folder = words[3].filter { $0 != "\"" }
                guard state.folders[folder] != nil else {
                    status = "NO [TRYCREATE] no such folder"
                    return
                }
                for uid in uids(words[2], in: state.inbox) {
                    if let mail = state.inbox.mails.removeValue(forKey: uid) {
                        state.folders[folder]?.append(mail)
                    }
                }
            default:
                switch words[0].uppercased() {
                case "SELECT", "EXAMINE":
                    data += Array(
                        """
                        * \(state.inbox.mails.count) EXISTS\r
                        * OK [UIDVALIDITY \(state.inbox.validity)] ok\r
                        * OK [UIDNEXT \(state.inbox.next)] ok\r\n
                        """.utf8)
                case "CREATE": state.folders[words[1].filter { $0 != "\"" }] = []
                case "IDLE":
                    data += Array("+ idling\r\n".utf8)
                    status = ""
                case "AUTHENTICATE", "LOGIN", "LOGOUT", "NOOP": break
                default: status = "BAD unknown"
                }
            }
        }
        return status.isEmpty ? data : data + Array("\(tag) \(status)\r\n".utf8)
    }

    private func fetched(_ uid: UInt32, _ mail: [UInt8], _ command: String) -> [UInt8] {
        guard command.contains("BODY.PEEK[]") else {
            return Array("* 1 FETCH (UID \(uid) RFC822.SIZE \(mail.count))\r\n".utf8)
        }
        return Array("* 1 FETCH (UID \(uid) BODY[] {\(mail.count)}\r\n".utf8) + mail
            + Array(")\r\n".utf8)
    }

    /// `2,4:5` or `3:*`, which always names the last one.
    private func uids(_ set: String, in mailbox: Mailbox) -> [UInt32] {
        let known = mailbox.mails.keys.sorted()
        var found: Set<UInt32> = []
        for part in set.split(separator: ",") {
            let ends = part.split(separator: ":").map { UInt32($0) ?? known.last ?? 0 }
            guard let low = ends.min(), let high = ends.max() else { continue }
            found.formUnion(known.filter { (low...high).contains($0) })
        }
        return found.sorted()
    }
}
