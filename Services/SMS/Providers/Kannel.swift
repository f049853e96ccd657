// Kannel's smsbox: `get-url`, `post-url` and `post-xml` (Kannel 1.4.5 user guide, "sms-service").
import Complaints
import Delivery
import Foundation
import ServiceKit

/// Only 200 and 202 are success for Kannel, and a text in the answer would be sent to the citizen, so
/// everything understood is answered 200 with an empty text body.
struct Kannel: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements.always("", tooMany: 503)

    let account: SMSAccount
    let publicURL: String?

    /// The path secret has been compared already; Kannel signs nothing.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { true }

    /// Kannel sends what it reads, where the service allows it (`max-messages`).
    func acknowledgement(saying text: String) -> Acknowledgements.Answer? {
        .init(status: 200, type: "text/plain; charset=UTF-8", body: text)
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        if request.tail == Self.reportTail { return .reports([try report(request)]) }
        return switch request.contentType {
        case "text/xml", "application/xml": .message(try decodeXML(request))
        case "text/plain", "application/octet-stream": .message(try decodeText(request))
        default: .message(try decodeParameters(request))
        }
    }

    /// `get-url`: everything in the query, by the escapes the README gives.
    private func decodeParameters(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let parameters = request.parameters
        guard let from = parameters.text("from"), !from.isEmpty else {
            throw Unreadable(why: "the parameter from (%p) is missing")
        }
        guard let bytes = parameters.bytes("text") else {
            throw Unreadable(why: "the parameter text (%b) is missing")
        }
        let charset = Charset(
            declared: parameters.text("charset"), coding: parameters.text("coding"))
        return Inbound(
            id: Inbound.id(parameters.text("id")), from: from, to: parameters.text("to") ?? "",
            text: charset.decode(bytes), time: parameters.text("ts") ?? "",
            part: Part(
                userDataHeader: parameters.bytes("udh") ?? [], bytes: bytes, charset: charset))
    }

    /// `post-url`: the text is the body, the rest in headers `X-Kannel-…` or, as configured, in the query.
    private func decodeText(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let query = request.queryParameters
        func field(_ header: String, _ name: String) -> String? {
            (request.headers["x-kannel-" + header] ?? query.text(name)).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let from = field("from", "from") else {
            throw Unreadable(
                why: "X-Kannel-From is missing: set send-sender = true, or from=%p in post-url")
        }
        let header = request.headers["x-kannel-udh"].map { Parameters.percentDecoded($0.utf8) }
        let charset = Charset(declared: request.charset, coding: field("coding", "coding"))
        return Inbound(
            id: Inbound.id(query.text("id")), from: from, to: field("to", "to") ?? "",
            text: charset.decode(request.body), time: field("time", "ts") ?? "",
            part: Part(
                userDataHeader: header ?? query.bytes("udh") ?? [], bytes: request.body,
                charset: charset))
    }

    /// `post-xml`: numbers in `da` and `oa`; text and header encoded as in URLs, whatever the XML says of
    /// its charset.
    private func decodeXML(_ request: RawRequest) throws(Unreadable) -> Inbound {
        guard let message = XMLFields(request.body) else {
            throw Unreadable(why: "the body is not XML")
        }
        guard let from = message["oa/number"] else {
            throw Unreadable(why: "the sender (oa) is missing: set send-sender = true")
        }
        guard let text = message["ud"] else { throw Unreadable(why: "the text (ud) is missing") }
        let query = request.queryParameters
        let header = message["udh"].map { Parameters.percentDecoded($0.utf8) } ?? []
        let clock = ["year", "month", "day", "hour", "minute"].compactMap { message["at/\($0)"] }
        let charset = Charset(declared: message["dcs/charset"], coding: message["dcs/coding"])
        let bytes = Parameters.percentDecoded(text.utf8)
        return Inbound(
            id: Inbound.id(query.text("id")), from: from, to: message["da/number"] ?? "",
            text: charset.decode(bytes), time: clock.joined(separator: "-"),
            part: Part(userDataHeader: header, bytes: bytes, charset: charset))
    }
}

/// `sendsms` of the smsbox (user guide, "Using the HTTP Interface to Send SMS Messages"); reports come to
/// the `dlr-url` that goes along.
extension Kannel: Outlet {
    static var usualURL: String? { nil }
    static var isNear: Bool { true }

    func flaw(of access: SMSAccount.SendAccess) -> String? { access.lacks(user: true, from: false) }

    private static let reportTail = "report"
    /// Delivered (1), not delivered (2), taken (8) or refused (16) by the SMS centre.
    private static let reportMask = 27

    func request(_ message: Outgoing) -> FetchRequest {
        let report = message.reportURL.map {
            "\($0)/\(Self.reportTail)?id=\(message.id.percentEncoded)&status=%d"
        }
        let isPlain = GSM7.count(message.text) != nil
        let query = FetchRequest.encoded([
            ("username", message.access.user), ("password", message.access.password?.value),
            ("from", message.access.from), ("to", message.to), ("text", message.text),
            ("charset", "UTF-8"), ("coding", isPlain ? "0" : "2"),
            ("dlr-mask", "\(Self.reportMask)"), ("dlr-url", report),
        ])
        return FetchRequest("GET", "\(message.url)?\(query)", timeout: FetchRequest.sendTime)
    }

    /// `0: Accepted for delivery` or `3: Queued for later delivery`.
    func outcome(_ response: FetchResponse) -> Handover {
        let text = String(decoding: response.body.prefix(100), as: UTF8.self)
        return text.hasPrefix("0:") || text.hasPrefix("3:")
            ? .sent(reference: nil) : .again("the answer is none of Kannel's: check send.url")
    }

    /// 403 for a number on a list of Kannel's is about that number, not about our account.
    func refusal(_ response: FetchResponse) -> Handover? {
        let text = String(decoding: response.body.prefix(200), as: UTF8.self).lowercased()
        return text.contains("denied by") ? .refused("Kannel denies the number") : nil
    }

    private func report(_ request: RawRequest) throws(Unreadable) -> DeliveryReport {
        let query = request.queryParameters
        guard let id = query.text("id") else { throw .missing("id") }
        let state: MessageState? =
            switch query.text("status") {
            case "1": .delivered
            case "2", "16": .failed
            default: nil
            }
        return DeliveryReport(
            id, state, why: state == .failed ? "the network did not deliver it" : nil)
    }
}
