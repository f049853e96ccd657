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
    let bounds: Bounds
    private let log: RequestLog?

    /// Bounds of what comes in, each with its default.
    struct Bounds: Sendable {
        /// Of a body, where the provider may be refused.
        var bodyBytes = 256 * 1024
        /// Messages of one sender in an account; 0 for no limit, `nil` where nobody has decided.
        var perSenderPerMinute: Int?
        /// How long a message waits for its files.
        var fileWindow = Duration.seconds(300)
    }

    /// One account: its provider, and what is counted of it.
    final class Door: Sendable {
        let account: SMSAccount
        let provider: any Provider
        /// It is asked for messages, and calls nobody.
        let isPolled: Bool
        let commitTimer: Metrics.Timer
        private let counters: [Outcome: Metrics.Counter]
        /// `nil` where nothing is limited.
        let limiter: RateLimiter?
        let fileWindow: Duration

        init(
            _ account: SMSAccount, _ provider: any Provider, _ metrics: Metrics, _ bounds: Bounds
        ) {
            self.account = account
            self.provider = provider
            isPolled = provider is any Polled
            fileWindow = bounds.fileWindow
            commitTimer = metrics.timer("mendengar_sms_commit_seconds", ["account": account.name])
            counters = Dictionary(
                uniqueKeysWithValues: Outcome.counted.map { outcome in
                    let labels: KeyValuePairs = [
                        "account": account.name, "result": outcome.rawValue,
                    ]
                    return (outcome, metrics.counter("mendengar_sms_messages_total", labels))
                })
            limiter = RateLimiter(
                perSenderPerMinute: bounds.perSenderPerMinute, perMinute: account.perMinute,
                provider.acknowledgements)
        }

        func count(_ outcome: Outcome, by amount: Int = 1) { counters[outcome]?.count(by: amount) }
    }

    /// Messages of one request journalled at once: each keeps the whole request, and the queue for the
    /// disk is bounded.
    static let togetherMax = 8

    /// A body over the limit from a provider that must not be refused is quarantined up to this size.
    static let quarantineBytesMax = 4 * 1024 * 1024

    init(
        _ accounts: [SMSAccount], publicURL: String?, intake: Intake, answers: Answers,
        metrics: Metrics, logger: Logger, bounds: Bounds = Bounds(), log: RequestLog? = nil
    ) throws(ConfigurationError) {
        var known: [String: Door] = [:]
        for account in accounts {
            let provider = try Providers.make(account, publicURL: publicURL)
            try Sending.check(account, provider)
            known[account.name] = Door(account, provider, metrics, bounds)
        }
        let names = known.keys
        metrics.refresh {
            guard let waiting = try? await intake.waitingParts() else { return }
            for name in names {
                metrics.gauge(
                    "mendengar_sms_waiting_parts", ["account": name], Double(waiting[name] ?? 0))
            }
        }
        self.accounts = known
        self.intake = intake
        self.answers = answers
        self.logger = logger
        self.bounds = bounds
        self.log = log
    }

    /// What a request holds and what answers it, each provider lays down for itself.
    private static let shape = CallShape(gives: [.ok(.init("*/*", .any))])

    var endpoints: [Endpoint] {
        ["/sms/{account}", "/sms/{account}/{secret}", "/sms/{account}/{secret}/{tail}"].flatMap {
            path in
            [HTTPRequest.Method.get, .post].map { method in
                Endpoint(method, path, "a provider delivers a message", Self.shape) { request, context in
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
        if door.isPolled {
            throw Problem.notFound("the account '\(name)' is asked for messages; nobody calls it")
        }
        let started = ContinuousClock.now
        let sender = context.sender(of: request)
        let raw = RawRequest(request, account: name, context.parameters.get("tail"))
        var entry = LoggedRequest(id: context.id, account: name, address: sender, raw)
        defer {
            entry.milliseconds = (ContinuousClock.now - started) / .milliseconds(1)
            log?.note(entry)
        }
        do {
            let answer = try await answer(raw, request, context, door, sender, &entry)
            entry.answered(answer)
            return Response.bytes(
                Data(answer.body.utf8), type: answer.type,
                status: HTTPResponse.Status(code: answer.status))
        } catch {
            entry.answered(
                error as? Problem ?? storeProblem(error)
                    ?? Problem(.internalServerError, "internal", "the error has been logged"))
            throw error
        }
    }

    private func answer(
        _ raw: RawRequest, _ request: Request, _ context: ServiceContext, _ door: Door,
        _ sender: IPAddress?, _ entry: inout LoggedRequest
    ) async throws -> Acknowledgements.Answer {
        if let allowed = door.account.allow {
            guard let sender, allowed.contains(sender) else {
                throw refused(
                    door, "\(sender?.description ?? "an unknown address") is not among those allowed",
                    "address-not-allowed")
            }
        }
        let provider = door.provider
        let isProven = provider.takesPathSecret
            && door.account.isSecret(Array((context.parameters.get("secret") ?? "").utf8))
        if provider.needsPathSecret, !isProven {
            throw refused(door, "the secret in the path is wrong or missing")
        }
        let mayRefuse = provider.acknowledgements.mayRefuseLargeBody
        let limit = mayRefuse ? bounds.bodyBytes : max(bounds.bodyBytes, Self.quarantineBytesMax)
        let body = try await context.body(of: request, upTo: limit)
        var raw = raw
        raw.body = body
        entry.keep(body: body)
        if let greeting = provider.greeting(raw) {
            entry.outcome = .greeted
            return greeting
        }
        guard isProven || provider.isAuthentic(raw, at: .now) else {
            throw refused(door, "the signature does not match")
        }
        return try await take(raw, door, &entry)
    }

    private func take(
        _ raw: RawRequest, _ door: Door, _ entry: inout LoggedRequest
    ) async throws -> Acknowledgements.Answer {
        let provider = door.provider
        let meta = raw.meta(without: provider.credentials)
        let arrivals: [Arrival]
        var unreadable: Unreadable?
        var single: Inbound?
        switch read(raw, provider) {
        case .success(.messages(let messages)):
            if let seconds = door.limiter?.secondsToWait(messages) {
                entry.outcome = .limited
                door.count(.limited, by: messages.count)
                throw Problem(
                    .init(code: provider.acknowledgements.tooMany), "too-many",
                    "too many messages; nothing was stored; send it again later",
                    retryAfter: seconds)
            }
            if messages.count == 1 { single = try? messages[0].get() }
            arrivals = SMSArrival.make(messages, raw, meta, door.account)
        case .success(.ignored(let why)):
            arrivals = [SMSArrival.other(raw, meta, door.account, .ignore(why))]
            entry.why = why
        case .success(.reports(let reports)):
            try await follow(reports, door)
            entry.outcome = .ignored
            entry.why = "delivery reports"
            return provider.acknowledgements.accepted
        case .failure(let error):
            arrivals = [SMSArrival.other(raw, meta, door.account, .quarantine(error.why))]
            unreadable = error
            entry.why = error.why
        }
        let receipts = try await journal(arrivals, door)
        for receipt in receipts {
            let outcome = Outcome(receipt)
            door.count(outcome)
            entry.messages.append((receipt.tracking, outcome))
        }
        guard let unreadable, let receipt = receipts.first else {
            guard door.account.receipt == .reply else { return provider.acknowledgements.accepted }
            return await answers.reply(to: single, receipts, door)
                ?? provider.acknowledgements.accepted
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
        return answer
    }

    private func read(_ raw: RawRequest, _ provider: any Provider) -> Result<Content, Unreadable> {
        guard raw.body.count <= bounds.bodyBytes || type(of: provider).enclosesFiles else {
            return .failure(Unreadable(why: "the body is larger than \(bounds.bodyBytes) bytes"))
        }
        return Result { () throws(Unreadable) in
            let content = try provider.decode(raw)
            // One that is alone and cannot be read is answered as such.
            if case .messages(let messages) = content, messages.count == 1 { _ = try messages[0].get() }
            return content
        }
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
        return receipts
    }

    private func follow(_ reports: [DeliveryReport], _ door: Door) async throws {
        let known = try await answers.messages.report(reports, account: door.account.name)
        door.count(.ignored, by: reports.count)
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

    private func refused(
        _ door: Door, _ why: String, _ slug: String = "not-authentic"
    ) -> Problem {
        door.count(.refused)
        logger.warning(
            "request refused", metadata: ["account": "\(door.account.name)", "why": "\(why)"])
        return Problem(.forbidden, slug, why)
    }
}

extension RawRequest {
    /// Without its body, which is not read yet.
    fileprivate init(_ request: Request, account: String, _ tail: String?) {
        var headers = Headers()
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        self.init(
            method: request.method.rawValue, path: "/sms/\(account)",
            query: request.uri.query ?? "", headers: headers, body: [], tail: tail ?? "",
            target: request.head.path ?? "")
    }
}
