// The receivers of webhooks in the configuration, and where a service may call out to.
import ServiceKit
import Testing

@Suite struct PushPartTests {
    private func parse(_ routing: String) -> Result<RoutingPart, ConfigurationError> {
        do throws(ConfigurationError) {
            let read = try Configuration.parse(
                "routing:\n" + routing, file: "m.yaml", for: [.routing], environment: ["S": "whsec_x"])
            guard let part = read.routing else { return .failure(ConfigurationError([])) }
            return .success(part)
        } catch {
            return .failure(error)
        }
    }

    private func problems(_ routing: String) -> String {
        if case .failure(let error) = parse(routing) { error.description } else { "" }
    }

    @Test func whatIsNotSaidHasItsDefault() throws {
        let part = try parse("  push: [ { name: case, url: \"http://127.0.0.1:9000/hook\", secret: env:S } ]")
            .get()
        let one = try #require(part.push.first)
        #expect(one.name == "case" && one.after == nil && one.timeout == .seconds(15))
        #expect(one.retries == PushPart.standardRetries && one.retries.count == 9)
        #expect(one.url.host == "127.0.0.1" && one.url.port == 9000)
        let chosen = try parse(
            """
              push:
                - { name: b, url: "https://b.example", secrets: [env:S, env:S], after: 0, timeout: 2s, retries: [1s, 2m] }
            """
        ).get().push[0]
        #expect(chosen.after == 0 && chosen.timeout == .seconds(2) && chosen.secrets.count == 2)
        #expect(chosen.retries == [.seconds(1), .seconds(120)] && chosen.url.port == 443)
    }

    @Test(arguments: [
        ("url: \"ftp://a.example/\"", "needs a url such as"),
        ("url: \"https://u:p@a.example/\"", "needs a url such as"),
        ("url: \"https://a.example/#x\"", "needs a url such as"),
        ("url: \"http://127.1/\"", "needs a url such as"),
        ("url: \"http://2130706433/\"", "needs a url such as"),
        ("url: \"http://0x7f000001/\"", "needs a url such as"),
        ("url: \"https://a.example:0/\"", "needs a url such as"),
        ("url: \"https://a.example\", timeout: 31s", "timeout must be from 100ms to 30s"),
        ("url: \"https://a.example\", retries: []", "retries must be 1 to 20 waits"),
        (
            "url: \"https://a.example\", retries: [\(Array(repeating: "1s", count: 21).joined(separator: ","))]",
            "retries must be 1 to 20 waits"
        ),
        ("url: \"https://a.example\", after: -1", "whole number from 0"),
        ("url: \"https://a.example\", secrets: [env:S, env:S]", "has 3 secrets"),
        ("url: \"https://a.example\", afer: 1", "did you mean 'after'?"),
    ])
    func aSlipIsNamed(fields: String, message: String) {
        let told = problems("  push: [ { name: case, secret: env:S, \(fields) } ]")
        #expect(told.contains(message), "\(told)")
    }

    @Test func namesAreWordsAndDifferent() {
        let twice = "{ name: a, url: \"https://a.example\", secret: env:S }"
        #expect(problems("  push: [ \(twice), \(twice) ]").contains("two receivers are called 'a'"))
        #expect(
            problems("  push: [ { name: \"a/b\", url: \"https://a.example\", secret: env:S } ]")
                .contains("letters, digits"))
        #expect(
            problems("  push: [ { name: a, url: \"https://a.example\" } ]").contains("lacks the key 'secret'"))
        let many = (0...PushPart.receiversMax).map {
            "{ name: a\($0), url: \"https://a.example\", secret: env:S }"
        }
        #expect(problems("  push: [ \(many.joined(separator: ", ")) ]").contains("more than 20 receivers"))
    }

    private static func hosts(_ list: String, _ url: String) -> String {
        "  push_hosts: [\(list)]\n  push: [ { name: a, url: \"\(url)\", secret: env:S } ]"
    }

    @Test(arguments: [
        ("a.example", "https://a.example/x", true), ("A.example.", "https://a.EXAMPLE/", true),
        ("a.example", "https://b.a.example/", false), ("\"a.example:8443\"", "https://a.example/", false),
        ("\"a.example:8443\"", "https://a.example:8443/", true), ("10.1.0.0/16", "http://10.1.2.3/", true),
        ("10.1.0.0/16", "http://10.2.2.3/", false), ("\"[fd00::1]:80\"", "http://[fd00::1]/", true),
        ("\"fd00::1\"", "http://[fd00::2]/", false), ("a.example", "http://localhost/", false),
    ])
    func onlyListedHosts(list: String, url: String, fits: Bool) {
        let told = problems(Self.hosts(list, url))
        #expect(told.contains("is not in routing.push_hosts") == !fits, "\(told)")
    }

    @Test(arguments: ["10.1.2.3/16", "a.example:x", "https://a.example", "a b", "127.1", "\"[::1\""])
    func whatIsNoHostIsSaid(entry: String) {
        #expect(problems(Self.hosts("\"\(entry.filter { $0 != "\"" })\"", "https://a.example")) != "")
    }

    /// A name may not lead into this machine or the office's network unless the address is listed.
    @Test(arguments: [
        ("https://a.example", "8.8.8.8", true), ("https://a.example", "2001:4860:4860::8888", true),
        ("https://a.example", "127.0.0.1", false), ("https://a.example", "10.0.0.1", false),
        ("https://a.example", "169.254.169.254", false), ("https://a.example", "::1", false),
        ("https://a.example", "::ffff:127.0.0.1", false), ("https://a.example", "fe80::1%eth0", false),
        ("https://a.example", "64:ff9b::7f00:1", false), ("https://a.example", "0.0.0.0", false),
        ("https://a.example", "::", false), ("https://a.example", "fd00::1", false),
        ("http://127.0.0.1:9000", "127.0.0.1", true), ("http://127.0.0.1:9000", "127.0.0.2", false),
        ("http://localhost:9000", "127.0.0.1", true), ("http://localhost:9000", "::1", true),
        ("http://localhost:9000", "10.0.0.1", false), ("http://[::1]:9000", "::1", true),
    ])
    func whatANameMayMean(url: String, address: String, may: Bool) throws {
        let part = try parse("  push: [ { name: a, url: \"\(url)\", secret: env:S } ]").get()
        let one = part.push[0]
        #expect(one.destinations.mayConnect(to: address, port: one.url.port) == may)
        #expect(
            !one.destinations.mayConnect(to: "127.0.0.1", port: 1), "a listed address is listed with its port")
    }

    @Test func anOfficeNetworkCanBeListed() throws {
        let hosts = try Destinations(["case.intern", "10.1.0.0/16"])
        #expect(hosts.lists(host: "case.intern", port: 443))
        #expect(hosts.mayConnect(to: "10.1.9.9", port: 443))
        #expect(!hosts.mayConnect(to: "10.2.9.9", port: 443))
    }
}
