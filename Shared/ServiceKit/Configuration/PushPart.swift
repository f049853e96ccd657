// The receivers of signed webhooks in the part `routing` of the configuration.

/// A case system that wants signed webhooks (Standard Webhooks).
package struct PushPart: Sendable {
    package var name: String
    package var url: PushURL
    /// `whsec_…`; two while one is exchanged for the other, the newest first.
    package var secrets: [Secret]
    /// The feed's cursor after which a new receiver begins; `nil`: the end of the feed at its first start.
    package var after: Int64?
    /// For one try, until the whole answer is there.
    package var timeout: Duration
    /// Waits between the tries of one message; after the last it is dead.
    package var retries: [Duration]
    /// Where connections may go.
    package var destinations: Destinations

    /// Of the specification: ten tries over three days.
    package static let standardRetries: [Duration] = [
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600),
        .seconds(10 * 3600), .seconds(14 * 3600), .seconds(20 * 3600), .seconds(24 * 3600),
    ]
    package static let secretsMax = 2
    package static let standardTimeout = Duration.seconds(15)
    package static let timeouts = Duration.milliseconds(100)...Duration.seconds(30)
    package static let retriesMax = 20
    package static let receiversMax = 20

    /// For tests and tools: what the configuration would say.
    package init(
        name: String, url: PushURL, secrets: [Secret], after: Int64? = nil,
        timeout: Duration = standardTimeout, retries: [Duration] = standardRetries,
        destinations: Destinations? = nil
    ) {
        self.name = name
        self.url = url
        self.secrets = secrets
        self.after = after
        self.timeout = timeout
        self.retries = retries
        self.destinations = destinations ?? Destinations(only: url)
    }

    /// `nil` when its URL is none, which is noted.
    ///
    /// - Parameter hosts: `push_hosts`; `nil` where the configuration has none.
    init?(_ map: YAMLMap, _ reader: SecretReader, hosts: Destinations?) {
        defer { map.finish() }
        let name = map.string("name")
        if !Self.isName(name) {
            map.fail("a receiver's name is of letters, digits, '-' and '_', at most 64", at: "name")
        }
        let text = map.string("url")
        let secrets = map.secrets(reader)
        if secrets.isEmpty, !map.writtenKeys.contains(where: { ["secret", "secrets"].contains($0) }) {
            map.fail("\(map.path.joined(separator: ".")) lacks the key 'secret'")
        }
        if secrets.count > Self.secretsMax {
            map.fail("'\(name)' has \(secrets.count) secrets; \(Self.secretsMax) while one is exchanged")
        }
        let after = map.optionalInt("after", in: 0...Int.max).map(Int64.init)
        let timeout = map.duration("timeout", default: Self.standardTimeout)
        if !Self.timeouts.contains(timeout) { map.fail("timeout must be from 100ms to 30s", at: "timeout") }
        let retries = map.value("retries")?.list().compactMap { $0.duration() } ?? Self.standardRetries
        if retries.isEmpty || retries.count > Self.retriesMax {
            map.fail("retries must be 1 to \(Self.retriesMax) waits, such as [5s, 5m, 2h]", at: "retries")
        }
        guard let url = PushURL(text) else {
            map.fail("'\(name)' needs a url such as https://case.hss.example/hook, without a user", at: "url")
            return nil
        }
        if let hosts, !hosts.lists(host: url.host, port: url.port) {
            map.fail(
                "'\(url.host)' with the port \(url.port) is not in routing.push_hosts; add it there, or "
                    + "mend the url", at: "url")
        }
        if !url.isEncrypted, !url.isOwnMachine {
            reader.warn(
                "\(map.value.file):\(map.line): '\(name)' is called without encryption, citizens' words "
                    + "included; https:// is safer")
        }
        self.init(
            name: name, url: url, secrets: secrets, after: after, timeout: timeout, retries: retries,
            destinations: hosts)
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
                    || byte == 0x5F
            }
    }
}

extension PushURL {
    /// Whether it never leaves this machine.
    fileprivate var isOwnMachine: Bool {
        host == "localhost" || IPAddress(host).map(AddressRanges.loopback.contains) == true
    }
}

extension YAMLMap {
    /// `push` and `push_hosts`.
    func receivers(_ reader: SecretReader) -> [PushPart] {
        var hosts: Destinations?
        if let value = value("push_hosts") {
            do throws(AddressRange.Wrong) {
                hosts = try Destinations(value.strings())
            } catch {
                value.fail("push_hosts: \(error)")
            }
        }
        let found = optionalList("push").compactMap { PushPart($0.map(), reader, hosts: hosts) }
        var names: Set<String> = []
        for receiver in found where !names.insert(receiver.name).inserted {
            fail("two receivers are called '\(receiver.name)'", at: "push")
        }
        if found.count > PushPart.receiversMax {
            fail("more than \(PushPart.receiversMax) receivers", at: "push")
        }
        return found
    }
}
