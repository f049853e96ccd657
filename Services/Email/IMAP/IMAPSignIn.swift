// Getting in: TCP, TLS, certificate and SASL by libcurl, and what to do when it fails.
import CCurl
import Delivery
import Foundation
import ServiceKit

enum IMAPSignIn {
    /// A dead connection is noticed by the kernel after about two minutes.
    static let keepAliveIdleSeconds = 60
    static let keepAliveIntervalSeconds = 15

    /// Connects and signs in. A token that is refused is read again once: it may have just ended.
    static func open(
        _ server: IMAPServer, _ waker: Waker
    ) throws(IMAPError) -> (curl: CurlHandle, socket: curl_socket_t) {
        let secret = try AccessToken.read(server.credential, waker: waker)
        do {
            return try connect(server, secret, waker)
        } catch {
            guard error.code == .signIn, server.hasToken else { throw error }
        }
        do {
            return try connect(server, try AccessToken.read(server.credential, waker: waker), waker)
        } catch {
            guard error.code == .signIn else { throw error }
            throw IMAPError(
                code: .signIn,
                description: error.description + "; a token read anew was refused as well: check "
                    + "\(server.tokenKey), and that the account may use IMAP")
        }
    }

    private static func connect(
        _ server: IMAPServer, _ secret: String, _ waker: Waker
    ) throws(IMAPError) -> (curl: CurlHandle, socket: curl_socket_t) {
        let handle = CurlHandle()
        guard let curl = handle.pointer else {
            throw IMAPError(code: .connect, description: "libcurl has no memory")
        }
        let answer = LastAnswer()
        set(curl, server, secret)
        _ = curl_set_progress(curl, stopWhenAwake, Unmanaged.passUnretained(waker).toOpaque())
        _ = curl_set_callback(curl, CURLOPT_HEADERFUNCTION, keepAnswer)
        _ = curl_set_pointer(curl, CURLOPT_HEADERDATA, Unmanaged.passUnretained(answer).toOpaque())
        var detail = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let result = detail.withUnsafeMutableBufferPointer { buffer in
            _ = curl_set_pointer(curl, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            let result = withExtendedLifetime((answer, waker)) { curl_easy_perform(curl) }
            // What they point to ends here.
            _ = curl_set_pointer(curl, CURLOPT_ERRORBUFFER, nil)
            return result
        }
        _ = curl_set_long(curl, CURLOPT_NOPROGRESS, 1)
        _ = curl_set_pointer(curl, CURLOPT_HEADERDATA, nil)
        _ = curl_set_callback(curl, CURLOPT_HEADERFUNCTION, dropAnswer)
        var socket: curl_socket_t = -1
        _ = curl_get_socket(curl, &socket)
        guard result == CURLE_OK, socket >= 0 else {
            let text = detail.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { String(cString: $0) } ?? ""
            }
            throw failure(
                server, result,
                text.isEmpty ? String(cString: curl_easy_strerror(result)) : text, answer.refusal)
        }
        return (handle, socket)
    }

    private static func set(
        _ curl: UnsafeMutableRawPointer, _ server: IMAPServer, _ secret: String
    ) {
        let scheme = server.tls == .implicit ? "imaps" : "imap"
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        _ = curl_set_string(curl, CURLOPT_URL, "\(scheme)://\(host):\(server.port)/")
        _ = curl_set_string(curl, CURLOPT_PROTOCOLS_STR, scheme)
        _ = curl_set_string(curl, CURLOPT_USERNAME, server.user)
        if server.hasToken {
            _ = curl_set_string(curl, CURLOPT_XOAUTH2_BEARER, secret)
        } else {
            _ = curl_set_string(curl, CURLOPT_PASSWORD, secret)
        }
        switch server.signIn {
        case .password: break
        case .plain: _ = curl_set_string(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN")
        case .xoauth2: _ = curl_set_string(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2")
        case .oauthbearer: _ = curl_set_string(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER")
        }
        _ = curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_long(curl, CURLOPT_TIMEOUT, server.timeoutSeconds)
        _ = curl_set_long(curl, CURLOPT_CONNECT_ONLY, 1)
        _ = curl_set_long(curl, CURLOPT_TCP_KEEPALIVE, 1)
        _ = curl_set_long(curl, CURLOPT_TCP_KEEPIDLE, keepAliveIdleSeconds)
        _ = curl_set_long(curl, CURLOPT_TCP_KEEPINTVL, keepAliveIntervalSeconds)
        _ = curl_set_long(curl, CURLOPT_SSL_VERIFYPEER, 1)
        _ = curl_set_long(curl, CURLOPT_SSL_VERIFYHOST, 2)
        if server.tls == .starttls {
            // ALL: without TLS neither password nor token is sent.
            _ = curl_set_long(curl, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let caFile = server.caFile { _ = curl_set_string(curl, CURLOPT_CAINFO, caFile) }
    }

    /// What the administrator should do about it.
    private static func failure(
        _ server: IMAPServer, _ result: CURLcode, _ detail: String, _ refusal: String
    ) -> IMAPError {
        let place = "\(server.host):\(server.port) (tls: \(server.tls.rawValue))"
        func error(_ code: IMAPError.Code, _ words: String) -> IMAPError {
            IMAPError(code: code, description: "\(place): \(words)")
        }
        switch result {
        case CURLE_PEER_FAILED_VERIFICATION:
            return error(
                .connect,
                "its certificate is refused and nothing was sent: \(detail). If the server is the "
                    + "right one, give the name in its certificate in the url, or the authority that "
                    + "signed it as 'ca: FILE.pem'")
        case CURLE_SSL_CACERT_BADFILE:
            return error(.connect, "the file 'ca' cannot be read: \(detail)")
        case CURLE_USE_SSL_FAILED:
            return error(
                .connect, "the server offers no STARTTLS, so nothing was sent; "
                    + "try 'tls: implicit' and port 993")
        case CURLE_SSL_CONNECT_ERROR:
            return error(.connect, "no TLS: \(detail). Does the port speak 'tls: \(server.tls.rawValue)'?")
        case CURLE_LOGIN_DENIED:
            let said = refusal.isEmpty ? "" : ": \(refusal)"
            return error(
                .signIn, "\(server.user) is not let in by '\(server.signIn.rawValue)'\(said)")
        case CURLE_ABORTED_BY_CALLBACK: return error(.stopped, "stopped")
        case CURLE_OPERATION_TIMEDOUT: return error(.timedOut, detail)
        default: return error(.connect, detail)
        }
    }
}

extension IMAPServer {
    fileprivate var hasToken: Bool { signIn == .xoauth2 || signIn == .oauthbearer }

    fileprivate var tokenKey: String {
        if case .tokenFile = credential { "token_file" } else { "token_command" }
    }
}

/// The last refusal among the server's lines, which libcurl keeps to itself otherwise.
private final class LastAnswer {
    var refusal = ""
}

private let stopWhenAwake: curl_waiting_callback = { context, _, _, _, _ in
    guard let context else { return 0 }
    return Unmanaged<Waker>.fromOpaque(context).takeUnretainedValue().isAwake ? 1 : 0
}

private let keepAnswer: curl_bytes_callback = { bytes, size, count, context in
    guard let bytes, let context else { return size * count }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count).prefix(300)
    let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    let words = text.split(separator: " ", maxSplits: 1)
    if words.count == 2, ["NO ", "BAD"].contains(words[1].prefix(3).uppercased()) {
        Unmanaged<LastAnswer>.fromOpaque(context).takeUnretainedValue().refusal = String(words[1])
    }
    return size * count
}

private let dropAnswer: curl_bytes_callback = { _, size, count, _ in size * count }
