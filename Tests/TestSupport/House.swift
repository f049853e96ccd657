// The whole house on free loopback ports: a configuration, its secrets, and the services as processes.
import Foundation

/// One installation in a folder of its own.
package struct House: Sendable {
    package enum Service: String, Sendable, CaseIterable {
        case routing, sms, email, radio

        package var program: String { "mendengar-\(rawValue)" }
    }

    package let folder: TemporaryFolder
    package let ports: [Service: Int]
    package let lmtpPort: Int
    package let config: String
    package let secrets: [String: String]
    /// Put before every command, e.g. to enter a network namespace.
    package let launcher: [String]

    /// - Parameters:
    ///   - services: whose parts the configuration holds.
    ///   - mailboxes: lines of YAML, elements of `email.mailboxes`.
    ///   - databases: where a service's database is, if not in a file of the house.
    ///   - settings: lines of YAML for a service's part, indented by two.
    ///   - accounts: lines of YAML, further elements of `sms.accounts`.
    ///   - region: the folder of the region pack.
    package init(
        _ name: String, services: [Service], launcher: [String] = [], mailboxes: [String] = [],
        secrets more: [String: String] = [:], databases: [Service: String] = [:],
        settings: [Service: String] = [:], accounts: [String] = [], region: String = Places.region
    ) throws {
        folder = try TemporaryFolder(name)
        self.launcher = launcher
        var ports: [Service: Int] = [:]
        for service in Service.allCases { ports[service] = try FreePort.find() }
        self.ports = ports
        lmtpPort = try FreePort.find()
        secrets = [
            "INTAKE_TOKEN": "intake-uji", "CASE_TOKEN": "case-uji", "ADMIN_TOKEN": "admin-uji",
            "ROUTING_TOKEN": "routing-uji", "RECORDER_TOKEN": "recorder-uji",
            "KANNEL_SECRET": "rahasia-kannel", "TWILIO_TOKEN": "rahasia-twilio",
            "GENERIC_SECRET": "rahasia-generic", "GAMMU_SECRET": "rahasia/gammu %41",
        ].merging(more) { $1 }
        config = folder.file("mendengar.yaml")
        try folder.write(
            Self.configuration(
                services, region: region, data: folder.file("data"), ports: ports, lmtp: lmtpPort,
                mailboxes: mailboxes, accounts: accounts,
                settings: settings.merging(
                    databases.mapValues { "database: \"\($0)\"" }) { "\($0)\n  \($1)" }),
            to: "mendengar.yaml")
    }

    package func url(_ service: Service) -> String {
        "http://127.0.0.1:\(ports[service] ?? 0)"
    }

    /// The journal of a service.
    package func database(_ service: Service) -> String {
        folder.file("data/\(service.rawValue).sqlite")
    }

    /// Starts a service and returns when it is ready.
    ///
    /// - Parameters:
    ///   - environment: added to the house's secrets.
    ///   - waits: `false` where it is expected to fail.
    package func start(
        _ service: Service, config other: String? = nil, launcher own: [String]? = nil,
        environment: [String: String] = [:], waits: Bool = true
    ) async throws -> RunningProgram {
        let prefix = own ?? launcher
        let running = try RunningProgram(
            prefix + [Places.program(service.program), "--config", other ?? config],
            log: folder.file("\(service.rawValue).log"),
            environment: secrets.merging(environment) { $1 }, directory: folder.path)
        guard waits else { return running }
        try await running.writes(#""message":"listening""#)
        if prefix.isEmpty { try await ready(service) }
        return running
    }

    /// Waits for `/readyz`.
    package func ready(_ service: Service) async throws {
        let client = HTTPClient()
        let address = url(service) + "/readyz"
        _ = try await eventually("\(service.program) ready") { () -> Bool? in
            (try? await client.get(address))?.status == 200 ? true : nil
        }
    }

    /// Starts several, in their order.
    package func start(_ services: [Service]) async throws -> [Service: RunningProgram] {
        var running: [Service: RunningProgram] = [:]
        for service in services { running[service] = try await start(service) }
        return running
    }

    /// Runs the administrator's command.
    package func mendengar(
        _ arguments: [String]
    ) async throws -> (end: ProgramEnd, output: String) {
        try await RunningProgram.run(
            launcher + [Places.program("mendengar")] + arguments, in: folder, environment: secrets)
    }

    private static func configuration(
        _ services: [Service], region: String, data: String, ports: [Service: Int], lmtp: Int, mailboxes: [String],
        accounts: [String], settings: [Service: String]
    ) -> String {
        func own(_ service: Service) -> String {
            settings[service].map { "\n  \($0)" } ?? ""
        }
        func at(_ service: Service) -> String { "127.0.0.1:\(ports[service] ?? 0)" }
        let boxes = mailboxes.isEmpty
            ? "" : "\n  mailboxes:\n" + mailboxes.map { "    - \($0)" }.joined(separator: "\n")
        let more = accounts.map { "    - \($0)\n" }.joined()
        let common = """
            region: \(region)
            data: \(data)
            routing_url: http://\(at(.routing))
            limits: { reserve_mib: 0 }

            """
        let parts: [Service: String] = [
            .routing: """
            routing:
              listen: \(at(.routing))\(own(.routing))
              tokens:
                - { name: channels, role: intake, secret: env:INTAKE_TOKEN }
                - { name: case-system, role: case, secret: env:CASE_TOKEN }
                - { name: admin, role: admin, secret: env:ADMIN_TOKEN }

            """,
            .sms: """
            sms:
              listen: \(at(.sms))\(own(.sms))
              routing_token: env:INTAKE_TOKEN
              tokens:
                - { name: case-system, role: case, secret: env:CASE_TOKEN }
                - { name: routing, role: routing, secret: env:ROUTING_TOKEN }
              accounts:
                - { name: kannel-1708, provider: kannel, secret: env:KANNEL_SECRET }
                - { name: twilio-main, provider: twilio, account_sid: AC0, secret: env:TWILIO_TOKEN }
                - name: modem
                  provider: generic
                  secret: env:GENERIC_SECRET
                  auth: { scheme: token, header: Authorization }
                - { name: modem-hss, provider: gammu, secret: env:GAMMU_SECRET }
            \(more)
            """,
            .email: """
            email:
              listen: \(at(.email))\(own(.email))
              lmtp: 127.0.0.1:\(lmtp)
              routing_token: env:INTAKE_TOKEN
              own_addresses: [aduan@hss.example]\(boxes)

            """,
            .radio: """
            radio:
              listen: \(at(.radio))\(own(.radio))
              routing_token: env:INTAKE_TOKEN
              tokens: [{ name: recorder, role: intake, secret: env:RECORDER_TOKEN }]
              stations: [{ name: amandit, title: "Bupati Mendengar" }]

            """,
        ]
        return common + services.compactMap { parts[$0] }.joined()
    }
}
