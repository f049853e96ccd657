// Our IMAP commands against a real Dovecot, over plain TCP, STARTTLS and implicit TLS.
import Foundation
import Intake
import ServiceKit
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) final class IMAPMailboxTests {
    private let dovecot: Dovecot

    init() throws { dovecot = try Dovecot() }

    deinit { dovecot.stop() }

    private func server(
        _ tls: EmailPart.TLS, user: String = "aduan", trusted: Bool = true
    ) -> IMAPServer {
        IMAPServer(
            host: "localhost", port: tls == .implicit ? dovecot.imapsPort : dovecot.imapPort,
            user: user, credential: .password(Dovecot.password), tls: tls,
            caFile: trusted ? dovecot.caFile : nil, timeoutSeconds: 20)
    }

    private func open(
        _ server: IMAPServer, folder: String = "INBOX"
    ) throws -> (IMAPConnection, IMAPMailbox) {
        let connection = try IMAPConnection(
            server, folder: FileManager.default.temporaryDirectory)
        return (connection, try IMAPMailbox(connection, folder: folder))
    }

    private func content(_ mailbox: IMAPMailbox, _ uid: UInt32) throws -> [UInt8]? {
        try mailbox.contents(of: [uid])[uid]?.bytes()
    }

    @Test(arguments: [EmailPart.TLS.none, .starttls, .implicit])
    func fetchesAndMovesOverEveryKindOfConnection(_ tls: EmailPart.TLS) throws {
        let user = "aduan-\(tls.rawValue)"
        let mails = try ["plain.eml", "attachments.eml"].map(Fixture.bytes)
        for mail in mails { try dovecot.deliver(mail, to: user) }
        let (connection, mailbox) = try open(server(tls, user: user))
        _ = connection
        let listed = try mailbox.sizes(of: try mailbox.uids(from: 1))
        #expect(listed.map(\.uid) == [1, 2])
        for (listing, mail) in zip(listed, mails) {
            let content = try #require(try content(mailbox, listing.uid))
            #expect(content.count == listing.bytes)
            // Dovecot puts its trace headers before what was delivered.
            #expect(content.suffix(mail.count).elementsEqual(mail))
        }
        #expect(try mailbox.contents(of: [1], firstBytes: 20)[1]?.count == 20)
        #expect(try mailbox.contents(of: [1, 2, 99]).keys.sorted() == [1, 2])
        // BODY.PEEK sets no flag: "S" would be the flag \Seen in the name of the file.
        let names = dovecot.messages(of: user).map(\.lastPathComponent)
        #expect(names.count == 2)
        #expect(!names.contains { $0.split(separator: ",").last?.contains("S") == true })
        try mailbox.move([1], to: "Processed")
        #expect(dovecot.messages(of: user, in: "Processed").count == 1)
        #expect(dovecot.messages(of: user).count == 1)
        mailbox.logOut()
    }

    @Test func theLastMessageIsNotListedAgain() throws {
        try dovecot.deliver(try Fixture.bytes("plain.eml"), to: "jebakan")
        let mailbox = try open(server(.none, user: "jebakan")).1
        #expect(try mailbox.uids(from: 1) == [1])
        #expect(try mailbox.uids(from: 2).isEmpty)
        #expect(try mailbox.uids(from: 4_000_000_000).isEmpty)
    }

    /// The injection that libcurl's own FETCH falls for.
    @Test func aForgedAnswerInAMailIsOnlyAMail() throws {
        let forged = Array("Subject: x\r\n\r\nm4 OK x\r\n* SEARCH 666 667\r\nm5 OK\r\n".utf8)
        try dovecot.deliver(forged, to: "palsu")
        let mailbox = try open(server(.none, user: "palsu")).1
        #expect(try content(mailbox, 1)?.suffix(forged.count).elementsEqual(forged) == true)
        #expect(try mailbox.uids(from: 1) == [1])
    }

    @Test func anUntrustedCertificateOrAWrongPasswordGetsNoSession() throws {
        for tls in [EmailPart.TLS.starttls, .implicit] {
            let error = #expect(throws: IMAPError.self) {
                try open(server(tls, trusted: false))
            }
            #expect(error?.code == .connect)
            #expect(error?.description.contains("certificate") == true)
        }
        var wrong = server(.none)
        wrong.credential = .password("salah")
        let error = #expect(throws: IMAPError.self) { try open(wrong) }
        #expect(error?.code == .signIn)
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
