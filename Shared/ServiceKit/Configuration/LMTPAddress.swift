// Where LMTP listens: a TCP address, or a socket in the file system.
import Foundation

/// `host:port`, or `unix:PATH`.
package enum LMTPAddress: Sendable, Hashable, CustomStringConvertible {
    case network(ListenAddress)
    /// Of mode 0660.
    case unix(String)

    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // What fits into the kernel's sockaddr_un with its end (unix(7)).
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unix(path)
        } else {
            guard let address = ListenAddress(text) else { return nil }
            self = .network(address)
        }
    }

    package var description: String {
        switch self {
        case .network(let address): "\(address)"
        case .unix(let path): "unix:\(path)"
        }
    }

    package var network: ListenAddress? {
        if case .network(let address) = self { address } else { nil }
    }

    /// Whether only this machine can reach it. LMTP knows no passwords.
    package var isLocal: Bool {
        switch self {
        case .unix: true
        case .network(let address):
            ["127.0.0.1", "::1", "localhost"].contains(address.host)
                || address.host.hasPrefix("127.")
        }
    }

    /// Removes the socket that a process left behind; nothing else, and none that is in use.
    package static func removeStale(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ConfigurationError(
                file: path, "is in the way: email.lmtp wants to make its socket there")
        }
        guard !isAnswered(path) else {
            throw ConfigurationError(
                file: path, "is the socket of a process that runs; stop that first")
        }
        unlink(path)
    }

    /// Whether a process listens there.
    private static func isAnswered(_ path: String) -> Bool {
        let descriptor = connected(path)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// A stream socket connected to `path`, or -1 with `errno` set.
    package static func connected(_ path: String) -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return -1 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            buffer.copyBytes(from: path.utf8.prefix(buffer.count - 1))
        }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result != 0 else { return descriptor }
        let reason = errno
        close(descriptor)
        errno = reason
        return -1
    }
}

extension YAMLMap {
    /// Another machine could hand in mail with any sender and verdict: it must be asked for.
    func lmtp(_ key: String, mayBeRemote: Bool) -> LMTPAddress? {
        guard let text = optionalString(key) else { return nil }
        guard let address = LMTPAddress(text) else {
            fail("\(key): '\(text)' is neither host:port nor unix:PATH", at: key)
            return nil
        }
        if !address.isLocal, !mayBeRemote {
            fail(
                "\(key): other machines can reach \(text), and LMTP asks nobody who he is; use "
                    + "127.0.0.1 or unix:PATH, or say lmtp_remote: true behind a firewall", at: key)
        }
        return address
    }
}
