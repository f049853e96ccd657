// Our IMAP commands against a real Dovecot, over plain TCP, STARTTLS and implicit TLS.
import Foundation
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) final class IMAPMailboxTests {
    private let dovecot: Dovecot

    init() throws { dovecot = try Dovecot() }

    deinit { dovecot.stop() }

    private func server(
        _ tls: IMAPServer.TLS, user: String = "aduan", trusted: Bool = true
    ) -> IMAPServer {
        IMAPServer(
            host: "localhost", port: tls == .implicit ? dovecot.imapsPort : dovecot.imapPort,
            user: user, password: Dovecot.password, tls: tls,
            caFile: trusted ? dovecot.caFile : nil, timeoutSeconds: 20)
    }

    private func open(
        _ server: IMAPServer, folder: String = "INBOX"
    ) throws -> (IMAPConnection, IMAPMailbox) {
        let connection = try IMAPConnection(server, literalBytesMax: 10 << 20)
        return (connection, try IMAPMailbox(connection, folder: folder))
    }

    @Test(arguments: [IMAPServer.TLS.none, .starttls, .implicit])
    func fetchesAndMovesOverEveryKindOfConnection(_ tls: IMAPServer.TLS) throws {
        let user = "aduan-\(tls.rawValue)"
        let mails = try ["plain.eml", "attachments.eml"].map(Fixture.bytes)
        for mail in mails { try dovecot.deliver(mail, to: user) }
        let (connection, mailbox) = try open(server(tls, user: user))
        _ = connection
        let listed = try mailbox.list(from: 1, limit: 10)
        #expect(listed.map(\.uid) == [1, 2])
        for (listing, mail) in zip(listed, mails) {
            let content = try #require(try mailbox.content(of: listing.uid))
            #expect(content.count == listing.bytes)
            // Dovecot puts its trace headers before what was delivered.
            #expect(content.suffix(mail.count).elementsEqual(mail))
        }
        #expect(try mailbox.content(of: 1, firstBytes: 20)?.count == 20)
        #expect(try mailbox.content(of: 99) == nil)
        // BODY.PEEK sets no flag: "S" would be the flag \Seen in the name of the file.
        let names = dovecot.messages(of: user).map(\.lastPathComponent)
        #expect(names.count == 2)
        #expect(!names.contains { $0.split(separator: ",").last?.contains("S") == true })
        try mailbox.move(1, to: "Processed")
        #expect(dovecot.messages(of: user, in: "Processed").count == 1)
        #expect(dovecot.messages(of: user).count == 1)
        mailbox.logOut()
    }

    @Test func theLastMessageIsNotListedAgain() throws {
        try dovecot.deliver(try Fixture.bytes("plain.eml"), to: "jebakan")
        let mailbox = try open(server(.none, user: "jebakan")).1
        #expect(try mailbox.list(from: 1, limit: 10).map(\.uid) == [1])
        #expect(try mailbox.list(from: 2, limit: 10).isEmpty)
        #expect(try mailbox.list(from: 4_000_000_000, limit: 10).isEmpty)
    }

    /// The injection that libcurl's own FETCH falls for.
    @Test func aForgedAnswerInAMailIsOnlyAMail() throws {
        let forged = Array("Subject: x\r\n\r\nm4 OK x\r\n* SEARCH 666 667\r\nm5 OK\r\n".utf8)
        try dovecot.deliver(forged, to: "palsu")
        let mailbox = try open(server(.none, user: "palsu")).1
        #expect(try mailbox.content(of: 1)?.suffix(forged.count).elementsEqual(forged) == true)
        #expect(try mailbox.list(from: 1, limit: 10).map(\.uid) == [1])
    }

    @Test func anUntrustedCertificateOrAWrongPasswordGetsNoSession() throws {
        for tls in [IMAPServer.TLS.starttls, .implicit] {
            let error = #expect(throws: IMAPError.self) {
                try open(server(tls, trusted: false))
            }
            #expect(error?.code == .connect)
            #expect(error?.description.contains("certificate") == true)
        }
        var wrong = server(.none)
        wrong.password = "salah"
        let error = #expect(throws: IMAPError.self) { try open(wrong) }
        #expect(error?.code == .connect)
        #expect(error?.description.contains("salah") == false)
        wrong.port = 1
        #expect(throws: IMAPError.self) { try open(wrong) }
    }

    @Test func aFolderThatIsMissingIsNamed() throws {
        let error = #expect(throws: IMAPError.self) {
            try open(server(.none), folder: "Tidak Ada")
        }
        #expect(error?.code == .refused)
        #expect(error?.description.contains("SELECT \"Tidak") == true)
    }
}
