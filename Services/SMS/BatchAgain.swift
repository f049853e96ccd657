// A request that was quarantined whole and is read again: when it holds several messages, each becomes a
// message of its own.
import Complaints
import Foundation
import Intake

extension SMSArrival {
    /// The messages after the first, which is the entry itself; none for all but such a request. Their keys
    /// are the same however often it is read again.
    static func others(_ entry: JournalEntry, _ door: Webhook.Door?) -> [Arrival] {
        guard let door, entry.externalID.hasPrefix(unreadableMark), entry.meta[itemKey] == nil else {
            return []
        }
        let raw = RawRequest(meta: entry.meta, body: entry.body)
        guard case .messages(let messages)? = try? door.provider.decode(raw) else { return [] }
        return Array(
            make(messages, raw, entry.meta, door.account, now: entry.receivedAt).dropFirst())
    }

    /// The journal's normaliser with this done first: an entry that fails halfway stays where it was.
    static func normaliseAll(
        _ entry: JournalEntry, _ door: Webhook.Door?, into intake: Intake,
        _ normalise: (JournalEntry, Webhook.Door?) async -> Normalised
    ) async -> Normalised {
        do {
            for arrival in others(entry, door) { _ = try await intake.receive(arrival) }
        } catch {
            return .quarantined("the other messages of this request could not be stored; retry it")
        }
        return await normalise(entry, door)
    }
}
