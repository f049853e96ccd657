// Kannel's smsbox: `get-url` with %-escapes (Kannel 1.4.5 user guide, "sms-service").
import ServiceKit

/// Only 200 and 202 are success for Kannel, and a text in the answer would be sent to the citizen, so
/// everything understood is answered 200 with an empty text body.
struct Kannel: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements(
        accepted: .init(status: 200, type: "text/plain", body: ""),
        unreadable: .init(status: 200, type: "text/plain", body: ""),
        mayRefuseLargeBody: false)

    init(_ account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        try account.requireSecret()
    }

    /// The path secret has been compared already; Kannel signs nothing.
    func isAuthentic(_ request: RawRequest) -> Bool { true }

    func decode(_ request: RawRequest) throws(Unreadable) -> Inbound {
        let parameters = request.parameters
        guard let from = parameters.text("from"), !from.isEmpty else {
            throw Unreadable(why: "the parameter from (%p) is missing")
        }
        guard let bytes = parameters.bytes("text") else {
            throw Unreadable(why: "the parameter text (%b) is missing")
        }
        return Inbound(
            id: Inbound.id(parameters.text("id")), from: from, to: parameters.text("to") ?? "",
            text: Charset.decode(
                bytes, declared: parameters.text("charset"), coding: parameters.text("coding")),
            time: parameters.text("ts") ?? "",
            isIncomplete: Concatenation.isPart(userDataHeader: parameters.bytes("udh") ?? []))
    }
}

/// The declared charset of a text.
enum Charset {
    /// Decodes by what is declared, never by guessing: UTF-16BE when the charset says so or the coding is
    /// UCS-2 (2) without a charset; otherwise UTF-8, and Latin-1 for bytes that are not UTF-8.
    static func decode(_ bytes: [UInt8], declared: String?, coding: String?) -> String {
        let name = declared?.uppercased() ?? ""
        if name.hasPrefix("UTF-16") || name.hasPrefix("UCS-2") || (name.isEmpty && coding == "2") {
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
        return String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
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
