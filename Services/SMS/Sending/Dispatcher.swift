// One account's message on its way out: composed, handed over, judged.
import Complaints
import Delivery
import Foundation
import ServiceKit

/// Hands messages to one provider.
struct Dispatcher: Sendable {
    let account: SMSAccount
    let access: SMSAccount.SendAccess
    let outlet: any Outlet
    let reportURL: String?
    let status: StatusDesk
    private let fetcher = Fetcher()

    init(
        _ account: SMSAccount, _ access: SMSAccount.SendAccess, _ outlet: any Outlet,
        reportURL: String?, status: StatusDesk
    ) {
        self.account = account
        self.access = access
        self.outlet = outlet
        self.reportURL = reportURL
        self.status = status
    }

    func send(_ message: Message) async -> Handover {
        do {
            guard let text = try await composed(message) else {
                return .later("Routing cannot be asked for the status")
            }
            let request = outlet.request(
                Outgoing(
                    id: message.id, to: message.recipient, text: GSM7.folded(text), access: access,
                    url: Self.url(access, outlet), reportURL: reportURL))
            return outlet.judge(try await fetcher.fetch(request))
        } catch {
            return .again("the provider cannot be reached: \(error)")
        }
    }

    private func composed(_ message: Message) async throws -> String? {
        if let text = message.text { return text }
        return await status.sentence(message.complaint ?? "", for: message.recipient)
    }

    static func url(_ access: SMSAccount.SendAccess, _ outlet: any Outlet) -> String {
        let url = access.url ?? type(of: outlet).usualURL ?? ""
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}

/// Asks Routing what a citizen may know of his complaint.
struct StatusDesk: Sendable {
    private let url: String
    private let token: String
    private let fetcher = Fetcher()
    /// Whether a complaint is still on its way to Routing.
    private let isWaiting: @Sendable (_ number: String) async -> Bool

    init(
        routingURL: String, token: String,
        isWaiting: @escaping @Sendable (_ number: String) async -> Bool
    ) {
        url = routingURL
        self.token = token
        self.isWaiting = isWaiting
    }

    private struct Answer: Decodable {
        var sentence: String
    }

    /// The sentence for who complained; `nil` while Routing does not answer.
    func sentence(_ number: String, for sender: String) async -> String? {
        let request = FetchRequest(
            "GET",
            "\(url)/v1/complaints/\(number.percentEncoded)/status?sender=\(sender.percentEncoded)",
            headers: [("Authorization", "Bearer \(token)")])
        guard let response = try? await fetcher.fetch(request) else { return nil }
        switch response.status {
        case 200:
            return (try? Wire.decode(Answer.self, from: response.body))?.sentence
        case 401, 403, 408, 429: return nil
        case 404 where await isWaiting(number): return nil
        case 400..<500: return Receipts.unknownNumber(number)
        default: return nil
        }
    }
}
