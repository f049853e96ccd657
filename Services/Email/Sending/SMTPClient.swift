// Mails out: one at a time to the mail server that takes ours, by libcurl.
import CCurl
import Delivery
import Foundation
import ServiceKit

/// Hands mails to one mail server. The connection is kept between mails.
actor SMTPClient {
    private let server: EmailPart.SMTP
    private let executor = ThreadExecutor(label: "smtp")
    private let handle = CurlHandle()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// For the whole exchange: shorter than a process takes to stop, so that what was sent is recorded
    /// before it ends.
    static let sendTime = Duration.seconds(8)
    static let connectSeconds = 5

    init(_ server: EmailPart.SMTP) { self.server = server }

    /// Hands over one mail with an empty return path: what cannot be delivered must not come back to
    /// us as mail that we answer (RFC 3834 section 3.3).
    ///
    /// - Parameters:
    ///   - mail: whole, with CRLF line ends.
    ///   - recipient: judged by ``Letter/isAddress(_:)`` before.
    ///   - reference: the name under which it is known when it was taken.
    func send(_ mail: [UInt8], to recipient: String, reference: String) -> Handover {
        guard let curl = handle.pointer else { return .again("libcurl has no memory") }
        curl_easy_reset(curl)
        _ = curl_set_string(curl, CURLOPT_URL, server.url)
        _ = curl_set_string(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        _ = curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_long(curl, CURLOPT_CONNECTTIMEOUT, Self.connectSeconds)
        _ = curl_set_long(curl, CURLOPT_TIMEOUT_MS, Self.sendTime.milliseconds)
        _ = curl_set_long(curl, CURLOPT_SASL_IR, 1)
        if let user = server.user { _ = curl_set_string(curl, CURLOPT_USERNAME, user) }
        if let password = server.password {
            _ = curl_set_string(curl, CURLOPT_PASSWORD, password.value)
        }
        if server.tls == .starttls {
            // ALL: without TLS neither the password nor the mail is sent.
            _ = curl_set_long(curl, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let ca = server.ca { _ = curl_set_string(curl, CURLOPT_CAINFO, ca) }
        _ = curl_set_string(curl, CURLOPT_MAIL_FROM, "")
        let recipients = curl_slist_append(nil, recipient)
        defer { curl_slist_free_all(recipients) }
        _ = curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
        let source = Exchange(mail)
        _ = curl_set_long(curl, CURLOPT_UPLOAD, 1)
        _ = curl_set_callback(curl, CURLOPT_READFUNCTION, giveMail)
        let context = Unmanaged.passUnretained(source).toOpaque()
        _ = curl_set_pointer(curl, CURLOPT_READDATA, context)
        _ = curl_set_callback(curl, CURLOPT_HEADERFUNCTION, takeReply)
        _ = curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        let result = withExtendedLifetime(source) { curl_easy_perform(curl) }
        return Self.judge(
            result == CURLE_OK ? nil : String(cString: curl_easy_strerror(result)),
            isLogin: result == CURLE_LOGIN_DENIED, replies: source.replies, reference: reference)
    }

    /// What an exchange means (reply codes: RFC 5321 section 4.2). Pure.
    ///
    /// - Parameters:
    ///   - failure: libcurl's words; `nil` when the mail was taken.
    ///   - replies: the last lines of what the server answered.
    static func judge(
        _ failure: String?, isLogin: Bool, replies: [String], reference: String
    ) -> Handover {
        guard let failure else { return .sent(reference: reference) }
        // What was refused is what counts, not the goodbye after it.
        let refusal = replies.firstIndex { ("4"..."5").contains($0.prefix(1)) }
        let last = refusal.map { replies[$0] } ?? ""
        let code = Int(last.prefix(3)) ?? 0
        if isLogin || [530, 534, 535, 538].contains(code) {
            return .again(
                "the mail server refuses our sign-in: \(last): check smtp.user and smtp.password")
        }
        // In its own words, not in an address that it repeats.
        let words = last.replacing(/<[^>]*>/, with: "").lowercased()
        if ["relay access denied", "relaying denied", "unable to relay", "relay not permitted"]
            .contains(where: words.contains)
        {
            return .again("the mail server does not pass our mail on: \(last)")
        }
        return switch code {
        // The very greeting is a refusal: no fault of this mail.
        case 400..<600 where refusal == 0: .again("the mail server is closed to us: \(last)")
        case 421: .again("the mail server is closing: \(last)")
        case 400..<500: .later("the mail server answered: \(last)")
        case 500..<600: .refused("the mail server answered: \(last)")
        default: .again("the mail server cannot be reached: \(failure)")
        }
    }
}

/// A mail being read by libcurl, and what the server says to it.
private final class Exchange {
    private let mail: [UInt8]
    private var position = 0
    private(set) var replies: [String] = []

    /// Of one reply line; the rest says nothing more.
    private static let replyBytesMax = 300
    private static let repliesMax = 50

    init(_ mail: [UInt8]) { self.mail = mail }

    func give(into buffer: UnsafeMutableRawPointer, _ room: Int) -> Int {
        let count = min(room, mail.count - position)
        mail.withUnsafeBytes { raw in
            if count > 0, let base = raw.baseAddress {
                buffer.copyMemory(from: base + position, byteCount: count)
            }
        }
        position += count
        return count
    }

    /// A line of a reply; of several only the last counts, which has a blank after its code.
    func take(_ line: UnsafeRawBufferPointer) {
        let text = CharsetText.clean(String(decoding: line.prefix(Self.replyBytesMax), as: UTF8.self))
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.count >= 3, text.dropFirst(3).first != "-", replies.count < Self.repliesMax
        else { return }
        replies.append(text)
    }
}

private func giveMail(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        .give(into: bytes, size * count)
}

private func takeReply(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        .take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
