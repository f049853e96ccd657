// Where a service may call out to: names and addresses that the configuration lists, and no others. What a
// name resolves to counts as well, so that none can lead into this machine or the office's own network.
import Foundation

/// A list of hosts, with ports where they matter: `case.hss.example`, `case.hss.example:8443`, `10.1.2.3`,
/// `10.1.0.0/16`, `[fd00::1]:8443`.
package struct Destinations: Sendable, Hashable {
    private struct Name: Sendable, Hashable {
        var host: String
        var port: Int?
    }
    private struct Network: Sendable, Hashable {
        var range: AddressRange
        var port: Int?
    }
    private var names: [Name] = []
    private var networks: [Network] = []

    /// Names of this machine, which mean its loopback addresses and nothing else (RFC 6761).
    private static let ownNames: Set<String> = ["localhost"]

    /// Addresses that are not on the public internet (IANA's special-purpose registries), and those that
    /// carry another address within.
    static let notPublic = AddressRanges(
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96",
            "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        ].compactMap { try? AddressRange($0) })

    /// Exactly the host and port of a URL.
    init(only url: PushURL) {
        add(host: url.host, port: url.port)
    }

    /// - Throws: what is wrong with the first entry that is none.
    package init(_ entries: [String]) throws(AddressRange.Wrong) {
        for entry in entries {
            if entry.contains("/") {
                networks.append(Network(range: try AddressRange(entry), port: nil))
                continue
            }
            let (host, port) = try Self.split(entry)
            add(host: host, port: port)
        }
    }

    private mutating func add(host: String, port: Int?) {
        if let range = try? AddressRange(host) {
            networks.append(Network(range: range, port: port))
            return
        }
        names.append(Name(host: Self.plain(host), port: port))
        guard Self.ownNames.contains(Self.plain(host)) else { return }
        for own in ["127.0.0.0/8", "::1"] {
            if let range = try? AddressRange(own) { networks.append(Network(range: range, port: port)) }
        }
    }

    private static func split(_ entry: String) throws(AddressRange.Wrong) -> (String, Int?) {
        let wrong = AddressRange.Wrong(
            description: "'\(entry)' is no host; write case.hss.example, case.hss.example:8443, 10.1.2.3, "
                + "10.1.0.0/16 or \"[fd00::1]:8443\"")
        if IPAddress(entry) != nil { return (entry, nil) }
        var host = Substring(entry)
        var port: Int?
        if let colon = entry.lastIndex(of: ":"), entry.last != "]" {
            guard let number = Int(entry[entry.index(after: colon)...]), (1...65_535).contains(number)
            else { throw wrong }
            port = number
            host = entry[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard IPAddress(host) != nil || PushURL.isName(host) else { throw wrong }
        return (String(host), port)
    }

    private static func plain(_ host: String) -> String {
        let lower = host.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }

    /// Whether a URL with this host may be called at all.
    package func lists(host: String, port: Int) -> Bool {
        if let address = IPAddress(host) { return lists(address, port: port) }
        return names.contains { $0.host == Self.plain(host) && $0.port ?? port == port }
    }

    /// Whether a connection to this address is one to a listed host: a public one is, one of a private
    /// network only if it stands in the list as an address.
    ///
    /// - Parameter address: as text; a scoped one (`fe80::1%eth0`) is none.
    package func mayConnect(to address: String, port: Int) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return lists(address, port: port) || !Self.notPublic.contains(address)
    }

    private func lists(_ address: IPAddress, port: Int) -> Bool {
        networks.contains { $0.range.contains(address) && $0.port ?? port == port }
    }
}

/// The address of a webhook: http or https, a host, a port; no user, no fragment.
package struct PushURL: Sendable, Hashable {
    package let text: String
    package let isEncrypted: Bool
    /// Without the brackets of an IPv6 address.
    package let host: String
    package let port: Int

    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), parts.user == nil, parts.password == nil,
            parts.fragment == nil, let bracketed = parts.host, (1...65_535).contains(parts.port ?? 1)
        else { return nil }
        let host = bracketed.hasPrefix("[") ? String(bracketed.dropFirst().dropLast()) : bracketed
        guard IPAddress(host) != nil || Self.isName(host[...]) else { return nil }
        self.text = text
        self.host = host
        isEncrypted = scheme == "https"
        port = parts.port ?? (isEncrypted ? 443 : 80)
    }

    /// For people and logs: the path may hold a secret.
    package var shown: String {
        "\(isEncrypted ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Letters, digits, points and hyphens, and a letter in the last label: `127.1` is an address to some.
    static func isName(_ host: Substring) -> Bool {
        let labels = (host.last == "." ? host.dropLast() : host)
            .split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253 && !labels.isEmpty
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63
                    && label.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
                            || byte == 0x5F
                    }
            } && labels.last?.first?.isLetter == true
    }
}
