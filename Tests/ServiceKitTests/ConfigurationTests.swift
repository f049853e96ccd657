// The configuration file as the contract shows it, and what a slip in it says.
import ServiceKit
import Testing

@Suite struct ConfigurationTests {
    static let contract = """
        region: ops/regions/hss
        data: var
        routing_url: http://127.0.0.1:8080
        limits: { reserve_mib: 64, webhook_body_kib: 256, upload_mib: 20, mail_mib: 50, per_sender_per_minute: 30 }
        routing:
          listen: 127.0.0.1:8080
          database: sqlite:var/routing.sqlite
          tokens:
            - { name: channels, role: intake, secret: env:INTAKE_TOKEN }
            - { name: case-system, role: case, secret: env:CASE_TOKEN }
          push:
            - { name: case-system, url: http://127.0.0.1:9000/hook, secret: env:PUSH_SECRET }
          channels:
            sms: { url: http://127.0.0.1:8081, token: env:ROUTING_TOKEN }
            email: { url: http://127.0.0.1:8083, token: env:ROUTING_TOKEN }
        sms:
          listen: 127.0.0.1:8081
          public_url: https://aduan.example.go.id
          routing_token: env:INTAKE_TOKEN
          tokens: [ { name: routing, role: routing, secret: env:ROUTING_TOKEN } ]
          content_window: 10s
          accounts:
            - { name: kannel-1708, provider: kannel, secret: env:KANNEL_SECRET, send: { url: "http://127.0.0.1:13013/cgi-bin/sendsms", user: aduan, password: env:KANNEL_SEND, from: "1708" } }
            - { name: twilio-main, provider: twilio, account_sid: AC1, secrets: [env:TWILIO_NEW, env:TWILIO_OLD] }
        email:
          listen: 127.0.0.1:8083
          lmtp: 127.0.0.1:2424
          routing_token: env:INTAKE_TOKEN
          own_addresses: [aduan@hss.example]
          authserv_id: mx.hss.example
          official_domains: [hss.example]
          smtp: { url: smtp://127.0.0.1:25, user: null, password: null, from: aduan@hss.example, per_address_per_day: 3 }
          mailboxes:
            - { name: aduan, url: "imap://aduan@127.0.0.1:1143/INBOX", password: file:secrets/aduan, tls: none, processed: Processed, failed: Failed }
        radio:
          listen: 127.0.0.1:8082
          routing_token: env:INTAKE_TOKEN
          tokens: [ { name: recorder, role: intake, secret: env:RECORDER_TOKEN } ]
          stations: [ { name: amandit, title: "Bupati Mendengar" } ]
        """

    static let smsSecrets = [
        "INTAKE_TOKEN": "i", "ROUTING_TOKEN": "r", "KANNEL_SECRET": "k", "KANNEL_SEND": "p",
        "TWILIO_NEW": "n", "TWILIO_OLD": "o",
    ]

    @Test func limitsHaveTheirDefaultsAndTheirKeys() throws {
        let plain = try Configuration.parse(
            Self.contract, file: "m.yaml", for: [.sms], environment: Self.smsSecrets).limits
        #expect(plain.connections == ConnectionLimits())
        #expect(plain.bodiesInFlightMiB == nil)
        #expect(plain.lmtpConnections == 64 && plain.lmtpIdleTime == .seconds(300))
        #expect(plain.lmtpSessionTime == .seconds(3600))
        let mail = try Configuration.parse(
            "limits: { lmtp_connections: 9, lmtp_idle_time: 20s, lmtp_session_time: 2m }", file: "m.yaml",
            for: []).limits
        #expect(mail.lmtpConnections == 9 && mail.lmtpIdleTime == .seconds(20))
        #expect(mail.lmtpSessionTime == .seconds(120))
        let chosen = try Configuration.parse(
            """
            limits: { connections: 99, connections_per_address: 0, header_kib: 16, header_fields: 50,
              header_time: 5s, body_time: 1m, bytes_per_second: 100, idle_time: 200ms, write_time: 2m,
              bodies_in_flight_mib: 8, transcript_turns: 5, transcripts_waiting: 0, request_log_days: 0,
              request_log_mib: 2, per_sender_per_minute: 0 }
            """, file: "m.yaml", for: []).limits
        var expected = ConnectionLimits()
        expected.connections = 99
        expected.connectionsPerAddress = 0
        expected.headerBytes = 16 * 1024
        expected.headerFields = 50
        expected.headerTime = .seconds(5)
        expected.bodyTime = .seconds(60)
        expected.bytesPerSecond = 100
        expected.idleTime = .milliseconds(200)
        expected.writeTime = .seconds(120)
        #expect(chosen.connections == expected)
        #expect(chosen.bodiesInFlightMiB == 8)
        #expect(chosen.transcriptTurns == 5 && chosen.transcriptsWaiting == 0)
        #expect(plain.requestLogDays == 7 && plain.requestLogMiB == 16)
        #expect(plain.perSenderPerMinute == 30 && chosen.perSenderPerMinute == 0)
        #expect(chosen.requestLogDays == 0 && chosen.requestLogMiB == 2)
        #expect(
            problems("limits: { idle_time: 0, conections: 5 }").contains(
                "limits.idle_time must be from 100ms to 1h"))
        #expect(problems("limits: { conections: 5 }").contains("did you mean 'connections'?"))
    }

    private func problems(
        _ text: String, for part: Part = .sms, environment: [String: String] = smsSecrets
    ) -> String {
        do throws(ConfigurationError) {
            _ = try Configuration.parse(
                text, file: "m.yaml", for: [part], environment: environment)
            return ""
        } catch {
            return error.description
        }
    }

    @Test func lmtpIsForThisMachineUnlessSaidSo() {
        func told(_ lmtp: String) -> String {
            problems(
                Self.contract.replacing("lmtp: 127.0.0.1:2424", with: lmtp), for: .email,
                environment: ["INTAKE_TOKEN": "i", "ROUTING_TOKEN": "r"])
        }
        #expect(told("lmtp: 0.0.0.0:2424").contains("LMTP asks nobody who he is"))
        #expect(told("lmtp: \"unix:\"").contains("neither host:port nor unix:PATH"))
        for fine in [
            "lmtp: 127.0.0.1:2424", "lmtp: \"[::1]:2424\"", "lmtp: unix:/run/mendengar/lmtp",
            "lmtp: 0.0.0.0:2424\n  lmtp_remote: true",
        ] { #expect(!told(fine).contains("lmtp"), "\(told(fine))") }
    }

    @Test func theContractsExampleIsRead() throws {
        let configuration = try Configuration.parse(
            Self.contract, file: "m.yaml", for: [.sms], environment: Self.smsSecrets)
        let sms = try #require(configuration.sms)
        #expect(sms.listen == ListenAddress(host: "127.0.0.1", port: 8081))
        #expect(sms.accounts.map(\.name) == ["kannel-1708", "twilio-main"])
        #expect(sms.accounts[1].secrets.map(\.value) == ["n", "o"])
        #expect(sms.accounts[0].contentWindow == .seconds(10))
        #expect(configuration.limits.webhookBodyKiB == 256)
        #expect(configuration.email?.mailboxes.first?.tls == EmailPart.TLS.none)
        // Secrets of other parts are not needed here.
        #expect(configuration.routing?.tokens.first?.secret.value == "")
        #expect(configuration.warnings.isEmpty)
    }

    private func mailbox(_ keys: String) -> String {
        problems(
            """
            email:
              routing_token: env:INTAKE_TOKEN
              own_addresses: [aduan@hss.example]
              mailboxes:
                - { name: aduan, url: "imap://aduan@h/INBOX", \(keys) }
            """, for: .email)
    }

    @Test func aMailboxSignsInByExactlyOneWay() {
        #expect(mailbox("password: x") == "")
        #expect(mailbox("password: x, auth: plain") == "")
        #expect(mailbox("token_file: /run/token") == "")
        #expect(mailbox("token_command: [/usr/bin/token, aduan], auth: oauthbearer") == "")
        #expect(
            mailbox("tls: starttls")
                == "m.yaml:5: email.mailboxes.aduan lacks the key 'password' (or token_file or token_command)")
        #expect(
            mailbox("password: x, token_file: y").contains(
                "m.yaml:5: a mailbox takes one of password, token_file and token_command, not "
                    + "password and token_file"))
        #expect(mailbox("password: x, auth: xoauth2").contains("needs token_file or token_command"))
        #expect(mailbox("token_file: x, auth: plain").contains("auth: plain needs a password"))
        #expect(mailbox("token_command: token aduan").contains("token_command must be a list"))
        #expect(mailbox("token_command: []").contains("token_command must be a list"))
        #expect(mailbox("password: x, auth: ntlm").contains("Known: password, plain, xoauth2, oauthbearer"))
    }

    private func address(_ url: String, _ keys: String = "password: x") -> String {
        problems(
            """
            email:
              routing_token: env:INTAKE_TOKEN
              own_addresses: [aduan@hss.example]
              mailboxes:
                - name: aduan
                  url: "\(url)"
                  \(keys.replacing(", ", with: "\n      "))
            """, for: .email)
    }

    @Test func theAddressOfAMailboxIsCheckedWithItsLine() {
        for fine in [
            "imap://aduan@mail.hss.example/INBOX", "imaps://aduan%40hss.example@mail.hss.example:993",
            "imap://aduan@[::1]:143/Aduan/Masuk",
        ] { #expect(address(fine) == "", "\(fine)") }
        for wrong in [
            "http://aduan@h/INBOX", "imap://mail.hss.example/INBOX", "imap://aduan@/INBOX", "mail.hss.example",
        ] {
            #expect(
                address(wrong).hasPrefix("m.yaml:6: the url of a mailbox must look like imap://user@host"),
                "\(wrong): \(address(wrong))")
        }
        #expect(address("imap://aduan:rahasia@h/INBOX").contains("not in its url"))
        #expect(address("imap://aduan@h:70000/INBOX").contains("70000 is no port"))
        #expect(address("imap://aduan@h/Peng%C3%A4duan").contains("m.yaml:6: a folder's name is plain ASCII"))
        #expect(
            address("imap://aduan@h/INBOX", "password: x, processed: Ärsip")
                .contains("m.yaml:8: processed: a folder's name is plain ASCII"))
        #expect(
            address("imap://aduan@h", "password: x, failed: inbox")
                .contains("m.yaml:8: failed: mails would be moved from 'INBOX' to 'inbox'"))
        #expect(
            address("imap://aduan@h/INBOX", "password: x, tls: startls")
                .contains("m.yaml:8: 'startls' is not known"))
        #expect(
            address("imaps://aduan@h/INBOX", "password: x, tls: starttls")
                .contains("m.yaml:8: imaps:// goes with tls: implicit"))
    }

    @Test func theTimesOfAMailboxHaveBounds() {
        #expect(mailbox("password: x, poll: 0").contains("poll must be from 100ms to 1d"))
        #expect(mailbox("password: x, idle: 30m").contains("idle must be 29m or less"))
        #expect(mailbox("password: x, timeout: 1h").contains("timeout must be from 1s to 10m"))
        #expect(mailbox("password: x, poll: 1m, idle: 0, timeout: 30s") == "")
    }

    @Test func howOftenCitizensAreToldHasADefaultAndBounds() throws {
        func routing(_ own: String) throws -> RoutingPart? {
            try Configuration.parse(
                "routing:\n  listen: 127.0.0.1:0\n\(own)", file: "m.yaml", for: [.routing]).routing
        }
        let plain = try routing("")
        #expect(plain?.sweepSeconds == 60 && plain?.citizenMessagesPerDay == 1)
        #expect(plain?.channels.isEmpty == true)
        let chosen = try routing(
            "  sweep_seconds: 5\n  citizen_messages_per_day: 0\n"
                + "  channels: { sms: { url: 'http://127.0.0.1:8081/', token: x } }\n")
        #expect(chosen?.sweepSeconds == 5 && chosen?.citizenMessagesPerDay == 0)
        #expect(chosen?.channels.map(\.url) == ["http://127.0.0.1:8081"])
        for own in [
            "  sweep_seconds: 0\n", "  citizen_messages_per_day: 21\n",
            "  channels: { sms: { url: 127.0.0.1, token: x } }\n",
        ] {
            #expect(throws: ConfigurationError.self) { _ = try routing(own) }
        }
    }

    @Test func onlyTheOwnPartIsNeeded() {
        let own = "sms:\n  routing_token: env:INTAKE_TOKEN\n"
        #expect(problems(own) == "")
        #expect(problems(own, for: .radio).contains("the file has no part 'radio'"))
    }

    @Test func unknownKeyInAnotherServicesPart() {
        let text = Self.contract.replacing("authserv_id", with: "authservid")
        #expect(problems(text)
            == "m.yaml:30: unknown key 'authservid' in email, did you mean 'authserv_id'?")
    }

    @Test func missingSecretNamesTheVariable() {
        var environment = Self.smsSecrets
        environment["TWILIO_OLD"] = nil
        let found = problems(Self.contract, environment: environment)
        #expect(found.contains("m.yaml:24"))
        #expect(found.contains("TWILIO_OLD is not set"))
    }

    @Test func allProblemsAtOnceInOrder() {
        let text = """
            limits: { upload_mib: 0 }
            sms:
              listen: nowhere
              routing_token: x
              content_window: soon
              tokens: [ { name: a, role: boss, secret: x } ]
              accounts: [ { name: "a b", provider: kannel }, { name: c }, { name: c, provider: kannel } ]
            """
        let lines = problems(text).split(separator: "\n").map(String.init)
        #expect(lines.count == 7)
        #expect(lines[0].hasPrefix("m.yaml:1: limits.upload_mib"))
        #expect(lines[1].contains("'nowhere' is not host:port"))
        #expect(lines.contains { $0.contains("'boss' is not known") })
        #expect(lines.contains { $0.contains("two accounts are called 'c'") })
        #expect(lines.contains { $0.contains("lacks the key 'provider'") })
    }

    @Test func secretInTheFileIsAcceptedWithAWarning() throws {
        let configuration = try Configuration.parse(
            "sms:\n  routing_token: abc\n", file: "m.yaml", for: [.sms])
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings.first?.contains("abc") == false)
        #expect(configuration.warnings.first?.contains("m.yaml:2") == true)
        #expect("\(configuration.sms?.routingToken as Any)".contains("abc") == false)
    }

    @Test func environmentOverridesAnAccountsSecret() throws {
        var environment = Self.smsSecrets
        environment["MENDENGAR_SMS_ACCOUNTS_KANNEL_1708_SECRET"] = "override"
        let configuration = try Configuration.parse(
            Self.contract, file: "m.yaml", for: [.sms], environment: environment)
        #expect(configuration.sms?.accounts.first?.secrets.first?.value == "override")
    }
}

@Suite struct RedactionTests {
    @Test(arguments: [
        ("from +6281234567890 came", "from (number) came"),
        ("0812-3456-7890", "(number)"), ("NIK 6306051708900001.", "NIK (number)."),
        ("warga@contoh.example menulis", "(email) menulis"),
        ("HSS-26-1000123-5", "HSS-26-1000123-5"), ("2026-11-22", "2026-11-22"),
        ("port 18081", "port 18081"),
    ])
    func masks(_ text: String, _ expected: String) {
        #expect(Redaction.mask(text) == expected)
    }
}

@Suite struct MetricsTests {
    @Test func prometheusText() async {
        let metrics = Metrics()
        metrics.count("m_total", ["account": "a\"b"])
        metrics.count("m_total", ["account": "a\"b"], by: 2)
        metrics.gauge("m_waiting", [:], 4)
        metrics.observe("m_seconds", [:], .milliseconds(30))
        let text = await metrics.text()
        #expect(text.contains("# TYPE m_total counter\nm_total{account=\"a\\\"b\"} 3\n"))
        #expect(text.contains("m_waiting 4.0"))
        #expect(text.contains("m_seconds_bucket{le=\"0.025\"} 0"))
        #expect(text.contains("m_seconds_bucket{le=\"0.05\"} 1"))
        #expect(text.contains("m_seconds_bucket{le=\"+Inf\"} 1\nm_seconds_sum 0.03"))
    }
}
