// What a channel hands to the journal, and what it gets back.
package import Complaints
package import Delivery
package import Foundation
import Store

/// A message as it arrived: raw bytes, the provider's key, and what the edge already knows.
package struct Arrival: Sendable {
    package var channel: Channel
    package var account: String
    /// The provider's own id, or a fingerprint (``ComplaintID/fingerprint(sender:receiver:time:bytes:)``).
    package var externalID: String
    package var receivedAt: Date
    /// What belongs to the bytes: method, path without secret, query, the headers the adapter names,
    /// the verdict of the sender's check. Never a credential.
    package var meta: [String: String]
    /// As it arrived.
    package var content: Content
    /// Equal for the same words of the same sender; looked up within `window`, for providers that mint
    /// a new id when they retry. `nil`: only the id decides.
    package var fingerprint: String?
    package var window: Duration
    package var verdict: Verdict

    /// What the edge decides at once.
    package enum Verdict: Sendable, Hashable, Codable {
        /// A message to be normalised and forwarded.
        case take
        /// Understood and irrelevant (a delivery report, an auto-reply): kept, never forwarded.
        case ignore(String)
        /// Cannot be read: kept with its bytes until a person or a better parser looks.
        case quarantine(String)
    }

    package init(
        channel: Channel, account: String, externalID: String, receivedAt: Date,
        meta: [String: String] = [:], body: [UInt8], fingerprint: String? = nil,
        window: Duration = .zero, verdict: Verdict = .take
    ) {
        self.init(
            channel: channel, account: account, externalID: externalID, receivedAt: receivedAt,
            meta: meta, content: Content(body), fingerprint: fingerprint, window: window,
            verdict: verdict)
    }

    package init(
        channel: Channel, account: String, externalID: String, receivedAt: Date,
        meta: [String: String] = [:], content: Content, fingerprint: String? = nil,
        window: Duration = .zero, verdict: Verdict = .take
    ) {
        self.channel = channel
        self.account = account
        self.externalID = Self.bounded(externalID)
        self.receivedAt = receivedAt
        self.meta = meta
        self.content = content
        self.fingerprint = fingerprint
        self.window = window
        self.verdict = verdict
    }
}

/// Without its content, which a local journal keeps beside.
extension Arrival: Codable {
    private enum CodingKeys: String, CodingKey {
        case channel, account, externalID, receivedAt, meta, fingerprint, window, verdict
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        channel = try fields.decode(Channel.self, forKey: .channel)
        account = try fields.decode(String.self, forKey: .account)
        externalID = try fields.decode(String.self, forKey: .externalID)
        receivedAt = try fields.decode(Date.self, forKey: .receivedAt)
        meta = try fields.decode([String: String].self, forKey: .meta)
        content = Content([])
        fingerprint = try fields.decodeIfPresent(String.self, forKey: .fingerprint)
        window = try fields.decode(Duration.self, forKey: .window)
        verdict = try fields.decode(Verdict.self, forKey: .verdict)
    }
}

extension Arrival {
    /// Bytes of an external id as it is; a longer one is kept as its SHA-256, because a database
    /// refuses long keys (PostgreSQL above 2.7 kB) and no provider has a reason for one.
    package static let externalIDBytesMax = 512

    private static func bounded(_ id: String) -> String {
        // As it will be stored, or it would not be found again.
        let id = SQLValue.storable(id)
        guard id.utf8.count > externalIDBytesMax else { return id }
        return "sha256:"
            + ComplaintID.fingerprint(sender: "", receiver: "", time: "", bytes: id.utf8)
    }
}

/// What the journal answers: the same for the first arrival and for each redelivery.
package struct Receipt: Sendable, Hashable {
    package let id: UUID
    /// Empty while the message waits in the local journal: the number is allotted with its row.
    package internal(set) var tracking: String
    /// `false` for a redelivery.
    package internal(set) var isNew: Bool
    package let state: JournalState
}

/// Where a message stands in its channel.
package enum JournalState: String, Sendable, Hashable, CaseIterable {
    /// On disk, not yet normalised.
    case received
    /// A piece of a longer message, waiting for the others.
    case partial
    /// Its files are being fetched.
    case fetching
    /// Normalised and waiting in the outbox.
    case waiting
    /// Routing has it.
    case forwarded
    /// Routing will never take it; a person must look.
    case refused
    case ignored
    case quarantined
}

/// A journalled message on its way to becoming a complaint.
package struct JournalEntry: Sendable {
    /// Order of arrival in this service.
    package let seq: Int64
    package let id: UUID
    package let tracking: String
    package let channel: Channel
    package let account: String
    package let externalID: String
    package let receivedAt: Date
    package let meta: [String: String]
    package internal(set) var content: Content
    /// Chunk rows of a large body.
    var chunks = 0
    /// When this is the first of the pieces of a long message, whose others have come or will not: all
    /// of them by their number, this one too.
    package internal(set) var pieces: [Int: JournalEntry] = [:]
    /// How many pieces there should be.
    package internal(set) var piecesTotal = 0
    /// When this message has waited for its files: what became of them.
    package internal(set) var files: FetchedFiles?

    init(
        seq: Int64, id: UUID, tracking: String, channel: Channel, account: String,
        externalID: String, receivedAt: Date, meta: [String: String], content: Content,
        chunks: Int = 0
    ) {
        self.seq = seq
        self.id = id
        self.tracking = tracking
        self.channel = channel
        self.account = account
        self.externalID = externalID
        self.receivedAt = receivedAt
        self.meta = meta
        self.content = content
        self.chunks = chunks
    }

    /// All of ``content`` in memory: for channels whose messages are small. Of a large one that cannot be
    /// read from its file it is empty, which no channel takes for a message.
    package var body: [UInt8] { (try? content.bytes()) ?? [] }

    /// A complaint with everything the journal knows filled in.
    package func complaint(text: String, reporter: Reporter?) -> Complaint {
        Complaint(
            id: id, tracking: tracking, channel: channel, account: account,
            externalId: externalID, receivedAt: receivedAt, reporter: reporter, text: text)
    }
}

/// What a channel's normaliser makes of an entry.
package enum Normalised: Sendable {
    case complaint(
        Complaint, attachments: [AttachmentFile] = [], correspondence: [Correspondence] = [])
    case ignored(String, correspondence: [Correspondence] = [])
    case quarantined(String)
    /// Waits for the other pieces; then the first is normalised again, with ``JournalEntry/pieces``.
    case piece(Piece)
    /// Waits for its files; then it is normalised again, with ``JournalEntry/files``.
    case awaitsFiles([FileReference], within: Duration)
}

/// A file to be stored under its hash together with the complaint.
package struct AttachmentFile: Sendable, Hashable {
    package var filename: String
    package var mediaType: String
    package var content: Content

    package init(filename: String, mediaType: String, content: Content) {
        self.filename = filename
        self.mediaType = mediaType
        self.content = content
    }

    package init(filename: String, mediaType: String, bytes: [UInt8]) {
        self.init(filename: filename, mediaType: mediaType, content: Content(bytes))
    }
}
