// Telegram's bot API (core.telegram.org/bots/api#setwebhook).
import Complaints
import Delivery
import Foundation
import Intake
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
                .map(FileWord.of)
        else { return .ignored("a message without words") }
        let names = ["from.first_name", "from.last_name"].compactMap { message.text(at: $0) }
        return .message(
            Inbound(
                id: id, from: "telegram:\(from)", to: account.number ?? "", text: text,
                time: message.text(at: "date") ?? "", channel: .chat,
                name: names.isEmpty ? nil : names.joined(separator: " "),
                files: Self.files(message)))
    }

    /// Of a photo's sizes the last is the largest.
    private static func files(_ message: JSONText) -> [FileReference] {
        let found = message.list("photo").last.map { [$0] } ?? []
        return (found + ["video", "document", "voice"].compactMap { message[$0] }).compactMap { file in
            file.text(at: "file_id").map {
                FileReference(
                    place: $0, filename: file.text(at: "file_name"),
                    mediaType: file.text(at: "mime_type") ?? "image/jpeg")
            }
        }
    }
}

/// `getFile` says where a file is for an hour; at most 20 MB.
extension Telegram: FileHost {
    static var asksFirst: Bool { true }
    static var fileHosts: [String] { ["api.telegram.org"] }

    func request(for file: FileReference) -> FetchRequest? {
        account.files?.token.map {
            FetchRequest(
                "GET",
                "https://api.telegram.org/bot\($0.value)/getFile?file_id=\(file.place.percentEncoded)")
        }
    }

    func next(after answer: JSONText, for file: FileReference) -> FetchRequest? {
        guard let token = account.files?.token, let path = answer.text(at: "result.file_path") else {
            return nil
        }
        return FetchRequest("GET", "https://api.telegram.org/file/bot\(token.value)/\(path)")
    }
}
