// Where a mailbox is, how the service signs in, and what may go wrong.
import ServiceKit

/// Where a mailbox is and how to get in.
struct IMAPServer: Sendable, Hashable {
    enum Credential: Sendable, Hashable {
        case password(String)
        case tokenFile(String)
        case tokenCommand([String])
    }

    var host: String
    var port: Int
    var user: String
    var credential: Credential
    var signIn = EmailPart.Mailbox.SignIn.password
    var tls: EmailPart.TLS
    /// A PEM file of certificate authorities to trust besides the system's.
    var caFile: String?
    /// For connecting and for each answer.
    var timeoutSeconds = 60

    /// What the UIDs of a folder belong to.
    func source(of folder: String) -> String { "\(user)@\(host.lowercased()):\(port)/\(folder)" }
}

/// Bounds of a conversation with a server.
struct IMAPLimits: Sendable {
    /// One literal: a mail, which lies in a file when it is large.
    var literalBytesMax = 100 << 20
    /// The longest a single command may take, however steadily the server talks.
    var commandTime = Duration.seconds(3600)
    /// What is asked for in one SEARCH, so that its answer stays short.
    var searchWindow: UInt32 = 100_000
}

/// What went wrong with a mailbox. Never holds a password or a token.
struct IMAPError: Error, Sendable, CustomStringConvertible {
    enum Code: Sendable {
        case connect
        /// The server does not let us in.
        case signIn
        /// The token cannot be had: file or command of ours.
        case token
        case closed, timedOut
        /// NO or BAD; the connection is still good.
        case refused
        case malformed
        /// Our disk cannot take a large mail.
        case storage
        /// We were asked to stop.
        case stopped
    }

    var code: Code
    var description: String
    /// Of a refusal, in upper case: `OVERQUOTA`, `TRYCREATE` …
    var responseCode: String?

    /// It ended, or nothing came by it any more.
    var isOfConnection: Bool { code == .closed || code == .timedOut }
}
