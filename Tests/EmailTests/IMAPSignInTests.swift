// Getting in: tokens from files and programs, SASL against a real Dovecot, certificates, and what an
// administrator is told when it fails.
import Foundation
import ServiceKit
import TestSupport
import Testing

@testable import EmailService

@Suite struct AccessTokenTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("token") }

    private func read(
        _ command: [String], secondsMax: Int = 20, waker: Waker = Waker()
    ) throws(IMAPError) -> String {
        try AccessToken.read(.tokenCommand(command), waker: waker, secondsMax: secondsMax)
    }

    @Test func aFileIsReadAnewEachTime() throws {
        let path = try folder.write("satu\n", to: "token")
        #expect(try AccessToken.read(.tokenFile(path), waker: Waker()) == "satu")
        try folder.write("  dua  \nlain\n", to: "token")
        #expect(try AccessToken.read(.tokenFile(path), waker: Waker()) == "dua")
    }

    @Test func aFileThatHoldsNoTokenIsNamed() throws {
        for text in ["", "\n", "dua kata\n", "a\u{1}b\n", String(repeating: "a", count: 20_000)] {
            let path = try folder.write(text, to: "token")
            let error = #expect(throws: IMAPError.self) {
                try AccessToken.read(.tokenFile(path), waker: Waker())
            }
            #expect(error?.code == .token)
            #expect(error?.description.contains(path) == true)
            #expect(error?.description.contains("dua kata") == false)
        }
        #expect(throws: IMAPError.self) {
            try AccessToken.read(.tokenFile("/tidak/ada"), waker: Waker())
        }
    }

    @Test func aCommandIsRunWithoutAShell() throws {
        #expect(try read(["/bin/echo", "$HOME;x|y"]) == "$HOME;x|y")
        #expect(try read(["printf", "abc\nlain"]) == "abc")
    }

    @Test func aCommandThatFailsIsToldOfInItsOwnWords() throws {
        let failing = #expect(throws: IMAPError.self) {
            try read(["/bin/sh", "-c", "echo rahasia; echo tidak bisa >&2; exit 3"])
        }
        #expect(failing?.description == "token_command /bin/sh ended with status 3: tidak bisa")
        #expect(throws: IMAPError.self) { try read(["/tidak/ada"]) }
        #expect(throws: IMAPError.self) { try read(["/bin/sh", "-c", "kill -9 $$"]) }
        #expect(throws: IMAPError.self) { try read(["/bin/true"]) }
    }

    @Test func aCommandThatHangsOrBabblesIsEnded() throws {
        let begin = ContinuousClock.now
        let hanging = #expect(throws: IMAPError.self) {
            try read(["/bin/sh", "-c", "sleep 60 & sleep 60"], secondsMax: 1)
        }
        #expect(hanging?.description.contains("did not end within 1 s") == true)
        let quiet = #expect(throws: IMAPError.self) {
            try read(["/bin/sh", "-c", "exec >&- 2>&-; sleep 60"], secondsMax: 1)
        }
        #expect(quiet?.description.contains("did not end within 1 s") == true)
        let endless = #expect(throws: IMAPError.self) { try read(["yes", "token"]) }
        #expect(endless?.description.contains("wrote more than") == true)
        let waker = Waker()
        waker.wake()
        let stopped = #expect(throws: IMAPError.self) { try read(["sleep", "60"], waker: waker) }
        #expect(stopped?.code == .stopped)
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test func theCommandSeesNoSecretOfOurs() throws {
        setenv("UJI_RAHASIA", "x", 1)
        let seen = try read(["/bin/sh", "-c", "echo token-${UJI_RAHASIA:-tidak-ada}-${PATH:+ada}"])
        #expect(seen == "token-tidak-ada-ada")
    }
}

@Suite(.serialized) final class IMAPSignInTests {
    private let dovecot: Dovecot
    private let folder: TemporaryFolder

    init() throws {
        dovecot = try Dovecot()
        folder = try TemporaryFolder("masuk")
    }

    deinit { dovecot.stop() }

    private func open(
        _ credential: IMAPServer.Credential, _ signIn: EmailPart.Mailbox.SignIn,
        tls: EmailPart.TLS = .starttls, host: String = "localhost", port: Int? = nil
    ) throws {
        let server = IMAPServer(
            host: host, port: port ?? (tls == .implicit ? dovecot.imapsPort : dovecot.imapPort),
            user: "aduan", credential: credential, signIn: signIn, tls: tls,
            caFile: dovecot.caFile, timeoutSeconds: 20)
        let connection = try IMAPConnection(
            server, folder: FileManager.default.temporaryDirectory)
        let mailbox = try IMAPMailbox(connection, folder: "INBOX")
        mailbox.logOut()
    }

    @Test func everyMechanismGetsIn() throws {
        try open(.password(Dovecot.password), .password)
        try open(.password(Dovecot.password), .plain, tls: .implicit)
        let command = Dovecot.tokenCommand("aduan", seconds: 600)
        try open(.tokenCommand(command), .xoauth2)
        try open(.tokenCommand(command), .oauthbearer, tls: .implicit)
        let token = try AccessToken.read(.tokenCommand(command), waker: Waker())
        let file = try folder.write(token + "\n", to: "token")
        try open(.tokenFile(file), .xoauth2, tls: .implicit)
    }

    @Test func aTokenThatHasEndedIsAskedForOnceMore() throws {
        let fresh = Dovecot.tokenCommand("aduan", seconds: 600)
        let old = Dovecot.tokenCommand("aduan", seconds: -60)
        func quoted(_ command: [String]) -> String {
            command.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        }
        let mark = folder.file("pernah")
        let script = try folder.write(
            "if [ -e \(mark) ]; then \(quoted(fresh)); else touch \(mark); \(quoted(old)); fi\n",
            to: "token.sh")
        try open(.tokenCommand(["/bin/sh", script]), .xoauth2)
        let error = #expect(throws: IMAPError.self) { try open(.tokenCommand(old), .xoauth2) }
        #expect(error?.code == .signIn)
        #expect(error?.description.contains("a token read anew was refused as well") == true)
        #expect(error?.description.contains("token_command") == true)
    }

    @Test func aWrongCertificateIsRefusedWithWhatToDo() throws {
        for tls in [EmailPart.TLS.starttls, .implicit] {
            // The certificate says localhost and 127.0.0.1.
            let error = #expect(throws: IMAPError.self) {
                try open(.password(Dovecot.password), .password, tls: tls, host: "127.0.0.2")
            }
            #expect(error?.code == .connect)
            #expect(error?.description.contains("its certificate is refused and nothing was sent") == true)
            #expect(error?.description.contains("ca: FILE.pem") == true)
        }
    }

    @Test func withoutTLSNothingIsSent() async throws {
        let server = try FakeIMAPServer()
        defer { server.stop() }
        let port = server.port
        let error = #expect(throws: IMAPError.self) {
            try open(.password("rahasia"), .password, host: "127.0.0.1", port: port)
        }
        #expect(error?.description.contains("offers no STARTTLS") == true)
        #expect(!server.commands.contains { $0.text.hasPrefix("AUTH") || $0.text.hasPrefix("LOGIN") })
    }
}
