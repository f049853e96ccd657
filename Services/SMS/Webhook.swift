// A provider calls: verify, decode just enough, journal, acknowledge as this provider expects.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import ServiceKit

/// `GET|POST /sms/{account}[/{secret}][/TAIL]`.
struct Webhook: Sendable {
    let accounts: [String: Door]
    let intake: Intake
    let answers: Answers
    let logger: Logger
    let bodyBytesMax: Int

    /// One account: its provider, and what is counted of it.
    final class Door: Sendable {
        let account: SMSAccount
        let provider: any Provider
        let fileWindow: Duration
        let commitTimer: Metrics.Timer
        let accepted: Metrics.Counter
        let redelivered: Metrics.Counter
        let ignored: Metrics.Counter
        let quarantined: Metrics.Counter
        let refused: Metrics.Counter

        init(
            _ account: SMSAccount, _ provider: any Provider, _ metrics: Metrics,
            fileWindow: Duration
        ) {
            func counter(_ result: String) -> Metrics.Counter {
                metrics.counter(
                    "mendengar_sms_messages_total", ["account": account.name, "result": result])
            }
            self.account = account
            self.provider = provider
            self.fileWindow = fileWindow
            commitTimer = metrics.timer("mendengar_sms_commit_seconds", ["account": account.name])
            accepted = counter("accepted")
            redelivered = counter("redelivered")
            ignored = counter("ignored")
            quarantined = counter("quarantined")
            refused = counter("refused")
        }

        func count(_ receipt: Receipt) {
            switch receipt.state {
            case .quarantined: quarantined.count()
            case .ignored: ignored.count()
            default: (receipt.isNew ? accepted : redelivered).count()
            }
        }
    }

    /// Messages of one request journalled at once: each keeps the whole request, and the queue for the
    /// disk is bounded.
    static let togetherMax = 8

    /// A body over the limit from a provider that must not be refused is quarantined up to this size.
    static let quarantineBytesMax = 4 * 1024 * 1024

    init(
        _ accounts: [SMSAccount], publicURL: String?, intake: Intake, answers: Answers,
        metrics: Metrics, logger: Logger, bodyBytesMax: Int, fileWindow: Duration = .seconds(300)
    ) throws(ConfigurationError) {
        var known: [String: Door] = [:]
        for account in accounts {
            let provider = try Providers.make(account, publicURL: publicURL)
            try Sending.check(account, provider)
            known[account.name] = Door(account, provider, metrics, fileWindow: fileWindow)
        }
        self.accounts = known
        self.intake = intake
        self.answers = answers
        self.logger = logger
        self.bodyBytesMax = bodyBytesMax
    }

    var endpoints: [Endpoint] {
        ["/sms/{account}", "/sms/{account}/{secret}", "/sms/{account}/{secret}/{tail}"].flatMap {
            path in
            [HTTPRequest.Method.get, .post].map { method in
                Endpoint(method, path, "a provider delivers a message") { request, context in
                    try await handle(request, context)
                }
            }
        }
    }

    private func handle(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = context.parameters.get("account") ?? ""
        guard let door = accounts[name] else {
            throw Problem.notFound("there is no account '\(name)'")
        }
        let provider = door.provider
        if provider is any Polled {
            throw Problem.notFound("the account '\(name)' is asked for messages; nobody calls it")
        }
        if provider.needsPathSecret {
            let secret = context.parameters.get("secret") ?? ""
            guard door.account.isSecret(Array(secret.utf8)) else {
                throw refused(door, "the secret in the path is wrong or missing")
            }
        }
        let mayRefuse = provider.acknowledgements.mayRefuseLargeBody
        let limit = mayRefuse ? bodyBytesMax : max(bodyBytesMax, Self.quarantineBytesMax)
        let body = try await context.body(of: request, upTo: limit)
        let raw = RawRequest(request, account: name, context.parameters.get("tail"), body: body)
        if let greeting = provider.greeting(raw) { return response(greeting) }
        guard provider.isAuthentic(raw, at: .now) else {
            throw refused(door, "the signature does not match")
        }
        return try await take(raw, door)
    }

    private func take(_ raw: RawRequest, _ door: Door) async throws -> Response {
        let provider = door.provider
        let meta = raw.meta(without: provider.credentials)
        var arrivals: [Arrival]
        var unreadable: Unreadable?
        var single: Inbound?
        var reports: [DeliveryReport] = []
        do throws(Unreadable) {
            if raw.body.count > bodyBytesMax, !type(of: provider).enclosesFiles {
                throw Unreadable(why: "the body is larger than \(bodyBytesMax) bytes")
            }
            switch try provider.decode(raw) {
            case .messages(let messages):
                if messages.count == 1 { single = try messages[0].get() }
                arrivals = messages.enumerated().map { item, message in
                    switch message {
                    case .success(let message):
                        SMSArrival.make(message, item: item, raw, meta, door.account)
                    case .failure(let error):
                        SMSArrival.other(
                            raw, meta, door.account, .quarantine(error.why), item: item)
                    }
                }
            case .ignored(let why):
                arrivals = [SMSArrival.other(raw, meta, door.account, .ignore(why))]
            case .reports(let found):
                reports = found
                arrivals = [SMSArrival.other(raw, meta, door.account, .ignore("a delivery report"))]
            }
        } catch {
            arrivals = [SMSArrival.other(raw, meta, door.account, .quarantine(error.why))]
            unreadable = error
        }
        let receipts = try await journal(arrivals, door)
        if !reports.isEmpty { try await follow(reports, door) }
        guard let unreadable, let receipt = receipts.first else {
            let reply = await answers.reply(to: single, receipts, door)
            return response(reply ?? provider.acknowledgements.accepted)
        }
        logger.warning(
            "message quarantined",
            metadata: [
                "account": "\(door.account.name)", "tracking": "\(receipt.tracking)",
                "why": "\(unreadable.why)",
            ])
        guard let answer = provider.acknowledgements.unreadable else {
            throw Problem(
                .badRequest, "unreadable-message", "\(unreadable.why); the message is kept "
                    + "in the quarantine as \(receipt.tracking)",
                more: ["tracking": receipt.tracking])
        }
        return response(answer)
    }

    /// Returns when all of a request is on the disk; the messages of a batch share a commit. When one of
    /// them fails the provider brings all again, and those that were stored are known.
    private func journal(_ arrivals: [Arrival], _ door: Door) async throws -> [Receipt] {
        let started = ContinuousClock.now
        var receipts: [Receipt] = []
        for start in stride(from: 0, to: arrivals.count, by: Self.togetherMax) {
            let some = arrivals[start..<min(start + Self.togetherMax, arrivals.count)]
            guard some.count > 1 else {
                receipts.append(try await receive(arrivals[start], door))
                continue
            }
            receipts += try await withThrowingTaskGroup(of: Receipt.self) { group in
                for arrival in some { group.addTask { try await receive(arrival, door) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        door.commitTimer.observe(ContinuousClock.now - started)
        for receipt in receipts { door.count(receipt) }
        return receipts
    }

    private func follow(_ reports: [DeliveryReport], _ door: Door) async throws {
        let known = try await answers.messages.report(reports, account: door.account.name)
        if known < reports.count {
            logger.notice(
                "reports of messages that are not ours",
                metadata: ["account": "\(door.account.name)", "reports": "\(reports.count - known)"])
        }
    }

    private func receive(_ arrival: Arrival, _ door: Door) async throws -> Receipt {
        door.provider.acknowledgements.comesAgain
            ? try await intake.receive(arrival) : try await intake.receiveOrKeep(arrival)
    }

    private func refused(_ door: Door, _ why: String) -> Problem {
        door.refused.count()
        logger.warning(
            "request refused", metadata: ["account": "\(door.account.name)", "why": "\(why)"])
        return Problem(.forbidden, "not-authentic", why)
    }

    private func response(_ answer: Acknowledgements.Answer) -> Response {
        Response.bytes(
            Data(answer.body.utf8), type: answer.type,
            status: HTTPResponse.Status(code: answer.status))
    }
}

extension RawRequest {
    fileprivate init(_ request: Request, account: String, _ tail: String?, body: [UInt8]) {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        self.init(
            method: request.method.rawValue, path: "/sms/\(account)",
            query: request.uri.query ?? "", headers: headers, body: body, tail: tail ?? "",
            target: request.head.path ?? "")
    }
}
