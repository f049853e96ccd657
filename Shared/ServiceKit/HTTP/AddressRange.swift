// Addresses and ranges of addresses: which proxies are believed, and from where a provider may call.
import Foundation
package import NIOCore

/// An IPv4 or IPv6 address. `::ffff:203.0.113.9` is the IPv4 address within it.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// As IPv6, the higher half first.
    fileprivate let high: UInt64
    fileprivate let low: UInt64

    /// As `inet_pton(3)` reads it: no names, no ports, no leading zeros.
    package init?(_ text: some StringProtocol) {
        // What the C function would not see behind a NUL must not count.
        guard text.utf8.count <= Self.textBytesMax, !text.utf8.contains(0) else { return nil }
        let text = String(text)
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(four)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    /// The address of a socket; `nil` of one that has none.
    package init?(_ address: SocketAddress?) {
        switch address {
        case .v4(let four): self.init(four.address.sin_addr)
        case .v6(let six): self.init(six.address.sin6_addr)
        case .unixDomainSocket, nil: return nil
        }
    }

    private init(_ four: in_addr) {
        high = 0
        low = Self.fourMark | UInt64(UInt32(bigEndian: four.s_addr))
    }

    private init(_ six: in6_addr) {
        (high, low) = withUnsafeBytes(of: six) { bytes in
            (
                UInt64(bigEndian: bytes.load(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    fileprivate var isFour: Bool { high == 0 && low & ~0xFFFF_FFFF == Self.fourMark }

    private static let fourMark: UInt64 = 0xFFFF_0000_0000
    private static let textBytesMax = Int(INET6_ADDRSTRLEN)

    package var description: String {
        if isFour { return four }
        var bytes = [high.bigEndian, low.bigEndian]
        var text = [CChar](repeating: 0, count: Self.textBytesMax)
        inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Written at each request into the log.
    private var four: String {
        var text: [UInt8] = []
        text.reserveCapacity(16)
        for shift in stride(from: 24, through: 0, by: -8) {
            let number = UInt8(truncatingIfNeeded: low >> shift)
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            if number >= 100 { text.append(0x30 + number / 100) }
            if number >= 10 { text.append(0x30 + number / 10 % 10) }
            text.append(0x30 + number % 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A network, `203.0.113.0/24` or `2001:db8::/32`, or one address.
package struct AddressRange: Sendable, Hashable {
    private let first: IPAddress
    /// Leading bits that count, of 128.
    private let bits: Int

    /// What is wrong with the text of a range, and what to write.
    package struct Wrong: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    package init(_ text: String) throws(Wrong) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(halves[0]) else {
            throw Wrong(
                description: "'\(text)' is no address or network; write 203.0.113.9, "
                    + "203.0.113.0/24 or \"2001:db8::/32\"")
        }
        // As written: `::ffff:203.0.113.0/120` has 128.
        let isFour = !halves[0].contains(":")
        let most = isFour ? 32 : 128
        var bits = most
        if halves.count == 2 {
            guard halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let written = Int(halves[1]), written <= most
            else { throw Wrong(description: "'\(text)' must end in /0 to /\(most)") }
            bits = written
        }
        self.bits = isFour ? bits + 96 : bits
        first = address
        let mask = Self.mask(self.bits)
        guard address.high & mask.high == address.high, address.low & mask.low == address.low else {
            throw Wrong(
                description: "'\(text)' names an address within the network, not the network; "
                    + "end the address in zeros after its first \(bits) bits")
        }
    }

    private static func mask(_ bits: Int) -> (high: UInt64, low: UInt64) {
        // A shift by 64 and more gives zero.
        (UInt64.max << UInt64(max(0, 64 - bits)), UInt64.max << UInt64(min(64, 128 - bits)))
    }

    /// Whether an address is in it. `::/0` holds every IPv6 address and no IPv4 address.
    package func contains(_ address: IPAddress) -> Bool {
        let mask = Self.mask(bits)
        return address.isFour == first.isFour && address.high & mask.high == first.high
            && address.low & mask.low == first.low
    }
}

/// Several networks and addresses.
package struct AddressRanges: Sendable, Hashable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange]) { self.ranges = ranges }

    /// This machine.
    package static let loopback = AddressRanges(
        ["127.0.0.0/8", "::1"].compactMap { try? AddressRange($0) })

    package var isEmpty: Bool { ranges.isEmpty }

    /// Whether an address is in one of them.
    package func contains(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }
}

extension AddressRanges {
    /// Who sent a request that came through proxies. Each proxy writes at the end of `X-Forwarded-For` who
    /// called it, and only those that are trusted are believed: what a stranger wrote before is not read.
    ///
    /// - Parameters:
    ///   - peer: who opened the connection.
    ///   - forwarded: the lines of the header, in their order.
    func sender(peer: IPAddress, forwarded: [String]) -> IPAddress {
        var sender = peer
        let entries = forwarded.reversed().lazy.flatMap { $0.split(separator: ",").reversed() }
        for entry in entries where !entry.allSatisfy(\.isWhitespace) {
            guard contains(sender) else { break }
            // Of a word that is no address nobody is known behind it.
            guard let before = Self.address(of: entry) else { break }
            sender = before
        }
        return sender
    }

    /// Some proxies write a port: `203.0.113.9:4711`, `[2001:db8::1]:4711`.
    private static func address(of entry: Substring) -> IPAddress? {
        let text = entry.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix("[") { return IPAddress(text.dropFirst().prefix { $0 != "]" }) }
        if let address = IPAddress(text) { return address }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && UInt16(parts[1]) != nil ? IPAddress(parts[0]) : nil
    }
}
