// One receiver of signed webhooks as the service knows it, and one message to it.
import Complaints
import Crypto
import Delivery
import Foundation
import ServiceKit

struct PushReceiver: Sendable {
    let name: String
    let url: PushURL
    let after: Int64?
    let timeout: Duration
    let schedule: PushSchedule
    let signer: WebhookSigner
    private let destinations: Destinations
    /// Changes with the url and the secrets: what was switched off for them begins anew.
    let settings: String

    /// - Throws: when a secret is none that Standard Webhooks knows.
    init(_ part: PushPart) throws(ConfigurationError) {
        var keys: [[UInt8]] = []
        for secret in part.secrets {
            guard let key = WebhookSigner.key(secret.value) else {
                throw ConfigurationError(
                    file: "routing.push.\(part.name)",
                    "the secret must be whsec_ and the base64 of \(WebhookSigner.keyBytes.lowerBound) to "
                        + "\(WebhookSigner.keyBytes.upperBound) random bytes; make one by "
                        + "printf 'whsec_%s' \"$(openssl rand -base64 32)\"")
            }
            keys.append(key)
        }
        name = part.name
        url = part.url
        after = part.after
        timeout = part.timeout
        schedule = PushSchedule(waits: part.retries)
        signer = WebhookSigner(keys: keys)
        destinations = part.destinations
        let told = ([part.url.text] + part.secrets.map(\.value)).joined(separator: "\u{1F}")
        settings = Hex.text(SHA256.hash(data: Data(told.utf8)).prefix(16))
    }

    /// What is kept of an answer: nobody reads more.
    static let answerBytesMax = 4096

    /// One try.
    func request(_ entry: PushEntry, at now: Date) -> FetchRequest {
        let body = Data(entry.message.utf8)
        var request = FetchRequest(
            "POST", url.text,
            headers: [("Content-Type", "application/json")]
                + signer.headers(id: entry.webhookID(for: name), at: now, body: body),
            body: body, timeout: timeout, responseBytesMax: Self.answerBytesMax)
        request.cutsResponse = true
        // Whoever gets it twice knows it by its id.
        request.endsWhenCancelled = true
        let (destinations, port) = (destinations, url.port)
        request.mayConnect = { destinations.mayConnect(to: $0, port: port) }
        return request
    }
}

/// An entry of the feed on its way to a receiver.
struct PushEntry: Sendable {
    var cursor: Int64
    var assignment: String
    /// When it came into the feed.
    var at: Date
    var isChange: Bool
    /// JSON of the contract, as in the feed.
    var body: String
    /// Tries so far, and when the first was; `nil` of one that was not tried yet.
    var tried: (count: Int, first: Int64)?

    /// The same for every try.
    var message: String {
        let type = isChange ? "assignment.changed" : "assignment.created"
        return "{\"type\":\"\(type)\",\"timestamp\":\"\(Timestamp.format(at))\",\"data\":\(body)}"
    }

    /// The same for every try, another for another receiver, and after a restore another for an entry that
    /// took over the cursor of one that was lost.
    func webhookID(for receiver: String) -> String {
        let told = "push\u{1F}\(receiver)\u{1F}\(assignment)\u{1F}\(cursor)\u{1F}\(at.microseconds)"
        return "msg_" + Hex.text(SHA256.hash(data: Data(told.utf8)).prefix(16))
    }
}
