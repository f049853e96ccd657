// A mail server that hands mails over by LMTP (RFC 2033), and hands them over again until it gets 250.
import Foundation
import TestSupport

/// Mails for the journeys.
struct MailClient {
    let port: Int

    static func mail(id: String, from: String, subject: String, text: String) -> [UInt8] {
        Array(
            """
            From: \(from)\r
            To: aduan@hss.example\r
            Subject: \(subject)\r
            Date: Wed, 18 Nov 2026 09:12:44 +0800\r
            Message-ID: <\(id)>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit\r
            \r
            \(text)\r

            """.utf8)
    }

    /// One delivery; throws unless the answer after DATA is 250.
    func deliver(_ mail: [UInt8], to recipient: String = "aduan@hss.example") async throws {
        try await onOwnThread { try talk(mail, recipient) }
    }

    private func talk(_ mail: [UInt8], _ recipient: String) throws {
        let client = try LineClient(port: port)
        defer { client.close() }
        try client.expect("220")
        try client.send("LHLO mx.warga.example\r\n", expect: "250")
        try client.send("MAIL FROM:<warga@warga.example>\r\n", expect: "250")
        try client.send("RCPT TO:<\(recipient)>\r\n", expect: "250")
        try client.send("DATA\r\n", expect: "354")
        try client.send(LineClient.stuffed(mail))
        try client.send(".\r\n", expect: "250")
        _ = try? client.send("QUIT\r\n", expect: "221")
    }

    /// As a mail server does: again until it is taken.
    func untilAccepted(_ mail: [UInt8]) async throws {
        _ = try await eventually("a mail accepted", within: .seconds(60)) { () -> Bool? in
            do {
                try await deliver(mail)
                return true
            } catch {
                return nil
            }
        }
    }
}
