// A real Dovecot for tests: IMAP, IMAPS and LMTP on free loopback ports, without root's rights.
package import Foundation

/// A running Dovecot with its own certificate authority and mail folder. Every user name is known,
/// the password is always ``password``.
package final class Dovecot: Sendable {
    package static let password = "rahasia-uji"
    /// Signs the access tokens it takes (HS256).
    private static let tokenKey = "kunci-uji-kunci-uji-kunci-uji-32"

    package let imapPort: Int
    package let imapsPort: Int
    package let lmtpPort: Int
    /// The certificate authority to trust, PEM.
    package let caFile: String
    private let folder: URL
    private let process: ChildProgram

    /// Starts it and returns when it listens.
    ///
    /// - Parameters:
    ///   - more: lines of configuration besides.
    ///   - lmtp: a port of this machine where it delivers the mails that come by LMTP, instead of keeping
    ///     them; then nobody can sign in.
    package init(more: String = "", handsOnTo lmtp: Int? = nil) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "dovecot-\(UUID().uuidString.prefix(8).lowercased())")
        let ports = try (0..<3).map { _ in try FreePort.find() }
        (imapPort, imapsPort, lmtpPort) = (ports[0], ports[1], ports[2])
        caFile = folder.appending(path: "ca.pem").path
        for name in ["run", "state", "mail", "keys/default/HS256"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        try Self.makeCertificates(in: folder)
        let user = getuid() == 0 ? "nobody" : NSUserName()
        var configuration = Self.configuration(
            folder: folder.path, user: user, imap: ports[0], imaps: ports[1], lmtp: ports[2])
        if let lmtp {
            configuration = configuration.replacing(
                "args = password=\(Self.password)",
                with: "args = nopassword=y proxy=y host=127.0.0.1 port=\(lmtp) protocol=lmtp"
            ).replacing("auth_username_format = %Ln", with: "") + "\nlmtp_proxy = yes"
        }
        let file = folder.appending(path: "dovecot.conf")
        try (configuration + "\n" + more + "\n").write(
            to: file, atomically: true, encoding: .utf8)
        try """
        introspection_mode = local
        local_validation_key_dict = fs:posix:prefix=\(folder.path)/keys/
        username_attribute = sub

        """.write(to: folder.appending(path: "oauth2.conf"), atomically: true, encoding: .utf8)
        try Data(Data(Self.tokenKey.utf8).base64EncodedString().utf8)
            .write(to: folder.appending(path: "keys/default/HS256/default"))
        var command = ["/usr/sbin/dovecot", "-F", "-c", file.path]
        if getuid() == 0 {
            try ChildProgram.run(["/bin/chown", "-R", "nobody:nogroup", folder.path])
            command =
                ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
                + command
        }
        process = try ChildProgram(command)
        try process.waitForOutput("starting up")
    }

    /// Stops it and removes its files.
    package func stop() {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The messages in a folder of a user, as files; `INBOX` for the inbox.
    package func messages(of user: String, in mailbox: String = "INBOX") -> [URL] {
        let base = folder.appending(path: "mail/\(user)")
        let maildir = mailbox == "INBOX" ? base : base.appending(path: ".\(mailbox)")
        return ["cur", "new"].flatMap { part in
            (try? FileManager.default.contentsOfDirectory(
                at: maildir.appending(path: part), includingPropertiesForKeys: nil)) ?? []
        }
    }

    /// Puts a message into a user's inbox by LMTP.
    package func deliver(_ mail: [UInt8], to user: String) throws {
        let client = try LineClient(port: lmtpPort)
        defer { client.close() }
        try client.expect("220")
        try client.send("LHLO uji\r\n", expect: "250")
        try client.send("MAIL FROM:<warga@desa.example>\r\n", expect: "250")
        try client.send("RCPT TO:<\(user)@localhost>\r\n", expect: "250")
        try client.send("DATA\r\n", expect: "354")
        try client.send(LineClient.stuffed(mail))
        try client.send(".\r\n", expect: "250")
        try client.send("QUIT\r\n", expect: "221")
    }

    /// A command that prints an access token for `user`, good for so many seconds from now.
    package static func tokenCommand(_ user: String, seconds: Int) -> [String] {
        ["/usr/bin/python3", "-c", tokenProgram, user, "\(seconds)", tokenKey]
    }

    /// All four claims are needed.
    private static let tokenProgram = """
        import base64, hashlib, hmac, json, sys, time
        b = lambda x: base64.urlsafe_b64encode(x).rstrip(b'=')
        now = int(time.time())
        head = b(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())
        claims = {'sub': sys.argv[1], 'iat': now - 900, 'nbf': now - 900, 'exp': now + int(sys.argv[2])}
        body = head + b'.' + b(json.dumps(claims).encode())
        sign = hmac.new(sys.argv[3].encode(), body, hashlib.sha256).digest()
        print((body + b'.' + b(sign)).decode())
        """

    /// Where its files are; the mails of a user are in `mail/USER`.
    package var path: String { folder.path }

    /// Runs one of its administrator's commands, e.g. `["mailbox", "delete", "-u", "aduan", "Masuk"]`.
    @discardableResult
    package func doveadm(_ arguments: [String]) throws -> String {
        try ChildProgram.run(
            ["/usr/bin/doveadm", "-c", folder.appending(path: "dovecot.conf").path] + arguments)
    }

    /// Puts many messages into a folder of a user at once, as files, in this order.
    package func fill(_ mails: [[UInt8]], user: String, first: Int = 0) throws {
        let maildir = folder.appending(path: "mail/\(user)")
        let manager = FileManager.default
        // Its own, if it runs as another user than the test.
        func own(_ path: String) throws {
            guard getuid() == 0 else { return }
            try manager.setAttributes(
                [.ownerAccountID: 65534, .groupOwnerAccountID: 65534], ofItemAtPath: path)
        }
        for part in ["", "tmp", "new", "cur"] {
            let path = maildir.appending(path: part).path
            guard !manager.fileExists(atPath: path) else { continue }
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
            try own(path)
        }
        for (index, mail) in mails.enumerated() {
            let name = "\(1_700_000_000 + first + index).M\(first + index)P1.uji"
            let file = maildir.appending(path: "tmp/\(name)")
            try Data(mail).write(to: file)
            try own(file.path)
            try manager.moveItem(at: file, to: maildir.appending(path: "new/\(name)"))
        }
    }

    private static func makeCertificates(in folder: URL) throws {
        let curve = "ec_paramgen_curve:prime256v1"
        func path(_ name: String) -> String { folder.appending(path: name).path }
        try ChildProgram.run([
            "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", curve, "-nodes",
            "-days", "2",
            "-subj", "/CN=uji", "-keyout", path("ca.key"), "-out", path("ca.pem"),
        ])
        try ChildProgram.run([
            "/usr/bin/openssl", "req", "-newkey", "ec", "-pkeyopt", curve, "-nodes", "-subj",
            "/CN=localhost",
            "-keyout", path("server.key"), "-out", path("server.csr"),
        ])
        try "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
            .write(toFile: path("names"), atomically: true, encoding: .utf8)
        try ChildProgram.run([
            "/usr/bin/openssl", "x509", "-req", "-in", path("server.csr"), "-CA", path("ca.pem"),
            "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", path("names"),
            "-out", path("server.pem"),
        ])
    }

    private static func configuration(
        folder: String, user: String, imap: Int, imaps: Int, lmtp: Int
    ) -> String {
        let group = user == "nobody" ? "nogroup" : user
        return """
            base_dir = \(folder)/run
            state_dir = \(folder)/state
            log_path = /dev/stderr
            protocols = imap lmtp
            listen = 127.0.0.1, 127.0.0.2
            auth_failure_delay = 0
            ssl = yes
            ssl_cert = <\(folder)/server.pem
            ssl_key = <\(folder)/server.key
            disable_plaintext_auth = no
            auth_mechanisms = plain login xoauth2 oauthbearer
            default_internal_user = \(user)
            default_internal_group = \(group)
            default_login_user = \(user)
            first_valid_uid = 0
            mail_location = maildir:\(folder)/mail/%n
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = \(folder)/oauth2.conf
            }
            passdb {
              driver = static
              args = password=\(password)
            }
            userdb {
              driver = static
              args = uid=\(user) gid=\(group) home=\(folder)/mail/%n allow_all_users=yes
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(imap)
              }
              inet_listener imaps {
                port = \(imaps)
                ssl = yes
              }
            }
            service lmtp {
              inet_listener lmtp {
                port = \(lmtp)
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            service imap-urlauth-login {
              chroot =
            }
            protocol lmtp {
              postmaster_address = postmaster@localhost
              auth_username_format = %Ln
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            """
    }
}
