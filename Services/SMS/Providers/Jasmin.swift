// Jasmin's HTTP thrower (docs.jasminsms.com, "HTTP API: receiving SMS-MO").
import Complaints
import Foundation
import ServiceKit

/// Anything but `ACK/Jasmin` is tried three times more and then thrown away.
struct Jasmin: Provider {
    let needsPathSecret = true
    let acknowledgements = Acknowledgements.always("ACK/Jasmin", tooMany: 503)

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool { true }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let parameters = request.parameters
        guard let from = parameters.text("from"), !from.isEmpty else { throw .missing("from") }
        // `content` holds raw bytes of the coding as well, but not every byte survives on the way.
        let binary = parameters.text("binary").flatMap { Signature.bytes(hex: $0) }
        guard let bytes = binary ?? parameters.bytes("content") else { throw .missing("content") }
        let coding = Int(parameters.text("coding") ?? "0") ?? 0
        // Without `binary` a text in the network's alphabet is as often plain ASCII or UTF-8.
        let charset = binary == nil && coding == 0 ? Charset.utf8 : Charset(dataCoding: coding)
        return .message(
            Inbound(
                id: Inbound.id(parameters.text("id")), from: from, to: parameters.text("to") ?? "",
                text: charset.decode(bytes)))
    }
}
