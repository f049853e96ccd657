// Telegram's bot API (core.telegram.org/bots/api#setwebhook).
import Complaints
import Foundation
import ServiceKit

/// Proves itself by the token set with `setWebhook`; comes again after anything but 2xx.
struct Telegram: Provider {
    let needsPathSecret = false
    let acknowledgements = Acknowledgements.always("")

    let account: SMSAccount
    let publicURL: String?

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        account.isSecret(Array((request.headers["x-telegram-bot-api-secret-token"] ?? "").utf8))
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let update = try request.json()
        guard let id = Inbound.id(update.text(at: "update_id")) else { throw .missing("update_id") }
        // A correction is a message of its own, to be linked with the first.
        guard let message = update["message"] ?? update["edited_message"] else {
            return .ignored("an update without a message")
        }
        guard let from = message.text(at: "from.id") else { return .ignored("nobody wrote it") }
        if case .bool(true)? = message["from"]?["is_bot"] { return .ignored("a bot wrote it") }
        let place = ["location.latitude", "location.longitude"].compactMap { message.text(at: $0) }
        guard let text = message.text(at: "text") ?? message.text(at: "caption")
            ?? (place.isEmpty ? nil : place.joined(separator: ","))
            ?? ["photo", "video", "document", "voice"].first(where: { message[$0] != nil })
                .map(Media.word)
        else { return .ignored("a message without words") }
        let names = ["from.first_name", "from.last_name"].compactMap { message.text(at: $0) }
        return .message(
            Inbound(
                id: id, from: "telegram:\(from)", to: account.number ?? "", text: text,
                time: message.text(at: "date") ?? "", channel: .chat,
                name: names.isEmpty ? nil : names.joined(separator: " ")))
    }
}
