// One call of a provider and our answer, as values on their way to the request log.
import Complaints
import Foundation
import HTTPTypes
import Intake
import ServiceKit

/// What became of a request or of a message in it.
enum Outcome: String, Sendable, CaseIterable {
    case accepted, redelivered, ignored, quarantined, refused, limited
    /// Our own failure: nothing was stored.
    case failed
    /// Answered without a message: the provider tried whether somebody is there.
    case greeted
    /// Several messages that did not fare alike.
    case mixed

    init(_ receipt: Receipt) {
        switch receipt.state {
        case .quarantined: self = .quarantined
        case .ignored: self = .ignored
        default: self = receipt.isNew ? .accepted : .redelivered
        }
    }

    /// Those that are counted in the metrics.
    static let counted: [Outcome] = [
        .accepted, .redelivered, .ignored, .quarantined, .refused, .limited,
    ]
}

/// Plain values, taken on the request's path; only ``line`` looks into them, on the log's thread.
struct LoggedRequest: Sendable {
    let time: Date
    let id: String
    let account: String
    let address: IPAddress?
    /// What may be shown of it, and no more.
    private(set) var raw: RawRequest
    private(set) var bodyBytes = 0
    private let queryBytes: Int
    var messages: [(tracking: String, outcome: Outcome)] = []
    var outcome: Outcome?
    var why: String?
    var status = 0
    var answer = ""
    var milliseconds = 0.0

    /// A larger body or query is shown by its length alone, so that what waits for the log stays small.
    static let bodyBytesMax = 4 * 1024
    /// Of a header, its name and value.
    private static let headerBytesMax = 128

    init(id: String, account: String, address: IPAddress?, _ raw: RawRequest, time: Date = .now) {
        self.time = time
        self.id = id
        self.account = account
        self.address = address
        queryBytes = raw.query.utf8.count
        let headers = Self.headers.compactMap { name, _ in
            raw.headers[name].flatMap { value in
                value.utf8.count <= Self.headerBytesMax
                    ? Headers.Field(name: name, value: value) : nil
            }
        }
        self.raw = RawRequest(
            method: raw.method, path: raw.path,
            query: queryBytes <= Self.bodyBytesMax ? raw.query : "",
            headers: Headers(headers), body: [],
            tail: Self.tails.contains(raw.tail) ? raw.tail : "")
        keep(body: raw.body)
    }

    mutating func keep(body: [UInt8]) {
        bodyBytes = body.count
        raw.body = body.count <= Self.bodyBytesMax ? body : []
    }

    mutating func answered(_ answer: Acknowledgements.Answer) {
        status = answer.status
        // What a greeting is answered with is the provider's own word.
        self.answer =
            outcome == .greeted ? "(\(answer.body.utf8.count))" : String(answer.body.prefix(200))
    }

    mutating func answered(_ problem: Problem) {
        status = problem.status.code
        answer = problem.slug
        why = why ?? problem.detail
        outcome = outcome ?? (problem.status.kind == .serverError ? .failed : .refused)
    }

    /// How many bytes of memory it takes, at most about.
    var size: Int { raw.body.count + raw.query.utf8.count + 64 * messages.count + 1024 }

    /// Adds a line of the log: no secret, no number of a person, no word of a citizen.
    func write(to out: inout [UInt8]) {
        let tail = raw.tail.isEmpty ? "" : "/…/" + raw.tail
        JSONText.writeObject(to: &out) { line in
            line.add("time", Timestamp.format(time))
            line.add("id", id)
            line.add("account", account)
            line.add("address", orNull: address?.description)
            line.add("method", raw.method)
            line.add("path", raw.path + tail)
            line.add(
                "query",
                raw.query.utf8.count == queryBytes
                    ? Masked.parameters(raw.query.utf8) : "(\(queryBytes))")
            line.addObject("headers") { headers in
                for (name, mask) in Self.headers {
                    if let value = raw.headers[name] { headers.add(escaping: name, mask(value)) }
                }
            }
            line.add("body", raw.body.count == bodyBytes ? Masked.body(raw) : "(\(bodyBytes))")
            line.add("result", result.rawValue)
            line.add("why", orNull: why.map(Masked.sentence))
            line.addList("messages", count: messages.count) { message, place in
                message.add("tracking", messages[place].tracking)
                message.add("result", messages[place].outcome.rawValue)
            }
            line.add("status", number: status)
            line.add("answer", answer)
            line.add("ms", tenths: Int((milliseconds * 10).rounded()))
        }
        out.append(UInt8(ascii: "\n"))
    }

    private static let headers: [(String, @Sendable (String) -> String)] = [
        ("content-type", Masked.mediaType), ("user-agent", Masked.software),
        ("x-kannel-coding", Masked.word),
    ]

    /// What may follow the secret in a path and be shown: elsewhere it may be the secret in a wrong place.
    private static let tails: Set<String> = [
        "receive", "received", "stopped", "sent", "delivered", "failed",
    ]

    private var result: Outcome {
        if let outcome { return outcome }
        guard let first = messages.first?.outcome else { return .failed }
        return messages.allSatisfy { $0.outcome == first } ? first : .mixed
    }
}
