// Addresses, networks, and who sent a request that came through proxies.
import TestSupport
import Testing

@testable import ServiceKit

@Suite struct AddressTests {
    private func ranges(_ texts: [String]) throws -> AddressRanges {
        AddressRanges(try texts.map { try AddressRange($0) })
    }

    @Test(arguments: [
        ("203.0.113.0/24", ["203.0.113.0", "203.0.113.255", "::ffff:203.0.113.9"],
            ["203.0.112.255", "203.0.114.0", "::cb00:7109"]),
        ("203.0.113.9", ["203.0.113.9"], ["203.0.113.8"]),
        ("127.0.0.0/8", ["127.255.255.255"], ["128.0.0.0", "126.255.255.255", "::1"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::1", "::"]),
        ("::/0", ["::1", "2001:db8::1"], ["203.0.113.9"]),
        ("2001:db8::/32", ["2001:db8:ffff::1"], ["2001:db9::"]),
        ("2001:db8:0:1::/64", ["2001:db8:0:1:ffff:ffff:ffff:ffff"], ["2001:db8:0:2::"]),
        ("2001:db8::80/121", ["2001:db8::ff"], ["2001:db8::7f", "2001:db8::100"]),
        ("::ffff:203.0.113.0/120", ["203.0.113.9"], ["203.0.114.9"]),
        ("::1", ["::1"], ["::2", "127.0.0.1"]),
    ])
    func ranges(_ range: String, _ within: [String], _ without: [String]) throws {
        let range = try AddressRange(range)
        for text in within { #expect(range.contains(try #require(IPAddress(text))), "\(text)") }
        for text in without { #expect(!range.contains(try #require(IPAddress(text))), "\(text)") }
    }

    @Test func whatIsNoRangeSaysWhatToWrite() {
        for text in [
            "", "/", "localhost", "203.0.113", "203.0.113.9:80", "203.0.113.09", "203.0.113.0/33",
            "203.0.113.0/-1", "203.0.113.0/", "203.0.113.0/2 4", "203.0.113.0/24/24", "::1/129",
            "203.0.113.9/24", "2001:db8::1/64", "127.0.0.1\0.example", "fe80::1%lo",
        ] {
            let error = #expect(throws: AddressRange.Wrong.self) { try AddressRange(text) }
            #expect(error?.description.hasPrefix("'\(text)'") == true)
        }
    }

    @Test func anAddressIsWrittenInOneWay() {
        for (text, written) in [
            ("::ffff:203.0.113.9", "203.0.113.9"), ("2001:DB8:0:0::1", "2001:db8::1"), ("::", "::"),
        ] { #expect(IPAddress(text)?.description == written) }
    }

    @Test func theSenderIsWhomTrustedProxiesName() throws {
        let proxies = try ranges(["127.0.0.0/8", "10.0.0.0/24", "2001:db8::/32"])
        for (peer, lines, sender) in [
            ("203.0.113.9", [], "203.0.113.9"),
            // A stranger who is no proxy writes what he likes.
            ("203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
            ("203.0.113.9", ["127.0.0.1, 10.0.0.1"], "203.0.113.9"),
            ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
            // What he wrote before the proxy's own word is not read.
            ("127.0.0.1", ["127.0.0.1, 198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", ["1.1.1.1, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            // Lines are one list, in their order.
            ("127.0.0.1", ["1.1.1.1", "198.51.100.7,10.0.0.2"], "198.51.100.7"),
            ("127.0.0.1", ["198.51.100.7", "10.0.0.2"], "198.51.100.7"),
            ("127.0.0.1", ["198.51.100.7:4711, 10.0.0.2:80"], "198.51.100.7"),
            ("::1", ["198.51.100.7"], "::1"),
            ("2001:db8::1", ["2001:db9::7"], "2001:db9::7"),
            ("2001:db8::1", ["[2001:db9::7]:4711 , [2001:db8::2]"], "2001:db9::7"),
            ("::ffff:127.0.0.1", ["::ffff:198.51.100.7"], "198.51.100.7"),
            // Garbage hides who is behind it: the proxy that passed it on is the sender.
            ("127.0.0.1", ["unknown"], "127.0.0.1"),
            ("127.0.0.1", ["198.51.100.7, unknown, 10.0.0.2"], "10.0.0.2"),
            ("127.0.0.1", ["198.51.100.7, "], "198.51.100.7"),
            ("127.0.0.1", ["1.2.3.4:99999"], "127.0.0.1"), ("127.0.0.1", ["_secret"], "127.0.0.1"),
            ("127.0.0.1", [",,"], "127.0.0.1"), ("127.0.0.1", ["10.0.0.1"], "10.0.0.1"),
        ] {
            let found = proxies.sender(peer: try #require(IPAddress(peer)), forwarded: lines)
            #expect(found.description == sender, "\(peer) \(lines)")
        }
    }

    @Test func overTheWire() async throws {
        func answer(_ lines: String, trusting: AddressRanges) async throws -> String {
            var limits = ConnectionLimits()
            limits.trustedProxies = trusting
            var text = ""
            try await LiveServer.run(limits) { server in
                let connection = try server.connect()
                connection.send("GET /who HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
                #expect(try await connection.answer() == 200)
                text = connection.text
            }
            return text
        }
        let lines = "X-Forwarded-For: 1.1.1.1\r\nx-forwarded-for: 198.51.100.7\r\n"
        #expect(try await answer(lines, trusting: .loopback).hasSuffix("198.51.100.7"))
        #expect(try await answer(lines, trusting: AddressRanges([])).hasSuffix("127.0.0.1"))
        #expect(try await answer("", trusting: .loopback).hasSuffix("127.0.0.1"))
    }

    @Test func theConfigurationsProxies() throws {
        func proxies(_ text: String) throws -> AddressRanges {
            try Configuration.parse(text, file: "m.yaml", for: []).limits.connections.trustedProxies
        }
        #expect(try proxies("data: var") == .loopback)
        #expect(try proxies("trusted_proxies: [127.0.0.0/8, \"::1\"]") == .loopback)
        #expect(try proxies("trusted_proxies: []").isEmpty)
        let error = #expect(throws: ConfigurationError.self) {
            try proxies("data: var\ntrusted_proxies:\n  - 10.0.0.1\n  - 10.0.0.1/8\n")
        }
        #expect(error?.description.hasPrefix("m.yaml:4: trusted_proxies.1: '10.0.0.1/8'") == true)
    }
}
