// Kannel's smsbox: `get-url`, `post-url` and `post-xml` (Kannel 1.4.5 user guide, "sms-service").
import Complaints
import Foundation
import ServiceKit

/// Only 200 and 202 are success for Kannel, and a text in the answer would be sent to the citizen, so
/// everything understood is answered 200 with an empty text body.
struct Kannel: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    /// The path secret has been compared already; Kannel signs nothing.
    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { true }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        switch request.contentType {
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
        return Inbound(
            id: Inbound.id(parameters.text("id")), from: from, to: parameters.text("to") ?? "",
            text: Charset(
                declared: parameters.text("charset"), coding: parameters.text("coding")
            ).decode(bytes), time: parameters.text("ts") ?? "",
            isIncomplete: Concatenation.isPart(userDataHeader: parameters.bytes("udh") ?? []))
    }

    /// `post-url`: the text is the body, the rest in headers `X-Kannel-…` or, as configured, in the query.
    private func decodeText(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let query = Parameters(items: Parameters.parse(request.query.utf8))
        func field(_ header: String, _ name: String) -> String? {
            (request.headers["x-kannel-" + header] ?? query.text(name)).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let from = field("from", "from") else {
            throw Unreadable(
                why: "X-Kannel-From is missing: set send-sender = true, or from=%p in post-url")
        }
        let header = request.headers["x-kannel-udh"].map { Parameters.percentDecoded($0.utf8) }
        return Inbound(
            id: Inbound.id(query.text("id")), from: from, to: field("to", "to") ?? "",
            text: Charset(declared: request.charset, coding: field("coding", "coding"))
                .decode(request.body),
            time: field("time", "ts") ?? "",
            isIncomplete: Concatenation.isPart(userDataHeader: header ?? query.bytes("udh") ?? []))
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
        let query = Parameters(items: Parameters.parse(request.query.utf8))
        let header = message["udh"].map { Parameters.percentDecoded($0.utf8) } ?? []
        let clock = ["year", "month", "day", "hour", "minute"].compactMap { message["at/\($0)"] }
        return Inbound(
            id: Inbound.id(query.text("id")), from: from, to: message["da/number"] ?? "",
            text: Charset(declared: message["dcs/charset"], coding: message["dcs/coding"])
                .decode(Parameters.percentDecoded(text.utf8)),
            time: clock.joined(separator: "-"),
            isIncomplete: Concatenation.isPart(userDataHeader: header))
    }
}

/// Long messages (3GPP TS 23.040, section 9.2.3.24).
enum Concatenation {
    /// Whether a user data header says that this is one of several parts: information element 00
    /// (8-bit reference) or 08 (16-bit reference) with a total above 1.
    static func isPart(userDataHeader udh: [UInt8]) -> Bool {
        var index = 1
        while index + 1 < udh.count {
            let (element, length) = (udh[index], Int(udh[index + 1]))
            let data = udh[(index + 2)...].prefix(length)
            guard data.count == length else { return false }
            if element == 0x00, length == 3 { return data[index + 3] > 1 }
            if element == 0x08, length == 4 { return data[index + 4] > 1 }
            index += 2 + length
        }
        return false
    }
}
