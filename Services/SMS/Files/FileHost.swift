// A provider that keeps citizens' files for us to fetch: which calls get one. Pure; written in the provider's
// own file.
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

protocol FileHost: Provider {
    /// Whom its files come from, unless the account names others: hosts, or `.example.org` for all below.
    static var fileHosts: [String] { get }

    /// Whether the first answer only says where the file is.
    static var asksFirst: Bool { get }

    /// The call for a file; `nil` when the account lacks what it takes.
    func request(for file: FileReference) -> FetchRequest?

    /// The call for the file itself, where the first answer says where it is; `nil` where it does not.
    func next(after answer: JSONText, for file: FileReference) -> FetchRequest?
}

extension FileHost {
    static var asksFirst: Bool { false }

    func request(for file: FileReference) -> FetchRequest? { FetchRequest("GET", file.place) }

    func next(after answer: JSONText, for file: FileReference) -> FetchRequest? { nil }
}

/// The places that files may be fetched from. Whoever can write a message can write an address into it, and
/// ours must not be made to call into the office's own network.
struct TrustedPlaces: Sendable {
    private let hosts: [String]

    /// - Parameter hosts: names, `.name` for all below it, or `http://host:port` for one that has no TLS.
    init(_ hosts: [String]) { self.hosts = hosts.map { $0.lowercased() } }

    func contain(_ url: String) -> Bool {
        // What two readers of addresses might understand in two ways is no address.
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: url), let host = parts.encodedHost?.lowercased(),
            !host.contains("%"), parts.user == nil, parts.password == nil
        else { return false }
        return hosts.contains { trusted in
            if trusted.hasPrefix("http://") {
                return parts.scheme == "http"
                    && trusted == "http://\(host)" + (parts.port.map { ":\($0)" } ?? "")
            }
            guard parts.scheme == "https", parts.port == nil || parts.port == 443 else { return false }
            return trusted.hasPrefix(".") ? host.hasSuffix(trusted) : host == trusted
        }
    }
}
