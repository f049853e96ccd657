// An arrival on its way into the journal: everything that can be worked out before its transaction is,
// because while one transaction runs all others wait.
import Complaints
import Foundation
import Store

/// An arrival as its row will be, but for the number that only the transaction knows. A class, because it is
/// handed on at each step to the disk, and a copy of so many texts costs more than the step.
final class Incoming: Sendable {
    let arrival: Arrival
    let id: UUID
    let state: JournalState
    /// Which run of numbers it belongs to.
    let series: NumberSeries
    private let idText: String
    private let why: String?
    private let meta: String

    init(_ arrival: Arrival, region: Intake.RegionIdentity) {
        self.arrival = arrival
        switch arrival.verdict {
        case .take: (state, why) = (.received, nil)
        case .ignore(let reason): (state, why) = (.ignored, reason)
        case .quarantine(let reason): (state, why) = (.quarantined, reason)
        }
        id = ComplaintID.derive(
            channel: arrival.channel, account: arrival.account, externalID: arrival.externalID)
        idText = id.text
        meta = JSONText.encode(arrival.meta)
        series = NumberSeries(
            year: region.year(of: arrival.receivedAt),
            digit: region.digit ?? arrival.channel.trackingDigit)
    }

    /// Kept as chunk rows: too large for one, or in a file.
    var hasLargeBody: Bool { arrival.content.count > min(Chunks.bytesMax, arrival.content.memoryCount) }

    private var smallBody: [UInt8] {
        guard !hasLargeBody, case .memory(let bytes) = arrival.content.storage else { return [] }
        return bytes
    }

    /// What makes an arrival the same as another.
    var key: JournalKey {
        JournalKey(
            channel: arrival.channel.rawValue, account: arrival.account,
            externalID: arrival.externalID)
    }

    /// A known key is left alone: the number of changed rows tells.
    static let insertion = Insertion(
        into: "journal",
        [
            "channel": .text, "account": .text, "external_id": .text, "complaint_id": .text,
            "tracking": .text, "received_at": .integer, "state": .text, "why": .text,
            "meta": .text, "body": .blob, "fingerprint": .text,
        ], "ON CONFLICT (channel, account, external_id) DO NOTHING")

    func row(tracking: String) -> [SQLValue] {
        [
            .text(arrival.channel.rawValue), .text(arrival.account), .text(arrival.externalID),
            .text(idText), .text(tracking), .integer(arrival.receivedAt.microseconds),
            .text(state.rawValue), SQLValue(why), .text(meta),
            .blob(smallBody), SQLValue(arrival.fingerprint),
        ]
    }
}

/// Numbers run by service and local year (contract, "Tracking number").
struct NumberSeries: Sendable, Hashable {
    let year: Int
    /// The channel's digit.
    let digit: Int

    var counter: String { "tracking-\(year)-\(digit)" }
}

/// What is unique in the journal.
struct JournalKey: Hashable {
    let channel: String
    let account: String
    let externalID: String

    static let columns = ["channel", "account", "external_id"]

    init(channel: String, account: String, externalID: String) {
        self.channel = channel
        self.account = account
        self.externalID = externalID
    }

    init(_ row: Row) {
        self.init(
            channel: row.text("channel"), account: row.text("account"),
            externalID: row.text("external_id"))
    }

    /// In the order of ``columns``.
    var values: [SQLValue] { [.text(channel), .text(account), .text(externalID)] }
}
