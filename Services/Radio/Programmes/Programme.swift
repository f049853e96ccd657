// A stored programme: the draft with what the operator said about it.
import Complaints
import Foundation

/// What kind of meeting a transcript is of.
package enum Gathering: String, Codable, CaseIterable, Sendable {
    case radio, forum, chat

    /// The channel its complaints come from.
    var channel: Channel {
        switch self {
        case .radio: .radio
        case .forum: .forum
        case .chat: .chat
        }
    }
}

/// One uploaded transcript and what was made of it.
struct StoredProgramme: Codable, Sendable, Hashable {
    var id: String
    var station: String
    var title: String
    /// Local date `YYYY-MM-DD`.
    var airedOn: String
    var kind: Gathering
    /// Rises with every change.
    var version: Int
    var turns: [Turn]
    var items: [Item]
    var warnings: [ParseWarning]
    /// The number the next new item gets as its id.
    var nextItem: Int
    /// By item id.
    var receipts: [String: ItemReceipt]
    /// Items on their way into the journal: sent, whether or not their receipts are noted yet.
    var sending: Set<String>?
    /// Who is who, by label, where an operator said so.
    var speakers: [String: SpeakerChoice]?

    enum CodingKeys: String, CodingKey {
        case id, station, title, kind, version, turns, items, warnings, receipts, speakers, sending
        case airedOn = "aired_on"
        case nextItem = "next_item"
    }

    /// Items that are sent when the programme is published: praise and the rest are not.
    static let publishedKinds: Set<Kind> = [.complaint, .question, .aspiration, .info]

    var publishable: [Item] {
        items.filter { Self.publishedKinds.contains($0.kind) && !$0.text.isEmpty }
    }

    var isPublished: Bool { !receipts.isEmpty }

    /// Whether an item was sent: its turns then stay as they are, or its words would go out twice.
    func isSent(_ item: String) -> Bool { receipts[item] != nil || sending?.contains(item) == true }

    /// What a label is called: as an operator named it, else as it stands.
    func name(of label: String) -> String {
        guard let name = speakers?[label]?.name, !name.isEmpty else { return label }
        return name
    }

    /// Of those that would be sent, how many an operator has confirmed.
    var checkedCount: Int { publishable.count { $0.byHand?.checked == true } }
}

/// What publishing one item gave.
struct ItemReceipt: Codable, Sendable, Hashable {
    var id: String
    var tracking: String
}

/// What was uploaded: a transcript, and beside it who speaks when (RTTM), if a diariser said so.
struct TranscriptFile: Sendable, Hashable {
    var transcript: Data
    var companion: Data?

    var count: Int { transcript.count + (companion?.count ?? 0) }
}

/// Whom an operator takes a label for.
struct SpeakerChoice: Codable, Sendable, Hashable {
    var role: Role?
    /// Shown instead of the label; empty keeps the label.
    var name: String = ""

    /// Whether a label means the same person in the station's next programme: `Penelepon 3` and
    /// `SPEAKER_00` do not.
    static func isLasting(_ label: String) -> Bool { !label.hasNumber }
}
