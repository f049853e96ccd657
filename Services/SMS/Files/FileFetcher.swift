// Fetches one file of a message from its provider.
import Complaints
import Delivery
import Foundation
import Intake
import ServiceKit

/// Knows the accounts whose providers keep files.
struct FileFetcher: Sendable {
    /// One call after the other; the same connection for the files of one message.
    private let fetcher = Fetcher()
    private let hosts: [String: (host: any FileHost, places: TrustedPlaces)]
    private let bytesMax: Int

    /// Answers that only say where to go next, by redirect or in words.
    static let hopsMax = 4
    /// For all calls of one file: they end before another process thinks this one dead.
    static let time = Duration.seconds(24)

    /// - Parameter bytesMax: of one file.
    init(_ doors: some Sequence<Webhook.Door>, bytesMax: Int) {
        var hosts: [String: (host: any FileHost, places: TrustedPlaces)] = [:]
        for door in doors {
            guard let host = door.provider as? any FileHost else { continue }
            let places = door.account.files?.hosts ?? []
            hosts[door.account.name] = (
                host, TrustedPlaces(places.isEmpty ? type(of: host).fileHosts : places)
            )
        }
        self.hosts = hosts
        self.bytesMax = bytesMax
    }

    /// Whether somebody can be asked for the files of this account.
    static func canFetch(_ file: FileReference, _ provider: any Provider) -> Bool {
        (provider as? any FileHost)?.request(for: file) != nil
    }

    func fetch(_ account: String, _ file: FileReference) async -> FileOutcome {
        guard let (host, places) = hosts[account], var request = host.request(for: file) else {
            return .missing("the account '\(account)' no longer fetches files")
        }
        let deadline = ContinuousClock.now + Self.time
        var isAsking = type(of: host).asksFirst
        for _ in 0..<Self.hopsMax {
            guard places.contain(request.url) else {
                return .missing("the file is at a place that is not trusted: \(Self.place(request.url))")
            }
            request.timeout = max(deadline - .now, .milliseconds(1))
            request.responseBytesMax = bytesMax
            let response: FetchResponse
            do {
                response = try await fetcher.fetch(request)
            } catch {
                return error.isTooLarge
                    ? .missing("the file is larger than \(bytesMax >> 20) MiB")
                    : .again("the file cannot be fetched: \(error)")
            }
            switch response.status {
            case 200:
                guard isAsking else {
                    return .fetched(
                        AttachmentFile(Array(response.body), named: file.filename))
                }
                guard let next = JSONText(Array(response.body)).flatMap({
                    host.next(after: $0, for: file)
                }) else { return .again("the provider does not say where the file is") }
                request = next
                isAsking = false
            case 301, 302, 303, 307, 308:
                guard let next = Self.redirect(response, from: request.url) else {
                    return .missing("the provider sends us elsewhere, and not where")
                }
                // Credentials are for the provider alone.
                request = FetchRequest("GET", next)
            case 410: return .missing("the provider has the file no longer")
            default:
                return .again("the provider answers \(response.status)")
            }
        }
        return .missing("the file is behind more than \(Self.hopsMax) addresses")
    }

    private static func redirect(_ response: FetchResponse, from url: String) -> String? {
        response.headers["location"].flatMap {
            URL(string: $0, relativeTo: URL(string: url))?.absoluteString
        }
    }

    /// For a log: without what may be a secret.
    private static func place(_ url: String) -> String {
        URLComponents(string: url)?.host ?? "no address"
    }

}

extension AttachmentFile {
    /// What its bytes say it is, under the sender's name for it or one of ours.
    init(_ bytes: [UInt8], named filename: String?) {
        let type = FileType.of(bytes)
        self.init(
            filename: filename ?? "berkas.\(FileWord.ending(type))", mediaType: type, bytes: bytes)
    }
}
