// A provider calls: verify, decode just enough, journal, acknowledge as this provider expects.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import ServiceKit

/// `GET|POST /sms/{account}[/{secret}][/TAIL]`.
struct Webhook: Sendable {
    let accounts: [String: (account: SMSAccount, provider: any Provider)]
    let intake: Intake
    let metrics: Metrics
    let logger: Logger
    let bodyBytesMax: Int

    /// A body over the limit from a provider that must not be refused is quarantined up to this size.
    static let quarantineBytesMax = 4 * 1024 * 1024

    init(
        _ accounts: [SMSAccount], publicURL: String?, intake: Intake, metrics: Metrics,
        logger: Logger, bodyBytesMax: Int
    ) throws(ConfigurationError) {
        var known: [String: (account: SMSAccount, provider: any Provider)] = [:]
        for account in accounts {
            known[account.name] = (account, try Providers.make(account, publicURL: publicURL))
        }
        self.accounts = known
        self.intake = intake
        self.metrics = metrics
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
        guard let (account, provider) = accounts[name] else {
            throw Problem.notFound("there is no account '\(name)'")
        }
        if provider.needsPathSecret {
            let secret = context.parameters.get("secret") ?? ""
            guard account.isSecret(Array(secret.utf8)) else {
                throw refused(account, "the secret in the path is wrong or missing")
            }
        }
        let mayRefuse = provider.acknowledgements.mayRefuseLargeBody
        let limit = mayRefuse ? bodyBytesMax : max(bodyBytesMax, Self.quarantineBytesMax)
        let body = try await context.body(of: request, upTo: limit)
        let raw = RawRequest(request, account: name, body: body)
        guard provider.isAuthentic(raw) else {
            throw refused(account, "the signature does not match")
        }
        return try await take(raw, account, provider)
    }

    private func take(
        _ raw: RawRequest, _ account: SMSAccount, _ provider: any Provider
    ) async throws -> Response {
        var arrival: Arrival
        var unreadable: Unreadable?
        do throws(Unreadable) {
            if raw.body.count > bodyBytesMax {
                throw Unreadable(why: "the body is larger than \(bodyBytesMax) bytes")
            }
            arrival = SMSArrival.make(try provider.decode(raw), raw, account)
        } catch {
            arrival = SMSArrival.unreadable(raw, account, why: error.why)
            unreadable = error
        }
        let started = ContinuousClock.now
        let receipt =
            provider.acknowledgements.comesAgain
            ? try await intake.receive(arrival) : try await intake.receiveOrKeep(arrival)
        metrics.observe(
            "mendengar_sms_commit_seconds", ["account": account.name],
            ContinuousClock.now - started)
        if let unreadable {
            count(account, "quarantined")
            logger.warning(
                "message quarantined",
                metadata: [
                    "account": "\(account.name)", "tracking": "\(receipt.tracking)",
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
        count(account, receipt.isNew ? "accepted" : "redelivered")
        return response(provider.acknowledgements.accepted)
    }

    private func refused(_ account: SMSAccount, _ why: String) -> Problem {
        count(account, "refused")
        logger.warning(
            "request refused", metadata: ["account": "\(account.name)", "why": "\(why)"])
        return Problem(.forbidden, "not-authentic", why)
    }

    private func count(_ account: SMSAccount, _ result: String) {
        metrics.count(
            "mendengar_sms_messages_total", ["account": account.name, "result": result])
    }

    private func response(_ answer: Acknowledgements.Answer) -> Response {
        Response.bytes(
            Data(answer.body.utf8), type: answer.type,
            status: HTTPResponse.Status(code: answer.status))
    }
}

extension RawRequest {
    fileprivate init(_ request: Request, account: String, body: [UInt8]) {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        self.init(
            method: request.method.rawValue, path: "/sms/\(account)",
            query: request.uri.query ?? "", headers: headers, body: body,
            target: request.head.path ?? "")
    }
}
